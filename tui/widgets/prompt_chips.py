"""The recognized parts of a prompt as chips that can be turned off."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.widgets import Static

from matinee.tui.widgets.layout import fill_lines

if TYPE_CHECKING:
    from matinee.engine.prompts.intent import Intent

MAX_CHIP_WIDTH = 30
"""Cells of a label; longer ones are truncated."""
DIGITS = 9
"""Number of chips that have a digit key."""
BRACKETS = 5
"""Cells of a chip around its digit and label: two brackets, two spaces and the mark."""
READING = "still reading…"
"""Behind the chips while the encoder is being loaded, with which they may change."""
NOTHING_RECOGNIZED = "nothing recognized in this text"


class PromptChips(Static):
    """One chip per part: "[1 1990–1999 ×] [2 heist ×]". Parts that are off can be turned on again."""

    DEFAULT_CSS = """
    PromptChips {
        height: auto; padding: 0 1; color: $foreground;
        link-style: none; link-color: $foreground;
        link-style-hover: bold; link-color-hover: $primary; link-background-hover: $panel;
    }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._intent: Intent | None = None
        self._is_final = True
        self._lines = 1
        self._width = 0

    @property
    def labels(self) -> list[str]:
        """The parts that are shown."""
        return [] if self._intent is None else [part.label for part in self._intent.parts]

    def show(self, intent: "Intent | None", lines: int, *, is_final: bool = True) -> None:
        """Show the parts of a prompt.

        Args:
            intent: the interpretation of the prompt; None to show nothing.
            lines: lines to use at most.
            is_final: whether the parts stay as they are; False while the encoder is being loaded.
        """
        same_room = (lines, self.app.size.width - 2) == (self._lines, self._width)
        is_drawn = intent is self._intent and is_final == self._is_final and same_room
        self._intent, self._is_final, self._lines = intent, is_final, lines
        self.display = intent is not None
        if not is_drawn:  # otherwise every answer in a mood would need a new layout
            self._draw()

    def on_resize(self, _event: events.Resize) -> None:
        if self.app.size.width - 2 != self._width:  # a change of height comes from the update itself
            self._draw()

    def _draw(self) -> None:
        if self._intent is None:
            return
        self._width = width = self.app.size.width - 2
        off = self._intent.prompt.disabled
        chips = [
            unknown_chip(part.label, part.why, width)
            if part.kind == "unknown"
            else chip(number, part.label, on=part.label not in off, width=width)
            for number, part in enumerate(self._intent.parts, start=1)
        ]
        remark = READING if not self._is_final else "" if chips else NOTHING_RECOGNIZED
        shown = [*chips, Content(remark).stylize("dim")] if remark else chips
        self.update(truncate_lines(shown, width, self._lines))


def chip(number: int, label: str, *, on: bool, width: int) -> Content:
    """A part with its digit key; × turns it off, + turns it on."""
    room = min(MAX_CHIP_WIDTH, width - BRACKETS - 1)
    digit = f"{number} " if number <= DIGITS else ""
    short = Content(label).truncate(room, ellipsis=True)
    name = short if on else short.stylize("strike")
    made = Content.from_markup(
        f"[@click=screen.toggle_part({number})]\\[[dim]$digit[/dim]$name {'×' if on else '+'}][/]",
        digit=digit,
        name=name,
    )
    return made if on else made.stylize("dim")


def unknown_chip(label: str, why: str, width: int) -> Content:
    """A part that changes nothing, with the reason if there is room."""
    name = Content(label).truncate(min(MAX_CHIP_WIDTH, width - BRACKETS - 1), ellipsis=True)
    short = Content.assemble("? ", name)
    full = Content.assemble(short, f": {why}")
    return (full if full.cell_length <= width else short).stylize("dim")


def truncate_lines(chips: Sequence[Content], width: int, limit: int) -> Content:
    """Lay out chips in at most ``limit`` lines, with an ellipsis if some are left out."""
    lines = fill_lines(chips, width, gap=1)
    if len(lines) > limit:
        lines = fill_lines(chips, width - 2, gap=1)[:limit]
        lines[-1] = Content.assemble(lines[-1], (" …", "dim"))
    return Content("\n").join(lines)

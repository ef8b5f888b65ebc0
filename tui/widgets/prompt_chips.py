"""What was understood of a mood, each part a chip that can be switched off."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.widgets import Static

from matinee.tui.widgets.key_bar import filled_lines

if TYPE_CHECKING:
    from matinee.engine.prompts.intent import Intent

LONGEST_CHIP = 30
"""Cells of a label; whoever said more knows what they said."""
DIGITS = 9
"""So many chips have a key."""
BRACKETS = 5
"""Cells of a chip around its digit and label: two brackets, two spaces and the mark."""
NOTHING_HEARD = "no wish in these words"


class Chips(Static):
    """ "[1 1990–1999 ×] [2 heist ×]"; one switched off stays to be switched on again."""

    DEFAULT_CSS = """
    Chips {
        height: auto; padding: 0 1; color: $foreground;
        link-style: none; link-color: $foreground;
        link-style-hover: bold; link-color-hover: $primary; link-background-hover: $panel;
    }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._intent: Intent | None = None
        self._lines = 1
        self._width = 0

    def show(self, intent: "Intent | None", lines: int) -> None:
        """Show the parts of what was understood in at most so many lines; nothing where nothing was said."""
        self._intent, self._lines = intent, lines
        self.display = intent is not None
        self._draw()

    def on_resize(self, _event: events.Resize) -> None:
        if self.app.size.width - 2 != self._width:  # lines that came or went are its own doing
            self._draw()

    def _draw(self) -> None:
        if self._intent is None:
            return
        self._width = width = self.app.size.width - 2
        off = self._intent.prompt.off
        chips = [
            chip(number, part.label, on=part.label not in off, width=width)
            for number, part in enumerate(self._intent.parts, start=1)
        ]
        self.update(fitted_lines(chips, width, self._lines) if chips else Content(NOTHING_HEARD).stylize("dim"))


def chip(number: int, label: str, *, on: bool, width: int) -> Content:
    """One part with its key; × takes it away, + brings it back."""
    room = min(LONGEST_CHIP, width - BRACKETS - 1)
    digit = f"{number} " if number <= DIGITS else ""
    short = Content(label).truncate(room, ellipsis=True)
    name = short if on else short.stylize("strike")
    made = Content.from_markup(
        f"[@click=screen.switch_part({number})]\\[[dim]$digit[/dim]$name {'×' if on else '+'}][/]",
        digit=digit,
        name=name,
    )
    return made if on else made.stylize("dim")


def fitted_lines(chips: Sequence[Content], width: int, most: int) -> Content:
    """The chips in at most so many lines, with an ellipsis where some are left out."""
    lines = filled_lines(chips, width, gap=1)
    if len(lines) > most:
        lines = filled_lines(chips, width - 2, gap=1)[:most]
        lines[-1] = Content.assemble(lines[-1], (" …", "dim"))
    return Content("\n").join(lines)

"""The recognized parts of a prompt as chips that can be turned off."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from matinee.tui.text.labels import ANY_GENRE
from matinee.tui.widgets.layout import fill_lines

if TYPE_CHECKING:
    from matinee.engine.prompts.intent import Intent

MAX_LABEL, MIN_LABEL, LABEL_STEP = 30, 9, 3
"""Cells of a label: longer ones are truncated, in steps down to the second width if not all chips have room."""
MAX_LINES = 2
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
        self._shown: tuple[Intent | None, str, bool] = (None, "", True)
        self._width = 0
        self.lines = 0

    @property
    def labels(self) -> list[str]:
        """The parts that are shown."""
        intent, *_ = self._shown
        return [] if intent is None else [part.label for part in intent.parts]

    def show(self, intent: "Intent | None", genre: str = "", *, is_final: bool = True) -> None:
        """Show the parts of a prompt, and a requested genre.

        Args:
            intent: the interpretation of the prompt; None without one.
            genre: what is asked for, such as "more Comedy"; empty for nothing.
            is_final: whether the parts stay as they are; False while the encoder is being loaded.
        """
        before, before_genre, was_final = self._shown
        same = intent is before and (genre, is_final) == (before_genre, was_final)
        self._shown = (intent, genre, is_final)
        self.display = intent is not None or bool(genre)
        if not same or self.app.size.width - 2 != self._width:  # otherwise every answer would need a new layout
            self._draw()

    def on_resize(self, _event: events.Resize) -> None:
        if self.app.size.width - 2 != self._width:  # a change of height comes from the update itself
            self._draw()

    def _draw(self) -> None:
        intent, genre, is_final = self._shown
        self._width = width = self.app.size.width - 2
        remark = ""
        if intent is not None:
            remark = READING if not is_final else "" if intent.parts else NOTHING_RECOGNIZED
        others = [*([genre_chip(genre)] if genre else []), *([Content(remark).stylize("dim")] if remark else [])]
        shown = truncate_lines([*([] if intent is None else part_chips(intent, width, others)), *others], width)
        self.lines = len(shown)
        self.update(Content("\n").join(shown))


def part_chips(intent: "Intent", width: int, others: Sequence[Content]) -> list[Content]:
    """A chip for each part, with shorter labels if not all have room beside the other chips.

    Args:
        intent: the interpretation of the prompt.
        width: cells per line.
        others: the chips that follow.
    """
    off, most = intent.prompt.disabled, min(MAX_LABEL, width - BRACKETS - 1)
    chips: list[Content] = []
    for room in range(most, MIN_LABEL - 1, -LABEL_STEP):
        chips = [
            unknown_chip(part.label, part.why if room == most else "", width, room)
            if part.kind == "unknown"
            else chip(number, part.label, on=part.label not in off, room=room)
            for number, part in enumerate(intent.parts, start=1)
        ]
        if len(fill_lines([*chips, *others], width, gap=1)) <= MAX_LINES:
            break
    return chips


def genre_chip(genre: str) -> Content:
    """A requested genre: "[more Comedy ×]"; × ends the request."""
    ends = Style.from_meta({"@click": ("screen.ask_genre", (ANY_GENRE,))})
    return Content(f"[{genre} ×]").stylize(ends)


def chip(number: int, label: str, *, on: bool, room: int) -> Content:
    """A part with its digit key and its label in ``room`` cells; × turns it off, + turns it on."""
    digit = f"{number} " if number <= DIGITS else ""
    short = Content(label).truncate(room, ellipsis=True)
    name = short if on else short.stylize("strike")
    made = Content.from_markup(
        f"[@click=screen.toggle_part({number})]\\[[dim]$digit[/dim]$name {'×' if on else '+'}][/]",
        digit=digit,
        name=name,
    )
    return made if on else made.stylize("dim")


def unknown_chip(label: str, why: str, width: int, room: int) -> Content:
    """A part that changes nothing, with the reason if there is one and it has room."""
    short = Content.assemble("? ", Content(label).truncate(room, ellipsis=True))
    full = Content.assemble(short, f": {why}") if why else short
    return (full if full.cell_length <= width else short).stylize("dim")


def truncate_lines(chips: Sequence[Content], width: int) -> list[Content]:
    """Lay out chips in at most ``MAX_LINES`` lines, with an ellipsis if some are left out."""
    lines = fill_lines(chips, width, gap=1)
    if len(lines) > MAX_LINES:
        lines = fill_lines(chips, width - 2, gap=1)[:MAX_LINES]
        lines[-1] = Content.assemble(lines[-1], (" …", "dim"))
    return lines

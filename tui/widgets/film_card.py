"""The film on show, large and calm."""

from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.widgets import Static

from matinee.tui.breakpoints import GRAND
from matinee.tui.text import labels as words
from matinee.tui.widgets.genre_chips import genre_chips
from matinee.tui.widgets.histogram import histogram
from matinee.tui.widgets.key_bar import filled_lines

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue
    from matinee.engine.session.suggestion import Card

WaysOut = tuple[str, list[tuple[str, str]]]
"""Why no film is shown, and (key, what it does) of those that help."""
NOTHING_LEFT = "You have been through everything near your taste."
NOTHING_FITS = "Nothing here fits that mood."
NO_SUCH_GENRE = "Nothing is left in that genre."
GAP = 2
HISTOGRAM_LINES = 4


class FilmCard(Static):
    """Title, year, genres, how loved and known it is, and why it is here.

    One text in a box of fixed size: showing another film repaints the box and lays out nothing.
    """

    DEFAULT_CSS = """
    FilmCard {
        link-style: none; link-color: $foreground; link-background: $panel;
        link-style-hover: bold; link-color-hover: $primary; link-background-hover: $panel-lighten-2;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._card: Card | None = None
        self._catalogue: Catalogue | None = None
        self._ways_out: WaysOut = ("", [])

    def show(self, card: "Card | None", catalogue: "Catalogue", ways_out: WaysOut) -> None:
        """Show a film; without one, what is the matter and the keys that help."""
        self._card, self._catalogue, self._ways_out = card, catalogue, ways_out
        self._draw()

    def on_resize(self, _event: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        if self._catalogue is None:
            return
        if self._card is None:
            sentence, keys = self._ways_out
            shown = [Content.assemble((key, "$primary"), f"  {does}") for key, does in keys]
            lines = filled_lines(shown, self.content_size.width, gap=3)
            self.update(Content("\n").join([Content(sentence).stylize("bold"), Content(""), *lines]))
        else:
            width, room = self.content_size
            lines = airy_lines(self._card, self._catalogue, width, grand=self.app.size.height >= GRAND)
            if wrapped(lines, width) > room:
                lines = close_lines(self._card, self._catalogue, width)
            self.update(Content("\n").join(lines), layout=False)


def wrapped(lines: list[Content], width: int) -> int:
    """How many lines these take where they go on in the next one."""
    return sum(max(-(-line.cell_length // max(width, 1)), 1) for line in lines)


def close_lines(card: "Card", catalogue: "Catalogue", width: int) -> list[Content]:
    """A card where lines are few."""
    row = catalogue.row(card.movie.id)
    loved = Content(words.loved(catalogue, row))
    bars = histogram(catalogue.histogram[row].tolist())
    if bars and loved.cell_length + GAP + bars[0].cell_length <= width:
        loved = Content.assemble(loved, " " * GAP, bars[0])
    return [
        heading(card.movie.title, str(card.movie.year or ""), width),
        Content(" · ".join(card.movie.genres) or "no genre given"),
        loved,
        *([Content("")] if words.for_the_mood(card) is None else []),
        *reasons(card),
        Content.assemble(("fits your taste  ", "dim"), (words.fit_dots(card.fit), "$primary")),
    ]


def airy_lines(card: "Card", catalogue: "Catalogue", width: int, *, grand: bool) -> list[Content]:
    """A card with air between its lines and more to say."""
    row = catalogue.row(card.movie.id)
    chips = filled_lines(genre_chips(card.movie.genres), width, gap=1) or [Content("no genre given").stylize("dim")]
    loved, known = Content(words.loved(catalogue, row)), Content(words.known(catalogue, row))
    counts, air = catalogue.histogram[row].tolist(), Content("")
    if grand:
        rated = beside([loved, known], histogram(counts, HISTOGRAM_LINES), width)
    else:
        rated = [loved, *beside([known], histogram(counts), width)]
    more = [air] if grand else []
    return [
        heading(card.movie.title, str(card.movie.year or ""), width),
        air,
        *chips,
        air,
        *more,
        *rated,
        air,
        *more,
        *reasons(card),
        air,
        *words.fits(card, catalogue),
    ]


def beside(left: list[Content], right: list[Content], width: int) -> list[Content]:
    """Two blocks of lines beside each other, the right one at the right edge; below each other where it is narrow."""
    widest = max((line.cell_length for line in right), default=0)
    if max(line.cell_length for line in left) + GAP + widest > width:
        return [*left, *right]
    lines = []
    for place in range(max(len(left), len(right))):
        first = left[place] if place < len(left) else Content("")
        second = right[place] if place < len(right) else Content("")
        lines.append(Content.assemble(first, " " * (width - first.cell_length - widest), second))
    return lines


def reasons(card: "Card") -> list[Content]:
    """What speaks for the film, the mood first while one counts."""
    mood = words.for_the_mood(card)
    return [words.because(card)] if mood is None else [mood, words.because(card)]


def heading(title: str, year: str, width: int) -> Content:
    """The title with the year at the right edge, or behind it where it takes more than a line."""
    name = Content(title).stylize("bold $primary")
    room = width - name.cell_length - len(year)
    return Content.assemble(name, " " * max(room, GAP), (year, "dim"))

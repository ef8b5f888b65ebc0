"""The current film, with the facts and reasons that go with it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from matinee.tui.text import labels
from matinee.tui.widgets.bars import histogram
from matinee.tui.widgets.layout import GAP, GRAND, fill_lines, side_by_side, wrapped_height

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue
    from matinee.engine.session.suggestion import Suggestion

EmptyState = tuple[str, list[tuple[str, str]]]
"""Why no film is shown, and (key, description) of the actions that help."""
NOTHING_LEFT = "You have seen every film close to your taste."
NOTHING_FITS = "No film matches this mood."
NO_SUCH_GENRE = "No films are left in this genre."
HISTOGRAM_LINES = 4


class FilmCard(Static):
    """Title, year, genres, ratings, and the reasons for the suggestion.

    One text in a box of fixed size, so showing another film needs no new layout.
    """

    DEFAULT_CSS = """
    FilmCard {
        link-style: none; link-color: $foreground; link-background: $panel;
        link-style-hover: bold; link-color-hover: $primary; link-background-hover: $panel-lighten-2;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._card: Suggestion | None = None
        self._catalogue: Catalogue | None = None
        self._empty_state: EmptyState = ("", [])

    def show(self, card: "Suggestion | None", catalogue: "Catalogue", empty_state: EmptyState) -> None:
        """Show a film.

        Args:
            card: the film; None to show ``empty_state``.
            catalogue: has the ratings.
            empty_state: the reason and the helpful keys if there is no film.
        """
        self._card, self._catalogue, self._empty_state = card, catalogue, empty_state
        self._draw()

    def on_resize(self, _event: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        if self._catalogue is None:
            return
        if self._card is None:
            reason, keys = self._empty_state
            shown = [Content.assemble((key, "$primary"), f"  {description}") for key, description in keys]
            lines = fill_lines(shown, self.content_size.width, gap=3)
            self.update(Content("\n").join([Content(reason).stylize("bold"), Content(""), *lines]))
        else:
            width, room = self.content_size
            lines = roomy_lines(self._card, self._catalogue, width, grand=self.app.size.height >= GRAND)
            if wrapped_height(lines, width) > room:
                lines = compact_lines(self._card, self._catalogue, width)
            self.update(Content("\n").join(lines), layout=False)


def compact_lines(card: "Suggestion", catalogue: "Catalogue", width: int) -> list[Content]:
    """The card in as few lines as possible."""
    row = catalogue.row(card.movie.id)
    loved = Content(labels.rating_text(catalogue, row))
    bars = histogram(catalogue.histogram[row].tolist())
    if bars and loved.cell_length + GAP + bars[0].cell_length <= width:
        loved = Content.assemble(loved, " " * GAP, bars[0])
    return [
        heading(card.movie.title, str(card.movie.year or ""), width),
        Content(" · ".join(card.movie.genres) or "no genres listed"),
        loved,
        *([Content("")] if labels.mood_line(card) is None else []),
        *reason_lines(card),
        Content.assemble(("fits your taste  ", "dim"), (labels.fit_dots(card.fit), "$primary")),
    ]


def roomy_lines(card: "Suggestion", catalogue: "Catalogue", width: int, *, grand: bool) -> list[Content]:
    """The card with spacing between its parts and more details."""
    row = catalogue.row(card.movie.id)
    chips = fill_lines(genre_chips(card.movie.genres), width, gap=1) or [Content("no genres listed").stylize("dim")]
    loved, known = Content(labels.rating_text(catalogue, row)), Content(labels.audience_text(catalogue, row))
    counts, blank = catalogue.histogram[row].tolist(), Content("")
    if grand:
        rated = side_by_side([loved, known], histogram(counts, HISTOGRAM_LINES), width)
    else:
        rated = [loved, *side_by_side([known], histogram(counts), width)]
    extra = [blank] if grand else []
    return [
        heading(card.movie.title, str(card.movie.year or ""), width),
        blank,
        *chips,
        blank,
        *extra,
        *rated,
        blank,
        *extra,
        *reason_lines(card),
        blank,
        *labels.fit_lines(card, catalogue),
    ]


def reason_lines(card: "Suggestion") -> list[Content]:
    """The reasons for the suggestion, with that of the prompt first."""
    mood = labels.mood_line(card)
    return [labels.reason_line(card)] if mood is None else [mood, labels.reason_line(card)]


def heading(title: str, year: str, width: int) -> Content:
    """The title, with the year at the right edge, or after the title if that takes several lines."""
    name = Content(title).stylize("bold $primary")
    room = width - name.cell_length - len(year)
    return Content.assemble(name, " " * max(room, GAP), (year, "dim"))


def genre_chips(genres: Sequence[str]) -> list[Content]:
    """One chip per genre; clicking it asks for films of that genre. Genre names never become markup."""
    return [
        Content(f" {genre} ").stylize("on $panel").stylize(Style.from_meta({"@click": ("screen.ask_genre", (genre,))}))
        for genre in genres
    ]

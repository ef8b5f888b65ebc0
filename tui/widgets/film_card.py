"""The current film, with the facts and reasons that go with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from matinee.tui.online import cached_plot, film_address
from matinee.tui.runtime.textual_patches import draw_together
from matinee.tui.text import fact_text, labels
from matinee.tui.text.kin_text import kin_clauses
from matinee.tui.text.pair_text import pair_fit_lines, pair_reason_lines, pair_reason_sentences
from matinee.tui.widgets.bars import histogram
from matinee.tui.widgets.layout import (
    GAP,
    GRAND,
    MEASURE,
    Ranked,
    drop_to_fit,
    fill_lines,
    limit_rows,
    side_by_side,
    wrapped_height,
)

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue
    from matinee.engine.catalogue.facts import FilmFacts
    from matinee.engine.online.film import FilmAddress
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.events import GenreRequested
    from matinee.engine.session.session import Session
    from matinee.engine.session.suggestion import Suggestion

EmptyState = tuple[str, list[tuple[str, str]]]
"""Why no film is shown, and (key, description) of the actions that help."""
NOTHING_LEFT = "You have seen every film close to your taste."
NOTHING_FITS = "No film is left for this mood."
NO_SUCH_GENRE = "No films are left in this genre."
NOTHING_WANTED = "No more suggestions from your watchlist."
HISTOGRAM_LINES, LOW_HISTOGRAM_LINES = 5, 3
"""Lines of a histogram without and with a plot below it."""
MAX_ROWS = 2
"""Rows that the title, or a reason, may take."""
ROOMY_ROWS, ROOMY_WIDTH = 12, 70
"""Rows from which the card has spacing, and cells from which it names one more actor and one more keyword."""
SPARE_RANK = 5
"""Rank from which a line of the compact card is a blank line or a remark."""
MAX_CAST, MAX_KEYWORDS = 3, 3
PLOT_SIZE = (120, 40)
"""Columns and lines of the terminal from which the card has room for the beginning of the plot."""


@dataclass(frozen=True)
class CardFilm:
    """A suggestion and what the card says about it.

    Attributes:
        suggestion: the film and the reasons for it.
        catalogue: has the ratings.
        facts: what is known of the film.
        adjectives: country → its adjective.
        address: where its plot is, if it was fetched before.
        companion: name of the second person in a session for two.
        examples: the films and people that the active prompt names as examples.
        wish: the request of a genre that the film has; None without one.
        liked: catalogue rows of the favourites and liked films.
    """

    suggestion: "Suggestion"
    catalogue: "Catalogue"
    facts: "FilmFacts"
    adjectives: Mapping[str, str]
    address: "FilmAddress | None" = None
    companion: str = ""
    examples: tuple[str, ...] = ()
    wish: "GenreRequested | None" = None
    liked: tuple[int, ...] = ()


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
        self._film: CardFilm | None = None
        self._empty_state: EmptyState | None = None

    def show(self, suggestion: "Suggestion", recommender: "Recommender", session: "Session") -> None:
        """Show a film.

        Args:
            suggestion: the film and the reasons for it.
            recommender: has the ratings and facts.
            session: has what was asked for, and the second person.
        """
        facts, intent, asked = recommender.film_facts, session.intent, session.state.requested_genre
        self._film = CardFilm(
            suggestion,
            recommender.catalogue,
            recommender.facts(suggestion.movie.id),
            {} if facts is None else facts.adjectives,
            film_address(recommender, suggestion.movie),
            "" if session.companion is None else session.companion.name,
            () if intent is None else intent.examples,
            asked if asked is not None and asked.genre in suggestion.movie.genres else None,
            session.liked,
        )
        self._empty_state = None
        self._draw()

    def show_empty(self, state: EmptyState) -> None:
        """Show why there is no film, and the keys that help."""
        self._film, self._empty_state = None, state
        self._draw()

    def on_resize(self, _event: events.Resize) -> None:
        self._draw()
        draw_together(self.screen)

    def _draw(self) -> None:
        room, width = self.content_size.height, min(self.content_size.width, MEASURE)
        if self._empty_state is not None:
            reason, keys = self._empty_state
            shown = [Content.assemble((key, "$primary"), f"  {description}") for key, description in keys]
            lines = fill_lines(shown, width, gap=3)
            self.update(Content("\n").join([Content(reason).stylize("bold"), Content(""), *lines]))
        elif self._film is not None and width:
            roomy = roomy_lines(self._film, width, grand=self.app.size.height >= GRAND, plot=self._plot())
            lines = drop_to_fit(roomy, width, room)
            if room < ROOMY_ROWS or wrapped_height(lines, width) > room:
                lines = fit_compact_lines(self._film, width, room)
            self.update(Content("\n").join(lines), layout=False)

    def _plot(self) -> str:
        """The beginning of the film's plot, if it was fetched before and the terminal is large enough for it."""
        width, height = self.app.size
        if self._film is None or self._film.address is None or width < PLOT_SIZE[0] or height < PLOT_SIZE[1]:
            return ""
        return cached_plot(self.app, self._film.address)


def fit_compact_lines(film: CardFilm, width: int, room: int) -> list[Content]:
    """The card in as few lines as possible, those that have room.

    Fewer of the liked films are named before a line is left out that says more than a blank line or a remark.

    Args:
        film: what to show.
        width: cells per line.
        room: rows.
    """
    lines = compact_lines(film, width)
    if wrapped_height([line for rank, line in lines if rank < SPARE_RANK], width) > room:
        lines = compact_lines(film, width, reason_rows=1)
    return drop_to_fit(lines, width, room)


def compact_lines(film: CardFilm, width: int, reason_rows: int = MAX_ROWS) -> list[Ranked]:
    """The card in as few lines as possible, each with the rank in which it may be left out.

    Args:
        film: what to show.
        width: cells per line.
        reason_rows: rows in which as many of the liked films are named as fit.
    """
    suggestion, catalogue = film.suggestion, film.catalogue
    genres = suggestion.movie.genres
    row = catalogue.row(suggestion.movie.id)
    loved = Content(labels.short_rating_text(catalogue, row))
    bars = histogram(catalogue.histogram[row].tolist())
    if bars and loved.cell_length + GAP + bars[0].cell_length <= width:
        loved = Content.assemble(loved, " " * GAP, bars[0])
    listed = " · ".join(genres) or "no genres listed"
    details = fact_text.detail_line(film.facts, genres, width - Content(f"{listed} · ").cell_length, MAX_KEYWORDS)
    asked_for = asked_for_lines(film, width, rows=1)
    return [
        (0, heading(suggestion.movie.title, str(suggestion.movie.year or ""), width)),
        *((1, Content(text)) for text in [fact_text.people_line(film.facts, width)] if text),
        (4, Content(" · ".join(filter(None, (listed, details))))),
        *([(1, line) for line in asked_for] or [(SPARE_RANK, Content(""))]),
        *reason_lines(film, width, reason_rows),
        (2, loved),
        *((1, line) for line in pair_lines(film)[:1]),
        *remark_lines(film, rank=6),
    ]


def roomy_lines(film: CardFilm, width: int, *, grand: bool, plot: str = "") -> list[Ranked]:
    """The card with spacing between its parts and more details, each line with the rank in which it may be left out.

    Args:
        film: what to show.
        width: cells per line.
        grand: whether there is room for a histogram of several lines.
        plot: the beginning of the plot with its source; empty if there is none.
    """
    suggestion, catalogue = film.suggestion, film.catalogue
    row, blank = catalogue.row(suggestion.movie.id), Content("")
    loved, remarks = Content(labels.rating_text(catalogue, row)), remark_lines(film, rank=1)
    height = (LOW_HISTOGRAM_LINES if plot else HISTOGRAM_LINES) if grand else 1
    bars = histogram(catalogue.histogram[row].tolist(), height)
    beside = [loved, *(line for _, line in remarks)] if grand else [loved]
    extra = [(6, blank)] if grand else []
    return [
        (0, heading(suggestion.movie.title, str(suggestion.movie.year or ""), width)),
        *((0, line) for line in people_lines(film.facts, width)),
        (3, blank),
        *((0, line) for line in genre_lines(film, width)),
        (0, blank),
        *extra,
        *((0, line) for line in asked_for_lines(film, width)),
        *((0, line) for line in reason_sentences(film, width)),
        *(extra if suggestion.views else []),
        *((1, line) for line in pair_lines(film)),
        (0, blank),
        *extra,
        *((place and 2, line) for place, line in enumerate(side_by_side(beside, bars, width))),
        *([] if grand else remarks),
        *([(5, blank), (4, Content(plot).stylize("dim"))] if plot else []),
    ]


def remark_lines(film: CardFilm, rank: int) -> list[Ranked]:
    """What is unusual about the film, of the given rank."""
    return [
        (rank, Content(text).stylize("dim")) for text in labels.remarks(film.suggestion, film.catalogue, film.liked)
    ]


def pair_lines(film: CardFilm) -> list[Content]:
    """For whom of two people the film is; empty in a session of one."""
    return pair_fit_lines(film.suggestion, film.companion) if film.suggestion.views else []


def asked_for_lines(film: CardFilm, width: int, rows: int = MAX_ROWS) -> list[Content]:
    """What the film has of what was asked for: the strongest reason from the prompt, and the genre.

    Args:
        film: what to show.
        width: cells per line.
        rows: rows in which as many of the films that the prompt names are named as fit.
    """
    named = [film.examples[:count] for count in range(max(len(film.examples), 1), 0, -1)]
    moods = [line for line in (labels.mood_line(film.suggestion, examples) for examples in named) if line is not None]
    return [
        *([first_fitting(moods, width, rows)] if moods else []),
        *([] if film.wish is None else [labels.wish_line(film.wish)]),
    ]


def people_lines(facts: "FilmFacts", width: int) -> list[Content]:
    """Director and leading cast, as far as they are known."""
    cast = fact_text.cast_line(facts.cast, width, MAX_CAST + (width >= ROOMY_WIDTH))
    return [Content(line) for line in (fact_text.director_line(facts.directors, width), cast) if line]


def genre_lines(film: CardFilm, width: int) -> list[Content]:
    """Genres as chips; below them language, country and keywords."""
    genres = film.suggestion.movie.genres
    chips = fill_lines(genre_chips(genres), width, gap=1) or [Content("no genres listed").stylize("dim")]
    details = fact_text.detail_line(film.facts, genres, width, MAX_KEYWORDS + (width >= ROOMY_WIDTH))
    return [*chips, *([Content(details).stylize("dim")] if details else [])]


def reason_lines(film: CardFilm, width: int, rows: int) -> list[Ranked]:
    """Which films explain the suggestion, and what it has in common with them; either may be missing, not both.

    Args:
        film: what to show.
        width: cells per line.
        rows: rows in which as many films are named as fit.
    """
    suggestion = film.suggestion
    if suggestion.views:
        return [(place, line) for place, line in enumerate(pair_reason_lines(suggestion, film.companion, width))]
    clauses = kin_clauses(suggestion, film.adjectives, film.facts.cast)
    kin = Content("; ".join(clauses))
    if wrapped_height([kin], width) > MAX_ROWS:
        kin = limit_rows(Content(clauses[0]), width, MAX_ROWS)
    films = [labels.reason_line(suggestion, count) for count in range(len(suggestion.reasons), 0, -1)]
    because = first_fitting(films or [labels.reason_line(suggestion)], width, rows)
    shown_because = bool(films) or not clauses
    return [
        *([(0, because)] if shown_because else []),
        *([(1 if shown_because else 0, kin)] if clauses else []),
    ]


def reason_sentences(film: CardFilm, width: int) -> list[Content]:
    """The same as ``reason_lines`` in sentences, for a card with room."""
    suggestion = film.suggestion
    if suggestion.views:
        named = pair_reason_sentences(suggestion, film.companion)
        return [first_fitting(lines, width) for lines in named] or [labels.reason_line(suggestion)]
    clauses = kin_clauses(suggestion, film.adjectives, film.facts.cast)
    shared = [Content(f"It is {', and '.join(clauses[:count])}.") for count in range(len(clauses), 0, -1)]
    films = [labels.reason_sentence(suggestion, count) for count in range(len(suggestion.reasons), 0, -1)]
    if not films and not shared:
        return [labels.reason_line(suggestion)]
    return [first_fitting(lines, width) for lines in (films, shared) if lines]


def first_fitting(lines: Sequence[Content], width: int, rows: int = MAX_ROWS) -> Content:
    """The first line that takes at most ``rows``, or else the last one, cut at ``MAX_ROWS``."""
    fitting = [line for line in lines if wrapped_height([line], width) <= rows]
    return fitting[0] if fitting else limit_rows(lines[-1], width, MAX_ROWS)


def heading(title: str, year: str, width: int) -> Content:
    """The title, with the year at the right edge, or after the title if that takes several lines."""
    name = Content(fact_text.cut(title, MAX_ROWS * width - GAP - len(year))).stylize("bold $primary")
    room = width - name.cell_length - len(year)
    return Content.assemble(name, " " * max(room, GAP), (year, "dim"))


def genre_chips(genres: Sequence[str]) -> list[Content]:
    """One chip per genre; clicking it asks for films of that genre. Genre names never become markup."""
    return [
        Content(f" {genre} ").stylize("on $panel").stylize(Style.from_meta({"@click": ("screen.ask_genre", (genre,))}))
        for genre in genres
    ]

"""The answers so far."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from matinee.tui.text.fact_text import cut
from matinee.tui.text.labels import DISLIKED, LIKED, SKIPPED, WATCHLISTED
from matinee.tui.text.pair_text import answer_label
from matinee.tui.widgets.layout import fill_lines
from matinee.tui.widgets.map_marks import FAVOURITE

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie
    from matinee.engine.session.session import Session

MARKS = {
    "like": (LIKED, "$text-success"),
    "dislike": (DISLIKED, "$text-error"),
    "skip": (SKIPPED, "dim"),
    "later": (WATCHLISTED, "$text-accent"),
}
MARK_WIDTH = 2
"""Cells of a mark and the space after it."""
FILM_GAP = 3
"""Cells between two films on a line."""
YEAR_WIDTH, MIN_TITLE = 6, 10
"""Cells of a year with the gap before it, and those of a title that is cut from which it stands beside it."""


class HistoryStrip(Static):
    """The last answers, newest first, each with its mark, and below them the favourites."""

    DEFAULT_CSS = """
    HistoryStrip { border: round $panel-lighten-2; border-title-color: $text-muted; padding: 0 1; height: 1fr; }
    """

    class Chosen(Message):
        """The strip was clicked."""

    def on_mount(self) -> None:
        self.border_title = "so far"

    def on_click(self, _event: events.Click) -> None:
        self.post_message(self.Chosen())

    def show(self, session: "Session") -> None:
        """Show the last answers of a session, and where there is room its favourites."""
        catalogue, width = session.catalogue, max(self.content_size.width, MARK_WIDTH + 8)
        rows = max(self.content_size.height, 1)
        own, companion = dict(session.state.own_answers), dict(session.state.companion_answers)
        name = "" if session.companion is None else session.companion.name
        answered = [
            (movie_id, *MARKS[answer.value], answer_label(own[movie_id], companion[movie_id], name) if name else "")
            for movie_id, answer in reversed(session.state.answered_here)
        ]
        favourites = [(movie_id, FAVOURITE, "$text-accent", "") for movie_id in session.all_favourites]
        films = [
            ListedFilm(catalogue.movie(catalogue.row(movie_id)), mark, style, whose)
            for movie_id, mark, style, whose in [*answered, *favourites][: rows * width // MARK_WIDTH]
        ]
        self.update(Content("\n").join(arrange(film_entries(films, width), width, rows)), layout=False)


@dataclass(frozen=True)
class ListedFilm:
    """A film and what is said about it.

    Attributes:
        movie: the film.
        mark, style: of the answer.
        whose: whose the answer was, which is never cut; empty if that goes without saying.
    """

    movie: "Movie"
    mark: str
    style: str
    whose: str = ""


def film_entries(films: Sequence[ListedFilm], width: int) -> list[Content]:
    """Films in one line each, cut so that no two of them look the same."""
    entries = [film_entry(each.movie, each.mark, each.style, width, each.whose) for each in films]
    for shorten in (keep_year, keep_end):
        shown = Counter(title_shown(entry) for entry in entries)
        for place, film in enumerate(films):
            if shown[title_shown(entries[place])] > 1:
                entries[place] = assemble_entry(film, shorten(film.movie, width - others_width(film)))
    return entries


def title_shown(entry: Content) -> str:
    """What an entry shows of a film, without its mark."""
    return entry.plain[MARK_WIDTH:]


def film_entry(movie: "Movie", mark: str, style: str, width: int, whose: str = "") -> Content:
    """A film with its mark and year; a title that is too long loses its subtitle, or the year, before it is cut.

    Args:
        movie: the film.
        mark, style: of the answer.
        width: cells per line.
        whose: whose the answer was, which is never cut; empty if that goes without saying.
    """
    film = ListedFilm(movie, mark, style, whose)
    year, room = f"  {movie.year}" if movie.year else "", width - others_width(film)
    for title, shown_year in (
        (movie.title, year),
        (movie.title, ""),
        (movie.title.partition(": ")[0].removesuffix(" or"), year),
    ):
        if cell_len(title + shown_year) <= room:
            return assemble_entry(film, (title, shown_year))
    return assemble_entry(film, keep_year(movie, room))


def keep_year(movie: "Movie", room: int) -> tuple[str, str]:
    """The beginning of a title, and the year unless it leaves too little of the title."""
    year = f"  {movie.year}" if movie.year and room - YEAR_WIDTH >= MIN_TITLE else ""
    return cut(movie.title, max(room - len(year), 1)), year


def keep_end(movie: "Movie", room: int) -> tuple[str, str]:
    """The beginning and the end of a title, in which films of a series differ; without the year."""
    if cell_len(movie.title) <= room or room < MIN_TITLE:
        return keep_year(movie, room)
    end = movie.title[-(room // 2) :].lstrip()
    return cut(movie.title, room - cell_len(end)) + end, ""


def others_width(film: ListedFilm) -> int:
    """Cells of what stands around the title and the year of a film."""
    return MARK_WIDTH + (cell_len(film.whose) + 2 if film.whose else 0)


def assemble_entry(film: ListedFilm, shown: tuple[str, str]) -> Content:
    """The line of a film with what is shown of its title and year."""
    title, year = shown
    whose = f"  {film.whose}" if film.whose else ""
    return Content.assemble((film.mark, film.style), " ", title, (year + whose, "dim"))


def arrange(films: Sequence[Content], width: int, rows: int) -> list[Content]:
    """One film per line, or as many on a line as fit if there are more than lines; the last ones may be left out.

    Args:
        films: the most important first.
        width: cells per line.
        rows: lines.
    """
    return list(films) if len(films) <= rows else fill_lines(films, width, FILM_GAP)[:rows]

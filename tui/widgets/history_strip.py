"""The answers so far."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

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
            film_entry(catalogue.movie(catalogue.row(movie_id)), mark, style, width, whose)
            for movie_id, mark, style, whose in [*answered, *favourites][: rows * width // MARK_WIDTH]
        ]
        self.update(Content("\n").join(arrange(films, width, rows)), layout=False)


def film_entry(movie: "Movie", mark: str, style: str, width: int, whose: str = "") -> Content:
    """A film with its mark and year; a title that is too long loses its subtitle, or the year, before it is cut.

    Args:
        movie: the film.
        mark, style: of the answer.
        width: cells per line.
        whose: whose the answer was, which is never cut; empty if that goes without saying.
    """
    year, after = f"  {movie.year}" if movie.year else "", f"  {whose}" if whose else ""
    room = width - cell_len(after)
    for title, shown_year in (
        (movie.title, year),
        (movie.title, ""),
        (movie.title.partition(": ")[0].removesuffix(" or"), year),
    ):
        entry = Content.assemble((mark, style), " ", title, (shown_year, "dim"))
        if entry.cell_length <= room:
            break
    else:
        entry = Content.assemble((mark, style), " ", movie.title).truncate(max(room, 1), ellipsis=True)
    return Content.assemble(entry, (after, "dim")) if after else entry


def arrange(films: Sequence[Content], width: int, rows: int) -> list[Content]:
    """One film per line, or as many on a line as fit if there are more than lines; the last ones may be left out.

    Args:
        films: the most important first.
        width: cells per line.
        rows: lines.
    """
    return list(films) if len(films) <= rows else fill_lines(films, width, FILM_GAP)[:rows]

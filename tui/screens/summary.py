"""Summary of the session so far."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from matinee.tui.screens.base import ScrollScreen
from matinee.tui.text import summary_text
from matinee.tui.text.labels import DISLIKED, LIKED, WATCHLISTED
from matinee.tui.widgets.bars import bar_with_tick
from matinee.tui.widgets.key_bar import KeyBar
from matinee.tui.widgets.taste_panel import NAME_WIDTH

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie
    from matinee.engine.session.session import Session

GENRES = 8
BAR_WIDTH, AROUND = 20, 29
"""Cells of the longest bar, and of everything beside it."""


class SummaryScreen(ScrollScreen):
    """Answered films, how the taste moved, and a line to share."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy", "copy to share", id="summary.copy"),
        Binding("e", "leave", "back", show=False, id="summary.leave"),
    ]

    def __init__(self, session: "Session") -> None:
        super().__init__()
        from matinee.engine.session.summary import summarise

        self.session = session
        self.summary = summarise(session)

    def compose_body(self) -> ComposeResult:
        summary = self.summary
        lists = (
            (f"{LIKED} liked", summary.liked),
            (f"{DISLIKED} disliked", summary.disliked),
            (f"{WATCHLISTED} watchlist", summary.watchlist),
        )
        with VerticalScroll(can_focus=False), Vertical():
            yield Static(summary_text.counts_line(summary), classes="film", markup=False)
            yield Static(f"started from {summary_text.film_list(summary.favourites)}", classes="quiet", markup=False)
            if summary.imported:
                imported = f"with {summary.imported:,} imported films"
                yield Static(imported, classes="quiet", markup=False)
            for name, movies in lists:
                if movies:
                    yield Static(name, classes="section", markup=False)
                    yield Static(film_lines(movies), markup=False)
            yield Static("how your taste moved", classes="section", markup=False)
            yield Static(taste_lines(self.session, min(BAR_WIDTH, self.app.size.width - AROUND)), markup=False)
            yield Static(summary_text.share_line(summary), id="share", markup=False)
        yield KeyBar()

    def action_copy(self) -> None:
        """Copy the line to share."""
        self.app.copy_to_clipboard(summary_text.share_line(self.summary))
        self.notify("Copied, if your terminal allows it.", markup=False)


def film_lines(movies: "Sequence[Movie]") -> Content:
    """One film per line."""
    return Content("\n").join(Content.assemble(movie.title, (f"  {movie.year or ''}", "dim")) for movie in movies)


def taste_lines(session: "Session", width: int) -> Content:
    """The genres that changed most or are strongest: a bar with a tick at the start value, and the change.

    Args:
        session: whose genre profile.
        width: cells of the longest bar.
    """
    from matinee.engine.session.taste_profile import MIN_GENRE_CHANGE

    now, before = session.taste, session.starting_taste
    order = sorted(range(len(now)), key=lambda genre: (-abs(now[genre] - before[genre]), -now[genre]))[:GENRES]
    scale = max(float(max(now.max(initial=0.0), before.max(initial=0.0))), 0.01)
    lines = []
    for genre in order:
        if max(now[genre], before[genre]) <= 0:
            continue
        change = float(now[genre] - before[genre])
        moved = f"{'▲' if change > 0 else '▼'} {abs(change) * 100:.0f} %" if abs(change) >= MIN_GENRE_CHANGE else ""
        lines.append(
            Content.assemble(
                f"{session.catalogue.genre_names[genre]:<{NAME_WIDTH}.{NAME_WIDTH}}",
                bar_with_tick(float(now[genre] / scale), float(before[genre] / scale), width),
                f"  {moved}",
            )
        )
    return Content("\n").join(lines)

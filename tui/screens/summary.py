"""What came of the evening so far."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from matinee.tui.screens.base import ReadingScreen
from matinee.tui.text import summary_text as telling
from matinee.tui.text.labels import DISLIKED, KEPT, LIKED
from matinee.tui.widgets.key_bar import KeyBar
from matinee.tui.widgets.taste_panel import NAME_WIDTH, ticked_bar

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie
    from matinee.engine.session.session import Session

GENRES = 8
BAR_WIDTH, AROUND = 20, 29
"""Cells of the longest bar where there is room, and of all that stands around it."""


class SummaryScreen(ReadingScreen):
    """Films liked, disliked and kept, how the taste moved, and a line to share."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy", "copy the line", id="summary.copy"),
        Binding("e", "leave", "back", show=False, id="summary.leave"),
    ]

    def __init__(self, session: "Session") -> None:
        super().__init__()
        from matinee.engine.session.summary import summarise

        self.session = session
        self.summary = summarise(session)

    def parts(self) -> ComposeResult:
        summary = self.summary
        lists = (
            (f"{LIKED} liked", summary.liked),
            (f"{DISLIKED} disliked", summary.disliked),
            (f"{KEPT} watchlist", summary.kept),
        )
        with VerticalScroll(can_focus=False), Vertical():
            yield Static(telling.tally(summary), classes="film", markup=False)
            yield Static(f"began from {telling.titled(summary.favourites)}", classes="quiet", markup=False)
            if summary.brought:
                brought = f"with {summary.brought:,} more films known from elsewhere"
                yield Static(brought, classes="quiet", markup=False)
            for name, movies in lists:
                if movies:
                    yield Static(name, classes="section", markup=False)
                    yield Static(film_lines(movies), markup=False)
            yield Static("how your taste moved", classes="section", markup=False)
            yield Static(taste_lines(self.session, min(BAR_WIDTH, self.app.size.width - AROUND)), markup=False)
            yield Static(telling.in_one_line(summary), id="share", markup=False)
        yield KeyBar()

    def action_copy(self) -> None:
        """Copy the line to share."""
        self.app.copy_to_clipboard(telling.in_one_line(self.summary))
        self.notify("Copied, where the terminal allows it.", markup=False)


def film_lines(movies: "Sequence[Movie]") -> Content:
    """A line a film."""
    return Content("\n").join(Content.assemble(movie.title, (f"  {movie.year or ''}", "dim")) for movie in movies)


def taste_lines(session: "Session", width: int) -> Content:
    """The genres that changed most or weigh most, each with its bar, the tick of before, and by how much it moved."""
    from matinee.engine.session.taste_profile import MOVED

    now, before = session.taste, session.starting_taste
    order = sorted(range(len(now)), key=lambda genre: (-abs(now[genre] - before[genre]), -now[genre]))[:GENRES]
    scale = max(float(max(now.max(initial=0.0), before.max(initial=0.0))), 0.01)
    lines = []
    for genre in order:
        if max(now[genre], before[genre]) <= 0:
            continue
        change = float(now[genre] - before[genre])
        moved = f"{'▲' if change > 0 else '▼'} {abs(change) * 100:.0f} %" if abs(change) >= MOVED else ""
        lines.append(
            Content.assemble(
                f"{session.catalogue.genre_names[genre]:<{NAME_WIDTH}.{NAME_WIDTH}}",
                ticked_bar(float(now[genre] / scale), float(before[genre] / scale), width),
                f"  {moved}",
            )
        )
    return Content("\n").join(lines)

"""Summary of the session so far."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from matinee.tui.screens.open_film import LinkedFilmsScreen
from matinee.tui.text import summary_text
from matinee.tui.text.labels import DISLIKED, LIKED, WATCHLISTED
from matinee.tui.text.taste_text import limited, name_features
from matinee.tui.widgets.bars import bar_with_tick
from matinee.tui.widgets.film_links import FilmLinks, film_line
from matinee.tui.widgets.key_bar import KeyBar
from matinee.tui.widgets.layout import fit_cells
from matinee.tui.widgets.taste_panel import LESS, MORE, NAME_WIDTH, NOTHING_LEARNED

if TYPE_CHECKING:
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.learned_taste import LearnedFeature
    from matinee.engine.session.session import Session

FEATURES = 10
BAR_WIDTH, AROUND = 20, 28
"""Cells of the longest bar, and of everything beside it."""
MIN_CHANGE = 0.02
"""Smaller changes have no mark."""


class SummaryScreen(LinkedFilmsScreen):
    """Answered films, how the taste moved, and a line to share."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy", "copy to share", id="summary.copy"),
        Binding("e", "leave", "back", show=False, id="summary.leave"),
    ]

    def __init__(self, recommender: "Recommender", session: "Session") -> None:
        super().__init__(recommender, session)
        from matinee.engine.session.summary import summarise

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
                    yield FilmLinks([(movie, film_line(movie)) for movie in movies])
            yield Static("what we learned, and │ where you started", classes="section", markup=False)
            yield Static(taste_lines(summary.learned, min(BAR_WIDTH, self.app.size.width - AROUND)), markup=False)
            yield Static(summary_text.share_line(summary), id="share", markup=False)
        yield KeyBar()

    def action_copy(self) -> None:
        """Copy the line to share."""
        self.app.copy_to_clipboard(summary_text.share_line(self.summary))
        self.notify("Copied, if your terminal allows it.", markup=False)


def taste_lines(features: "Sequence[LearnedFeature]", width: int) -> Content:
    """The strongest features of the taste: a bar with a tick at the start value, and whether it rose or fell.

    Args:
        features: the strongest first.
        width: cells of the longest bar.
    """
    lines = []
    for name, feature in limited([*name_features(features)])[:FEATURES]:
        change = feature.strength - feature.start
        mark = "" if abs(change) < MIN_CHANGE else MORE if change > 0 else LESS
        drawn = bar_with_tick(max(feature.strength, 0.0), max(feature.start, 0.0), width)
        lines.append(Content.assemble(fit_cells(name, NAME_WIDTH), " ", drawn, " ", mark))
    return Content("\n").join(lines) if lines else Content.styled(NOTHING_LEARNED, "dim")

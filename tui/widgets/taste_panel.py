"""The taste now and at the start of the session: what the liked films share, and the genre profile."""

from itertools import islice
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from matinee.tui.text.kin_text import learned_names
from matinee.tui.widgets.bars import bar_with_tick
from matinee.tui.widgets.layout import fit_cells

if TYPE_CHECKING:
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.session import Session

MIN_LINES = 6
NAME_WIDTH, PANEL_NAME_WIDTH = 12, 15
"""Cells of a genre, and of any name in the panel."""
LINES_PER_FACT = 3
"""At most one in so many lines says what the liked films share; the others are genres."""


class TastePanel(Static):
    """Bars with a tick at the start value, and ▲ or ▼ if they have changed.

    The first bars stand for the share of the liked films that have what is typical of them, such as a language or a
    director; the others for the share of the best films that have a genre.
    """

    DEFAULT_CSS = """
    TastePanel {
        border: round $panel-lighten-2; border-title-color: $text-muted; border-subtitle-color: $text-muted;
        padding: 0 1;
    }
    """

    class Chosen(Message):
        """The panel was clicked."""

    def on_mount(self) -> None:
        self.border_title = "your taste"
        self.border_subtitle = "│ at the start"

    def on_click(self, _event: events.Click) -> None:
        self.post_message(self.Chosen())

    def show(self, session: "Session", recommender: "Recommender") -> None:
        """Show the taste of a session.

        Args:
            session: has the answers.
            recommender: has the facts.
        """
        width = max(self.content_size.width - PANEL_NAME_WIDTH - 2, 4)
        count = max(self.content_size.height, MIN_LINES)
        learned = learned_lines(session, recommender, count // LINES_PER_FACT, width)
        genres = {name: line for name, line in genre_lines(session, width).items() if name not in learned}
        self.update(Content("\n").join([*learned.values(), *genres.values()][:count]), layout=False)


def learned_lines(session: "Session", recommender: "Recommender", limit: int, width: int) -> dict[str, Content]:
    """What the liked films share and few others have: name → its line, the strongest first.

    Args:
        session: has the answers.
        recommender: has the facts.
        limit: how many to name at most.
        width: cells of the longest bar.
    """
    facts, profile = recommender.film_facts, session.profile
    features = recommender.kinship.top_features(profile, session.policy)
    adjectives = {} if facts is None else facts.adjectives
    lines = {}
    for name, feature in learned_names(features, adjectives, session.catalogue.genre_names):
        before = len(set(feature.films) & set(profile.favourites)) / len(profile.favourites)
        lines[name] = taste_line(name, len(feature.films) / feature.liked, before, width)
    return dict(islice(lines.items(), limit))


def genre_lines(session: "Session", width: int) -> dict[str, Content]:
    """Genre → its line, the strongest first; ``width`` is that of the longest bar, in cells."""
    from matinee.engine.session.taste_profile import MIN_GENRE_CHANGE

    now, before = session.taste, session.starting_taste
    strongest = sorted(range(len(now)), key=lambda genre: -max(now[genre], before[genre]))
    scale = max(float(max(now.max(initial=0.0), before.max(initial=0.0))), 0.01)
    names = session.catalogue.genre_names
    return {
        names[genre]: taste_line(
            names[genre],
            float(now[genre]) / scale,
            float(before[genre]) / scale,
            width,
            min_change=MIN_GENRE_CHANGE / scale,
        )
        for genre in strongest
        if max(now[genre], before[genre]) > 0
    }


def taste_line(name: str, now: float, before: float, width: int, min_change: float = 0.0) -> Content:
    """A name with its bar, tick and arrow.

    Args:
        name: of a genre or another feature.
        now: share of the longest bar now.
        before: share of the longest bar at the start.
        width: cells of the longest bar.
        min_change: smaller changes have no arrow.
    """
    change = now - before
    arrow = " " if abs(change) < min_change or not change else "▲" if change > 0 else "▼"
    return Content.assemble(fit_cells(name, PANEL_NAME_WIDTH - 1), " ", bar_with_tick(now, before, width), " ", arrow)

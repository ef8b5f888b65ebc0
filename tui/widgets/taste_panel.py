"""What was learned of the taste: the strongest features, and what the latest answer moved."""

from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from matinee.tui.text.taste_text import name_features, select_features
from matinee.tui.widgets.bars import bar
from matinee.tui.widgets.layout import fit_cells

if TYPE_CHECKING:
    from matinee.engine.session.learned_taste import LearnedFeature
    from matinee.engine.session.session import Session

MIN_LINES = 6
NAME_WIDTH, MARK_WIDTH = 16, 3
"""Cells of a name and of its mark."""
NEW, MORE, LESS = "new", "▲", "▼"
NOTHING_LEARNED = "Your films have little in common yet; every answer says more."


class TastePanel(Static):
    """A bar for each feature: how much more often your films have it than is usual; marks for the latest answer."""

    DEFAULT_CSS = """
    TastePanel {
        border: round $panel-lighten-2; border-title-color: $text-muted; padding: 0 1;
    }
    """

    class Chosen(Message):
        """The panel was clicked."""

    def on_mount(self) -> None:
        self.border_title = "what we learned"

    def on_click(self, _event: events.Click) -> None:
        self.post_message(self.Chosen())

    def show(self, session: "Session") -> None:
        """Show the taste of a session."""
        selected = select_features([*name_features(session.learned)], max(self.content_size.height, MIN_LINES))
        width = max(self.content_size.width - NAME_WIDTH - MARK_WIDTH - 2, 4)
        lines = [taste_line(name, feature, width) for name, feature in selected]
        self.update(Content("\n").join(lines) if lines else Content.styled(NOTHING_LEARNED, "dim"), layout=False)


def taste_line(name: str, feature: "LearnedFeature", width: int) -> Content:
    """A name with its bar, and the mark of what the latest answer moved.

    Args:
        name: of the feature.
        feature: its strength.
        width: cells of a full bar.
    """
    mark = "" if not feature.moved else LESS if feature.moved < 0 else NEW if feature.is_new else MORE
    drawn = f"{bar(max(feature.strength, 0.0), width):<{width}}"
    return Content.assemble(fit_cells(name, NAME_WIDTH), " ", (drawn, "$primary"), " ", mark)

"""What was answered so far."""

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from tui.words import DISLIKED, LIKED, SKIPPED

if TYPE_CHECKING:
    from engine.session import Session

MARKS = {"like": (LIKED, "$success"), "dislike": (DISLIKED, "$error"), "skip": (SKIPPED, "dim")}


class HistoryStrip(Static):
    """The last answers, newest first, each with its mark."""

    DEFAULT_CSS = """
    HistoryStrip { border: round $panel-lighten-2; border-title-color: $text-muted; padding: 0 1; height: 1fr; }
    """

    def on_mount(self) -> None:
        self.border_title = "so far"

    def show(self, session: "Session") -> None:
        """Show the answers of a session."""
        lines = []
        shown = session.profile.answers[-max(self.content_size.height, 1) :]
        for row, answer in reversed(shown):
            mark, style = MARKS[answer.value]
            title = Content(session.catalogue.titles[row]).truncate(max(self.size.width - 6, 8), ellipsis=True)
            lines.append(Content.assemble((mark, style), " ", title))
        self.update(Content("\n").join(lines) if lines else Content("nothing yet").stylize("dim"), layout=False)

"""The answers so far."""

from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from matinee.tui.text.labels import DISLIKED, LIKED, SKIPPED, WATCHLISTED

if TYPE_CHECKING:
    from matinee.engine.session.session import Session

MARKS = {
    "like": (LIKED, "$text-success"),
    "dislike": (DISLIKED, "$text-error"),
    "skip": (SKIPPED, "dim"),
    "later": (WATCHLISTED, "$text-accent"),
}
MARK_WIDTH = 2
"""Cells of a mark and the space after it."""


class HistoryStrip(Static):
    """The last answers, newest first, each with its mark."""

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
        """Show the last answers of a session."""
        lines = []
        shown = session.state.answered_here[-max(self.content_size.height, 1) :]
        room = max(self.content_size.width - MARK_WIDTH, 8)
        for movie_id, answer in reversed(shown):
            mark, style = MARKS[answer.value]
            title = session.catalogue.titles[session.catalogue.row(movie_id)]
            lines.append(Content.assemble((mark, style), " ", Content(title).truncate(room, ellipsis=True)))
        self.update(Content("\n").join(lines) if lines else Content("nothing yet").stylize("dim"), layout=False)

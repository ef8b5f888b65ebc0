"""The answers so far."""

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from matinee.tui.text.labels import DISLIKED, LIKED, SKIPPED, WATCHLISTED
from matinee.tui.text.pair_text import answer_label

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
        own, companion = dict(session.state.own_answers), dict(session.state.companion_answers)
        name = "" if session.companion is None else session.companion.name
        shown = session.state.answered_here[-max(self.content_size.height, 1) :]
        room = max(self.content_size.width - MARK_WIDTH, 8)
        for movie_id, answer in reversed(shown):
            mark, style = MARKS[answer.value]
            title = session.catalogue.titles[session.catalogue.row(movie_id)]
            whose = answer_label(own[movie_id], companion[movie_id], name) if name else ""
            cells = room - (cell_len(whose) + 1 if whose else 0)
            film = Content(title).truncate(max(cells, 1), ellipsis=True)
            lines.append(Content.assemble((mark, style), " ", film, (f" {whose}" if whose else "", "dim")))
        self.update(Content("\n").join(lines) if lines else Content("nothing yet").stylize("dim"), layout=False)

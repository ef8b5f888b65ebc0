"""The first line: what this is on the left, how it stands on the right."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static


class StatusLine(Horizontal):
    """Two ends of one line."""

    DEFAULT_CSS = """
    StatusLine { dock: top; height: 1; padding: 0 1; color: $text-muted; }
    StatusLine > #status-left { width: 1fr; height: 1; }
    StatusLine > #status-right { width: auto; height: 1; margin: 0 0 0 1; text-align: right; }
    """

    def compose(self) -> ComposeResult:
        yield Static(id="status-left", markup=False)
        yield Static(id="status-right", markup=False)

    def show(self, left: str, right: str) -> None:
        """Set both ends."""
        self.query_one("#status-left", Static).update(left)
        self.query_one("#status-right", Static).update(right)

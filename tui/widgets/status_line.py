"""The first line of a screen: title and counts on the left, state on the right."""

from textual import events
from textual.content import Content
from textual.widgets import Static

from matinee.tui.widgets.layout import GAP


class StatusLine(Static):
    """A line with text at both ends.

    The text on the left is never cut; the text on the right takes what room is left.
    """

    DEFAULT_CSS = """
    StatusLine { dock: top; width: 100%; height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._ends = ("", "", "")

    def show(self, left: str, right: str, *, brief: str = "") -> None:
        """Set the text at both ends.

        Args:
            left: always shown in full.
            right: truncated if there is no room.
            brief: shown instead of ``left`` if the text on the right is truncated otherwise; empty for ``left``.
        """
        self._ends = (left, right, brief or left)
        self._draw()

    def show_right(self, right: str) -> None:
        """Set the text on the right alone."""
        left, _, brief = self._ends
        self.show(left, right, brief=brief)

    def on_resize(self, _event: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        width, (left, right, brief) = self.app.size.width - 2, map(Content, self._ends)
        if left.cell_length + GAP + right.cell_length > width:
            left = brief
        right = right.truncate(max(width - left.cell_length - GAP, 1), ellipsis=True)
        room = width - left.cell_length - right.cell_length
        self.update(Content.assemble(left, " " * max(room, GAP), right), layout=False)

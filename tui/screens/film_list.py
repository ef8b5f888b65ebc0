"""What the screens that list films have in common."""

from abc import abstractmethod
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult

from matinee.tui.keys.keymap import own_bindings
from matinee.tui.screens.base import MatineeScreen
from matinee.tui.widgets.inputs import OrderedList
from matinee.tui.widgets.key_bar import KeyBar
from matinee.tui.widgets.status_line import StatusLine


class FilmListScreen(MatineeScreen):
    """A status line, a list that is drawn anew for every width, and the keys."""

    AUTO_FOCUS = "OrderedList"
    CSS_PATH: ClassVar[Path] = Path(__file__).with_suffix(".tcss")

    @property
    def listing(self) -> OrderedList:
        """The list."""
        return self.query_one(OrderedList)

    def compose_body(self) -> ComposeResult:
        yield StatusLine()
        yield OrderedList(markup=False, compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        if not self.is_dismissed:
            self.query_one(KeyBar).show(own_bindings(self))

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.call_after_refresh(self.fill_if_open)

    def fill_if_open(self) -> None:
        """Draw all lines, unless the screen was closed before it was drawn."""
        if not self.is_dismissed and self.query(OrderedList):
            self.fill()

    def focus_target(self) -> OrderedList:
        return self.listing

    @abstractmethod
    def fill(self) -> None:
        """Draw all lines for the width of the terminal."""

    def action_next(self) -> None:
        """The next one."""
        self.listing.action_cursor_down()

    def action_previous(self) -> None:
        """The previous one."""
        self.listing.action_cursor_up()

    def action_leave(self) -> None:
        """Close the screen."""
        if self.app.screen is self:
            self.dismiss()

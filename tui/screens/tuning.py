"""Base class of the screens that adjust the policy while the next films follow."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from matinee.tui.keys.keymap import own_bindings
from matinee.tui.screens.base import MatineeScreen
from matinee.tui.widgets.inputs import OrderedList
from matinee.tui.widgets.key_bar import KeyBar
from matinee.tui.widgets.next_films import NextFilms
from matinee.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from matinee.engine.session.session import Session

N_FILMS = 12


class TuningScreen(MatineeScreen):
    """A list of controls on one side, the films that come next on the other."""

    BRIEF = ""
    """Instead of the left end of the status line, where both ends have no room; empty to keep it."""
    AUTO_FOCUS = "OrderedList"
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,a,q", "screen.leave", "back", key_display="esc", id="weights.leave"),
        Binding("question_mark,f1", "app.help", "help", key_display="?", show=False, id="weights.help"),
    ]

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.session = session

    def create_list(self) -> OrderedList:
        """The controls."""
        raise NotImplementedError

    def status(self) -> tuple[str, str]:
        """Both ends of the status line."""
        raise NotImplementedError

    def compose_body(self) -> ComposeResult:
        yield StatusLine()
        with Container(id="stage"):
            yield self.create_list()
            yield NextFilms(self.session.catalogue, self.session.upcoming(N_FILMS))
        yield KeyBar()

    def on_mount(self) -> None:
        if self.is_dismissed:
            return
        keys = [*own_bindings(self), *own_bindings(self.query_one(OrderedList))]
        self.query_one(KeyBar).show(keys, owner="focused")
        self.query_one(StatusLine).show(*self.status(), brief=self.BRIEF)

    def focus_target(self) -> Widget:
        return self.query_one(OrderedList)

    def show_changed(self) -> None:
        """Update the next films and the status after a change."""
        self.query_one(NextFilms).show(self.session.upcoming(N_FILMS))
        self.query_one(StatusLine).show(*self.status(), brief=self.BRIEF)

    def action_leave(self) -> None:
        """Close this screen."""
        if self.app.screen is self:
            self.dismiss()

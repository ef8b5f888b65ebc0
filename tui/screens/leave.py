"""The session once more, before it is left: nobody loses forty answers by one key."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from matinee.tui.screens.base import ScrollingScreen
from matinee.tui.text.leave_text import leave_lines
from matinee.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from matinee.engine.session.session import Session


class LeaveScreen(ScrollingScreen):
    """A few lines and three keys: leave, save the session under a name, or go back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,q", "app.quit", "leave", key_display="⏎", id="leave.quit"),
        Binding("k", "app.keep_session", "keep it as …", id="leave.keep"),
        Binding("escape,backspace", "leave", "back", key_display="esc", id="leave.back"),
        Binding("up", "line_up", "scroll", show=False, id="leave.line_up"),
        Binding("down", "line_down", "scroll", show=False, id="leave.line_down"),
        Binding("pageup", "page_up", "page up", show=False, id="leave.page_up"),
        Binding("pagedown,space", "page_down", "page down", show=False, id="leave.page_down"),
        Binding("home", "to_top", "top", show=False, id="leave.top"),
        Binding("end", "to_bottom", "bottom", show=False, id="leave.bottom"),
    ]

    def __init__(self, session: "Session", saving: str, *, can_keep: bool) -> None:
        """Create the screen.

        Args:
            session: the session that is left.
            saving: a sentence on what is written to disk.
            can_keep: whether the session can be saved under a name.
        """
        super().__init__()
        from matinee.engine.session.summary import summarise

        self.lines = leave_lines(summarise(session))
        self.saving = saving
        self._can_keep = can_keep

    def compose_body(self) -> ComposeResult:
        first, *others = self.lines
        with VerticalScroll(can_focus=False), Vertical():
            yield Static(first, classes="film", markup=False)
            for line in others:
                yield Static(line, markup=False)
            yield Static(self.saving, classes="quiet section", markup=False)
        yield KeyBar()

    @property
    def withheld_actions(self) -> frozenset[str]:
        return frozenset() if self._can_keep else frozenset(["app.keep_session"])

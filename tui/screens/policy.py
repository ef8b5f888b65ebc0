"""How much each side of the choice counts, and the films that come next, which follow at once."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import OptionList

from matinee.tui.screens.base import MatineeScreen
from matinee.tui.widgets.key_bar import KeyBar, own_bindings
from matinee.tui.widgets.next_films import NextFilms
from matinee.tui.widgets.policy_list import Controls
from matinee.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from matinee.engine.session.session import Session
    from matinee.policy import Policy

FILMS = 12
IN_A_MOOD, USUALLY = "in a mood", "what counts"


class WeightsScreen(MatineeScreen):
    """Controls on one side, what they do to the ranking on the other."""

    AUTO_FOCUS = "Controls"
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,a,q", "screen.leave", "back", key_display="esc", id="weights.leave"),
        Binding("question_mark,f1", "app.help", "help", key_display="?", show=False, id="weights.help"),
    ]

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.session = session

    def parts(self) -> ComposeResult:
        first = IN_A_MOOD if self.session.active_prompt is not None else USUALLY
        yield StatusLine()
        with Container(id="stage"):
            yield Controls(self.session.usual_policy, self.session.policy, first, self._turn)
            yield NextFilms(self.session.catalogue, self._best())
        yield KeyBar()

    def on_mount(self) -> None:
        if self.left:
            return
        keys = [*own_bindings(self), *own_bindings(self.query_one(Controls))]
        self.query_one(KeyBar).show(keys, whose="focused")
        self._show_turned()

    def focused_part(self) -> Controls:
        return self.query_one(Controls)

    def _turn(self, setting: str, value: float | str) -> "Policy":
        self.session.weigh(setting, value)
        self.query_one(NextFilms).show(self._best())
        self._show_turned()
        return self.session.policy

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.query_one(Controls).action_more()

    def action_leave(self) -> None:
        """Back."""
        if self.app.screen is self:
            self.dismiss()

    def _best(self) -> list[int]:
        return [int(row) for row in self.session.ranking().top(FILMS)]

    def _show_turned(self) -> None:
        turned = self.session.policy != self.session.usual_policy
        self.query_one(StatusLine).show("What counts", "● turned by you" if turned else "")

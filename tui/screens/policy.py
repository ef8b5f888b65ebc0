"""The weights of the policy, and the next films, which follow every change."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import OptionList

from matinee.tui.keys.keymap import own_bindings
from matinee.tui.screens.base import MatineeScreen
from matinee.tui.widgets.key_bar import KeyBar
from matinee.tui.widgets.next_films import NextFilms
from matinee.tui.widgets.policy_list import PolicyList
from matinee.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from matinee.engine.session.session import Session
    from matinee.policy import Policy

N_FILMS = 12
PROMPT_GROUP, RANKING_GROUP = "in a mood", "ranking"
"""The group of controls shown first, with a prompt and without one."""


class PolicyScreen(MatineeScreen):
    """Controls on one side, the top of the ranking on the other."""

    AUTO_FOCUS = "PolicyList"
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,a,q", "screen.leave", "back", key_display="esc", id="weights.leave"),
        Binding("question_mark,f1", "app.help", "help", key_display="?", show=False, id="weights.help"),
    ]

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.session = session

    def compose_body(self) -> ComposeResult:
        first = PROMPT_GROUP if self.session.active_prompt is not None else RANKING_GROUP
        yield StatusLine()
        with Container(id="stage"):
            yield PolicyList(self.session.initial_policy, self.session.policy, first, self._change)
            yield NextFilms(self.session.catalogue, self._top_films())
        yield KeyBar()

    def on_mount(self) -> None:
        if self.is_dismissed:
            return
        keys = [*own_bindings(self), *own_bindings(self.query_one(PolicyList))]
        self.query_one(KeyBar).show(keys, owner="focused")
        self._show_changed()

    def focus_target(self) -> PolicyList:
        return self.query_one(PolicyList)

    def _change(self, setting: str, value: float | str) -> "Policy":
        self.session.set_weight(setting, value)
        self.query_one(NextFilms).show(self._top_films())
        self._show_changed()
        return self.session.policy

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.query_one(PolicyList).action_more()

    def action_leave(self) -> None:
        """Back."""
        if self.app.screen is self:
            self.dismiss()

    def _top_films(self) -> list[int]:
        return [int(row) for row in self.session.ranking().top(N_FILMS)]

    def _show_changed(self) -> None:
        changed = self.session.policy != self.session.initial_policy
        self.query_one(StatusLine).show("Weights", "● changed by you" if changed else "")

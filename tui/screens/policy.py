"""Every weight of the policy, and the next films, which follow every change."""

from typing import TYPE_CHECKING

from textual import on
from textual.widgets import OptionList

from matinee.tui.screens.tuning import TuningScreen
from matinee.tui.widgets.policy_list import PolicyList

if TYPE_CHECKING:
    from matinee.policy import Policy

PROMPT_GROUP, RANKING_GROUP = "in a mood", "ranking"
"""The group of controls shown first, with a prompt and without one."""


class PolicyScreen(TuningScreen):
    """The weights on one side, the films that come next on the other."""

    def create_list(self) -> PolicyList:
        first = PROMPT_GROUP if self.session.active_prompt is not None else RANKING_GROUP
        return PolicyList(self.session.initial_policy, self.session.policy, first, self._change)

    def status(self) -> tuple[str, str]:
        changed = self.session.policy != self.session.initial_policy
        return "Weights", "● changed by you" if changed else ""

    def _change(self, setting: str, value: float | str) -> "Policy":
        self.session.set_weight(setting, value)
        self.show_changed()
        return self.session.policy

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.query_one(PolicyList).action_more()

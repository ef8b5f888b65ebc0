"""What to show next, in words: lines from one end to the other, and the next films, which follow every step."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from matinee.tui.screens.tuning import TuningScreen
from matinee.tui.text.preset_text import tuning_text
from matinee.tui.widgets.preset_list import PresetList

if TYPE_CHECKING:
    from matinee.policy import Policy


class PresetScreen(TuningScreen):
    """The lines on one side, the films that come next on the other; a key leads to every weight behind them."""

    BRIEF = "Next"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("d", "screen.advanced", "advanced", id="presets.advanced")]

    def create_list(self) -> PresetList:
        return PresetList(self.session.initial_policy, self.session.policy, self._change, self._reset)

    def status(self) -> tuple[str, str]:
        return "What comes next", tuning_text(self.session.initial_policy, self.session.policy)

    def _change(self, line: str, step: int) -> "Policy":
        from matinee.policy.presets import preset_settings

        self.session.set_weights(preset_settings(line, self.session.initial_policy, step))
        self.show_changed()
        return self.session.policy

    def _reset(self) -> "Policy":
        from matinee.policy.presets import changed_settings

        self.session.set_weights(changed_settings(self.session.initial_policy, self.session.policy))
        self.show_changed()
        return self.session.policy

    def action_take_step(self, line: str, step: int) -> None:
        """Go to a step of a line."""
        self.query_one(PresetList).take_step(line, step)

    def action_advanced(self) -> None:
        """Adjust every weight behind the lines."""
        from matinee.tui.screens.policy import PolicyScreen

        if self.app.screen is self:
            self.app.push_screen(PolicyScreen(self.session), self._returned)

    def _returned(self, _nothing: None) -> None:
        self.query_one(PresetList).show(self.session.policy)
        self.show_changed()

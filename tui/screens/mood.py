"""The keys that say a mood and change it; the card that follows is ``tui.screens.card``."""

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events, on
from textual.binding import Binding

from tui.screens.base import MatineeScreen
from tui.widgets.chips import DIGITS
from tui.widgets.controls import Controls
from tui.widgets.prompt_bar import PromptBar
from tui.widgets.prompt_input import PromptInput
from tui.words import MODES

if TYPE_CHECKING:
    from engine.intent.intent import Intent
    from engine.session import Session
    from policy import Policy
    from tui.app import MatineeApp

MOOD_BINDINGS = [
    Binding("slash", "say_mood", "mood", key_display="/"),
    Binding("x", "clear_mood", "clear"),
    Binding("t", "take_otherwise", "film/mood"),
    Binding("g", "next_mode", "genres"),
    Binding("a", "adjust", "adjust"),
    *(Binding(str(number), f"switch_part({number})", "switch a part", show=False) for number in range(1, DIGITS + 1)),
]


class MoodScreen(MatineeScreen):
    """What can be said while a film is on show; every change is seen at once."""

    app: "MatineeApp"
    session: "Session"

    def show_session(self) -> None:
        """Everything on screen, from the session as it is now."""
        raise NotImplementedError

    def show_keys(self) -> None:
        """The keys that do something now."""
        raise NotImplementedError

    def show_panels(self) -> None:
        """What stands around the film."""
        raise NotImplementedError

    def on_key(self, event: events.Key) -> None:
        """Letters in one gulp with the "/" are on their way here before the box has the keys; they are its."""
        bar = self.query_one(PromptBar)
        if bar.is_open and not self.too_small and event.is_printable and event.character is not None:
            event.stop()
            bar.type(event.character)
        elif event.key == "slash" and self.check_action("say_mood", ()):
            event.stop()
            self.action_say_mood()

    @property
    def intent(self) -> "Intent | None":
        """What the mood that counts is understood as."""
        return self.session.intent

    def can_with_mood(self, action: str) -> bool:
        """Whether one of the keys here does something now."""
        intent = self.intent
        if action == "say_mood":
            return True
        if intent is None:
            return False
        if action == "take_otherwise":
            return intent.title is not None
        return intent.kind == "mood" if action == "next_mode" else True

    def action_say_mood(self) -> None:
        """Say what you are in the mood for, or a film to be like."""
        self.close_controls()
        self.app.start_listening()
        self.query_one(PromptBar).open()
        self.show_keys()

    @on(PromptInput.Said)
    def _said(self, message: PromptInput.Said) -> None:
        from engine import MatineeError

        self.query_one(PromptBar).close()
        try:
            self.session.prompt(message.text)
            self.session.next()
        except MatineeError as error:  # a lexicon that cannot be read
            self.session.undo()
            self.notify(str(error), severity="error", markup=False)
        self.show_session()

    @on(PromptInput.Left)
    def _left(self) -> None:
        self.query_one(PromptBar).close()
        self.show_keys()

    def action_clear_mood(self) -> None:
        """Clear the mood; the films come as before it."""
        self.session.clear_prompt()
        self.show_session()

    def action_take_otherwise(self) -> None:
        """Take the line for a mood instead of a film's title, or the other way round."""
        intent = self.intent
        if intent is not None:
            self.session.take_as("mood" if intent.kind == "title" else "title")
            self.show_session()

    def action_switch_part(self, number: int) -> None:
        """Switch a part of the mood off, or on again."""
        intent = self.intent
        if intent is not None and number <= len(intent.parts):
            self.session.switch_part(intent.parts[number - 1].label)
            self.show_session()

    def action_next_mode(self) -> None:
        """All films, those of the mood's genres first, or only those."""
        modes = list(MODES)
        now = modes.index(self.session.policy.intent_mode)
        self._follow(replace(self.session.policy, intent_mode=modes[(now + 1) % len(modes)]))  # type: ignore[arg-type]

    def action_adjust(self) -> None:
        """Choose how much each side of the mood counts."""
        self.add_class("-adjusting")
        self.set_focus(self.query_one(Controls))
        self.show_session()

    @on(Controls.Turned)
    def _turned(self, message: Controls.Turned) -> None:
        self._follow(message.policy)

    @on(Controls.Closed)
    def close_controls(self) -> None:
        """Put the controls away."""
        if self.has_class("-adjusting"):
            self.set_focus(None)
            self.remove_class("-adjusting")
            self.show_keys()
            self.call_after_refresh(self.show_panels)  # they have their size again

    def _follow(self, policy: "Policy") -> None:
        """Choose by another policy, for the rest of the run."""
        self.session.policy = self.app.policy = policy
        self.show_session()

    def listening_done(self) -> None:
        """The mood can be understood better now, if one counts."""
        if self.session.active_prompt is not None:
            self.session.refresh()
            self.show_session()

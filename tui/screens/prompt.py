"""The keys that say a mood and change it; the card that follows is ``matinee.tui.screens.card``."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events
from textual.binding import Binding
from textual.widgets import Input

from matinee.tui.keys.key_dispatch import act, done_with
from matinee.tui.messages import MoodComing
from matinee.tui.screens.base import MatineeScreen
from matinee.tui.text.labels import MODES
from matinee.tui.widgets.key_bar import own_bindings
from matinee.tui.widgets.prompt_bar import PromptBar
from matinee.tui.widgets.prompt_chips import DIGITS
from matinee.tui.widgets.prompt_input import PromptInput

if TYPE_CHECKING:
    from matinee.engine.prompts.intent import Intent
    from matinee.engine.session.session import Session

MOOD_BINDINGS = [
    Binding("x", "clear_mood", "clear", id="card.clear_mood"),
    Binding("t", "take_otherwise", "film/mood", id="card.take_otherwise"),
    Binding("slash", "say_mood", "mood", key_display="/", id="card.say_mood"),
    *(
        Binding(str(number), f"switch_part({number})", "switch a part", show=False, id=f"card.part_{number}")
        for number in range(1, DIGITS + 1)
    ),
]
"""What a mood has keys for; its genres are chosen with all others."""
MOODS = ("clear_mood", "take_otherwise", "say_mood", "switch_part", "next_mode")


class MoodScreen(MatineeScreen):
    """What can be said while a film is on show; every change is seen at once."""

    session: "Session"

    def show_session(self) -> None:
        """Everything on screen, from the session as it is now."""
        raise NotImplementedError

    def show_keys(self) -> None:
        """The keys that do something now."""
        raise NotImplementedError

    async def on_key(self, event: events.Key) -> None:
        """Keys in one gulp with the "/" are on their way here before the box has them; they are its."""
        bar = self.query_one(PromptBar)
        if not bar.is_open or self.too_small or self.app.screen is not self:
            await super().on_key(event)
        elif event.is_printable and event.character is not None:
            done_with(event)
            bar.type(event.character)
        else:
            box = self.query_one(PromptInput)
            await act(event, (box, own_bindings(box)), (box, Binding.make_bindings(Input.BINDINGS)))

    def attempt(self, act: Callable[[], object] = lambda: None) -> bool:
        """Do something and show what came of it; False where it cannot be, which is said."""
        return self.safely(act) and self.safely(self.show_session)

    def safely(self, act: Callable[[], object]) -> bool:
        """Do what may have to read the bundle, which somebody may have changed since it was opened; then say so."""
        from matinee.engine.errors import MatineeError

        try:
            act()
        except MatineeError as error:
            self.notify(str(error), severity="error", markup=False)
            return False
        return True

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
        self.post_message(MoodComing())
        self.query_one(PromptBar).open()
        self.show_keys()

    def action_ask_mood(self) -> None:
        """Let the mood in the box count."""
        text, before = self.query_one(PromptInput).value.strip(), len(self.session.events)
        self.query_one(PromptBar).close()
        if not self.attempt(lambda: self.session.prompt(text)) and len(self.session.events) > before:
            self.session.undo()  # a lexicon that cannot be read
            self.attempt()

    def action_leave_mood(self) -> None:
        """Close the box and leave the mood as it was."""
        self.query_one(PromptBar).close()
        self.show_keys()

    def action_clear_mood(self) -> None:
        """Clear the mood; the films come as before it."""
        self.attempt(self.session.clear_prompt)

    def action_take_otherwise(self) -> None:
        """Take the line for a mood instead of a film's title, or the other way round."""
        intent = self.intent
        if intent is not None:
            self.attempt(lambda: self.session.take_as("mood" if intent.kind == "title" else "title"))

    def action_switch_part(self, number: int) -> None:
        """Switch a part of the mood off, or on again."""
        intent = self.intent
        if intent is not None and number <= len(intent.parts):
            self.attempt(lambda: self.session.switch_part(intent.parts[number - 1].label))

    def action_next_mode(self) -> None:
        """All films, those of the mood's genres first, or only those."""
        modes = list(MODES)
        following = modes[(modes.index(self.session.policy.intent_mode) + 1) % len(modes)]
        self.attempt(lambda: self.session.weigh("intent_mode", following))

    def listening_done(self) -> None:
        """The mood can be understood better now, if one counts."""
        if self.session.active_prompt is not None:
            self.attempt(self.session.refresh)

"""Actions on the prompt, as a base class of the card screen."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.binding import Binding
from textual.widgets import Input

from matinee.tui.keys.key_dispatch import consume, dispatch
from matinee.tui.keys.keymap import own_bindings
from matinee.tui.messages import PromptOpened
from matinee.tui.runtime.input_order import note_slow_change, note_sudden_change
from matinee.tui.runtime.textual_patches import draw_now, draw_together
from matinee.tui.screens.base import MatineeScreen
from matinee.tui.text.labels import LOADING, MODES
from matinee.tui.widgets.prompt_bar import PromptBar
from matinee.tui.widgets.prompt_chips import DIGITS, PromptChips
from matinee.tui.widgets.prompt_input import PromptInput
from matinee.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from matinee.engine.prompts.intent import Intent
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.session import Session

PROMPT_BINDINGS = [
    Binding("x", "clear_prompt", "clear", id="card.clear_mood"),
    Binding("t", "reinterpret", "film/mood", id="card.take_otherwise"),
    Binding("t", "switch_name", "film/person", id="card.switch_name"),
    Binding("slash", "open_prompt", "mood", key_display="/", id="card.say_mood"),
    *(
        Binding(str(number), f"toggle_part({number})", "toggle a part", show=False, id=f"card.part_{number}")
        for number in range(1, DIGITS + 1)
    ),
]
"""Bindings of the prompt's actions; its genres are chosen with the other genres."""
PROMPT_ACTIONS = (
    *("clear_prompt", "any_genre", "reinterpret", "switch_name"),
    *("open_prompt", "toggle_part", "next_mode"),
)


BETTER_FILM = "Now that everything is loaded, this film fits better."
BETTER_READING = "Now that everything is loaded, your words are understood better."


class PromptScreen(MatineeScreen):
    """A screen with a prompt; every change of the prompt takes effect immediately."""

    recommender: "Recommender"
    session: "Session"

    def show_session(self) -> None:
        """Update everything on screen from the session."""
        raise NotImplementedError

    def show_keys(self) -> None:
        """Show the available keys."""
        raise NotImplementedError

    async def on_key(self, event: events.Key) -> None:
        """Pass keys to the prompt that arrived in the same burst as the "/" that opens it."""
        bar = self.query_one(PromptBar)
        if not bar.is_open or self.is_too_small or self.app.screen is not self:
            await super().on_key(event)
        elif event.is_printable and event.character is not None:
            consume(event)
            bar.type(event.character)
        else:
            box = self.query_one(PromptInput)
            await dispatch(event, (box, own_bindings(box)), (box, Binding.make_bindings(Input.BINDINGS)))

    def run_and_show(self, action: Callable[[], object] = lambda: None) -> bool:
        """Run a function and update the screen; answers given meanwhile are not for the film that it leads to.

        Returns:
            False if either failed; the user is notified.
        """
        began = monotonic()
        succeeded = self.try_action(action) and self.try_action(self.show_session)
        draw_together(self)
        note_slow_change(self, began)
        return succeeded

    def try_action(self, action: Callable[[], object]) -> bool:
        """Run a function that may read the bundle, which can have changed since it was opened.

        Returns:
            False if it failed; the user is notified.
        """
        from matinee.engine.errors import MatineeError

        try:
            action()
        except MatineeError as error:
            self.notify(str(error), severity="error", markup=False)
            return False
        return True

    def apply_prompt(self, action: Callable[[], object]) -> None:
        """Set a prompt and update the screen; if it cannot be interpreted, say so and go on without it."""
        before = len(self.session.events)
        if not self.recommender.prompts.is_ready:  # the first time words are loaded, which takes a moment
            status = self.query_one(StatusLine)
            status.show_right(LOADING)
            draw_now(status)
        if not self.run_and_show(action):
            if len(self.session.events) > before:
                self.session.undo()
            self.run_and_show()

    @property
    def intent(self) -> "Intent | None":
        """The interpretation of the active prompt; None without one."""
        return self.session.intent

    def can_prompt(self, action: str) -> bool:
        """Whether an action of the prompt is available now."""
        intent = self.intent
        if action == "open_prompt":
            return True
        if action == "any_genre":  # its key clears the mood first
            return intent is None and self.session.state.requested_genre is not None
        if intent is None:
            return False
        if action == "reinterpret":
            return intent.title is not None
        if action == "switch_name":
            return intent.title is None and bool(intent.switchable_name)
        return intent.kind == "mood" if action == "next_mode" else True

    def action_open_prompt(self) -> None:
        """Enter a mood, or a film to find similar ones."""
        self.post_message(PromptOpened())
        self.query_one(PromptBar).open()
        self.show_keys()
        draw_together(self)

    def action_submit_prompt(self) -> None:
        """Apply the typed prompt."""
        text = self.query_one(PromptInput).value.strip()
        self.query_one(PromptBar).close()
        self.apply_prompt(lambda: self.session.prompt(text))

    def action_close_prompt(self) -> None:
        """Close the prompt without changing it."""
        self.query_one(PromptBar).close()
        self.show_keys()
        draw_together(self)

    def action_clear_prompt(self) -> None:
        """Clear the mood."""
        self.run_and_show(self.session.clear_prompt)

    def action_reinterpret(self) -> None:
        """Switch between reading the text as a mood and as a film title."""
        intent = self.intent
        if intent is not None:
            self.run_and_show(lambda: self.session.reinterpret_prompt("mood" if intent.kind == "title" else "title"))

    def action_switch_name(self) -> None:
        """Switch a name such as "Hitchcock" between the person and the film."""
        intent = self.intent
        if intent is not None:
            self.run_and_show(lambda: self.session.switch_name(intent.switchable_name))

    def action_toggle_part(self, number: int) -> None:
        """Turn a part of the mood off or on."""
        intent = self.intent
        if intent is not None and number <= len(intent.parts):
            self.run_and_show(lambda: self.session.toggle_part(intent.parts[number - 1].label))

    def action_next_mode(self) -> None:
        """Show all films, films in the mood's genres first, or only those."""
        modes = list(MODES)
        following = modes[(modes.index(self.session.policy.prompt_mode) + 1) % len(modes)]
        self.run_and_show(lambda: self.session.set_weight("prompt_mode", following))

    def encoder_loaded(self) -> None:
        """Interpret the active prompt again, now with the encoder, and say what that has changed."""
        if self.session.active_prompt is None:
            return
        film, parts = self._shown_film(), self.query_one(PromptChips).labels
        self.run_and_show(self.session.refresh)
        if self._shown_film() != film:
            note_sudden_change(self.app)
            self.notify(BETTER_FILM, markup=False)
        elif self.query_one(PromptChips).labels != parts:
            self.notify(BETTER_READING, markup=False)

    def _shown_film(self) -> int | None:
        card = self.session.next()
        return None if card is None else card.movie.id

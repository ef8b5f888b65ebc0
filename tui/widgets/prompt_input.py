"""The input for prompts, with a history."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from matinee.engine.scrubbing import is_blank
from matinee.tui.widgets.inputs import LineInput


class PromptInput(LineInput):
    """An input whose actions run on the screen directly, because a message would arrive after pending keys.

    ↑ and ↓ go through the prompts of this run; the line being typed is the last entry.
    """

    MAX_LENGTH = 500
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "search", key_display="⏎", id="prompt.submit"),
        Binding("escape", "leave", "back", key_display="esc", id="prompt.leave"),
        Binding("up", "previous", "history", key_display="↑↓", id="prompt.former"),
        Binding("down", "later", "history", show=False, id="prompt.later"),
    ]

    def __init__(self, prompts: list[str]) -> None:
        """Create the input; ``prompts`` are those of this run, oldest first, and new ones are appended."""
        super().__init__(select_on_focus=False)
        self._prompts = prompts
        self._draft = ""
        self._place = 0

    def begin(self) -> None:
        """Start with an empty line at the end of the history."""
        self.clear()
        self._draft, self._place = "", len(self._prompts)

    async def action_submit(self) -> None:
        """Apply the mood; an empty line clears it."""
        text = self.value.strip()
        if not is_blank(text) and text not in self._prompts[-1:]:
            self._prompts.append(text)
        await self.run_action("screen.submit_prompt")

    async def action_leave(self) -> None:
        """Close the line without changing the mood."""
        await self.run_action("screen.close_prompt")

    def action_previous(self) -> None:
        """Go back in the history."""
        self._go(self._place - 1)

    def action_later(self) -> None:
        """Go forward in the history."""
        self._go(self._place + 1)

    def _go(self, place: int) -> None:
        if not 0 <= place <= len(self._prompts):
            return
        if self._place == len(self._prompts):
            self._draft = self.value
        self._place = place
        self.value = self._draft if place == len(self._prompts) else self._prompts[place]
        self.cursor_position = len(self.value)

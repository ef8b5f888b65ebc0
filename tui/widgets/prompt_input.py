"""The line in which a mood is said; it remembers those said before."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from matinee.tui.widgets.line_input import LineInput


class PromptInput(LineInput):
    """What is done with the line is the screen's, at once: a message would come after the keys that already wait.

    ↑ and ↓ walk through what was said in this run; the line being typed is the last of them."""

    LONGEST = 500
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "ask", key_display="⏎", id="prompt.submit"),
        Binding("escape", "leave", "back", key_display="esc", id="prompt.leave"),
        Binding("up", "former", "said before", key_display="↑↓", id="prompt.former"),
        Binding("down", "later", "said before", show=False, id="prompt.later"),
    ]

    def __init__(self, said: list[str]) -> None:
        """``said`` is what was said in this run, oldest first; it is added to."""
        super().__init__(select_on_focus=False)
        self._said = said
        self._draft = ""
        self._place = 0

    def begin(self) -> None:
        """An empty line, after everything said before."""
        self.clear()
        self._draft, self._place = "", len(self._said)

    async def action_submit(self) -> None:
        """Give the line to the film chooser; an empty one clears the mood."""
        text = self.value.strip()
        if text and text not in self._said[-1:]:
            self._said.append(text)
        await self.run_action("screen.ask_mood")

    async def action_leave(self) -> None:
        """Leave the line; nothing changes."""
        await self.run_action("screen.leave_mood")

    def action_former(self) -> None:
        """What was said before."""
        self._go(self._place - 1)

    def action_later(self) -> None:
        """What was said after that."""
        self._go(self._place + 1)

    def _go(self, place: int) -> None:
        if not 0 <= place <= len(self._said):
            return
        if self._place == len(self._said):
            self._draft = self.value
        self._place = place
        self.value = self._draft if place == len(self._said) else self._said[place]
        self.cursor_position = len(self.value)

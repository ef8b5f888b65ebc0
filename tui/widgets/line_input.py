"""A line to type into, safe from whatever is pasted."""

from typing import Any

from textual import events
from textual.binding import Binding
from textual.widgets import Input

from matinee.tui.keys.key_dispatch import act, hand_on
from matinee.tui.widgets.key_bar import own_bindings


class LineInput(Input):
    """One line without a frame; a paste gives its first line, as much of it as fits."""

    DEFAULT_CSS = """
    LineInput { border: none; padding: 0; height: 1; background: transparent; }
    LineInput:focus { border: none; background: transparent; background-tint: transparent; }
    """

    LONGEST = 200
    """Characters the line takes."""

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None, **more: Any) -> None:
        super().__init__(value, placeholder=placeholder, id=id, max_length=self.LONGEST, **more)

    async def on_key(self, event: events.Key) -> None:
        """Letters are typed; other keys act. Those that were on their way when the line was left are handed on."""
        if not self.has_focus or self.app.screen is not self.screen:
            hand_on(event, self)
        elif not event.is_printable:
            editing = Binding.make_bindings(Input.BINDINGS)
            await act(event, (self, own_bindings(self)), (self, editing), (self.screen, own_bindings(self.screen)))

    def on_paste(self, event: events.Paste) -> None:
        """Take the first line of what is pasted; what cannot be printed would reach the terminal, so it is a space."""
        event.prevent_default()
        event.stop()
        start, end = sorted(self.selection)
        room = max(self.LONGEST - len(self.value) + end - start, 0)
        first_line = next(iter(event.text.lstrip()[:room].splitlines()), "")
        self.replace("".join(letter if letter.isprintable() else " " for letter in first_line), start, end)

"""Inputs and lists that run the actions of keys in the order in which the keys arrive."""

from typing import Any

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input, OptionList

from matinee.tui.keys.key_dispatch import dispatch, forward
from matinee.tui.keys.keymap import own_bindings


class LineInput(Input):
    """An input without a border that takes the first line of a paste, cut to ``MAX_LENGTH``."""

    DEFAULT_CSS = """
    LineInput { border: none; padding: 0; height: 1; background: transparent; }
    LineInput:focus { border: none; background: transparent; background-tint: transparent; }
    """

    MAX_LENGTH = 200
    """Characters the line can hold."""

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None, **more: Any) -> None:
        super().__init__(value, placeholder=placeholder, id=id, max_length=self.MAX_LENGTH, **more)

    async def on_key(self, event: events.Key) -> None:
        """Type characters and run the actions of other keys; forward keys that arrive after the focus has moved."""
        if not self.has_focus or self.app.screen is not self.screen:
            forward(event, self)
        elif not event.is_printable:
            editing = Binding.make_bindings(Input.BINDINGS)
            await dispatch(event, (self, own_bindings(self)), (self, editing), (self.screen, own_bindings(self.screen)))

    def on_paste(self, event: events.Paste) -> None:
        """Insert the first line of a paste; unprintable characters, which could control the terminal, become spaces."""
        event.prevent_default()
        event.stop()
        start, end = sorted(self.selection)
        room = max(self.MAX_LENGTH - len(self.value) + end - start, 0)
        first_line = next(iter(event.text.lstrip()[:room].splitlines()), "")
        self.replace("".join(letter if letter.isprintable() else " " for letter in first_line), start, end)


class TitleInput(LineInput):
    """An input for titles, whose backspace empties the last slot if the line is empty."""

    class EmptiedSlot(Message):
        """Backspace was pressed on an empty line."""

    def action_delete_left(self) -> None:
        if self.value:
            super().action_delete_left()
        else:
            self.post_message(self.EmptiedSlot())

    async def action_submit(self) -> None:
        """Choose the film."""
        await self.run_action("screen.take")

    async def on_key(self, event: events.Key) -> None:
        """Open the help with a question mark in an empty line, where it cannot be part of a title."""
        if event.character == "?" and not self.value:
            event.prevent_default()
            event.stop()
            await self.app.run_action("app.help")


class OrderedList(OptionList):
    """A list whose own keys take precedence over its screen's, and those over Textual's."""

    async def on_key(self, event: events.Key) -> None:
        """Run the action of a key; forward a key that arrives after the focus has moved."""
        if not self.has_focus or self.app.screen is not self.screen:
            forward(event, self)
            return
        default = Binding.make_bindings(OptionList.BINDINGS)
        await dispatch(event, (self, own_bindings(self)), (self.screen, own_bindings(self.screen)), (self, default))

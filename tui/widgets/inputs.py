"""Inputs and lists that run the actions of keys in the order in which the keys arrive."""

from collections.abc import Callable, Sequence
from typing import Any

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input, OptionList

from matinee.tui.keys.key_dispatch import dispatch, forward
from matinee.tui.keys.keymap import own_bindings
from matinee.tui.runtime.textual_patches import SafeOptionList

FIRST_LINE_ONLY = "Only the first line of the paste was used."


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
        """Insert the first line of a paste, and say so if there are others or it has no room."""
        event.prevent_default()
        event.stop()
        lines = pasted_lines(event.text)
        start, end = sorted(self.selection)
        room = max(self.MAX_LENGTH - len(self.value) + end - start, 0)
        first = lines[0] if lines else ""
        self.replace(first[:room], start, end)
        if len(lines) > 1:
            self.notify(FIRST_LINE_ONLY, severity="warning", markup=False)
        elif len(first) > room:
            self.notify(f"The line holds {self.MAX_LENGTH:,} characters; the rest was cut.", severity="warning")


def pasted_lines(text: str) -> list[str]:
    """The lines of a paste that are not blank; unprintable characters, which could control the terminal, are spaces."""
    clean = ("".join(letter if letter.isprintable() else " " for letter in line) for line in text.splitlines())
    return [line.lstrip() for line in clean if line.strip()]


class TitleInput(LineInput):
    """An input for titles, whose backspace empties the last slot if the line is empty; a paste may have many titles."""

    class EmptiedSlot(Message):
        """Backspace was pressed on an empty line."""

    def __init__(self, take_lines: Callable[[Sequence[str]], None], **more: Any) -> None:
        """Create the input.

        Args:
            take_lines: called with the lines of a paste that has several. A message would arrive after pending keys.
            more: as for LineInput.
        """
        super().__init__(**more)
        self._take_lines = take_lines

    def on_paste(self, event: events.Paste) -> None:
        """Confirm every line of a paste that has several, of which the first may complete what is typed."""
        lines = pasted_lines(event.text)
        if len(lines) < 2 or len(lines[0]) > self.MAX_LENGTH:
            return
        event.prevent_default()
        event.stop()
        start, end = sorted(self.selection)
        typed = self.value[:start] + lines[0] + self.value[end:]
        self.clear()
        self._take_lines([line[: self.MAX_LENGTH] for line in (typed, *lines[1:])])

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


class OrderedList(SafeOptionList):
    """A list whose own keys take precedence over its screen's, and those over Textual's."""

    async def on_key(self, event: events.Key) -> None:
        """Run the action of a key; forward a key that arrives after the focus has moved."""
        if not self.has_focus or self.app.screen is not self.screen:
            forward(event, self)
            return
        default = Binding.make_bindings(OptionList.BINDINGS)
        await dispatch(event, (self, own_bindings(self)), (self.screen, own_bindings(self.screen)), (self, default))

"""The line in which a title is typed."""

from textual import events
from textual.message import Message

from matinee.tui.widgets.line_input import LineInput


class TitleInput(LineInput):
    """An input whose backspace, when there is nothing to delete, empties the last slot instead."""

    class EmptiedSlot(Message):
        """Backspace was pressed on an empty line."""

    def action_delete_left(self) -> None:
        if self.value:
            super().action_delete_left()
        else:
            self.post_message(self.EmptiedSlot())

    async def action_submit(self) -> None:
        """Take the film."""
        await self.run_action("screen.take")

    async def on_key(self, event: events.Key) -> None:
        """A question mark asks for help, unless it is part of a title."""
        if event.character == "?" and not self.value:
            event.prevent_default()
            event.stop()
            await self.app.run_action("app.help")

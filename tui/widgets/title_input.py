"""The line in which a title is typed."""

from textual import events
from textual.message import Message
from textual.widgets import Input


class TitleInput(Input):
    """An input whose backspace, when there is nothing to delete, empties the last slot instead."""

    DEFAULT_CSS = """
    TitleInput { border: none; padding: 0; height: 1; background: transparent; }
    TitleInput:focus { border: none; background: transparent; background-tint: transparent; }
    """

    LONGEST = 200
    """Characters the line takes; no title has as many."""

    def on_paste(self, event: events.Paste) -> None:
        """Take the first line of what is pasted, as much of it as fits."""
        event.prevent_default()
        event.stop()
        first_line = event.text.lstrip().partition("\n")[0]
        self.insert_text_at_cursor(first_line[: max(self.LONGEST - len(self.value), 0)])

    class EmptiedSlot(Message):
        """Backspace was pressed on an empty line."""

    def action_delete_left(self) -> None:
        if self.value:
            super().action_delete_left()
        else:
            self.post_message(self.EmptiedSlot())

    async def on_key(self, event: events.Key) -> None:
        """A question mark asks for help, unless it is part of a title."""
        if event.character == "?" and not self.value:
            event.prevent_default()
            event.stop()
            await self.app.run_action("app.help")

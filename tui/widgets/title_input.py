"""The line in which a title is typed."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from tui.screens.base import MatineeScreen


class TitleInput(Input):
    """An input whose backspace, when there is nothing to delete, empties the last slot instead."""

    DEFAULT_CSS = """
    TitleInput { border: none; padding: 0; height: 1; background: transparent; }
    TitleInput:focus { border: none; background: transparent; background-tint: transparent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("question_mark", "ask", show=False)]

    class EmptiedSlot(Message):
        """Backspace was pressed on an empty line."""

    def action_delete_left(self) -> None:
        if self.value:
            super().action_delete_left()
        else:
            self.post_message(self.EmptiedSlot())

    async def action_ask(self) -> None:
        """A question mark asks for help, unless it is part of a title."""
        if self.value:
            self.insert_text_at_cursor("?")
        elif isinstance(self.screen, MatineeScreen):
            await self.app.run_action("app.help")

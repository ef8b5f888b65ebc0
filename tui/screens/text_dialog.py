"""A dialog to type one line, such as a name or a file."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from matinee.tui.keys.keymap import key_name, own_bindings
from matinee.tui.screens.base import DialogScreen
from matinee.tui.widgets.inputs import LineInput


class TextDialog(DialogScreen):
    """Asks for a line and returns it, or None. A line that is not accepted stays to be corrected."""

    AUTO_FOCUS = "AnswerInput"
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "done", "done", key_display="⏎", id="line.done"),
        Binding("escape", "leave", "back", key_display="esc", id="line.leave"),
    ]

    def __init__(self, question: str, value: str = "", *, accept: Callable[[str], str]) -> None:
        """Create the dialog.

        Args:
            question: what is asked for.
            value: the initial text.
            accept: uses the line; returns an error message, or an empty string on success.
        """
        super().__init__()
        self.question, self.value, self.accept = question, value, accept

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self.question, classes="question", markup=False)
            yield AnswerInput(self.value)
            keys = (f"{each.key_display or key_name(each.key)} {each.description}" for each in own_bindings(self))
            yield Static("   ".join(keys), id="hint", markup=False)

    def action_done(self) -> None:
        """Confirm the line."""
        if self.app.screen is not self:
            return
        line = self.query_one(AnswerInput).value.strip()
        problem = self.accept(line)
        if problem:
            self.query_one("#hint", Static).update(problem)
            self.add_class("-refused")
        else:
            self.answer(line)


class AnswerInput(LineInput):
    """An input long enough for a file path."""

    MAX_LENGTH = 4096

    async def action_submit(self) -> None:
        """Let the screen handle Enter."""
        await self.run_action("screen.done")

"""One line to type, over the screen below: a name, a file."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from matinee.tui.keys.keymap import key_name
from matinee.tui.screens.dialog import AskingScreen
from matinee.tui.widgets.key_bar import own_bindings
from matinee.tui.widgets.line_input import LineInput


class LineScreen(AskingScreen):
    """Asks for a line; hands it back, or None where nothing was said. What is refused stays to be mended."""

    AUTO_FOCUS = "AnswerInput"
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "done", "done", key_display="⏎", id="line.done"),
        Binding("escape", "leave", "back", key_display="esc", id="line.leave"),
    ]

    def __init__(self, question: str, value: str = "", *, accept: Callable[[str], str]) -> None:
        """``accept`` does what the line is for and gives the sentence it is refused with; empty where it is done."""
        super().__init__()
        self.question, self.value, self.accept = question, value, accept

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self.question, classes="question", markup=False)
            yield AnswerInput(self.value)
            keys = (f"{each.key_display or key_name(each.key)} {each.description}" for each in own_bindings(self))
            yield Static("   ".join(keys), id="said", markup=False)

    def action_done(self) -> None:
        """Give the answer."""
        if self.app.screen is not self:
            return
        line = self.query_one(AnswerInput).value.strip()
        refused = self.accept(line)
        if refused:
            self.query_one("#said", Static).update(refused)
            self.add_class("-refused")
        else:
            self.answer(line)


class AnswerInput(LineInput):
    """Long enough for the path of a file."""

    LONGEST = 4096

    async def action_submit(self) -> None:
        """Enter is the screen's."""
        await self.run_action("screen.done")

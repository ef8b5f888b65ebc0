"""One line to type, over the screen below: a name, a file."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.widgets.line_input import LineInput


class LineScreen(ModalScreen[str | None]):
    """Asks for a line; hands it back, or None where nothing was said. What is refused stays to be mended."""

    AUTO_FOCUS = "LineInput"
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "back", key_display="esc", id="line.leave")]

    def __init__(self, question: str, value: str = "", *, accept: Callable[[str], str]) -> None:
        """``accept`` does what the line is for and gives the sentence it is refused with; empty where it is done."""
        super().__init__()
        self.question, self.value, self.accept = question, value, accept

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self.question, classes="question", markup=False)
            yield LineInput(self.value)
            yield Static("⏎ done   esc back", id="said", markup=False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        refused = self.accept(event.value.strip())
        if refused:
            self.query_one("#said", Static).update(refused)
            self.add_class("-refused")
        else:
            self.dismiss(event.value.strip())

    def action_leave(self) -> None:
        """Leave it."""
        self.dismiss(None)

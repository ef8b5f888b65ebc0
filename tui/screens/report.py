"""A report to read, such as the outcome of an import."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from matinee.tui.screens.base import ScrollScreen
from matinee.tui.widgets.key_bar import KeyBar


class ReportScreen(ScrollScreen):
    """A heading and lines of text."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "leave", "continue", key_display="⏎", id="report.leave")]

    def __init__(self, heading: str, lines: Sequence[str]) -> None:
        super().__init__()
        self.heading = heading
        self.lines = lines

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(can_focus=False), Vertical():
            yield Static(self.heading, classes="film", markup=False)
            yield Static("\n".join(self.lines), markup=False)
        yield KeyBar()

"""Lines to read: what was found in an export, and what was not."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from matinee.tui.screens.base import ReadingScreen
from matinee.tui.widgets.key_bar import KeyBar


class ReportScreen(ReadingScreen):
    """A heading and lines below it."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "leave", "on", key_display="⏎", id="report.leave")]

    def __init__(self, heading: str, lines: Sequence[str]) -> None:
        super().__init__()
        self.heading = heading
        self.lines = lines

    def parts(self) -> ComposeResult:
        with VerticalScroll(can_focus=False), Vertical():
            yield Static(self.heading, classes="film", markup=False)
            yield Static("\n".join(self.lines), markup=False)
        yield KeyBar()

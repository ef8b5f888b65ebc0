"""A dialog to choose one of several options."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList

from matinee.tui.screens.base import DialogScreen
from matinee.tui.widgets.choice_list import ChoiceList
from matinee.tui.widgets.layout import GAP, fit_cells

TYPE_TO_FIND = "type to find"
MAX_WIDTH, FRAME = 76, 7
"""Cells of the dialog, as in its style sheet, and those of its border, padding, scrollbar and marks."""


@dataclass(frozen=True)
class Choice:
    """An option.

    Attributes:
        name: what the dialog returns.
        label: its text on screen.
        detail: more about it, in a dim colour.
        is_current: whether it is the current choice.
    """

    name: str
    label: str
    detail: str = ""
    is_current: bool = False


class ChoiceDialog(DialogScreen):
    """A list of options; returns the name of the chosen one, or None."""

    AUTO_FOCUS = "ChoiceList"
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "back", key_display="esc", id="choice.leave"),
        Binding("enter", "choose", "choose", show=False, id="choice.choose"),
        Binding("down,j", "next", "next", show=False, id="choice.next"),
        Binding("up,k", "previous", "previous", show=False, id="choice.former"),
    ]

    def __init__(self, question: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self.question = question
        self.choices = list(choices)

    def compose(self) -> ComposeResult:
        width = label_width(self.choices, min(self.app.size.width, MAX_WIDTH) - FRAME)
        with Vertical() as box:
            box.border_title = Content(self.question)
            box.border_subtitle = TYPE_TO_FIND
            lines = [choice_line(choice, width) for choice in self.choices]
            yield ChoiceList(lines, [choice.label for choice in self.choices])

    def on_mount(self) -> None:
        current = [place for place, choice in enumerate(self.choices) if choice.is_current]
        self.query_one(OptionList).highlighted = current[0] if current else 0

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.answer(self.choices[event.option_index].name)

    def action_choose(self) -> None:
        """Take the highlighted one."""
        highlighted = self.query_one(OptionList).highlighted
        if highlighted is not None:
            self.answer(self.choices[highlighted].name)

    def action_next(self) -> None:
        """The next one."""
        self.query_one(OptionList).action_cursor_down()

    def action_previous(self) -> None:
        """The previous one."""
        self.query_one(OptionList).action_cursor_up()


def label_width(choices: Sequence[Choice], room: int) -> int:
    """Cells of the column of labels; 0 if the labels and details are too wide for two columns.

    Args:
        choices: the options.
        room: cells of a line without its mark.
    """
    labels = max((Content(choice.label).cell_length for choice in choices), default=0)
    details = max((Content(choice.detail).cell_length for choice in choices), default=0)
    return labels if labels + GAP + details <= room else 0


def choice_line(choice: Choice, width: int) -> Content:
    """An option with a dot if it is the current one: "● Comedy   more of it".

    Args:
        choice: the option.
        width: least cells of the label.
    """
    label = fit_cells(choice.label, max(width, Content(choice.label).cell_length))
    return Content.assemble(
        ("● " if choice.is_current else "  ", "$primary"), label, (" " * GAP + choice.detail, "dim")
    )

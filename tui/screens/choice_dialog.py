"""One of a few things to choose, over the screen below."""

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
from textual.widgets.option_list import Option

from matinee.tui.screens.dialog import AskingScreen
from matinee.tui.widgets.match_list import fitted
from matinee.tui.widgets.ordered_list import KeyedList


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen.

    Attributes:
        name: what is handed back.
        label: what is shown.
        said: a few more words, quietly.
        chosen: whether it is what counts now.
    """

    name: str
    label: str
    said: str = ""
    chosen: bool = False


class ChoiceScreen(AskingScreen):
    """A list; hands back the name of what was chosen, None where nothing was."""

    AUTO_FOCUS = "KeyedList"
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "back", key_display="esc", id="choice.leave"),
        Binding("enter", "choose", "choose", show=False, id="choice.choose"),
        Binding("down,j", "next", "next", show=False, id="choice.next"),
        Binding("up,k", "former", "former", show=False, id="choice.former"),
    ]

    def __init__(self, question: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self.question = question
        self.choices = list(choices)

    def compose(self) -> ComposeResult:
        width = max((Content(choice.label).cell_length for choice in self.choices), default=0)
        with Vertical() as box:
            box.border_title = self.question
            yield KeyedList(*(Option(line(choice, width)) for choice in self.choices), markup=False, compact=True)

    def on_mount(self) -> None:
        chosen = [place for place, choice in enumerate(self.choices) if choice.chosen]
        self.query_one(OptionList).highlighted = chosen[0] if chosen else 0

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

    def action_former(self) -> None:
        """The former one."""
        self.query_one(OptionList).action_cursor_up()


def line(choice: Choice, width: int) -> Content:
    """ "● Comedy   more of it"."""
    return Content.assemble(
        ("● " if choice.chosen else "  ", "$primary"), fitted(choice.label, width), (f"  {choice.said}", "dim")
    )

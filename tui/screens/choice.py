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
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option


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


class ChoiceScreen(ModalScreen[str | None]):
    """A list; hands back the name of what was chosen, None where nothing was."""

    AUTO_FOCUS = "OptionList"
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "back", key_display="esc", id="choice.leave"),
        Binding("j", "next", "next", show=False, id="choice.next"),
        Binding("k", "former", "former", show=False, id="choice.former"),
    ]

    def __init__(self, question: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self.question = question
        self.choices = list(choices)

    def compose(self) -> ComposeResult:
        width = max(len(choice.label) for choice in self.choices)
        with Vertical() as box:
            box.border_title = self.question
            yield OptionList(*(Option(line(choice, width)) for choice in self.choices), markup=False, compact=True)

    def on_mount(self) -> None:
        chosen = [place for place, choice in enumerate(self.choices) if choice.chosen]
        self.query_one(OptionList).highlighted = chosen[0] if chosen else 0

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self.choices[event.option_index].name)

    def action_next(self) -> None:
        """The next one."""
        self.query_one(OptionList).action_cursor_down()

    def action_former(self) -> None:
        """The former one."""
        self.query_one(OptionList).action_cursor_up()

    def action_leave(self) -> None:
        """Leave it as it is."""
        self.dismiss(None)


def line(choice: Choice, width: int) -> Content:
    """ "● Comedy   more of it"."""
    return Content.assemble(
        ("● " if choice.chosen else "  ", "$primary"), f"{choice.label:<{width}}", (f"  {choice.said}", "dim")
    )

"""The keys of a screen, from its own bindings."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui.screens.base import ReadingScreen
from tui.widgets.key_bar import KeyBar, own_bindings

KEY_NAMES = {
    "slash": "/",
    "right": "→",
    "left": "←",
    "up": "↑",
    "down": "↓",
    "question_mark": "?",
    "escape": "esc",
    "enter": "⏎",
    "backspace": "⌫",
    "f1": "F1",
}
KEYS_WIDTH = 18
MOST_KEYS = 5


class HelpScreen(ReadingScreen):
    """What can be pressed and what it does."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("question_mark,f1,enter", "leave", "back", show=False)]

    def __init__(self, lines: list[tuple[str, str]]) -> None:
        """(keys, what they do) a line."""
        super().__init__()
        self.lines = lines

    @classmethod
    def of(cls, screen: Screen[object]) -> "HelpScreen":
        """The help for a screen and for the widget that has its keys."""
        lines: dict[str, list[str]] = {}
        for holder in (screen.focused, screen):
            for binding in own_bindings(holder):
                lines.setdefault(what_it_does(holder, binding), []).append(binding.key)
        return cls([(keys(",".join(names)), meaning) for meaning, names in lines.items()])

    def parts(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static("Keys", classes="film", markup=False)
            yield Static(
                Content("\n").join(
                    Content.assemble((f"{names:<{KEYS_WIDTH}}", "$primary"), meaning) for names, meaning in self.lines
                ),
                markup=False,
            )
            yield Static(
                "The mouse works on everything: films, keys, links. Nothing you answer is written to disk.",
                classes="quiet",
                markup=False,
            )
        yield KeyBar()


def keys(names: str) -> str:
    """ "y,l,right" → "y  l  →"; many keys of one kind are the first and the last of them."""
    shown = [KEY_NAMES.get(name, name) for name in names.split(",")]
    return "  ".join(shown) if len(shown) <= MOST_KEYS else f"{shown[0]} … {shown[-1]}"


def what_it_does(screen: object, binding: Binding) -> str:
    """The first sentence of the action's own documentation, else the binding's description."""
    action = getattr(screen, f"action_{binding.action.partition('(')[0]}", None)
    documented = (action.__doc__ or "").partition("\n")[0].rstrip(".") if action else ""
    return documented or binding.description

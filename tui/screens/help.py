"""The keys, from the bindings themselves: those of the box or the controls, of the screen, and of the app."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from textwrap import wrap
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Input, Static

from matinee.tui.keys.keymap import key_name, meaning
from matinee.tui.screens.base import ReadingScreen
from matinee.tui.widgets.key_bar import KeyBar, own_bindings

KEYS_WIDTH = 18
GAP = 2
MOST_KEYS = 5
MOUSE = "The mouse works on everything: films, keys, links."


@dataclass(frozen=True)
class Group:
    """Keys that belong together: a heading, and (keys, what they do) a line."""

    heading: str
    lines: Sequence[tuple[str, str]]


class HelpScreen(ReadingScreen):
    """What can be pressed and what it does, whether or not it would do something just now."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1,enter", "leave", "back", show=False, id="help.leave")
    ]

    def __init__(self, groups: Sequence[Group], kept: str) -> None:
        """``kept`` is a sentence on what is written to disk."""
        super().__init__()
        self.groups = groups
        self.kept = kept

    @classmethod
    def of(cls, screen: Screen[object], saved_as: str | None = None) -> "HelpScreen":
        """The help for a screen and for what has its keys; ``saved_as`` is what the session is kept as, if it is."""
        typing = isinstance(screen.focused, Input)
        holders = {
            "while you type" if typing else "at the controls": screen.focused,
            "on this screen": screen,
            "everywhere": screen.app,
        }
        groups = [Group(heading, key_lines(holder)) for heading, holder in holders.items() if holder is not None]
        return cls([group for group in groups if group.lines], kept_as(saved_as))

    def parts(self) -> ComposeResult:
        with VerticalScroll(can_focus=False), Vertical():
            yield Static("Keys", classes="film", markup=False)
            for group in self.groups:
                yield Static(group.heading, classes="section", markup=False)
                yield KeyTable(group.lines)
            yield Static(f"{MOUSE} {self.kept}", classes="quiet", markup=False)
        yield KeyBar()


class KeyTable(Static):
    """Keys at the left, what they do at the right; a long line goes on under its beginning."""

    def __init__(self, lines: Sequence[tuple[str, str]]) -> None:
        super().__init__(markup=False)
        self._lines = lines
        self._width = 0

    def on_resize(self, _event: events.Resize) -> None:
        if self.content_size.width != self._width:  # lines that came or went are its own doing
            self._width = self.content_size.width
            self.call_after_refresh(self.update, table(self._lines, self._width))


def kept_as(saved_as: str | None) -> str:
    """What is written to disk, in a sentence."""
    if saved_as is None:
        return "Nothing you answer is written to disk."
    return f"Every answer is kept at once, as “{saved_as}”."


def key_lines(holder: DOMNode) -> list[tuple[str, str]]:
    """(keys, what they do) of all that a screen, a widget or the app can be told; same things in one line."""
    lines: dict[str, list[str]] = {}
    for binding in own_bindings(holder):
        lines.setdefault(meaning(binding, holder, holder.app), []).append(binding.key)
    return [(key_names(",".join(names)), does) for does, names in lines.items()]


def key_names(keys: str) -> str:
    """ "y,l,right" → "y  l  →"; many keys of one kind are the first and the last of them."""
    shown = [key_name(name) for name in keys.split(",")]
    return "  ".join(shown) if len(shown) <= MOST_KEYS else f"{shown[0]} … {shown[-1]}"


def table(lines: Sequence[tuple[str, str]], width: int) -> Content:
    """The lines in so many cells, each wrapped within its own column."""
    room = min(max(len(keys) for keys, _ in lines) + GAP, KEYS_WIDTH, max(width // 3, 8))
    rows = [
        Content.assemble((f"{left:<{room}}", "$primary"), right)
        for keys, does in lines
        for left, right in zip_longest(wrap(keys, room - GAP), wrap(does, max(width - room, 1)), fillvalue="")
    ]
    return Content("\n").join(rows)

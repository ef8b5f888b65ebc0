"""Help: the keys of the focused widget, the screen and the app, generated from the bindings."""

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

from matinee.tui.keys.keymap import action_description, key_name, own_bindings
from matinee.tui.screens.base import MatineeScreen, ScrollScreen
from matinee.tui.text.leave_text import saving_text
from matinee.tui.widgets.key_bar import KeyBar

KEYS_WIDTH = 18
GAP = 2
MAX_KEYS = 5
MOUSE = "The mouse works on everything: films, keys, links."


@dataclass(frozen=True)
class Group:
    """A group of keys: a heading, and a (keys, description) pair per line."""

    heading: str
    lines: Sequence[tuple[str, str]]


class HelpScreen(ScrollScreen):
    """All keys and what they do, whether or not they are available now."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1,enter", "leave", "back", show=False, id="help.leave")
    ]

    def __init__(self, groups: Sequence[Group], saving: str) -> None:
        """Create the screen.

        Args:
            groups: the keys.
            saving: a sentence on what is written to disk.
        """
        super().__init__()
        self.groups = groups
        self.saving = saving

    @classmethod
    def for_screen(cls, screen: Screen[object], saved_as: str | None = None, *, is_kept: bool = False) -> "HelpScreen":
        """Help for a screen and its focused widget.

        Args:
            screen: the screen to explain.
            saved_as: name under which the session is saved, if it is.
            is_kept: whether a copy of a session without a name is kept for a day.
        """
        typing = isinstance(screen.focused, Input)
        holders = {
            "while you type" if typing else "in this list": screen.focused,
            "on this screen": screen,
            "everywhere": screen.app,
        }
        groups = [Group(heading, key_lines(holder)) for heading, holder in holders.items() if holder is not None]
        return cls([group for group in groups if group.lines], saving_text(saved_as, is_kept=is_kept))

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(can_focus=False), Vertical():
            yield Static("Keys", classes="film", markup=False)
            for group in self.groups:
                yield Static(group.heading, classes="section", markup=False)
                yield KeyTable(group.lines)
            yield Static(f"{MOUSE} {self.saving}", classes="quiet", markup=False)
        yield KeyBar()


class KeyTable(Static):
    """Keys on the left and their descriptions on the right, wrapped within their columns."""

    def __init__(self, lines: Sequence[tuple[str, str]]) -> None:
        super().__init__(markup=False)
        self._lines = lines
        self._width = 0

    def on_resize(self, _event: events.Resize) -> None:
        if self.content_size.width != self._width:  # a change of height comes from the update itself
            self._width = self.content_size.width
            self.call_after_refresh(self.update, table(self._lines, self._width))


def key_lines(holder: DOMNode) -> list[tuple[str, str]]:
    """A (keys, description) pair for every action of a screen, a widget or the app."""
    lines: dict[str, list[str]] = {}
    withheld = holder.withheld_actions if isinstance(holder, MatineeScreen) else ()
    for binding in own_bindings(holder):
        if binding.action in withheld:
            continue
        lines.setdefault(action_description(binding, holder, holder.app), []).append(binding.key)
    return [(key_names(",".join(names)), description) for description, names in lines.items()]


def key_names(keys: str) -> str:
    """Names of keys: "y,l,right" → "y  l  →"; of more than ``MAX_KEYS``, the first and the last."""
    shown = [key_name(name) for name in keys.split(",")]
    return "  ".join(shown) if len(shown) <= MAX_KEYS else f"{shown[0]} … {shown[-1]}"


def table(lines: Sequence[tuple[str, str]], width: int) -> Content:
    """Lay out (keys, description) pairs in ``width`` cells, each wrapped within its column."""
    room = min(max(len(keys) for keys, _ in lines) + GAP, KEYS_WIDTH, max(width // 3, 8))
    rows = [
        Content.assemble((f"{left:<{room}}", "$primary"), right)
        for keys, description in lines
        for left, right in zip_longest(wrap(keys, room - GAP), wrap(description, max(width - room, 1)), fillvalue="")
    ]
    return Content("\n").join(rows)

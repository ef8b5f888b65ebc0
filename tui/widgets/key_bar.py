"""The line of keys at the bottom, made from the bindings themselves; each can be clicked."""

from collections.abc import Sequence

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.dom import DOMNode
from textual.geometry import Size
from textual.widgets import Static

from matinee.tui.keys.keymap import bindings_of, key_name, rebound

GAP = 2
MOST_LINES = 2
"""Lines the keys may take."""
LAST = 2
"""So many keys at the end are always shown: help, and the way out."""
SCREEN = "screen"
"""Whose the keys usually are."""


class KeyBar(Static):
    """Shows the visible bindings of its screen, wrapping between keys, never inside one."""

    DEFAULT_CSS = """
    KeyBar {
        dock: bottom; height: auto; padding: 0 1; color: $text-muted;
        link-style: none; link-color: $text-muted;
        link-style-hover: bold; link-color-hover: $primary; link-background-hover: $panel;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[str, list[Binding]] = ("", [])
        self._laid_out_for = Size()
        self._height = 0
        self._keys: list[Content] = []

    def show(self, bindings: Sequence[Binding], whose: str = SCREEN) -> None:
        """Show these bindings; ``whose`` actions they are: the screen's, or the focused widget's."""
        shown = [binding for binding in bindings if binding.show]
        if (whose, shown) != self._shown:
            self._shown = (whose, shown)
            self._keys = [key_and_words(binding, whose) for binding in shown]
            self._lay_out()

    def on_resize(self, _event: events.Resize) -> None:
        if self.app.size != self._laid_out_for:  # lines that came or went are its own doing
            self._lay_out()

    def _lay_out(self) -> None:
        width, _ = self._laid_out_for = self.app.size
        lines = fitted_keys(self._keys, width - 2)
        if self._shown[0] == SCREEN:
            self._height = len(lines)
        # what is focused only passes by: a bar as high as before moves nothing else, which would be laid out twice
        lines += [Content("")] * (self._height - len(lines))
        self.update(Content("\n").join(lines))


def key_and_words(binding: Binding, whose: str) -> Content:
    """ "y like", whose word can be clicked; an action may say itself whose it is."""
    action = binding.action if "." in binding.action else f"{whose}.{binding.action}"
    return Content.from_markup(
        f"[$primary]$key[/] [@click={action}]$words[/]",
        key=binding.key_display or key_name(binding.key),
        words=binding.description,
    )


def fitted_keys(keys: Sequence[Content], width: int) -> list[Content]:
    """The keys in at most ``MOST_LINES``. Where there is no room for all, those before the last two go first."""
    kept = list(keys)
    while len(lines := filled_lines(kept, width)) > MOST_LINES and len(kept) > LAST:
        del kept[-LAST - 1]
    return lines


def filled_lines(items: Sequence[Content], width: int, gap: int = GAP) -> list[Content]:
    """As many items a line as fit, in order."""
    lines: list[Content] = []
    for item in items:
        if lines and lines[-1].cell_length + gap + item.cell_length <= width:
            lines[-1] = Content.assemble(lines[-1], " " * gap, item)
        else:
            lines.append(item)
    return lines


def own_bindings(holder: DOMNode | None) -> list[Binding]:
    """The bindings that a screen, a widget or the app has of its own, with the keys the person gave them."""
    if holder is None:
        return []
    return rebound(bindings_of(type(holder)), holder.app._keymap)  # Textual has a setter for it, and no getter

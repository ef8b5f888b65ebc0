"""The key bar at the bottom, generated from the bindings; every key can be clicked."""

from collections.abc import Sequence
from dataclasses import replace

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from matinee.tui.keys.keymap import key_name
from matinee.tui.widgets.layout import fill_lines

MAX_LINES = 2
"""Lines the keys may take."""
ALWAYS_SHOWN = 2
"""Keys at the end that are always shown: help and quit."""
HELP, MORE = "app.help", "more"
"""The action that lists all keys, and its description where some are left out."""
SCREEN = "screen"
"""The default owner of the actions."""


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
        self._keys_and_more: list[Content] = []

    def show(self, bindings: Sequence[Binding], owner: str = SCREEN) -> None:
        """Show the visible ones of some bindings.

        Args:
            bindings: in order of importance.
            owner: what has their actions: "screen", or "focused" for the focused widget.
        """
        shown = [binding for binding in bindings if binding.show]
        if (owner, shown) != self._shown:
            self._shown = (owner, shown)
            self._keys = [render_key(binding, owner) for binding in shown]
            more = [replace(each, description=MORE) if each.action == HELP else each for each in shown]
            self._keys_and_more = [render_key(binding, owner) for binding in more]
            self._lay_out()

    def on_resize(self, _event: events.Resize) -> None:
        if self.app.size != self._laid_out_for:  # a change of height comes from the update itself
            self._lay_out()

    def _lay_out(self) -> None:
        width, _ = self._laid_out_for = self.app.size
        lines = fit_keys(self._keys, self._keys_and_more, width - 2)
        if self._shown[0] == SCREEN:
            self._height = len(lines)
        # the focused widget's keys are temporary: with the same height nothing else needs a new layout
        lines += [Content("")] * (self._height - len(lines))
        self.update(Content("\n").join(lines))


def render_key(binding: Binding, owner: str) -> Content:
    """A key and its description, "y like", which can be clicked; an action may name its owner itself."""
    action = binding.action if "." in binding.action else f"{owner}.{binding.action}"
    return Content.from_markup(
        f"[$primary]$key[/] [@click={action}]$words[/]",
        key=binding.key_display or key_name(binding.key),
        words=binding.description,
    )


def fit_keys(keys: Sequence[Content], keys_and_more: Sequence[Content], width: int) -> list[Content]:
    """Lay out the keys in at most ``MAX_LINES`` lines; keys before the last two are dropped if there is no room.

    Args:
        keys: in order of importance.
        keys_and_more: the same, with the key of the help saying that there are more; shown if some are dropped.
        width: cells per line.
    """
    lines, kept = fill_lines(keys, width), list(keys_and_more)
    while len(lines) > MAX_LINES and len(kept) > ALWAYS_SHOWN:
        del kept[-ALWAYS_SHOWN - 1]
        lines = fill_lines(kept, width)
    return lines

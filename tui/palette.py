"""Palette commands for everything the keys of a screen can do."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.screen import Screen

from matinee.tui.keys.keymap import action_description, own_bindings
from matinee.tui.screens.base import MatineeScreen

if TYPE_CHECKING:
    from textual.binding import Binding


def screen_commands(screen: Screen[object]) -> Iterator[SystemCommand]:
    """List what the keys of a screen can do now.

    Args:
        screen: the screen below the palette.

    Yields:
        A command for each action of the screen's own bindings that is available, each once, and those without a key.
    """
    seen: set[str] = set()
    for binding in own_bindings(screen):
        description = action_description(binding, screen, screen.app)
        if description not in seen and can_act(screen, binding):
            seen.add(description)
            more = "" if description == binding.description else description
            yield SystemCommand(capitalize(binding.description), more, partial(screen.run_action, binding.action))
    if isinstance(screen, MatineeScreen):
        yield from screen.extra_commands()


def can_act(screen: Screen[object], binding: "Binding") -> bool:
    """Whether the action of a binding is available now."""
    from textual.actions import parse

    namespace, name, parameters = parse(binding.action)
    return bool((screen.app if namespace == "app" else screen).check_action(name, parameters))


def capitalize(text: str) -> str:
    """Put the first letter in upper case: "more like this" → "More like this"."""
    return text[:1].upper() + text[1:]

"""The commands of the palette: what the keys of the screen can do now, and what has no key."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.command import CommandList, CommandPalette
from textual.screen import Screen

from matinee.tui.keys.keymap import meaning
from matinee.tui.widgets.key_bar import own_bindings

if TYPE_CHECKING:
    from textual.binding import Binding


class Palette(CommandPalette):
    """Textual's palette; its 8.2.8 falls over a page key that comes before the list is laid out."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return super().check_action(action, parameters) and (
            action != "command_list" or bool(self.query_one(CommandList).size)
        )


def commands_of(screen: Screen[object]) -> Iterator[SystemCommand]:
    """Everything the screen's own keys do now, each once."""
    told: set[str] = set()
    for binding in own_bindings(screen):
        does = meaning(binding, screen, screen.app)
        if does not in told and can_act(screen, binding):
            told.add(does)
            yield SystemCommand(capital(binding.description), does, partial(screen.run_action, binding.action))


def can_act(screen: Screen[object], binding: "Binding") -> bool:
    """Whether a key would do something now."""
    from textual.actions import parse

    namespace, name, parameters = parse(binding.action)
    return bool((screen.app if namespace == "app" else screen).check_action(name, parameters))


def capital(words: str) -> str:
    """ "More like this"."""
    return words[:1].upper() + words[1:]

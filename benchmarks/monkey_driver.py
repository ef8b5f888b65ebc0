"""Performs the actions of the monkey test on an app without a terminal."""

from unicodedata import category

from textual import events
from textual.keys import _character_to_key, key_to_character
from textual.message import Message
from textual.pilot import Pilot

from benchmarks.monkey_actions import Action, Mouse, Paste, Press, Resize, Type, Wait


async def perform(pilot: Pilot[None], action: Action) -> None:
    """Perform an action and let the app process it."""
    match action:
        case Press(keys):
            await send(pilot, *(events.Key(key, key_to_character(key)) for key in keys))
        case Type(text, at_once=True):
            await send(pilot, *map(key_event, text))
        case Type(text):
            for letter in text:
                await send(pilot, key_event(letter))
        case Paste(text):
            await send(pilot, events.Paste(text))
        case Mouse(what, x, y):
            await send(pilot, mouse_event(what, x, y))
        case Resize(columns, lines):
            await pilot.resize_terminal(columns, lines)
        case Wait():
            await pilot.pause()


async def send(pilot: Pilot[None], *messages: Message) -> None:
    """Post messages to the app at once and wait until it and its widgets have processed them."""
    for message in messages:
        pilot.app.post_message(message)
    for _ in range(3):
        await pilot.pause(0)
    if error := pilot.app._exception:  # report it now rather than at the end
        raise error


def key_event(letter: str) -> events.Key:
    """Make the key event of a letter; control characters are keys without a character."""
    return events.Key(_character_to_key(letter), None if category(letter) == "Cc" else letter)


def mouse_event(what: str, x: int, y: int) -> events.MouseEvent:
    """Make the mouse event a terminal would report."""
    kinds: dict[str, type[events.MouseEvent]] = {
        "down": events.MouseDown,
        "up": events.MouseUp,
        "move": events.MouseMove,
        "wheel up": events.MouseScrollUp,
        "wheel down": events.MouseScrollDown,
    }
    return kinds[what](None, x, y, 0, 0, 0 if what == "move" else 1, False, False, False, x, y)

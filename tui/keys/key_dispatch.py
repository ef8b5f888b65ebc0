"""Keys act in the order they come.

Textual lets a key bubble up to the app, message by message, before what is bound to it is done: keys that come at once
overtake it, and letters typed after Enter end up in the line that Enter should have closed. Here whoever gets a key
looks for what is bound to it at once.
"""

from collections.abc import Iterable

from textual import events
from textual.binding import Binding
from textual.widget import Widget

Bound = tuple[Widget, Iterable[Binding]]
"""Whose actions they are, and what is bound."""


async def act(event: events.Key, *bound: Bound) -> bool:
    """Do the first thing that is bound to a key and can be done now; False where there is none."""
    for holder, bindings in bound:
        for binding in bindings:
            if event.key in binding.key.split(",") and await holder.app.run_action(binding.action, holder):
                done_with(event)
                return True
    return False


def hand_on(event: events.Key, widget: Widget) -> None:
    """Send a key on its way again: it was meant for whoever has the keys by now."""
    done_with(event)
    widget.app.post_message(events.Key(event.key, event.character))


def done_with(event: events.Key) -> None:
    """Nobody else shall do anything about a key."""
    event.stop()
    event.prevent_default()

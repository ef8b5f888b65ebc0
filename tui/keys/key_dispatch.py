"""Runs the actions of keys in the order in which the keys arrive.

Textual lets a key bubble up to the app, message by message, before its action runs. Keys that arrive in a burst
overtake it, and letters typed after Enter end up in the input that Enter should have closed. Here the widget that
receives a key runs its action immediately.
"""

from collections.abc import Iterable

from textual import events
from textual.binding import Binding
from textual.widget import Widget

from matinee.tui.runtime.input_order import OrderedInputApp

Bound = tuple[Widget, Iterable[Binding]]
"""The widget that has the actions, and its bindings."""


async def dispatch(event: events.Key, *bound: Bound) -> bool:
    """Run the first available action bound to a key.

    Args:
        event: the key; it is consumed if an action runs.
        bound: widgets with their bindings, in order of precedence.

    Returns:
        False if no action ran.
    """
    for holder, bindings in bound:
        for binding in bindings:
            if event.key in binding.key.split(",") and await holder.app.run_action(binding.action, holder):
                consume(event)
                return True
    return False


def forward(event: events.Key, widget: Widget) -> None:
    """Hand a key back, for the widget that has the focus by now; it stays ahead of the keys that follow it."""
    consume(event)
    assert isinstance(widget.app, OrderedInputApp), "the widgets of Matinee are used in its own app"
    widget.app.take_back(event)


def consume(event: events.Key) -> None:
    """Stop the event and prevent defaults."""
    event.stop()
    event.prevent_default()

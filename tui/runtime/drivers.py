"""Textual's input drivers, hardened: for a terminal, and for a visitor's browser."""

from time import monotonic
from typing import Any

from textual import events
from textual.drivers import linux_driver
from textual.drivers.web_driver import WebDriver
from textual.message import Message

from matinee.tui.runtime.textual_patches import tolerate_invalid_utf8

tolerate_invalid_utf8(linux_driver)

TYPING_RATE = 200
"""Characters per second that can be typed; anything faster is a paste that the terminal does not mark as one."""
BURST = 500
"""Characters accepted at once: as many as the longest input holds."""


class TerminalDriver(linux_driver.LinuxDriver):
    """Limits the rate of typed characters, because each costs half a millisecond and delays the answers."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._room = float(BURST)
        self._last = monotonic()

    def process_message(self, message: Message) -> None:
        """Forward a message; characters above the rate are dropped, other keys never."""
        if not isinstance(message, events.Key) or not message.is_printable or self._has_room():
            super().process_message(message)

    def _has_room(self) -> bool:
        now = monotonic()
        self._room = min(self._room + (now - self._last) * TYPING_RATE, BURST)
        self._last = now
        if self._room < 1:
            return False
        self._room -= 1
        return True


class VisitorDriver(WebDriver):
    """Takes the screen size from `matinee serve` only.

    Terminals can also send their size among the keys; a visitor could send one that exhausts the memory.
    """

    def process_message(self, message: Message) -> None:
        """Forward a message unless it is a resize."""
        if not isinstance(message, events.Resize):
            super().process_message(message)

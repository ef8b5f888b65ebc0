"""Reading the terminal, prepared for what no keyboard sends: bytes that are no text, and floods of letters."""

from codecs import getincrementaldecoder
from functools import partial
from time import monotonic
from typing import Any

from textual import events
from textual.drivers import linux_driver
from textual.message import Message

# Textual's own decoder raises on a byte that is no UTF-8, and the app would be over
vars(linux_driver)["getincrementaldecoder"] = lambda name: partial(getincrementaldecoder(name), errors="replace")

FASTEST = 200
"""Letters a second that can be typed; what comes faster is a paste that the terminal does not mark as one."""
AT_ONCE = 500
"""Letters that may come in one gulp all the same: as many as the longest line takes."""


class TerminalDriver(linux_driver.LinuxDriver):
    """Textual's driver, which lets only so many letters pass: each costs half a millisecond, and answers wait."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._room = float(AT_ONCE)
        self._last = monotonic()

    def process_message(self, message: Message) -> None:
        """Hand on what was read; letters of a flood are dropped, other keys never."""
        if not isinstance(message, events.Key) or not message.is_printable or self._has_room():
            super().process_message(message)

    def _has_room(self) -> bool:
        now = monotonic()
        self._room = min(self._room + (now - self._last) * FASTEST, AT_ONCE)
        self._last = now
        if self._room < 1:
            return False
        self._room -= 1
        return True

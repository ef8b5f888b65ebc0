"""The screen of a visitor of `matinee serve`."""

from textual import events
from textual.drivers.web_driver import WebDriver
from textual.message import Message


class VisitorDriver(WebDriver):
    """Textual's driver for browsers, which takes sizes from the server alone.

    Terminals may tell theirs among the keys too; a visitor would so name one that takes all memory.
    """

    def process_message(self, message: Message) -> None:
        """Hand on what was read from the visitor."""
        if not isinstance(message, events.Resize):
            super().process_message(message)

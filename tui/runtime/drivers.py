"""Textual's input drivers, hardened: for a terminal, and for a visitor's browser."""

from textual import events
from textual.drivers import linux_driver, web_driver
from textual.message import Message

from matinee.tui.runtime.input_parser import LimitedParser
from matinee.tui.runtime.textual_patches import replace_parser, tolerate_invalid_utf8

tolerate_invalid_utf8(linux_driver)
replace_parser(linux_driver, LimitedParser)
replace_parser(web_driver, LimitedParser)


class TerminalDriver(linux_driver.LinuxDriver):
    """Textual's driver, whose module decodes and parses input as above."""


class VisitorDriver(web_driver.WebDriver):
    """Takes the screen size from `matinee serve` only.

    Terminals can also send their size among the keys; a visitor could send one that exhausts the memory.
    """

    def process_message(self, message: Message) -> None:
        """Forward a message unless it is a resize."""
        if not isinstance(message, events.Resize):
            super().process_message(message)

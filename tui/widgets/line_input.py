"""A line to type into, safe from whatever is pasted."""

from textual import events
from textual.widgets import Input


class LineInput(Input):
    """One line without a frame; a paste gives its first line, as much of it as fits."""

    DEFAULT_CSS = """
    LineInput { border: none; padding: 0; height: 1; background: transparent; }
    LineInput:focus { border: none; background: transparent; background-tint: transparent; }
    """

    LONGEST = 200
    """Characters the line takes."""

    def on_paste(self, event: events.Paste) -> None:
        """Take the first line of what is pasted; what cannot be printed would reach the terminal, so it is a space."""
        event.prevent_default()
        event.stop()
        room = max(self.LONGEST - len(self.value), 0)
        first_line = next(iter(event.text.lstrip()[:room].splitlines()), "")
        self.insert_text_at_cursor("".join(letter if letter.isprintable() else " " for letter in first_line))

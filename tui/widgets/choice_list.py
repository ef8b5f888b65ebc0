"""A list in which letters jump to the entry that begins with them."""

from collections.abc import Sequence
from time import monotonic

from textual import events
from textual.content import Content
from textual.widgets.option_list import Option

from matinee.tui.keys.key_dispatch import consume
from matinee.tui.keys.keymap import own_bindings
from matinee.tui.widgets.inputs import OrderedList

PAUSE = 1.5
"""Seconds after which a letter begins another word."""


class ChoiceList(OrderedList):
    """A list of labels; a letter that is bound to nothing, or goes on with a word, highlights the label it begins."""

    def __init__(self, lines: Sequence[Content], labels: Sequence[str]) -> None:
        """Create the list.

        Args:
            lines: what is shown.
            labels: what is typed for each line.
        """
        super().__init__(*map(Option, lines), markup=False, compact=True)
        self._labels = [label.casefold() for label in labels]
        self._typed, self._typed_at = "", 0.0

    async def on_key(self, event: events.Key) -> None:
        """Jump to what was typed, or run the action of a key."""
        if self.has_focus and self.app.screen is self.screen and self._jumps(event):
            consume(event)
        else:
            await super().on_key(event)

    def _jumps(self, event: events.Key) -> bool:
        """Highlight what a letter leads to; False if the letter is for something else."""
        if event.character is None or not event.is_printable:
            return False
        letter = event.character.casefold()
        typed = self._typed if monotonic() - self._typed_at < PAUSE else ""
        bound = {key for each in own_bindings(self.screen) for key in each.key.split(",")}
        place = find_label(self._labels, typed + letter, self.highlighted or 0) if typed else None
        if place is None and event.key in bound:
            return False
        if place is None:  # the letter begins another word: the next one, if the last jump led to one with this letter
            typed = ""
            place = find_label(self._labels, letter, (self.highlighted or 0) + 1)
        if place is not None:
            self.highlighted = place
            self._typed, self._typed_at = typed + letter, monotonic()
        return place is not None


def find_label(labels: Sequence[str], typed: str, start: int) -> int | None:
    """The place of the label that begins with what was typed, or else of one of whose words does; None without any.

    >>> labels = ["crime", "film-noir", "comedy"]
    >>> find_label(labels, "c", 1), find_label(labels, "cr", 1), find_label(labels, "noir", 0)
    (2, 0, 1)

    Args:
        labels: in lower case.
        typed: in lower case.
        start: the place to search from; the labels before it come last.
    """
    order = [*range(start, len(labels)), *range(min(start, len(labels)))]
    words = {place: labels[place].replace("-", " ").split() for place in order}
    beginning = [place for place in order if labels[place].startswith(typed)]
    within = [place for place in order if any(word.startswith(typed) for word in words[place])]
    return next(iter([*beginning, *within]), None)

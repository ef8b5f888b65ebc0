"""The films that come next, and which way each has moved since one began to look."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.widgets import Static

from matinee.tui.widgets.match_list import fitted

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue

YEAR_WIDTH, AROUND = 6, 2
"""Cells of a year, and of the arrow and the gap behind it."""


class NextFilms(Static):
    """A line a film; ▲ for one that came up or is new, ▼ for one that went down."""

    def __init__(self, catalogue: "Catalogue", rows: Sequence[int]) -> None:
        """``rows`` are those of the best films now, best first."""
        super().__init__(markup=False)
        self._catalogue = catalogue
        self._before = self._rows = list(rows)

    def on_mount(self) -> None:
        self.border_title = "next"
        self.border_subtitle = "▲ ▼ since you came here"

    def on_resize(self, _event: events.Resize) -> None:
        self.show(self._rows)

    def show(self, rows: Sequence[int]) -> None:
        """Show these films in place of those before."""
        self._rows = list(rows)
        room = max(self.content_size.width - YEAR_WIDTH - AROUND, 1)
        lines = [
            Content.assemble(
                (moved(row, place, self._before), "$primary"),
                " ",
                fitted(self._catalogue.titles[row], room),
                (f"{self._catalogue.years[row] or '':>{YEAR_WIDTH}}", "dim"),
            )
            for place, row in enumerate(self._rows)
        ]
        self.update(Content("\n").join(lines) if lines else Content("nothing is left").stylize("dim"), layout=False)


def moved(row: int, place: int, before: Sequence[int]) -> str:
    """Which way a film went that is in this place now."""
    then = before.index(row) if row in before else len(before)
    return "▲" if place < then else "▼" if place > then else " "

"""The next films, and how each has moved since the screen was opened."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.widgets import Static

from matinee.tui.widgets.layout import fit_cells

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue

YEAR_WIDTH, ARROW_WIDTH = 6, 2
"""Cells of a year, and of the arrow with the space after it."""


class NextFilms(Static):
    """One film per line, with ▲ if it moved up or is new and ▼ if it moved down."""

    def __init__(self, catalogue: "Catalogue", rows: Sequence[int]) -> None:
        """Create the list.

        Args:
            catalogue: has the titles.
            rows: rows of the top films, best first.
        """
        super().__init__(markup=False)
        self._catalogue = catalogue
        self._before = self._rows = list(rows)

    def on_mount(self) -> None:
        self.border_title = "next"
        self.border_subtitle = "▲ ▼ since you opened this"

    def on_resize(self, _event: events.Resize) -> None:
        self.show(self._rows)

    def show(self, rows: Sequence[int]) -> None:
        """Show other films, and how they moved."""
        self._rows = list(rows)
        room = max(self.content_size.width - YEAR_WIDTH - ARROW_WIDTH, 1)
        lines = [
            Content.assemble(
                (movement_arrow(row, place, self._before), "$primary"),
                " ",
                fit_cells(self._catalogue.titles[row], room),
                (f"{self._catalogue.years[row] or '':>{YEAR_WIDTH}}", "dim"),
            )
            for place, row in enumerate(self._rows)
        ]
        self.update(Content("\n").join(lines) if lines else Content("no films are left").stylize("dim"), layout=False)


def movement_arrow(row: int, place: int, before: Sequence[int]) -> str:
    """Arrow for the movement of a film that is in this place now."""
    old_place = before.index(row) if row in before else len(before)
    return "▲" if place < old_place else "▼" if place > old_place else " "

"""Places names on the map so that they cover neither symbols nor each other."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.content import Content

ROWS = (0, 1, -1)
"""Lines to try, relative to the position of a name: the same, below, above."""


@dataclass(frozen=True)
class Label:
    """A name on the map.

    Attributes:
        text: the name.
        column, line: cell of its middle.
        style: the part of the map whose style it has.
    """

    text: str
    column: int
    line: int
    style: str


def place_labels(
    labels: Iterable[Label], occupied: set[tuple[int, int]], size: tuple[int, int], limit: int
) -> tuple[Label, ...]:
    """Place as many labels as fit.

    Args:
        labels: in order of importance.
        occupied: cells (column, line) that must stay visible.
        size: columns and lines of the map.
        limit: labels to place at most.

    Returns:
        The labels that fit, moved to where there is room.
    """
    cells, placed = set(occupied), list[Label]()
    for label in labels:
        width = Content(label.text).cell_length
        if len(placed) >= limit or width > size[0] or width != len(label.text):
            continue
        column = min(max(label.column - width // 2, 0), size[0] - width)
        for line in (label.line + step for step in ROWS):
            covered = {(place, line) for place in range(column - 1, column + width + 1)}
            if 0 <= line < size[1] and not covered & cells:
                placed.append(Label(label.text, column + width // 2, line, label.style))
                cells |= covered
                break
    return tuple(placed)

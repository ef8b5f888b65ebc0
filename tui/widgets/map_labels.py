"""Where names go on the map: beside their place, but never on a sign or on each other."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.content import Content

ROWS = (0, 1, -1)
"""A name goes on the line of its place, else below it, else above."""


@dataclass(frozen=True)
class Label:
    """A name at a cell.

    Attributes:
        column, line: of the middle of the name.
        style: name of the component class it is drawn in.
    """

    text: str
    column: int
    line: int
    style: str


def laid_out(
    labels: Iterable[Label], taken: set[tuple[int, int]], size: tuple[int, int], most: int
) -> tuple[Label, ...]:
    """The labels for which there is room, at most so many, each moved to where it has it; the first ones come first.

    Args:
        taken: cells (column, line) that nothing may cover.
        size: columns and lines there are.
    """
    cells, found = set(taken), list[Label]()
    for label in labels:
        width = Content(label.text).cell_length
        if len(found) >= most or width > size[0] or width != len(label.text):
            continue
        column = min(max(label.column - width // 2, 0), size[0] - width)
        for line in (label.line + step for step in ROWS):
            around = {(place, line) for place in range(column - 1, column + width + 1)}
            if 0 <= line < size[1] and not around & cells:
                found.append(Label(label.text, column + width // 2, line, label.style))
                cells |= around
                break
    return tuple(found)

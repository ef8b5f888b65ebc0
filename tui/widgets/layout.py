"""Sizes at which the layout changes, and arranging text in terminal cells."""

from collections.abc import Sequence

from textual.content import Content

SMALLEST = (40, 12)
"""Smallest supported size (columns, lines); below it only a message is shown."""
WIDE = 70
"""Columns needed for a side panel."""
BROAD = 100
"""Columns needed for a wide side panel."""
TALL = 18
"""Lines needed for spacing between elements."""
GRAND = 32
"""Lines needed for the largest layout."""
GAP = 2
"""Cells between two things on a line."""


def fit_cells(text: str, width: int) -> Content:
    """Truncate or pad text to exactly ``width`` cells."""
    content = Content(text)
    if content.cell_length > width:
        return content.truncate(width, ellipsis=True).pad_right(max(0, width - content.truncate(width).cell_length))
    return content.pad_right(width - content.cell_length)


def fill_lines(items: Sequence[Content], width: int, gap: int = GAP) -> list[Content]:
    """Put as many items on each line as fit, in order.

    Args:
        items: what to arrange; an item wider than ``width`` has a line of its own.
        width: cells per line.
        gap: cells between two items.
    """
    lines: list[Content] = []
    for item in items:
        if lines and lines[-1].cell_length + gap + item.cell_length <= width:
            lines[-1] = Content.assemble(lines[-1], " " * gap, item)
        else:
            lines.append(item)
    return lines


def side_by_side(left: list[Content], right: list[Content], width: int) -> list[Content]:
    """Put two blocks of lines next to each other, the right one at the right edge; below each other if too narrow."""
    widest = max((line.cell_length for line in right), default=0)
    if max(line.cell_length for line in left) + GAP + widest > width:
        return [*left, *right]
    lines = []
    for place in range(max(len(left), len(right))):
        first = left[place] if place < len(left) else Content("")
        second = right[place] if place < len(right) else Content("")
        lines.append(Content.assemble(first, " " * (width - first.cell_length - widest), second))
    return lines


def wrapped_height(lines: Sequence[Content], width: int) -> int:
    """How many rows the lines take once they are wrapped at ``width`` cells."""
    return sum(max(-(-line.cell_length // max(width, 1)), 1) for line in lines)

"""Sizes at which the layout changes, and arranging text in terminal cells."""

from collections.abc import Sequence

from textual.content import Content

SMALLEST = (40, 12)
"""Smallest supported size (columns, lines); below it only a message is shown."""
WIDE = 70
"""Columns needed for a side panel."""
BROAD = 100
"""Columns needed for a wide side panel."""
VAST = 160
"""Columns needed for side panels beside each other and the taste map below them."""
TALL = 18
"""Lines needed for spacing between elements."""
GRAND = 32
"""Lines needed for the largest card."""
LOFTY = 38
"""Lines needed for films near the one on the card, below it."""
MEASURE = 84
"""Cells of the longest line of text that is comfortable to read."""
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
    return sum(len(line.wrap(max(width, 1))) for line in lines)


def limit_rows(line: Content, width: int, rows: int) -> Content:
    """Shorten a line until it takes at most some rows once it is wrapped at ``width`` cells; "…" ends a shorter one."""
    room = rows * width
    while wrapped_height([line], width) > rows:
        line, room = line.truncate(room, ellipsis=True), room - 1
    return line


Ranked = tuple[int, Content]
"""A rank and a line: lines of the highest rank are left out first, those of rank 0 never."""


def drop_to_fit(lines: Sequence[Ranked], width: int, room: int) -> list[Content]:
    """Leave out lines until the others fit, by rank and from the last one up.

    Args:
        lines: (rank, line) from the top.
        width: cells per row.
        room: rows.
    """
    heights = [wrapped_height([line], width) for _, line in lines]
    kept = set(range(len(lines)))
    for place in sorted(kept, key=lambda place: (-lines[place][0], -place)):
        if sum(heights[each] for each in kept) <= room or not lines[place][0]:
            break
        kept.remove(place)
    return [lines[place][1] for place in sorted(kept)]

"""Bars and histograms drawn with block characters."""

from collections.abc import Sequence

from textual.content import Content

FULL_BLOCK, TICK = "█", "│"
LEFT_BLOCKS = " ▏▎▍▌▋▊▉█"
"""Blocks filled from the left, by eighths of a cell."""
LOWER_BLOCKS = " ▁▂▃▄▅▆▇█"
"""Blocks filled from below, by eighths of a cell."""
EIGHTHS = len(LOWER_BLOCKS) - 1


def bar(share: float, width: int) -> str:
    """A horizontal bar, exact to an eighth of a cell.

    Args:
        share: length in [0, 1].
        width: cells of a full bar.
    """
    whole, eighths = divmod(round(share * width * EIGHTHS), EIGHTHS)
    return FULL_BLOCK * whole + (LEFT_BLOCKS[eighths] if eighths else "")


def bar_with_tick(share: float, tick_share: float, width: int) -> Content:
    """A bar with a tick at another share of the width: beyond the end of the bar, or cut into it."""
    drawn = f"{bar(share, width):<{width}}"
    tick = min(int(tick_share * width), width - 1)
    inside = drawn[tick] == FULL_BLOCK
    return Content.assemble(
        (drawn[:tick], "$primary"), (TICK, "reverse $primary" if inside else "dim"), (drawn[tick + 1 :], "$primary")
    )


def histogram(counts: Sequence[int], height: int = 1) -> list[Content]:
    """The distribution of ratings as vertical bars.

    Every rating that was given shows at least a sliver. Below more than one line stand the first and last star.

    Args:
        counts: ratings of ½, 1, … 5 stars.
        height: lines the tallest bar takes.

    Returns:
        The lines from the top; empty if there are no ratings.
    """
    highest = max(counts, default=0)
    if not highest:
        return []
    levels = [0 if not count else max(round(count / highest * height * EIGHTHS), 1) for count in counts]
    if height == 1:
        bars = "".join(LOWER_BLOCKS[level] for level in levels)
        return [Content.assemble(("½ ", "dim"), (bars, "$primary"), (" 5 ★", "dim"))]
    lines = []
    for line in reversed(range(height)):
        cells = (LOWER_BLOCKS[min(max(level - line * EIGHTHS, 0), EIGHTHS)] * 2 for level in levels)
        lines.append(Content(" ".join(cells)).stylize("$primary"))
    return [*lines, Content(f"{'½':<{3 * len(levels) - 4}}5 ★").stylize("dim")]

"""How a film was rated, from ½ to 5 stars, as small bars."""

from collections.abc import Sequence

from textual.content import Content

BARS = " ▁▂▃▄▅▆▇█"
EIGHTHS = len(BARS) - 1


def histogram(counts: Sequence[int], height: int = 1) -> list[Content]:
    """The bars, a line of cells each, from the top; none for a film nobody rated.

    A rating that was given at all shows at least a sliver. Under more than one line stand the first and last star.

    Args:
        counts: ratings of ½, 1, … 5 stars.
        height: lines the tallest bar takes.
    """
    highest = max(counts, default=0)
    if not highest:
        return []
    levels = [0 if not count else max(round(count / highest * height * EIGHTHS), 1) for count in counts]
    if height == 1:
        bars = "".join(BARS[level] for level in levels)
        return [Content.assemble(("½ ", "dim"), (bars, "$primary"), (" 5 ★", "dim"))]
    lines = []
    for line in reversed(range(height)):
        cells = (BARS[min(max(level - line * EIGHTHS, 0), EIGHTHS)] * 2 for level in levels)
        lines.append(Content(" ".join(cells)).stylize("$primary"))
    return [*lines, Content(f"{'½':<{3 * len(levels) - 4}}5 ★").stylize("dim")]

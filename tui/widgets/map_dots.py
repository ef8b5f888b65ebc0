"""Films as dots of braille characters, worked out for all films at once."""

from typing import TYPE_CHECKING

import numpy as np

from matinee.tui.widgets.map_view import MapView

if TYPE_CHECKING:
    from matinee.policy.array_types import FloatArray

Dots = dict[str, list[tuple[int, int]]]
"""Character → the cells (column, line) that show it."""
COLUMNS, ROWS = 2, 4
"""Dots of a character across and down."""
BITS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
"""(``ROWS``, ``COLUMNS``) the bit of each dot in the code of a braille character."""
BRAILLE = 0x2800


def draw_dots(places: "FloatArray", view: MapView, size: tuple[int, int]) -> Dots:
    """Draw positions as dots.

    Args:
        places: (n_points, 2) positions.
        view: the part of the map that fills the canvas within its frame.
        size: columns and lines of the canvas, with a frame of one cell.

    Returns:
        What to draw within the frame; several positions can share a dot.
    """
    inner = np.array(size) - 2
    if inner.min() < 1 or not len(places):
        return {}
    share = (places - (view.x - view.reach, view.y - view.reach)) / (2 * view.reach)
    share[:, 1] = 1 - share[:, 1]  # lines are counted from the top
    dots = np.floor(share * inner * (COLUMNS, ROWS)).astype(np.int64)
    dots = dots[((dots >= 0) & (dots < inner * (COLUMNS, ROWS))).all(axis=1)]
    codes = np.zeros(inner[::-1], dtype=np.int64)
    columns, lines = dots.T
    np.bitwise_or.at(codes, (lines // ROWS, columns // COLUMNS), BITS[lines % ROWS, columns % COLUMNS])
    drawn: Dots = {}
    for line, column in np.argwhere(codes).tolist():
        drawn.setdefault(chr(BRAILLE + int(codes[line, column])), []).append((column + 1, line + 1))
    return drawn

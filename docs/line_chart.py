"""A line chart as SVG, in mid-tones on a transparent ground: readable on light and dark pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

SIZE = (8.0, 5.0)
"""Inches of 72 points."""
INK = "#757c84"
COLOURS = ("#d1490f", "#1f78d1", "#0f8a5f", "#a05bc8", "#a87400", "#c2448c", INK)
"""Each has a contrast of about 4 : 1 with white and with black."""
LABEL_HEIGHT = 13.0
"""Points between two labels above one another."""
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "matinee",
    "font.size": 9.5,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": INK,
    "grid.alpha": 0.25,
}
"""Text stays text, ids do not change from run to run."""


@dataclass(frozen=True)
class Line:
    """A named line through points with ascending x, of which the one at index ``marked``, if any, is ringed."""

    name: str
    points: tuple[tuple[float, float], ...]
    marked: int | None = None

    def end(self, right: float) -> tuple[float, float]:
        """Return the last visible point of the line in a chart that ends at ``right``."""
        xs, ys = zip(*self.points, strict=True)
        x = min(xs[-1], right)
        return x, float(np.interp(x, xs, ys))

    def lowest(self, right: float) -> float:
        """Return the lowest y of the line in a chart that ends at ``right``."""
        return min([self.end(right)[1], *(y for x, y in self.points if x <= right)])


@dataclass(frozen=True)
class Chart:
    """The texts of a chart, and the distances between its ticks.

    Attributes:
        alt: describes the chart for readers who cannot see it.
        notes: lines under the title.
        x_step, y_step: distance between two ticks; the chart extends by half of it beyond the lowest points.
    """

    title: str
    alt: str
    x_label: str
    y_label: str
    notes: tuple[str, ...]
    x_step: float = 0.2
    y_step: float = 1.0


def draw(lines: Sequence[Line], chart: Chart, right: float) -> str:
    """Draw a chart that ends at x = ``right`` and return its SVG text, the same for the same input."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=SIZE)
        axes = figure.add_axes((0.07, 0.11, 0.79, 0.71))
        # the first line is drawn last, over the others
        for order, (line, colour) in enumerate(zip(lines, COLOURS, strict=False)):
            xs, ys = zip(*line.points, strict=True)
            axes.plot(xs, ys, "-o", color=colour, linewidth=1.5, markersize=4, zorder=3 - order / 10)
            if line.marked is not None:
                axes.plot(*line.points[line.marked], "o", color=colour, fillstyle="none", markersize=10)
        axes.set_xlim(min(x for line in lines for x, _ in line.points) - chart.x_step / 2, right)
        axes.set_ylim(min(line.lowest(right) for line in lines) - chart.y_step / 2, None)
        axes.xaxis.set_major_locator(MultipleLocator(chart.x_step))
        axes.yaxis.set_major_locator(MultipleLocator(chart.y_step))
        axes.grid(axis="y")
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        axes.set_xlabel(chart.x_label)
        axes.set_ylabel(chart.y_label)
        figure.text(0.02, 0.94, chart.title, fontsize=13, fontweight="bold")
        figure.text(0.02, 0.925, "\n".join(chart.notes), verticalalignment="top")
        ends = axes.transData.transform([line.end(right) for line in lines])
        places = axes.transData.inverted().transform(separate(ends))
        for line, colour, place in zip(lines, COLOURS, places, strict=False):
            axes.annotate(
                line.name, place, (7, 0), textcoords="offset points", verticalalignment="center", color=colour,
                fontweight="bold", annotation_clip=False,
            )  # fmt: skip
        text = StringIO()
        metadata = {"Title": chart.title, "Description": chart.alt, "Date": None, "Creator": None}
        figure.savefig(text, format="svg", transparent=True, metadata=metadata)
    return text.getvalue()


def separate(ends: np.ndarray) -> np.ndarray:
    """Move labels down where they would overlap.

    Args:
        ends: (n, 2) where lines end, in points.

    Returns:
        (n, 2) where the labels go, in points.
    """
    placed = ends.copy()
    order = np.argsort(-ends[:, 1], kind="stable")
    for count, index in enumerate(order):
        above = [placed[other] for other in order[:count] if abs(placed[other, 0] - placed[index, 0]) < SIZE[0] * 9]
        for _, height in above:
            if height - placed[index, 1] < LABEL_HEIGHT:
                placed[index, 1] = height - LABEL_HEIGHT
    return placed

"""A line chart as SVG text, of mid-tones on no ground: readable on a light page and on a dark one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, floor
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 800, 500
LEFT, RIGHT, TOP, BOTTOM = 60, 100, 84, 52
INK = "#757c84"
COLOURS = ("#d1490f", "#1f78d1", "#0f8a5f", "#a05bc8", "#a87400", "#c2448c", INK)
"""Contrast of each about 4 : 1 with white and with black."""
LABEL_APART = 15
"""Fewest pixels between two labels above one another."""
Scale = Callable[[float], float]


@dataclass(frozen=True)
class Line:
    """A named line through (x, y) points, of which the one at place ``marked`` is ringed."""

    name: str
    points: tuple[tuple[float, float], ...]
    marked: int
    cut: bool = False
    """Whether the last point is only where the line leaves the picture."""

    def until(self, right: float) -> "Line":
        """The line as far as x = ``right``, where it is cut."""
        for place, (here, there) in enumerate(pairwise(self.points), 1):
            if there[0] > right >= here[0]:
                share = (right - here[0]) / (there[0] - here[0])
                edge = (right, here[1] + share * (there[1] - here[1]))
                return replace(self, points=(*self.points[:place], edge), cut=True)
        return self


@dataclass(frozen=True)
class Chart:
    """What is written on and around the lines; ``alt`` is for those who cannot see them."""

    title: str
    alt: str
    x_label: str
    y_label: str
    notes: tuple[str, str]


def draw(lines: Sequence[Line], chart: Chart) -> str:
    """The SVG text of a chart."""
    points = [point for line in lines for point in line.points]
    x_ticks = ticks([x for x, _ in points], 0.2)
    y_ticks = ticks([y for _, y in points], 1)
    x = scale(x_ticks, LEFT, WIDTH - RIGHT)
    y = scale(y_ticks, HEIGHT - BOTTOM, TOP)
    ends = label_places([(x(line.points[-1][0]), y(line.points[-1][1])) for line in lines])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-labelledby="title alt" font-family="system-ui, sans-serif" font-size="13" fill="{INK}">',
        f'<title id="title">{escape(chart.title)}</title>',
        f'<desc id="alt">{escape(chart.alt)}</desc>',
        text(16, 24, chart.title, 'font-size="18" font-weight="600"'),
        *(text(16, 46 + 18 * row, note) for row, note in enumerate(chart.notes)),
        *axes(chart, x_ticks, y_ticks, x, y),
    ]
    # the first line is drawn last, over the others
    for line, colour, end in reversed(list(zip(lines, COLOURS, ends, strict=False))):
        parts += drawn(line, colour, x, y)
        parts.append(text(end[0] + 9, end[1] + 4, line.name, f'fill="{colour}" font-weight="600"'))
    return "\n".join([*parts, "</svg>", ""])


def ticks(values: Sequence[float], step: float) -> list[float]:
    """Multiples of ``step`` from just below the values to just above them."""
    first, last = floor(min(values) / step), ceil(max(values) / step)
    return [number * step for number in range(first, max(last, first + 1) + 1)]


def scale(between: Sequence[float], start: float, end: float) -> Scale:
    """From a value to pixels: the first value lies at ``start``, the last at ``end``."""
    low, high = between[0], between[-1]
    return lambda value: round(start + (value - low) / (high - low) * (end - start), 1)


def axes(chart: Chart, x_ticks: Sequence[float], y_ticks: Sequence[float], x: Scale, y: Scale) -> list[str]:
    """Level lines, the numbers of both axes and what they count."""
    grid = f'stroke="{INK}" stroke-opacity=".25"'
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts = [f'<path d="M{LEFT} {y(tick)}H{WIDTH - RIGHT}" {grid}/>' for tick in y_ticks]
    parts += [text(LEFT - 8, y(tick) + 4, f"{tick:g}", 'text-anchor="end"') for tick in y_ticks]
    parts += [text(x(tick), HEIGHT - BOTTOM + 18, f"{tick:.1f}", 'text-anchor="middle"') for tick in x_ticks]
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, chart.x_label, 'text-anchor="middle"'))
    parts.append(text(20, middle, chart.y_label, f'text-anchor="middle" transform="rotate(-90 20 {middle})"'))
    return parts


def drawn(line: Line, colour: str, x: Scale, y: Scale) -> list[str]:
    """The line, a dot for each point, a ring around the one that is marked."""
    places = [(x(across), y(up)) for across, up in line.points]
    path = "L".join(f"{across} {up}" for across, up in places)
    parts = [f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-linejoin="round"/>']
    parts += [
        f'<circle cx="{across}" cy="{up}" r="3" fill="{colour}"/>' for across, up in places[: -1 if line.cut else None]
    ]
    across, up = places[line.marked]
    parts.append(f'<circle cx="{across}" cy="{up}" r="6.5" fill="none" stroke="{colour}" stroke-width="2"/>')
    return parts


def label_places(ends: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Where the labels of line ends go: beside them, moved down where two would touch."""
    placed: dict[int, tuple[float, float]] = {}
    for index in sorted(range(len(ends)), key=lambda index: ends[index][1]):
        across, up = ends[index]
        near = [above for beside, above in placed.values() if abs(beside - across) < RIGHT]
        placed[index] = across, max([up, *(above + LABEL_APART for above in near if up - above < LABEL_APART)])
    return [placed[index] for index in range(len(ends))]


def text(x: float, y: float, words: str, attributes: str = "") -> str:
    """One line of text."""
    return f'<text x="{x}" y="{y}" {attributes}>{escape(words)}</text>'

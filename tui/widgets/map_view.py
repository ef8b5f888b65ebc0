"""The visible part of the map."""

from dataclasses import dataclass, replace

EDGE = 1.04
"""Half the width of the whole view; positions are in [−1, 1], and the rest is margin."""
MAX_ZOOM = 24.0
"""Largest zoom; more shows no further detail."""


@dataclass(frozen=True)
class MapView:
    """A square part of the map.

    Attributes:
        x, y: its center.
        zoom: in [1, ``MAX_ZOOM``]; 1 shows everything, 2 half of each side.
    """

    x: float = 0.0
    y: float = 0.0
    zoom: float = 1.0

    @property
    def reach(self) -> float:
        """Distance from the center to the sides."""
        return EDGE / self.zoom

    def zoomed(self, factor: float, at: tuple[float, float] | None = None) -> "MapView":
        """Zoom in by a factor, or out by a factor below 1.

        Args:
            factor: multiplies the zoom.
            at: the position that stays in place on screen; None for the center.
        """
        x, y = at or (self.x, self.y)
        zoom = min(max(self.zoom * factor, 1.0), MAX_ZOOM)
        ratio = self.zoom / zoom
        return MapView(x + (self.x - x) * ratio, y + (self.y - y) * ratio, zoom).clamped()

    def moved(self, across: float, up: float) -> "MapView":
        """Move to the right and upwards, by shares of the view."""
        return replace(self, x=self.x + across * 2 * self.reach, y=self.y + up * 2 * self.reach).clamped()

    def showing(self, x: float, y: float) -> "MapView":
        """The same view if a position is visible in it, else a view with the position in the center."""
        seen = abs(x - self.x) < self.reach and abs(y - self.y) < self.reach
        return self if seen else replace(self, x=x, y=y).clamped()

    def clamped(self) -> "MapView":
        """The nearest view within the edge of the map."""
        room = EDGE - self.reach
        return replace(self, x=min(max(self.x, -room), room), y=min(max(self.y, -room), room))

    @classmethod
    def around(cls, points: list[tuple[float, float]]) -> "MapView":
        """A view of some positions with a margin; the whole map if there are none."""
        if not points:
            return cls()
        sides = [(min(side), max(side)) for side in zip(*points, strict=True)]
        width = max(high - low for low, high in sides) * 1.25
        zoom = min(max(2 * EDGE / max(width, 1e-9), 1.0), MAX_ZOOM / 4)
        (left, right), (low, high) = sides
        return cls((left + right) / 2, (low + high) / 2, zoom).clamped()

"""The part of the map that is looked at."""

from dataclasses import dataclass, replace

EDGE = 1.04
"""Everything lies from −1 to 1; this much is shown, so that nothing sticks to the rim."""
CLOSEST = 24.0
"""Nothing is to be made out any better from nearer."""


@dataclass(frozen=True)
class MapView:
    """A rectangle of the map.

    Attributes:
        x, y: its middle.
        closeness: 1 shows everything; at 2 half of it is seen, across and down.
    """

    x: float = 0.0
    y: float = 0.0
    closeness: float = 1.0

    @property
    def reach(self) -> float:
        """From the middle to the sides."""
        return EDGE / self.closeness

    def zoomed(self, factor: float, at: tuple[float, float] | None = None) -> "MapView":
        """Closer by a factor, or further away by one below 1; the point ``at`` stays where it is on the screen."""
        x, y = at or (self.x, self.y)
        closeness = min(max(self.closeness * factor, 1.0), CLOSEST)
        kept = self.closeness / closeness
        return MapView(x + (self.x - x) * kept, y + (self.y - y) * kept, closeness).held()

    def moved(self, across: float, up: float) -> "MapView":
        """Moved to the right and upwards, by shares of what is seen."""
        return replace(self, x=self.x + across * 2 * self.reach, y=self.y + up * 2 * self.reach).held()

    def showing(self, x: float, y: float) -> "MapView":
        """The same where the point is seen already; else with the point in the middle."""
        seen = abs(x - self.x) < self.reach and abs(y - self.y) < self.reach
        return self if seen else replace(self, x=x, y=y).held()

    def held(self) -> "MapView":
        """The nearest part that does not look over the rim."""
        room = EDGE - self.reach
        return replace(self, x=min(max(self.x, -room), room), y=min(max(self.y, -room), room))

    @classmethod
    def around(cls, points: list[tuple[float, float]]) -> "MapView":
        """All of some points and a little more; everything, for no points."""
        if not points:
            return cls()
        sides = [(min(side), max(side)) for side in zip(*points, strict=True)]
        width = max(high - low for low, high in sides) * 1.25
        closeness = min(max(2 * EDGE / max(width, 1e-9), 1.0), CLOSEST / 4)
        (left, right), (low, high) = sides
        return cls((left + right) / 2, (low + high) / 2, closeness).held()

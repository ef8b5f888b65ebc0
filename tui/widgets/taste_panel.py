"""The genres of what was liked, and which way the answers moved them."""

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from engine.session import Session

GENRES = 6
EIGHTHS = " ▏▎▍▌▋▊▉█"
NAME_WIDTH = 12
MOVED = 0.005
"""A share that changed by less has not moved."""


class TastePanel(Static):
    """A bar for each of the strongest genres; ▲ and ▼ say how it stands against the four favourites."""

    DEFAULT_CSS = """
    TastePanel { border: round $panel-lighten-2; border-title-color: $text-muted; padding: 0 1; }
    """

    def on_mount(self) -> None:
        self.border_title = "your taste"

    def show(self, session: "Session") -> None:
        """Show the taste of a session as it stands."""
        now, before = session.taste, session.starting_taste
        width = max(self.size.width - NAME_WIDTH - 2, 4)
        strongest = sorted(range(len(now)), key=lambda genre: (-now[genre], -before[genre]))[:GENRES]
        names = session.catalogue.genre_names
        lines = [
            taste_line(names[genre], float(now[genre]), float(now[genre] - before[genre]), width)
            for genre in strongest
            if now[genre] > 0
        ]
        self.update(Content("\n").join(lines), layout=False)


def taste_line(name: str, share: float, change: float, width: int) -> Content:
    """One genre: name, bar, arrow."""
    arrow = "▲" if change > MOVED else "▼" if change < -MOVED else " "
    return Content.assemble(
        f"{name:<{NAME_WIDTH}.{NAME_WIDTH}}", (f"{bar(share, width):<{width}}", "$primary"), " ", arrow
    )


def bar(share: float, width: int) -> str:
    """A bar as long as a share in [0, 1] of ``width`` cells, in eighths of a cell."""
    whole, eighths = divmod(round(share * width * 8), 8)
    return "█" * whole + (EIGHTHS[eighths] if eighths else "")

"""The genres of a taste as it stands, and how it stood at the start."""

from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

if TYPE_CHECKING:
    from matinee.engine.session.session import Session

GENRES = 6
FULL_BLOCK, BEFORE = "█", "│"
EIGHTHS = " ▏▎▍▌▋▊▉█"
NAME_WIDTH = 12


class TastePanel(Static):
    """A bar for each of the strongest genres, a tick where it stood at the start, ▲ or ▼ where it has moved since."""

    DEFAULT_CSS = """
    TastePanel {
        border: round $panel-lighten-2; border-title-color: $text-muted; border-subtitle-color: $text-muted;
        padding: 0 1;
    }
    """

    class Chosen(Message):
        """The panel was clicked."""

    def on_mount(self) -> None:
        self.border_title = "your taste"
        self.border_subtitle = "│ at the start"

    def on_click(self, _event: events.Click) -> None:
        self.post_message(self.Chosen())

    def show(self, session: "Session") -> None:
        """Show the taste of a session as it stands."""
        now, before = session.taste, session.starting_taste
        width = max(self.content_size.width - NAME_WIDTH - 2, 4)
        count = max(self.content_size.height, GENRES)
        strongest = sorted(range(len(now)), key=lambda genre: -max(now[genre], before[genre]))[:count]
        names = session.catalogue.genre_names
        scale = max(float(max(now.max(initial=0.0), before.max(initial=0.0))), 0.01)
        lines = [
            taste_line(names[genre], float(now[genre]), float(before[genre]), width, scale)
            for genre in strongest
            if max(now[genre], before[genre]) > 0
        ]
        self.update(Content("\n").join(lines), layout=False)


def taste_line(name: str, now: float, before: float, width: int, scale: float) -> Content:
    """One genre: name, bar with the tick of before, arrow. The longest bar on show is ``scale``."""
    from matinee.engine.session.taste_profile import MOVED

    change = now - before
    arrow = " " if abs(change) < MOVED else "▲" if change > 0 else "▼"
    return Content.assemble(
        f"{name:<{NAME_WIDTH}.{NAME_WIDTH}}", ticked_bar(now / scale, before / scale, width), " ", arrow
    )


def ticked_bar(share: float, before: float, width: int) -> Content:
    """A bar, and a tick at another share: beyond its end, or cut into it."""
    drawn = f"{bar(share, width):<{width}}"
    tick = min(int(before * width), width - 1)
    inside = drawn[tick] == FULL_BLOCK
    return Content.assemble(
        (drawn[:tick], "$primary"), (BEFORE, "reverse $primary" if inside else "dim"), (drawn[tick + 1 :], "$primary")
    )


def bar(share: float, width: int) -> str:
    """A bar as long as a share in [0, 1] of ``width`` cells, in eighths of a cell."""
    whole, eighths = divmod(round(share * width * 8), 8)
    return FULL_BLOCK * whole + (EIGHTHS[eighths] if eighths else "")

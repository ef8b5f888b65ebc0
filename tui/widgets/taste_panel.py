"""The genre profile now and at the start of the session."""

from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from matinee.tui.widgets.bars import bar_with_tick

if TYPE_CHECKING:
    from matinee.engine.session.session import Session

N_GENRES = 6
NAME_WIDTH = 12


class TastePanel(Static):
    """Bars of the strongest genres, with a tick at the start value and ▲ or ▼ if they have changed."""

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
        """Show the genre profile of a session."""
        now, before = session.taste, session.starting_taste
        width = max(self.content_size.width - NAME_WIDTH - 2, 4)
        count = max(self.content_size.height, N_GENRES)
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
    """A genre with its bar, tick and arrow.

    Args:
        name: the genre.
        now: its share in the profile now.
        before: its share at the start.
        width: cells of the longest bar.
        scale: the share that the longest bar stands for.
    """
    from matinee.engine.session.taste_profile import MIN_GENRE_CHANGE

    change = now - before
    arrow = " " if abs(change) < MIN_GENRE_CHANGE else "▲" if change > 0 else "▼"
    return Content.assemble(
        f"{name:<{NAME_WIDTH}.{NAME_WIDTH}}", bar_with_tick(now / scale, before / scale, width), " ", arrow
    )

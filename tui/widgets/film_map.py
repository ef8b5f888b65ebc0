"""The films as dots, those that matter as signs, and the way a taste has gone among them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from textual import events
from textual.app import ComposeResult, RenderResult
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual_hires_canvas import Canvas
from textual_plot import HiResMode, PlotWidget

from matinee.tui.widgets.map_labels import Label, laid_out
from matinee.tui.widgets.map_marks import COLOURS, NOW, SIGNS, START, Mark
from matinee.tui.widgets.map_view import MapView

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue
    from matinee.engine.models.film_map import Landmark, TasteMap
    from matinee.policy.array_types import FloatArray, IntArray

WHEEL, ROOM_FOR_NAME, TITLES_FROM = 1.2, 90, 3.0
"""How much closer a notch of the wheel goes; cells of map a name; from which closeness on films are named."""
PARTS = ("film", "genre", "title", "chosen", *COLOURS)
"""What has a colour of its own."""
POINTED_WITHIN = 1
"""A film is pointed at from so many cells away."""


class FilmCanvas(Canvas):
    """A canvas whose lines have a style before it has a size too: without colours (NO_COLOR) Textual needs one."""

    def render_line(self, y: int) -> Strip:
        line = super().render_line(y)
        return line if line.cell_length else Strip.blank(self.size.width, self.rich_style)


class FilmMap(PlotWidget, can_focus=False):
    """Draws a view of the map; says what the mouse points at, clicks on, and which view it asks for."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"film-map--{part}" for part in PARTS}
    DEFAULT_CSS = """
    FilmMap { width: 1fr; height: 1fr; }
    FilmMap Canvas { background: $background; }
    FilmMap > .film-map--film { color: $text-disabled; }
    FilmMap:ansi > .film-map--film { color: ansi_bright_black; }
    FilmMap > .film-map--genre { color: $foreground; text-style: italic; }
    FilmMap > .film-map--title { color: $secondary; }
    FilmMap > .film-map--chosen { color: $primary; text-style: bold reverse; }
    """ + "".join(
        f"FilmMap > .film-map--{kind} {{ color: {colour}; text-style: bold; }}\n" for kind, colour in COLOURS.items()
    )

    class Pointed(Message):
        """The mouse is over a film, or over none."""

        def __init__(self, row: int | None) -> None:
            self.row = row
            super().__init__()

    class Clicked(Message):
        """A film was clicked, or none."""

        def __init__(self, row: int | None) -> None:
            self.row = row
            super().__init__()

    class Looked(Message):
        """The mouse asks for another view."""

        def __init__(self, view: MapView) -> None:
            self.view = view
            super().__init__()

    def __init__(
        self,
        taste_map: "TasteMap",
        catalogue: "Catalogue",
        marks: Sequence[Mark],
        way: "FloatArray",
        landmarks: "Sequence[Landmark]",
    ) -> None:
        """``marks`` are of films that have a place; ``way`` is (n_points, 2), oldest first."""
        super().__init__(allow_pan_and_zoom=False)  # the library's own has no bounds
        self._places = taste_map.places.astype(np.float64)
        self._catalogue, self._marks, self._way, self._landmarks = catalogue, marks, way, landmarks
        self._films = np.flatnonzero(np.isfinite(self._places).all(axis=1))
        self._view = MapView()
        self._chosen: int | None = None
        self._colours: dict[str, str] = {}
        self._held_at: Offset | None = None
        self._dragged = False

    def compose(self) -> ComposeResult:
        for child in super().compose():
            yield FilmCanvas(1, 1, id=child.id) if isinstance(child, Canvas) else child

    def on_mount(self, event: events.Mount) -> None:  # type: ignore[override]
        event.prevent_default()  # the library's own would come after this one, and empty the map again
        super().on_mount()
        self.margin_top = self.margin_bottom = self.margin_left = 0
        self.set_xticks([])
        self.set_yticks([])
        self.show(self._view, None)

    def show(self, view: MapView, chosen: int | None) -> None:
        """Draw a view, with one film chosen out or none."""
        self._view, self._chosen, self._colours = view, chosen, self._theme()
        self.clear()
        self.set_xlimits(view.x - view.reach, view.x + view.reach)
        self.set_ylimits(view.y - view.reach, view.y + view.reach)
        seen = self._places[self._seen()]
        self.scatter(seen[:, 0], seen[:, 1], marker_style=self._colours["film"], hires_mode=HiResMode.BRAILLE)
        self.plot(self._way[:, 0], self._way[:, 1], line_style=self._colours["way"], hires_mode=HiResMode.BRAILLE)
        for kind, (sign, _) in reversed(SIGNS.items()):
            self._signs(self._places[[mark.row for mark in self._marks if mark.kind == kind]], sign, kind)
        self._signs(self._way[:1], START, "way")
        self._signs(self._way[-1:], NOW, "way")
        if chosen is not None:
            sign = next((mark.sign for mark in self._marks if mark.row == chosen), "•")
            self._signs(self._places[[chosen]], sign, "chosen")

    def notify_style_update(self) -> None:
        """Another theme: draw in its colours, as soon as they are there."""
        Widget.notify_style_update(self)  # which the library's own leaves out, and so keeps the old colours
        super().notify_style_update()
        self.call_later(self._recolour)

    def _recolour(self) -> None:
        if self._colours not in ({}, self._theme()):
            self.show(self._view, self._chosen)

    def render(self) -> RenderResult:
        """The plot, without the frame that it draws around itself, and with names."""
        canvas = self.query_one("#plot", Canvas)
        width, height = canvas.size
        with canvas.batch_refresh():
            rendered = super().render()
            canvas.set_pixels([(x, y) for x in range(width) for y in (0, height - 1)], " ", "")
            canvas.set_pixels([(x, y) for x in (0, width - 1) for y in range(height)], " ", "")
            for label in laid_out(self._names(), self._taken(), (width, height), width * height // ROOM_FOR_NAME):
                start = label.column - len(label.text) // 2
                for place, letter in enumerate(label.text):
                    canvas.set_pixel(start + place, label.line, letter, self._colours[label.style])
        return rendered

    def film_at(self, screen: Offset) -> int | None:
        """The film at a cell of the screen, or next to it; of several there a marked one, else the best known."""
        canvas = self.query_one("#plot", Canvas)
        x, y = self.get_coordinate_from_pixel(*(screen - self.screen.get_offset(canvas)))
        rows = self._seen()
        if not len(rows):
            return None
        cell = 2 * self._view.reach / np.maximum(np.array(canvas.size) - 2, 1)
        away = (abs(self._places[rows] - (x, y)) / cell).max(axis=1).round()  # 0 for what is in the very cell
        marked = np.isin(rows, [mark.row for mark in self._marks])
        first = np.lexsort((-self._catalogue.rating_counts[rows], ~marked, away))[0]
        return int(rows[first]) if away[first] <= POINTED_WITHIN else None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._held_at is None or not event.button:
            self.post_message(self.Pointed(self.film_at(event.screen_offset)))
        elif event.screen_offset != self._held_at:
            across, down = event.screen_offset - self._held_at
            self._held_at, self._dragged = event.screen_offset, True
            self.post_message(self.Looked(self._view.moved(-across / self.size.width, down / self.size.height)))

    def on_leave(self) -> None:
        self.post_message(self.Pointed(None))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._held_at, self._dragged = event.screen_offset, False

    def on_click(self, event: events.Click) -> None:
        if not self._dragged:
            self.post_message(self.Clicked(self.film_at(event.screen_offset)))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, WHEEL)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, 1 / WHEEL)

    def _wheel(self, event: events.MouseEvent, factor: float) -> None:
        cell = event.screen_offset - self.screen.get_offset(self.query_one("#plot", Canvas))
        self.post_message(self.Looked(self._view.zoomed(factor, self.get_coordinate_from_pixel(*cell))))

    def _seen(self) -> "IntArray":
        """Rows of the films in view."""
        away = abs(self._places[self._films] - (self._view.x, self._view.y)).max(axis=1)
        return np.asarray(self._films[away <= self._view.reach])

    def _signs(self, places: "FloatArray", sign: str, kind: str) -> None:
        self.scatter(places[:, 0], places[:, 1], marker=sign, marker_style=self._colours[kind])

    def _theme(self) -> dict[str, str]:
        """Part → how it looks in the theme, as the canvas takes it."""
        return {part: str(self.get_component_rich_style(f"film-map--{part}")) for part in PARTS}

    def _taken(self) -> set[tuple[int, int]]:
        """The cells of signs."""
        points = [*(self._places[mark.row] for mark in self._marks), *self._way[:1], *self._way[-1:]]
        return {self.get_pixel_from_coordinate(*point) for point in points}

    def _names(self) -> list[Label]:
        """Genres in view; from near, the best-known films too."""
        named = [(name, x, y, "genre") for name, x, y in self._landmarks]
        if self._view.closeness >= TITLES_FROM:
            rows = self._seen()
            known = rows[np.argsort(-self._catalogue.rating_counts[rows], kind="stable")[:ROOM_FOR_NAME]]
            named += [(self._catalogue.titles[row], *self._places[row], "title") for row in known]
        inside = [
            (name, x, y, style)
            for name, x, y, style in named
            if max(abs(x - self._view.x), abs(y - self._view.y)) < self._view.reach
        ]
        return [Label(name, *self.get_pixel_from_coordinate(x, y), style) for name, x, y, style in inside]

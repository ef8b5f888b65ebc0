"""The map of films as a plot: dots, symbols, genre names and the paths of the tastes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from rich.style import Style
from textual import events
from textual.app import ComposeResult, RenderResult
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual_hires_canvas import Canvas
from textual_plot import HiResMode, PlotWidget

from matinee.tui.widgets.map_dots import Dots, draw_dots
from matinee.tui.widgets.map_labels import Label, place_labels
from matinee.tui.widgets.map_marks import COLOURS, PATHS, SIGNS, Mark
from matinee.tui.widgets.map_view import MapView

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue
    from matinee.engine.models.film_map import GenreLabel, TasteMap
    from matinee.policy.array_types import FloatArray, IntArray

WHEEL_ZOOM = 1.2
"""Zoom per notch of the mouse wheel."""
CELLS_PER_NAME = 90
"""Cells of the map per name shown."""
DOTS_PER_CELL = 1.2
"""Films shown per cell of the map at most, the best known: more leave no shape in a small terminal."""
TITLES_ZOOM = 3.0
"""Zoom from which the best-known films are named."""
PARTS = ("film", "genre", "title", "chosen", *COLOURS)
"""Parts of the map with a style of their own."""
POINTED_WITHIN = 1
"""Cells between the pointer and a film within which the film counts as pointed at."""


def part_class(part: str) -> str:
    """Name of the component class of a part of the map."""
    return f"film-map--{part.replace(' ', '-')}"


class FilmCanvas(Canvas):
    """A canvas whose lines have a style even before it has a size, which Textual needs with NO_COLOR."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._base_style: Style | None = None

    @property
    def rich_style(self) -> Style:
        """The style of blank cells, computed once per theme rather than once per line."""
        if self._base_style is None:
            self._base_style = super().rich_style
        return self._base_style

    def notify_style_update(self) -> None:
        """Forget the style of another theme."""
        self._base_style = None
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        line = super().render_line(y)
        return line if line.cell_length else Strip.blank(self.size.width, self.rich_style)


class FilmMap(PlotWidget, can_focus=False):
    """Draws a part of the map, and posts what the mouse points at, clicks on and moves."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {part_class(part) for part in PARTS}
    DEFAULT_CSS = """
    FilmMap { width: 1fr; height: 1fr; }
    FilmMap Canvas { background: $background; }
    FilmMap > .film-map--film { color: $text-disabled; }
    FilmMap:ansi > .film-map--film { color: ansi_bright_black; }
    FilmMap > .film-map--genre { color: $foreground; text-style: italic; }
    FilmMap > .film-map--title { color: $secondary; }
    FilmMap > .film-map--chosen { color: $primary; text-style: bold reverse; }
    """ + "".join(
        f"FilmMap > .{part_class(kind)} {{ color: {colour}; text-style: bold; }}\n" for kind, colour in COLOURS.items()
    )

    class Pointed(Message):
        """The mouse is over a film (its row), or over none."""

        def __init__(self, row: int | None) -> None:
            self.row = row
            super().__init__()

    class Clicked(Message):
        """A film was clicked (its row), or an empty place."""

        def __init__(self, row: int | None) -> None:
            self.row = row
            super().__init__()

    class ViewRequested(Message):
        """The mouse moved or zoomed the map."""

        def __init__(self, view: MapView) -> None:
            self.view = view
            super().__init__()

    def __init__(
        self,
        taste_map: "TasteMap",
        catalogue: "Catalogue",
        marks: Sequence[Mark],
        paths: "Sequence[FloatArray]",
        genre_labels: "Sequence[GenreLabel]",
        limit: int | None = None,
    ) -> None:
        """Create the plot.

        Args:
            taste_map: positions of all films.
            catalogue: has their titles.
            marks: films with a symbol; all must have a position.
            paths: positions of the taste of each person, oldest first, shape (n_points, 2).
            genre_labels: genre names and their positions.
            limit: films to draw as dots at most, the best known; None for all.
        """
        super().__init__(allow_pan_and_zoom=False)  # the library's panning has no bounds
        self._positions = taste_map.positions.astype(np.float64)
        self._catalogue, self._marks, self._paths, self._genre_labels = catalogue, marks, paths, genre_labels
        films = np.flatnonzero(np.isfinite(self._positions).all(axis=1))
        self._films = films[np.argsort(-catalogue.rating_counts[films], kind="stable")[:limit]]
        self._view = MapView()
        self._chosen: int | None = None
        self._colors: dict[str, str] = {}
        self._dots: Dots = {}
        self._dots_drawn: tuple[MapView, tuple[int, int]] | None = None  # what the dots were drawn for
        self._drag_from: Offset | None = None
        self._dragged = False

    def compose(self) -> ComposeResult:
        for child in super().compose():
            yield FilmCanvas(1, 1, id=child.id) if isinstance(child, Canvas) else child

    def on_mount(self, event: events.Mount) -> None:  # type: ignore[override]
        event.prevent_default()  # the library's handler would run after this one and clear the map
        super().on_mount()
        self.margin_top = self.margin_bottom = self.margin_left = 0
        self.set_xticks([])
        self.set_yticks([])
        self.show(self._view, None)

    def show(self, view: MapView, chosen: int | None) -> None:
        """Draw a view.

        Args:
            view: the part of the map.
            chosen: row of the selected film, or None.
        """
        self._view, self._chosen, self._colors = view, chosen, self._styles()
        self.clear()
        self.set_xlimits(view.x - view.reach, view.x + view.reach)
        self.set_ylimits(view.y - view.reach, view.y + view.reach)
        for (kind, _, _), path in zip(PATHS, self._paths, strict=False):
            self.plot(path[:, 0], path[:, 1], line_style=self._colors[kind], hires_mode=HiResMode.BRAILLE)
        for kind, (sign, _) in reversed(SIGNS.items()):
            self._draw_symbols(self._positions[[mark.row for mark in self._marks if mark.kind == kind]], sign, kind)
        for (kind, start, now), path in reversed([*zip(PATHS, self._paths, strict=False)]):
            self._draw_symbols(path[:1], start, kind)
            self._draw_symbols(path[-1:], now, kind)
        if chosen is not None:
            sign = next((mark.sign for mark in self._marks if mark.row == chosen), "•")
            self._draw_symbols(self._positions[[chosen]], sign, "chosen")
        if self.query_one("#plot", Canvas).size:
            self.render()  # otherwise the canvas would be drawn once as it is and once as it becomes

    def move(self, marks: Sequence[Mark], paths: "Sequence[FloatArray]") -> None:
        """Draw other symbols and paths in the same view; see ``__init__`` for the arguments."""
        self._marks, self._paths = marks, paths
        self.show(self._view, self._chosen)

    def notify_style_update(self) -> None:
        """Redraw in the colors of a new theme, once they are available."""
        Widget.notify_style_update(self)  # the library omits this call and keeps the old colors
        super().notify_style_update()
        self.call_later(self._redraw)

    def _redraw(self) -> None:
        if self._colors not in ({}, self._styles()):
            self.show(self._view, self._chosen)

    def render(self) -> RenderResult:
        """The plot without its frame, and with films as dots and with names."""
        if not self._needs_rerender:
            return ""
        canvas = self.query_one("#plot", Canvas)
        width, height = canvas.size
        with canvas.batch_refresh():
            rendered = super().render()
            canvas.set_pixels([(x, y) for x in range(width) for y in (0, height - 1)], " ", "")
            canvas.set_pixels([(x, y) for x in (0, width - 1) for y in range(height)], " ", "")
            for letter, cells in self._dots_for((width, height)).items():
                blank = [cell for cell in cells if canvas.get_pixel(*cell)[0] == " "]
                canvas.set_pixels(blank, letter, self._colors["film"])
            for label in place_labels(
                self._name_labels(), self._occupied_cells(), (width, height), width * height // CELLS_PER_NAME
            ):
                start = label.column - len(label.text) // 2
                for place, letter in enumerate(label.text):
                    canvas.set_pixel(start + place, label.line, letter, self._colors[label.style])
        return rendered

    def film_at(self, screen: Offset) -> int | None:
        """Row of the film at a cell of the screen or next to it: a marked one first, else the best known; or None."""
        canvas = self.query_one("#plot", Canvas)
        x, y = self.get_coordinate_from_pixel(*(screen - self.screen.get_offset(canvas)))
        rows = self._rows_in_view()
        if not len(rows):
            return None
        cell = 2 * self._view.reach / np.maximum(np.array(canvas.size) - 2, 1)
        away = (abs(self._positions[rows] - (x, y)) / cell).max(axis=1).round()  # 0 for films in this cell
        marked = np.isin(rows, [mark.row for mark in self._marks])
        first = np.lexsort((-self._catalogue.rating_counts[rows], ~marked, away))[0]
        return int(rows[first]) if away[first] <= POINTED_WITHIN else None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._drag_from is None or not event.button:
            self.post_message(self.Pointed(self.film_at(event.screen_offset)))
        elif event.screen_offset != self._drag_from:
            across, down = event.screen_offset - self._drag_from
            self._drag_from, self._dragged = event.screen_offset, True
            self.post_message(self.ViewRequested(self._view.moved(-across / self.size.width, down / self.size.height)))

    def on_leave(self) -> None:
        self.post_message(self.Pointed(None))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._drag_from, self._dragged = event.screen_offset, False

    def on_click(self, event: events.Click) -> None:
        if not self._dragged:
            self.post_message(self.Clicked(self.film_at(event.screen_offset)))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, WHEEL_ZOOM)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, 1 / WHEEL_ZOOM)

    def _wheel(self, event: events.MouseEvent, factor: float) -> None:
        cell = event.screen_offset - self.screen.get_offset(self.query_one("#plot", Canvas))
        self.post_message(self.ViewRequested(self._view.zoomed(factor, self.get_coordinate_from_pixel(*cell))))

    def _rows_in_view(self) -> "IntArray":
        """Rows of the films in view, the best known first, shape (n_in_view,)."""
        away = abs(self._positions[self._films] - (self._view.x, self._view.y)).max(axis=1)
        return np.asarray(self._films[away <= self._view.reach])

    def _dots_for(self, size: tuple[int, int]) -> Dots:
        """The films as dots: drawn once for a view and a size, as they are the same after every answer."""
        if self._dots_drawn != (self._view, size):
            rows = self._rows_in_view()[: int(DOTS_PER_CELL * size[0] * size[1])]
            self._dots = draw_dots(self._positions[rows], self._view, size)
            self._dots_drawn = (self._view, size)
        return self._dots

    def _draw_symbols(self, places: "FloatArray", sign: str, kind: str) -> None:
        self.scatter(places[:, 0], places[:, 1], marker=sign, marker_style=self._colors[kind])

    def _styles(self) -> dict[str, str]:
        """Part → its style in the theme, as the canvas needs it."""
        return {part: str(self.get_component_rich_style(part_class(part))) for part in PARTS}

    def _occupied_cells(self) -> set[tuple[int, int]]:
        """Cells covered by symbols."""
        ends = [place for path in self._paths for place in (*path[:1], *path[-1:])]
        points = [*(self._positions[mark.row] for mark in self._marks), *ends]
        return {self.get_pixel_from_coordinate(*point) for point in points}

    def _name_labels(self) -> list[Label]:
        """Names of genres in view, and of the best-known films when zoomed in."""
        named = [(name, x, y, "genre") for name, x, y in self._genre_labels]
        if self._view.zoom >= TITLES_ZOOM:
            rows = self._rows_in_view()
            known = rows[np.argsort(-self._catalogue.rating_counts[rows], kind="stable")[:CELLS_PER_NAME]]
            named += [(self._catalogue.titles[row], *self._positions[row], "title") for row in known]
        inside = [
            (name, x, y, style)
            for name, x, y, style in named
            if max(abs(x - self._view.x), abs(y - self._view.y)) < self._view.reach
        ]
        return [Label(name, *self.get_pixel_from_coordinate(x, y), style) for name, x, y, style in inside]

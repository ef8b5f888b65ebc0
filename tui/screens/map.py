"""The map screen: all films as dots, your films as symbols, and the path of your taste."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from matinee.engine.models.film_map import genre_labels, is_placed
from matinee.engine.session.taste_path import taste_paths
from matinee.tui.keys.keymap import own_bindings
from matinee.tui.screens.base import MatineeScreen
from matinee.tui.screens.open_film import open_film
from matinee.tui.widgets.film_map import FilmMap
from matinee.tui.widgets.key_bar import KeyBar
from matinee.tui.widgets.map_marks import film_line, legend, marks_of
from matinee.tui.widgets.map_view import MapView
from matinee.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.session import Session

ZOOM_FACTOR, STEP = 1.4, 0.15
"""Zoom per key press, and movement per key press as a share of the view."""
POINT = "Point at a film, or press tab, to see its title."
NO_MAP = "This bundle has no map. Create one with\n`matinee train --data FOLDER --map`."
ACTIONS_WITHOUT_MAP = ("leave", "app.help")


class MapScreen(MatineeScreen):
    """Shows a session on the map without changing it."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,backspace", "leave", "back", key_display="esc", id="map.leave"),
        Binding("plus,equals_sign", "zoom_in", "zoom", key_display="+-", id="map.zoom_in"),
        Binding("minus,underscore", "zoom_out", "zoom", show=False, id="map.zoom_out"),
        Binding("left,h", "left", "move", key_display="←↓↑→", id="map.left"),
        Binding("down,j", "down", "move", show=False, id="map.down"),
        Binding("up,k", "up", "move", show=False, id="map.up"),
        Binding("right,l", "right", "move", show=False, id="map.right"),
        Binding("0,home", "everything", "all", key_display="0", id="map.everything"),
        Binding("f", "fit", "your path", id="map.fit"),
        Binding("tab", "next_film", "your films", key_display="tab", id="map.next_film"),
        Binding("shift+tab", "previous_film", "your films", show=False, id="map.former_film"),
        Binding("enter", "open", "about it", show=False, id="map.open"),
        Binding("question_mark,f1", "app.help", "help", key_display="?", id="map.help"),
    ]

    def __init__(self, recommender: "Recommender", session: "Session") -> None:
        super().__init__()
        self._recommender, self._session = recommender, session
        self._catalogue = recommender.catalogue
        self._map = recommender.bundle.read_map()
        self._companion = "" if session.companion is None else session.companion.name
        self._view = MapView()
        self._chosen: int | None = None
        self._pointed: int | None = None
        if self._map is not None:
            known = is_placed(self._map.positions)
            self._paths = taste_paths(session, self._map.positions)
            marks = marks_of(session)
            self._marks = [mark for mark in marks if known[mark.row]]
            self._unplaced = len(marks) - len(self._marks)
            self._films = int(known.sum())

    def compose_body(self) -> ComposeResult:
        yield StatusLine()
        if self._map is None:
            yield Static(NO_MAP, id="no-map", markup=False)
        else:
            labels = genre_labels(self._map.positions, self._catalogue)
            yield FilmMap(self._map, self._catalogue, self._marks, self._paths, labels)
            yield Static(legend(self._marks, self._companion), id="legend-line", markup=False)
            yield Static(id="film-line", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(KeyBar).show([binding for binding in own_bindings(self) if self.can_run(binding.action)])
        self.query_one(StatusLine).show("Matinee  taste map", self.status_text())
        self.show_film()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.show_film()

    def status_text(self) -> str:
        """The right end of the status line: how many films are on the map, and how many of yours are not."""
        if self._map is None:
            return ""
        missing = f", {self._unplaced} of yours not on the map" if self._unplaced else ""
        return f"{self._films:,} films{missing}"

    def can_run(self, action: str) -> bool:
        """Whether an action is available."""
        return self._map is not None or action in ACTIONS_WITHOUT_MAP

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        own = any(binding.action.partition("(")[0] == action for binding in own_bindings(self))
        return super().check_action(action, parameters) and (not own or self.can_run(action))

    def look(self, view: MapView) -> None:
        """Show a part of the map."""
        self._view = view
        self.query_one(FilmMap).show(view, self._chosen)

    def show_film(self) -> None:
        """Show the film under the pointer, or else the selected one, or else a legend or a hint."""
        row = self._chosen if self._pointed is None else self._pointed
        if self._map is None:
            return
        if row is None:
            line = Content(POINT).stylize("dim") if self.has_class("-tall") else legend(self._marks, roomy=False)
        else:
            line = film_line(self._catalogue, row, next((mark for mark in self._marks if mark.row == row), None))
        self.query_one("#film-line", Static).update(line, layout=False)

    def choose(self, row: int | None) -> None:
        """Select a film and bring it into view."""
        self._chosen = row
        place = None if self._map is None or row is None else self._map.positions[row]
        self.look(self._view if place is None else self._view.showing(float(place[0]), float(place[1])))
        self.show_film()

    @on(FilmMap.ViewRequested)
    def _view_requested(self, message: FilmMap.ViewRequested) -> None:
        self.look(message.view)

    @on(FilmMap.Pointed)
    def _pointed_at(self, message: FilmMap.Pointed) -> None:
        if message.row != self._pointed:
            self._pointed = message.row
            self.show_film()

    @on(FilmMap.Clicked)
    def _clicked(self, message: FilmMap.Clicked) -> None:
        self.choose(message.row)

    def action_leave(self) -> None:
        """Close this screen."""
        if self.app.screen is self:
            self.dismiss()

    def action_zoom_in(self) -> None:
        """Zoom in, as the mouse wheel does."""
        self.look(self._view.zoomed(ZOOM_FACTOR))

    def action_zoom_out(self) -> None:
        """Zoom out."""
        self.look(self._view.zoomed(1 / ZOOM_FACTOR))

    def action_left(self) -> None:
        """Move left, as dragging the map does."""
        self.look(self._view.moved(-STEP, 0))

    def action_down(self) -> None:
        """Move down."""
        self.look(self._view.moved(0, -STEP))

    def action_up(self) -> None:
        """Move up."""
        self.look(self._view.moved(0, STEP))

    def action_right(self) -> None:
        """Move right."""
        self.look(self._view.moved(STEP, 0))

    def action_everything(self) -> None:
        """Show the whole map."""
        self.look(MapView())

    def action_fit(self) -> None:
        """Zoom to the path of your taste; with somebody, to those of both."""
        self.look(MapView.around([(float(x), float(y)) for path in self._paths for x, y in path]))

    def action_open(self) -> None:
        """Show details of the film that is selected."""
        if self._chosen is not None:
            open_film(self, self._recommender, self._session, self._catalogue.movie(self._chosen).id)

    def action_next_film(self) -> None:
        """Select the next of your films."""
        self.step(1)

    def action_previous_film(self) -> None:
        """Select the previous of your films."""
        self.step(-1)

    def step(self, by: int) -> None:
        """Select the marked film ``by`` positions after the selected one."""
        rows = [mark.row for mark in self._marks]
        if rows:
            start = rows.index(self._chosen) if self._chosen in rows else (-1 if by > 0 else 0)
            self._pointed = None
            self.choose(rows[(start + by) % len(rows)])

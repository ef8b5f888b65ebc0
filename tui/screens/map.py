"""The taste map: all films as dots, those that count as signs, and the way the taste has gone."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from matinee.engine.models import film_map as taste_map
from matinee.tui.screens.base import MatineeScreen
from matinee.tui.widgets.film_map import FilmMap
from matinee.tui.widgets.key_bar import KeyBar, own_bindings
from matinee.tui.widgets.map_marks import film_line, legend, marks_of
from matinee.tui.widgets.map_view import MapView
from matinee.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.session import Session

CLOSER, STEP = 1.4, 0.15
"""How much closer a key goes, and by which share of the view one moves it."""
POINT = "Point at a film, or press tab, to see which it is."
NO_MAP = "This bundle has no map of its films. Draw one with\n`matinee train --data FOLDER --map`."
WITHOUT_MAP = ("leave", "app.help")


class MapScreen(MatineeScreen):
    """Looks at a session from above; changes nothing in it."""

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
        Binding("f", "fit", "your way", id="map.fit"),
        Binding("tab", "next_film", "your films", key_display="tab", id="map.next_film"),
        Binding("shift+tab", "former_film", "your films", show=False, id="map.former_film"),
        Binding("question_mark,f1", "app.help", "help", key_display="?", id="map.help"),
    ]

    def __init__(self, recommender: "Recommender", session: "Session") -> None:
        super().__init__()
        self._catalogue = recommender.catalogue
        self._map = recommender.bundle.read_map()
        self._view = MapView()
        self._chosen: int | None = None
        self._pointed: int | None = None
        if self._map is not None:
            known = taste_map.placed(self._map.places)
            self._way = taste_map.path(session, self._map.places)
            marks = marks_of(session)
            self._marks = [mark for mark in marks if known[mark.row]]
            self._unplaced = len(marks) - len(self._marks)
            self._films = int(known.sum())

    def parts(self) -> ComposeResult:
        yield StatusLine()
        if self._map is None:
            yield Static(NO_MAP, id="no-map", markup=False)
        else:
            landmarks = taste_map.landmarks(self._map.places, self._catalogue)
            yield FilmMap(self._map, self._catalogue, self._marks, self._way, landmarks)
            yield Static(legend(self._marks), id="legend-line", markup=False)
            yield Static(id="film-line", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(KeyBar).show([binding for binding in own_bindings(self) if self.can(binding.action)])
        self.query_one(StatusLine).show("Matinee  taste map", self.told())
        self.show_film()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.show_film()

    def told(self) -> str:
        """The right end of the first line: how many films have a place, and how many of one's own have none."""
        if self._map is None:
            return ""
        missing = f", {self._unplaced} of yours too rare" if self._unplaced else ""
        return f"{self._films:,} films{missing}"

    def can(self, action: str) -> bool:
        """Whether a key does something."""
        return self._map is not None or action in WITHOUT_MAP

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        own = any(binding.action.partition("(")[0] == action for binding in own_bindings(self))
        return super().check_action(action, parameters) and (not own or self.can(action))

    def look(self, view: MapView) -> None:
        """Show another part."""
        self._view = view
        self.query_one(FilmMap).show(view, self._chosen)

    def show_film(self) -> None:
        """Name the film that is pointed at, else the chosen one; else say what the signs mean, or what can be done."""
        row = self._chosen if self._pointed is None else self._pointed
        if self._map is None:
            return
        if row is None:
            line = Content(POINT).stylize("dim") if self.has_class("-tall") else legend(self._marks, roomy=False)
        else:
            line = film_line(self._catalogue, row, next((mark for mark in self._marks if mark.row == row), None))
        self.query_one("#film-line", Static).update(line, layout=False)

    def choose(self, row: int | None) -> None:
        """Keep a film named, and in view."""
        self._chosen = row
        place = None if self._map is None or row is None else self._map.places[row]
        self.look(self._view if place is None else self._view.showing(float(place[0]), float(place[1])))
        self.show_film()

    @on(FilmMap.Looked)
    def _looked(self, message: FilmMap.Looked) -> None:
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
        """Back."""
        if self.app.screen is self:
            self.dismiss()

    def action_zoom_in(self) -> None:
        """Closer; the wheel does it too."""
        self.look(self._view.zoomed(CLOSER))

    def action_zoom_out(self) -> None:
        """Further away."""
        self.look(self._view.zoomed(1 / CLOSER))

    def action_left(self) -> None:
        """Look further left; dragging moves the map too."""
        self.look(self._view.moved(-STEP, 0))

    def action_down(self) -> None:
        """Look further down."""
        self.look(self._view.moved(0, -STEP))

    def action_up(self) -> None:
        """Look further up."""
        self.look(self._view.moved(0, STEP))

    def action_right(self) -> None:
        """Look further right."""
        self.look(self._view.moved(STEP, 0))

    def action_everything(self) -> None:
        """Show the whole map."""
        self.look(MapView())

    def action_fit(self) -> None:
        """Show your own way from near."""
        self.look(MapView.around([(float(x), float(y)) for x, y in self._way]))

    def action_next_film(self) -> None:
        """Go through the films that are marked, and name each."""
        self.step(1)

    def action_former_film(self) -> None:
        """Go through the films that are marked, backwards."""
        self.step(-1)

    def step(self, by: int) -> None:
        """The marked film so many after the chosen one."""
        rows = [mark.row for mark in self._marks]
        if rows:
            start = rows.index(self._chosen) if self._chosen in rows else (-1 if by > 0 else 0)
            self._pointed = None
            self.choose(rows[(start + by) % len(rows)])

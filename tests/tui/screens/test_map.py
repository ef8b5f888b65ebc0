"""The taste map: its contents, and navigation by keys and mouse."""

from dataclasses import replace

import pytest
from textual import events
from textual.geometry import Offset
from textual.pilot import Pilot
from textual_hires_canvas import Canvas

from matinee.engine.bundle.bundle import no_map
from matinee.engine.recommender import Recommender
from matinee.engine.session.session import Session
from matinee.tui.app import MatineeApp
from matinee.tui.screens.map import MapScreen
from matinee.tui.widgets.film_map import FilmMap
from matinee.tui.widgets.map_labels import Label, place_labels
from matinee.tui.widgets.map_marks import Mark, film_line, marks_of
from matinee.tui.widgets.map_view import EDGE, MAX_ZOOM, MapView
from tests.tui.driving import Steps, drive, screen_text

SCATTERED = (6, 5618, 4973, 1732)
"""Heat, Spirited Away, Amelie and The Big Lebowski lie far from each other."""
SIZES = [(40, 12), (80, 24), (120, 40)]


@pytest.fixture
def session(recommender: Recommender) -> Session:
    """A session with answers of every kind."""
    session = recommender.session(SCATTERED)
    for answer in (session.like, session.dislike, session.add_to_watchlist, session.skip, session.like):
        answer()
    return session


async def look(
    recommender: Recommender, session: Session, steps: Steps, size: tuple[int, int] = (80, 24), theme: str = ""
) -> None:
    """Open the map on an app and go through some steps."""

    async def opened(pilot: Pilot[None], app: MatineeApp) -> None:
        if theme:
            app.theme = theme
        await app.push_screen(MapScreen(recommender, session))
        await pilot.pause()
        await steps(pilot, app)

    await drive(MatineeApp(recommender), opened, size=size)


def cell_of(app: MatineeApp, recommender: Recommender, row: int) -> Offset:
    """Where a film is on the screen."""
    film_map, places = app.screen.query_one(FilmMap), recommender.bundle.read_map()
    assert places is not None
    x, y = film_map.get_pixel_from_coordinate(*places.positions[row].astype(float))
    return app.screen.get_offset(film_map.query_one("#plot", Canvas)) + Offset(x, y)


def film_line_of(app: MatineeApp) -> str:
    return str(app.screen.query_one("#film-line").render())


def view_of(app: MatineeApp) -> MapView:
    assert isinstance(app.screen, MapScreen)
    return app.screen._view


@pytest.mark.parametrize("size", SIZES)
async def test_everything_that_counts_is_on_the_map(
    recommender: Recommender, session: Session, size: tuple[int, int]
) -> None:
    async def steps(_pilot: Pilot[None], app: MatineeApp) -> None:
        shown = screen_text(app)
        plot = "\n".join(shown.splitlines()[1:-3])
        assert all(sign in plot for sign in "●✗★")
        assert sum("⠀" < letter <= "⣿" for letter in plot) > 60  # braille: the films
        assert sum(name in plot for name in recommender.catalogue.genre_names) >= 3
        assert "3,635 films" in shown
        for key in ("esc back", "+- zoom", "←↓↑→ move", "0 all", "f your path", "tab your films", "? help"):
            assert key in shown
        assert "your path" in shown

    await look(recommender, session, steps, size=size)


async def test_the_map_changes_nothing_in_the_session(recommender: Recommender, session: Session) -> None:
    before, card = session.history, session.next()

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("plus", "left", "tab", "f", "0", "l", "k")
        await pilot.press("escape")
        assert not isinstance(app.screen, MapScreen)
        assert session.history == before
        assert session.next() == card

    await look(recommender, session, steps)


@pytest.mark.parametrize("key", ["escape", "q", "backspace"])
async def test_it_is_left_by_every_key_for_back(recommender: Recommender, session: Session, key: str) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(key)
        assert not isinstance(app.screen, MapScreen)

    await look(recommender, session, steps)


async def test_tab_goes_through_ones_own_films_and_names_each(recommender: Recommender, session: Session) -> None:
    card = session.next()
    assert card is not None

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert "press tab" in film_line_of(app)
        await pilot.press("tab")
        assert film_line_of(app).startswith(f"◆ {card.movie.title}")
        assert "current" in film_line_of(app)
        named = [film_line_of(app)]
        marks = marks_of(session)
        for mark in marks[1:]:
            await pilot.press("tab")
            assert film_line_of(app).startswith(f"{mark.sign} {recommender.catalogue.titles[mark.row]}")
            named.append(film_line_of(app))
        await pilot.press("tab")
        assert film_line_of(app) == named[0]
        await pilot.press("shift+tab")
        assert film_line_of(app) == named[-1]

    await look(recommender, session, steps)


async def test_the_chosen_film_stands_out_without_colours(recommender: Recommender, session: Session) -> None:
    row = marks_of(session)[0].row

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert not app.screen.get_style_at(*cell_of(app, recommender, row)).reverse
        await pilot.press("tab")
        await pilot.pause()
        assert app.screen.get_style_at(*cell_of(app, recommender, row)).reverse

    await look(recommender, session, steps)


async def test_a_chosen_film_out_of_view_is_brought_into_view(recommender: Recommender, session: Session) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for _ in range(9):
            await pilot.press("plus")
        for mark in marks_of(session):
            await pilot.press("tab")
            await pilot.pause()
            cell = cell_of(app, recommender, mark.row)
            assert cell in app.screen.query_one(FilmMap).region
            assert mark.sign in screen_text(app).splitlines()[cell.y]

    await look(recommender, session, steps)


async def test_keys_zoom_and_move_and_show_everything_again(recommender: Recommender, session: Session) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        whole = screen_text(app)
        await pilot.press("minus", "left", "h")  # there is nothing beyond the rim
        assert view_of(app) == MapView()
        await pilot.press("plus", "plus", "plus", "plus")
        near = view_of(app)
        assert near.zoom > 3
        assert screen_text(app) != whole
        for key, other, side in (("left", "right", "x"), ("h", "l", "x"), ("down", "up", "y"), ("j", "k", "y")):
            await pilot.press(key)
            assert getattr(view_of(app), side) < getattr(near, side)
            await pilot.press(other)
            assert getattr(view_of(app), side) == pytest.approx(getattr(near, side))
        await pilot.press("0")
        await pilot.pause()
        assert screen_text(app) == whole

    await look(recommender, session, steps)


async def test_from_near_the_well_known_films_are_named(recommender: Recommender, session: Session) -> None:
    titles = recommender.catalogue.titles
    famous = [titles[row] for row in recommender.catalogue.rating_counts.argsort()[::-1][:300]]

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert not any(title in screen_text(app) for title in famous if len(title) > 8)
        await pilot.press("f", "plus", "plus")
        await pilot.pause()
        assert sum(title in screen_text(app) for title in famous if len(title) > 8) >= 2

    await look(recommender, session, steps, size=(120, 40))


async def test_f_shows_the_way_from_near(recommender: Recommender, session: Session) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("f")
        await pilot.pause()
        assert view_of(app).zoom > 1.5
        plot = "\n".join(screen_text(app).splitlines()[1:-3])
        assert "○" in plot
        assert "●" in plot

    await look(recommender, session, steps)


async def test_the_mouse_names_films_and_a_click_keeps_one(recommender: Recommender, session: Session) -> None:
    titles = recommender.catalogue.titles

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        marks = marks_of(session)
        cells = [cell_of(app, recommender, mark.row) for mark in marks]
        first, second = [
            mark
            for mark, (x, y) in zip(marks, cells, strict=True)
            if sum(abs(x - other_x) <= 2 and abs(y - other_y) <= 2 for other_x, other_y in cells) == 1
        ][:2]  # of films that are close to each other, only one can be pointed at
        await pilot.hover(offset=cell_of(app, recommender, first.row))
        assert titles[first.row] in film_line_of(app)
        await pilot.hover(offset=(0, 0))
        assert titles[first.row] not in film_line_of(app)
        await pilot.click(offset=cell_of(app, recommender, second.row))
        await pilot.hover(offset=(0, 0))
        assert titles[second.row] in film_line_of(app)
        await pilot.hover(offset=cell_of(app, recommender, first.row))
        assert titles[first.row] in film_line_of(app)
        await pilot.hover(offset=(0, 0))
        assert titles[second.row] in film_line_of(app)

    await look(recommender, session, steps)


async def test_the_mouse_points_at_films_that_have_no_sign_too(recommender: Recommender, session: Session) -> None:
    catalogue = recommender.catalogue
    marked = {mark.row for mark in marks_of(session)}
    taste_map = recommender.bundle.read_map()
    assert taste_map is not None
    places = taste_map.positions
    best_known = catalogue.rating_counts.argsort()[::-1].tolist()
    row = next(row for row in best_known if min(abs(places[row] - places[other]).sum() for other in marked) > 0.2)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.hover(offset=cell_of(app, recommender, row))
        assert film_line_of(app).startswith("· ")
        assert catalogue.titles[row] in film_line_of(app)

    await look(recommender, session, steps, size=(120, 40))


async def test_dragging_moves_the_map_and_chooses_nothing(recommender: Recommender, session: Session) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("plus", "plus", "plus")
        before = view_of(app)
        await pilot.mouse_down(offset=(40, 10))
        await pilot._post_mouse_events([events.MouseMove], offset=(50, 13), button=1)
        await pilot.mouse_up(offset=(50, 13))
        assert view_of(app).x < before.x  # the map follows the hand to the right
        assert view_of(app).y > before.y  # and down
        await pilot.hover(offset=(0, 0))
        assert "press tab" in film_line_of(app)

    await look(recommender, session, steps)


async def test_the_wheel_zooms_where_the_mouse_is(recommender: Recommender, session: Session) -> None:
    row = marks_of(session)[0].row

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        cell = cell_of(app, recommender, row)
        for _ in range(5):
            await pilot._post_mouse_events([events.MouseScrollUp], offset=cell, button=0)
        await pilot.pause()
        assert view_of(app).zoom > 2
        assert abs(cell_of(app, recommender, row).x - cell.x) <= 1
        assert abs(cell_of(app, recommender, row).y - cell.y) <= 1
        for _ in range(9):
            await pilot._post_mouse_events([events.MouseScrollDown], offset=cell, button=0)
        await pilot.pause()
        assert view_of(app) == MapView()

    await look(recommender, session, steps)


async def test_a_bundle_without_a_map_says_so_and_can_be_left(recommender: Recommender, session: Session) -> None:
    bare = Recommender(replace(recommender.bundle, read_map=no_map), recommender.policy)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        shown = screen_text(app)
        assert "This bundle has no map." in shown
        assert "`matinee train --data FOLDER --map`" in shown
        assert "zoom" not in shown
        await pilot.press("plus", "tab", "f", "0", "left")
        await pilot.resize_terminal(40, 12)
        assert isinstance(app.screen, MapScreen)
        await pilot.press("escape")
        assert not isinstance(app.screen, MapScreen)

    await look(bare, session, steps)


async def test_it_reads_without_colours(
    recommender: Recommender, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def steps(_pilot: Pilot[None], app: MatineeApp) -> None:
        plot = "\n".join(screen_text(app).splitlines()[1:-3])
        assert all(sign in plot for sign in "●✗★")

    await look(recommender, session, steps)


async def test_another_theme_draws_the_map_in_its_colours(recommender: Recommender, session: Session) -> None:
    row = marks_of(session)[1].row

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        before = app.screen.get_style_at(*cell_of(app, recommender, row)).color
        app.theme = "textual-light"
        await pilot.pause()
        await pilot.pause()
        after = app.screen.get_style_at(*cell_of(app, recommender, row)).color
        assert before != after

    await look(recommender, session, steps)


async def test_the_map_fits_a_terminal_that_changes_its_size(recommender: Recommender, session: Session) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert "★" in screen_text(app)
        await pilot.resize_terminal(39, 12)
        await pilot.pause()
        assert "39×12 is too small" in screen_text(app)
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        row = marks_of(session)[1].row
        cell = cell_of(app, recommender, row)
        assert screen_text(app).splitlines()[cell.y][cell.x] == "★"

    await look(recommender, session, steps)


def test_each_film_has_one_sign(session: Session) -> None:
    marks = marks_of(session)
    assert len({mark.row for mark in marks}) == len(marks) == 1 + 4 + 2 + 1 + 1
    assert [mark.kind for mark in marks] == ["shown", *["favourite"] * 4, "liked", "disliked", "liked", "watchlist"]
    assert [session.catalogue.ids[mark.row] for mark in marks[1:5]] == list(SCATTERED)
    assert session.catalogue.ids[marks[-1].row] == session.watchlist[0]


def test_a_title_is_never_taken_for_markup(recommender: Recommender) -> None:
    row = next(row for row, title in enumerate(recommender.catalogue.titles) if "[" in title)
    assert recommender.catalogue.titles[row] in film_line(recommender.catalogue, row, Mark(row, "liked")).plain


def test_names_cover_neither_signs_nor_each_other() -> None:
    labels = [Label(name, 10, 5, "genre") for name in ("Horror", "Drama", "War", "Western")]
    taken = {(10, 5)}
    found = place_labels(labels, taken, (20, 10), 9)
    assert [(label.text, label.line) for label in found] == [("Horror", 6), ("Drama", 4)]
    assert place_labels(labels, set(), (20, 10), 2) == (Label("Horror", 10, 5, "genre"), Label("Drama", 10, 6, "genre"))


def test_names_stay_on_the_map() -> None:
    left, right = place_labels([Label("Horror", 0, 0, "genre"), Label("Western", 19, 9, "genre")], set(), (20, 10), 9)
    assert (left.column, left.line) == (3, 0)
    assert (right.column, right.line) == (16, 9)
    assert place_labels([Label("Documentary", 5, 5, "genre")], set(), (8, 10), 9) == ()


def test_zooming_keeps_a_point_where_it_is() -> None:
    view = MapView().zoomed(2, (0.5, -0.25))
    assert (view.x, view.y) == pytest.approx((0.25, -0.125))
    assert view.zoomed(0.5, (0.5, -0.25)) == MapView()
    assert view.zoomed(1000).zoom == MAX_ZOOM


def test_nobody_looks_over_the_rim() -> None:
    view = MapView().zoomed(4).moved(50, -50)
    assert (view.x + view.reach, view.y - view.reach) == pytest.approx((EDGE, -EDGE))


def test_a_view_around_points_shows_them_all() -> None:
    view = MapView.around([(0.1, 0.2), (0.3, -0.1)])
    assert view.zoom > 3
    for x, y in ((0.1, 0.2), (0.3, -0.1)):
        assert view.showing(x, y) == view
    assert MapView.around([(0.5, 0.5)]).zoom > 3
    assert MapView.around([]) == MapView()


async def test_a_small_map_shows_fewer_films_so_that_it_keeps_its_shape(
    recommender: Recommender, session: Session
) -> None:
    async def steps(_pilot: Pilot[None], app: MatineeApp) -> None:
        plot = "".join(screen_text(app).splitlines()[2:-4])
        assert plot.count(" ") > len(plot) / 3

    await look(recommender, session, steps, size=(40, 12))

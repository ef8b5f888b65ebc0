"""The small taste map beside the card."""

from dataclasses import replace

import pytest
from textual.pilot import Pilot
from textual.strip import Strip

from matinee.engine.errors import MatineeError
from matinee.engine.recommender import Recommender
from matinee.engine.session.companion import Companion
from matinee.policy.array_types import FloatArray
from matinee.tui.app import MatineeApp
from matinee.tui.screens.map import MapScreen
from matinee.tui.widgets.film_map import FilmCanvas, FilmMap
from matinee.tui.widgets.map_dots import Dots, draw_dots
from matinee.tui.widgets.map_panel import MapPanel
from matinee.tui.widgets.map_view import MapView
from tests.conftest import FAVOURITES
from tests.tui.driving import drive, finish_work, screen_text, toasts

LARGE, HUGE = (120, 40), (200, 60)


async def test_it_follows_the_answers_and_opens_the_map(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await finish_work(pilot, app)
        assert "✗ disliked" not in screen_text(app)
        assert "★ favourite" in screen_text(app)
        await pilot.press("n")
        await finish_work(pilot, app)
        assert len(app.screen.query(FilmMap)) == 1
        assert "✗ disliked" in screen_text(app)
        await pilot.click(MapPanel)
        await pilot.pause()
        assert isinstance(app.screen, MapScreen)

    await drive(MatineeApp(recommender, FAVOURITES, seed=0), steps, size=HUGE)


async def test_it_is_drawn_only_where_there_is_room(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await finish_work(pilot, app)
        assert not app.screen.query(FilmMap)
        await pilot.resize_terminal(*HUGE)
        await finish_work(pilot, app)
        assert app.screen.query(FilmMap)

    await drive(MatineeApp(recommender, FAVOURITES, seed=0), steps, size=LARGE)


async def test_a_bundle_without_a_map_has_no_panel(recommender: Recommender) -> None:
    own = Recommender(replace(recommender.bundle, read_map=lambda: None), recommender.policy)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await finish_work(pilot, app)
        assert "your taste among" not in screen_text(app)
        assert "what we learned" in screen_text(app)

    await drive(MatineeApp(own, FAVOURITES, seed=0), steps, size=HUGE)


async def test_a_map_that_cannot_be_read_is_told_once(recommender: Recommender) -> None:
    def fail() -> None:
        raise MatineeError("The bundle has changed.")

    own = Recommender(replace(recommender.bundle, read_map=fail), recommender.policy)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for _ in range(2):
            await finish_work(pilot, app)
            await pilot.press("y")
        await finish_work(pilot, app)
        assert toasts(app) == ["The bundle has changed."]
        assert "your taste among" not in screen_text(app)

    await drive(MatineeApp(own, FAVOURITES, seed=0), steps, size=HUGE)


async def test_it_is_drawn_once_per_answer_and_its_dots_only_once(
    recommender: Recommender, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[tuple[str | None, int]] = []
    drawn: list[tuple[int, int]] = []
    paint = FilmCanvas.render_line

    def count_paint(canvas: FilmCanvas, y: int) -> Strip:
        painted.append((canvas.id, y))
        return paint(canvas, y)

    def count_drawing(places: FloatArray, view: MapView, size: tuple[int, int]) -> Dots:
        drawn.append(size)
        return draw_dots(places, view, size)

    monkeypatch.setattr(FilmCanvas, "render_line", count_paint)
    monkeypatch.setattr("matinee.tui.widgets.film_map.draw_dots", count_drawing)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await finish_work(pilot, app)
        for key in "yn":
            painted.clear()
            await pilot.press(key)
            await finish_work(pilot, app)
            await pilot.pause(0.1)
            assert painted.count(("plot", 3)) == 1
        assert len(drawn) == 1

    await drive(MatineeApp(recommender, FAVOURITES, seed=0), steps, size=HUGE)


async def test_the_ends_of_both_paths_are_shown_to_two_people(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y")
        await finish_work(pilot, app)
        assert "your tastes among all films" in screen_text(app)
        assert "○━● you  □━■ Anna" in screen_text(app)
        assert "■" in screen_text(app)

    companion = Companion((2, 1, 588, 364), "Anna")
    await drive(MatineeApp(recommender, FAVOURITES, seed=0, companion=companion), steps, size=HUGE)

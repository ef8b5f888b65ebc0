"""The films near the one on the card, found once nobody answers for a moment."""

import gc

import pytest
from textual.pilot import Pilot

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.errors import MatineeError
from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from matinee.tui.screens.info import InfoScreen
from matinee.tui.widgets.near_films import MAX_FILMS, NearFilms
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, click_on, drive, finish_work, screen_text, toasts

LARGE, HUGE = (120, 40), (200, 60)


def near_text(app: MatineeApp) -> str:
    return str(app.screen.query_one(NearFilms).render())


def film_id(app: MatineeApp) -> int:
    card = card_screen(app).session.next()
    assert card is not None
    return card.movie.id


@pytest.mark.parametrize(("size", "least"), [(LARGE, 3), (HUGE, 8)])
async def test_they_are_named_with_year_and_maker_after_a_rest(
    recommender: Recommender, size: tuple[int, int], least: int
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y")
        await pilot.pause()
        await finish_work(pilot, app)
        near = recommender.neighbours(film_id(app), MAX_FILMS)
        for movie in near[:least]:
            assert f"{movie.title}  {movie.year}" in near_text(app)
            assert f"by {recommender.facts(movie.id).directors[0]}" in near_text(app)
        assert near[0].title in screen_text(app)

    await drive(MatineeApp(recommender, FAVOURITES, seed=0), steps, size=size)


async def test_those_of_an_earlier_film_are_there_at_once(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await finish_work(pilot, app)
        before = near_text(app)
        await pilot.press("y")
        await pilot.pause()
        await pilot.press("u")
        await pilot.pause()
        assert near_text(app) == before != ""

    await drive(MatineeApp(recommender, FAVOURITES, seed=0), steps, size=LARGE)


async def test_whoever_answers_quickly_does_not_wait_for_them(
    recommender: Recommender, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def find(_self: Recommender, movie_id: int, _limit: int) -> list[Movie]:
        asked.append(movie_id)
        return []

    monkeypatch.setattr(Recommender, "neighbours", find)
    monkeypatch.setattr("matinee.tui.widgets.near_films.REST", 1.0)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y", "n", "s")
        await finish_work(pilot, app)
        assert asked == [film_id(app)]

    await drive(MatineeApp(recommender, FAVOURITES, seed=0), steps, size=LARGE)


async def test_a_click_opens_what_is_known_of_one(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await finish_work(pilot, app)
        near = recommender.neighbours(film_id(app), 1)[0]
        await click_on(pilot, near.title, within="NearFilms")
        assert isinstance(app.screen, InfoScreen)
        assert app.screen.movie == near

    await drive(MatineeApp(recommender, FAVOURITES, seed=0), steps, size=LARGE)


async def test_marks_say_what_was_answered(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await finish_work(pilot, app)
        assert "★ The Godfather  1972" in near_text(app)

    await drive(MatineeApp(recommender, FAVOURITES, seed=0), steps, size=LARGE)


async def test_a_bundle_that_has_changed_is_told_once(
    recommender: Recommender, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: Recommender, _movie_id: int, _limit: int) -> None:
        raise MatineeError("The bundle has changed.")

    monkeypatch.setattr(Recommender, "neighbours", fail)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for _ in range(3):
            await finish_work(pilot, app)
            await pilot.press("y")
            await pilot.pause()
        assert toasts(app) == ["The bundle has changed."]
        assert "near it" not in screen_text(app)

    await drive(MatineeApp(recommender, FAVOURITES, seed=0), steps, size=LARGE)


@pytest.mark.filterwarnings("error")
async def test_a_look_up_that_never_begins_leaves_no_coroutine(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y")
        await pilot.pause()
        near = app.screen.query_one(NearFilms)
        near.follow()
        near.workers.cancel_all()
        near.follow()
        app.exit()

    await drive(MatineeApp(recommender, FAVOURITES, seed=0), steps, size=LARGE)
    gc.collect()

"""A genre that was asked for: found by letters, given as a reason, and ended by a key or a click."""

from dataclasses import replace

import pytest
from textual.pilot import Pilot

from matinee.engine.recommender import Recommender
from matinee.engine.session.events import GenreRequested
from matinee.tui.app import MatineeApp
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.choice_dialog import ChoiceDialog
from matinee.tui.widgets.choice_list import ChoiceList
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, click_on, current_title, drive, enter_prompt, first_line, screen_text

SIZES = [(40, 12), (80, 24), (120, 40)]


@pytest.mark.parametrize(
    ("keys", "genre"),
    [
        ("mus", "Musical"),
        ("my", "Mystery"),
        ("mm", "Mystery"),
        ("W", "War"),
        ("wes", "Western"),
        ("noir", "Film-Noir"),
        ("ccc", "Crime"),
        ("dr", "Drama"),
        ("xqmu", None),
        ("sci", "Sci-Fi"),
        ("rw", "War"),
    ],
)
async def test_letters_jump_to_a_genre(recommender: Recommender, keys: str, genre: str | None) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("g", *keys, "enter")
        await pilot.pause()
        asked = card_screen(app).session.state.requested_genre
        assert asked == (genre and GenreRequested(genre))

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_bound_letters_keep_their_meaning(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("o", "j", "j", "k")
        assert app.screen.query_one(ChoiceList).highlighted == 1
        await pilot.press(*"pure")
        assert isinstance(app.screen, ChoiceDialog)
        assert app.screen.choices[app.screen.query_one(ChoiceList).highlighted or 0].name == "random"
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(app.screen, CardScreen)
        assert app.screen.session.events == ()

    await drive(MatineeApp(recommender, FAVOURITES), steps)


@pytest.mark.parametrize("size", SIZES)
async def test_the_card_names_the_wish_and_the_key_for_it(recommender: Recommender, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session, before = card_screen(app).session, current_title(app)
        assert "any genre" not in screen_text(app)
        for said in ("more Musical", "only Musical"):
            await pilot.press("g", *"mus", "enter")
            await pilot.pause()
            assert f"you asked for  {said}" in screen_text(app)
            assert said in first_line(app)
            assert "x any genre" in screen_text(app)
        await pilot.press("x")
        await pilot.pause()
        assert session.state.requested_genre is None
        assert current_title(app) == before
        assert "any genre" not in screen_text(app)
        assert "you asked for" not in screen_text(app)
        await pilot.press("u")
        assert session.state.requested_genre == GenreRequested("Musical", strict=True)

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


async def test_a_film_of_another_genre_is_not_there_for_the_wish(recommender: Recommender) -> None:
    plain = Recommender(recommender.bundle, replace(recommender.policy, genre_request_boost=0.0))

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        session.request_genre("Western")
        kinds = []
        for _ in range(10):
            await pilot.press("s")
            await pilot.pause()
            card = session.next()
            assert card is not None
            kinds.append("Western" in card.movie.genres)
            assert ("you asked for  more Western" in screen_text(app)) == kinds[-1]
        assert {*kinds} == {True, False}

    await drive(MatineeApp(plain, FAVOURITES), steps)


async def test_the_chip_of_a_wish_ends_it_beside_a_mood(with_encoder: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = await enter_prompt(pilot, "something scary")
        await pilot.press("g", *"rom", "enter")
        await pilot.pause()
        assert "[more Romance ×]" in screen_text(app)
        assert "x clear" in screen_text(app)
        assert "any genre" not in screen_text(app)
        await click_on(pilot, "more Romance ×", within="PromptChips")
        assert session.state.requested_genre is None
        assert session.active_prompt is not None
        await pilot.press("u", "x", "x")
        await pilot.pause()
        assert session.active_prompt is None
        assert session.state.requested_genre is None
        assert "Romance ×" not in screen_text(app)

    await drive(MatineeApp(with_encoder, FAVOURITES), steps)


async def test_a_genre_without_films_left_names_the_key(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        session.request_genre("Film-Noir", strict=True)
        while session.next() is not None:
            session.skip()
        await pilot.press("i")
        card_screen(app).show_session()
        await pilot.pause()
        assert "x  any genre" in screen_text(app)
        await pilot.press("x")
        await pilot.pause()
        current_title(app)

    await drive(MatineeApp(recommender, FAVOURITES), steps)

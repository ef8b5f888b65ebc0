"""Dialogs on the card to choose a genre and a model."""

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from matinee.engine.recommender import Recommender
from matinee.engine.session.events import GenreRequested, ModelChosen
from matinee.engine.session.session import Session
from matinee.tui import choices
from matinee.tui.app import MatineeApp
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.choice_dialog import Choice, ChoiceDialog, choice_line
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, click_on, current_title, drive, first_line, screen_text

SIZES = [(40, 12), (80, 24), (120, 40)]


def test_a_genre_is_asked_for_in_three_steps(session: Session) -> None:
    for _ in range(4):
        choices.request_genre(session, "Comedy")
    assert session.events == (
        GenreRequested("Comedy"),
        GenreRequested("Comedy", strict=True),
        GenreRequested(None),
        GenreRequested("Comedy"),
    )
    choices.request_genre(session, "War")
    assert session.state.requested_genre == GenreRequested("War")


def test_the_genre_asked_for_is_marked_and_said(session: Session) -> None:
    assert [choice.name for choice in choices.genre_choices(session)] == list(session.catalogue.shown_genres)
    for said in ("more of it", "only it"):
        choices.request_genre(session, "Comedy")
        assert [(one.name, one.detail) for one in choices.genre_choices(session) if one.is_current] == [
            ("Comedy", said)
        ]
    choices.request_genre(session, "Comedy")
    assert not [one for one in choices.genre_choices(session) if one.is_current or one.detail]


def test_every_model_of_the_bundle_is_told_in_words(recommender: Recommender, session: Session) -> None:
    models = choices.model_choices(session, recommender)
    assert [choice.name for choice in models] == recommender.model_names
    assert [choice.detail for choice in models] == recommender.model_names  # the technical name stands beside
    assert len({choice.label for choice in models} - {*recommender.model_names}) == len(models)
    assert [choice.name for choice in models if choice.is_current] == [session.model.name]


def test_a_model_nobody_has_words_for_is_shown_by_its_name() -> None:
    assert choices.model_description("my_own") == ""


def test_a_line_shows_its_label_as_it_is() -> None:
    assert choice_line(Choice("x", "[b]x[/b]", "[i]", is_current=True), 10).plain == "● [b]x[/b]    [i]"
    assert choice_line(Choice("x", "x"), 3).plain == "  x    "


async def choose(pilot: Pilot[None], key: str, name: str) -> None:
    """Open a list by its key and choose a line with the arrow keys."""
    await pilot.press(key)
    await pilot.pause()
    assert isinstance(pilot.app.screen, ChoiceDialog)
    names = [choice.name for choice in pilot.app.screen.choices]
    await pilot.press("home", *["down"] * names.index(name), "enter")
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_g_asks_for_a_genre_softly_strictly_and_no_more(recommender: Recommender, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        before = current_title(app)
        await choose(pilot, "g", "War")
        assert session.state.requested_genre == GenreRequested("War")
        await choose(pilot, "g", "War")
        assert session.state.requested_genre == GenreRequested("War", strict=True)
        assert "only War" in first_line(app)
        card = session.next()
        assert card is not None
        assert "War" in card.movie.genres
        assert current_title(app) == card.movie.title
        await pilot.press("g")
        await pilot.pause()
        assert "● War" in screen_text(app)  # the list opens at the current choice
        await pilot.press("enter")
        await pilot.pause()
        assert session.state.requested_genre is None
        assert current_title(app) == before

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


@pytest.mark.parametrize("size", SIZES)
async def test_o_lets_another_model_choose(recommender: Recommender, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        before = current_title(app)
        await choose(pilot, "o", "popularity")
        assert session.events == (ModelChosen("popularity"),)
        assert current_title(app) != before
        await pilot.press("o")
        await pilot.pause()
        assert "● what everyone likes" in screen_text(app)
        await pilot.press("escape", "u")
        await pilot.pause()
        assert current_title(app) == before

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


@pytest.mark.parametrize("size", SIZES)
async def test_the_last_line_of_a_list_can_be_seen(recommender: Recommender, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for key, last in (("g", "Western"), ("o", "random")):
            await pilot.press(key, "end")
            await pilot.pause()
            assert last in screen_text(app)
            await pilot.press("escape")

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_a_list_is_left_without_choosing(recommender: Recommender, key: str) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for opening in ("g", "o"):
            await pilot.press(opening, "j", "j", "k", key)
            await pilot.pause()
            assert isinstance(app.screen, CardScreen)
            assert app.screen.session.events == ()

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_a_line_is_chosen_with_the_mouse(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("g")
        await pilot.pause()
        await click_on(pilot, "Documentary", within="OptionList")
        assert card_screen(app).session.events == (GenreRequested("Documentary"),)

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_no_key_of_the_card_answers_under_a_list(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        await pilot.press("g", "y", "n", "s", "l", "h", "w", "m", "u", "space")
        await pilot.pause()
        assert session.profile.answers == ()
        assert session.watchlist == ()

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_choosing_the_model_that_chooses_already_changes_nothing(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("o")
        await pilot.pause()
        assert app.screen.query_one(OptionList).highlighted == 0
        await pilot.press("enter")
        await pilot.pause()
        assert card_screen(app).session.events == ()

    await drive(MatineeApp(recommender, FAVOURITES), steps)

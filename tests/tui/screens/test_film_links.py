"""A film in a list within the details of another can be opened, and back leads back."""

import pytest
from textual.pilot import Pilot
from textual.widgets import Link

from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.info import InfoScreen
from matinee.tui.screens.map import MapScreen
from matinee.tui.screens.summary import SummaryScreen
from matinee.tui.widgets.film_links import FilmLinks
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, click_on, drive, screen_text


def info(app: MatineeApp) -> InfoScreen:
    assert isinstance(app.screen, InfoScreen)
    return app.screen


async def test_a_film_is_opened_by_keys_and_back_goes_back_one_level(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i")
        await pilot.pause()
        first = info(app)
        behind, similar = first.query(FilmLinks)
        await pilot.press("enter", *["down"] * behind.option_count, "down")  # past the end of the first list
        await pilot.pause()
        assert similar.has_focus
        assert first.similar[1].movie.title in screen_text(app)  # scrolled to
        await pilot.press("enter")
        await pilot.pause()
        second = info(app)
        assert second.movie == first.similar[1].movie
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert info(app).movie == second.similar[0].movie
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is second
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is first
        assert similar.highlighted == 1
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, CardScreen)

    for size in ((40, 12), (80, 24)):
        await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


async def test_a_film_is_opened_by_the_mouse(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i")
        await pilot.pause()
        first = info(app)
        assert first.suggestion is not None
        await click_on(pilot, first.similar[2].movie.title, "FilmLinks:last-of-type")
        assert info(app).movie == first.similar[2].movie
        await pilot.press("escape")
        await pilot.pause()
        behind = first.suggestion.reasons[0].movie
        await click_on(pilot, behind.title, "FilmLinks")
        assert info(app).movie == behind

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=(120, 50))


async def test_a_film_of_the_summary_is_opened(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        await pilot.press("y", "n", "e", "enter", "down", "enter")
        await pilot.pause()
        (_, _), (disliked, _) = session.state.answers
        assert info(app).movie.id == disliked
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, SummaryScreen)

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_a_film_selected_on_the_map_is_opened(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("v", "enter")
        await pilot.pause()
        assert isinstance(app.screen, MapScreen)  # none is selected
        await pilot.press("tab")
        selected = app.screen._chosen
        await pilot.press("enter")
        await pilot.pause()
        assert recommender.catalogue.row(info(app).movie.id) == selected
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, MapScreen)

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_keys_open_a_link_that_was_chosen(recommender: Recommender, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        monkeypatch.setattr(app, "open_url", lambda url, **_: opened.append(url))
        await pilot.press("i", "tab", "tab", "tab", "enter")
        await pilot.pause()
        assert isinstance(app.focused, Link)

    await drive(MatineeApp(recommender, FAVOURITES), steps)
    assert opened[0].startswith("https://www.imdb.com/title/")


async def test_arrows_scroll_while_no_list_is_chosen(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i")
        await pilot.pause()
        title = info(app).movie.label
        assert title in screen_text(app)
        await pilot.press(*["down"] * 8)
        await pilot.pause()
        assert title not in screen_text(app)
        assert app.focused is None

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=(80, 24))

"""Only films of the watchlist: the palette command, the status line, and an empty watchlist."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from matinee.engine.models.profile import Answer
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import WatchlistRequested
from matinee.engine.storage.log import SessionLog
from matinee.engine.storage.store import read_session
from matinee.tui.app import EMPTY_WATCHLIST, MatineeApp
from matinee.tui.choices import ALL_FILMS, WATCHLIST_ONLY
from matinee.tui.screens.picker import PickerScreen
from matinee.tui.screens.report import ReportScreen
from matinee.tui.session_commands import import_plan
from matinee.tui.widgets.film_card import NOTHING_WANTED
from tests.conftest import FAVOURITES
from tests.engine.exchange.sample_exports import PLAIN, csv_text, letterboxd_row
from tests.tui.driving import (
    card_screen,
    commands,
    current_title,
    drive,
    first_line,
    run_command,
    screen_sentences,
    toasts,
)

WANTED = {"Heat", "Fargo", "Alien"}


@pytest.fixture
def watchlist(tmp_path: Path) -> Path:
    """An export of a watchlist with three films."""
    rows = [letterboxd_row(name, year) for name, year in (("Heat", 1995), ("Fargo", 1996), ("Alien", 1979))]
    (tmp_path / "watchlist.csv").write_text(csv_text(PLAIN, rows))
    return tmp_path / "watchlist.csv"


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
async def test_the_command_begins_and_ends_it(recommender: Recommender, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert WATCHLIST_ONLY not in commands(app)
        kept = current_title(app)
        await pilot.press("w")
        await pilot.pause()
        other = current_title(app)
        await run_command(pilot, WATCHLIST_ONLY)
        assert current_title(app) == kept
        assert first_line(app).rstrip().count("watchlist") == 1
        assert WATCHLIST_ONLY not in commands(app)
        await run_command(pilot, ALL_FILMS)
        assert current_title(app) == other
        assert "watchlist" not in first_line(app)
        await pilot.press("u", "u")
        await pilot.pause()
        assert current_title(app) == other
        await pilot.press("r")
        await pilot.pause()
        assert current_title(app) == kept

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
async def test_a_watchlist_without_films_left_is_said_with_the_ways_out(
    recommender: Recommender, size: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("w")
        await run_command(pilot, WATCHLIST_ONLY)
        await pilot.press("s")
        await pilot.pause()
        assert NOTHING_WANTED in screen_sentences(app)
        assert "ctrl+p all films" in screen_sentences(app)
        await run_command(pilot, ALL_FILMS)
        assert current_title(app)
        assert len(card_screen(app).session.watchlist) == 1

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


async def test_a_session_from_an_import_shows_only_its_watchlist_and_is_saved_so(
    recommender: Recommender, watchlist: Path
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        shown = [current_title(app)]
        for key in ("n", "s"):
            await pilot.press(key)
            await pilot.pause()
            shown.append(current_title(app))
        assert set(shown) == WANTED
        assert WatchlistRequested(only=True) in read_session("Friday").history.events
        await pilot.press("y")
        await pilot.pause()
        assert NOTHING_WANTED in screen_sentences(app)
        await pilot.press("u")
        await pilot.pause()
        assert current_title(app) == shown[-1]

    plan = import_plan(watchlist, recommender)
    app = MatineeApp(recommender, FAVOURITES, plan=plan, watchlist_only=True, log=SessionLog.open("Friday"))
    await drive(app, steps)
    saved = read_session("Friday")
    again = recommender.session(saved.favourites, history=saved.history)
    assert again.state.watchlist_only
    assert [answer for _, answer in again.state.answered_here] == [Answer.DISLIKE, Answer.SKIP]


async def test_without_a_watchlist_all_films_are_shown_and_it_is_said(recommender: Recommender) -> None:
    async def steps(_pilot: Pilot[None], app: MatineeApp) -> None:
        assert current_title(app)
        assert EMPTY_WATCHLIST in toasts(app)
        assert card_screen(app).session.events == ()

    await drive(MatineeApp(recommender, FAVOURITES, watchlist_only=True), steps)


async def test_an_import_without_a_favourite_to_suggest_is_reported(recommender: Recommender, watchlist: Path) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert isinstance(app.screen, ReportScreen)
        assert "3 wanted" in screen_sentences(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, PickerScreen)

    await drive(MatineeApp(recommender, plan=import_plan(watchlist, recommender)), steps)

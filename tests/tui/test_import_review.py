"""The films of an import that were not found: accepted in the app, one by one or all."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.exchange.records import ImportedFilm
from matinee.engine.models.profile import Answer
from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from matinee.tui.screens.help import HelpScreen
from matinee.tui.screens.near_misses import NearMissScreen, entry
from matinee.tui.screens.picker import PickerScreen
from matinee.tui.screens.report import ReportScreen
from matinee.tui.session_commands import import_plan
from matinee.tui.widgets.inputs import LineInput
from tests.conftest import FAVOURITES
from tests.engine.exchange.sample_exports import RATED, csv_text, letterboxd_row
from tests.tui.driving import card_screen, click_on, drive, run_command, screen_sentences, screen_text

SIZES = [(40, 12), (80, 24), (120, 40)]
ALIEN, CASABLANCA, VERTIGO = 1214, 912, 903


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Three liked films, and three entries whose year is far off: two liked, one disliked."""
    found = [letterboxd_row(name, year, rating=4) for name, year in (("Heat", 1995), ("Fargo", 1996), ("Jaws", 1975))]
    missed = [
        letterboxd_row("Alien", 1981, rating=5),
        letterboxd_row("Casablanca", 1944, rating=5),
        letterboxd_row("Vertigo", 1960, rating=1),
    ]
    path = tmp_path / "ratings.csv"
    path.write_text(csv_text(RATED, found + missed))
    return path


def app_with(recommender: Recommender, export: Path) -> MatineeApp:
    return MatineeApp(recommender, plan=import_plan(export, recommender))


def review(app: MatineeApp) -> NearMissScreen:
    assert isinstance(app.screen, NearMissScreen)
    return app.screen


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


def known(app: MatineeApp) -> dict[int, Answer]:
    """What the session knows of each film, favourites included."""
    session = card_screen(app).session
    return dict.fromkeys(session.favourites, Answer.LIKE) | dict(session.state.answers)


@pytest.mark.parametrize("size", SIZES)
async def test_near_misses_are_listed_with_what_they_may_be(
    recommender: Recommender, export: Path, size: tuple[int, int]
) -> None:
    async def steps(_pilot: Pilot[None], app: MatineeApp) -> None:
        review(app)
        text = screen_text(app)
        for line in ("Is it this one?", "0 of 3 accepted", "Alien (1981)", "→ Alien (1979)", "→ Vertigo (1958)"):
            assert line in text
        for key in ("space it is", "a all", "n none", "⏎ continue"):
            assert key in text
        assert max(len(line) for line in text.splitlines()) <= size[0]

    await drive(app_with(recommender, export), steps, size=size)


@pytest.mark.parametrize("width", [34, 100])
def test_the_year_of_a_long_title_is_never_cut(width: int) -> None:
    film, nearest = ImportedFilm("Crouching Tiger " * 5, 2001), Movie(1, "Crouching Tiger, " * 5, 2000, (), ())
    lines = entry(film, nearest, False, width).split("\n")
    text = "\n".join(line.plain for line in lines)
    assert "… (2001)" in text
    assert "… (2000)" in text
    assert max(line.cell_length for line in lines) <= width


async def test_one_is_accepted_and_counts_like_a_film_found(recommender: Recommender, export: Path) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await press(pilot, "down", "space")
        assert review(app).accepted == {1: CASABLANCA}
        assert "✓ Casablanca" in screen_text(app)
        assert "1 of 3 accepted" in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, ReportScreen)
        assert "4 found (1 accepted)" in screen_sentences(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, PickerScreen)
        assert "Casablanca" in screen_text(app)
        await press(pilot, "enter")
        assert CASABLANCA in card_screen(app).session.favourites
        assert known(app)[ALIEN] is known(app)[VERTIGO] is Answer.SEEN  # not accepted, but likely seen

    await drive(app_with(recommender, export), steps)


async def test_all_are_accepted_and_none_again(recommender: Recommender, export: Path) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await press(pilot, "a")
        assert set(review(app).accepted.values()) == {ALIEN, CASABLANCA, VERTIGO}
        await press(pilot, "n")
        assert review(app).accepted == {}
        await press(pilot, "a", "enter", "enter", "enter")
        assert {ALIEN, CASABLANCA} <= set(card_screen(app).session.favourites)
        assert known(app)[VERTIGO] is Answer.DISLIKE

    await drive(app_with(recommender, export), steps)


@pytest.mark.parametrize("size", SIZES)
async def test_the_mouse_accepts_and_continues(recommender: Recommender, export: Path, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await click_on(pilot, "Casablanca (1942)")
        assert review(app).accepted == {1: CASABLANCA}
        await click_on(pilot, "Casablanca (1944)")
        assert review(app).accepted == {}
        await click_on(pilot, "all", "KeyBar")
        assert len(review(app).accepted) == 3
        await click_on(pilot, "continue", "KeyBar")
        assert isinstance(app.screen, ReportScreen)

    await drive(app_with(recommender, export), steps, size=size)


async def test_an_import_from_the_palette_asks_too_and_escape_accepts_nothing_more(
    recommender: Recommender, export: Path
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await run_command(pilot, "Import")
        app.screen.query_one(LineInput).value = str(export)
        await press(pilot, "enter")
        await press(pilot, "space")
        await press(pilot, "escape")
        assert isinstance(app.screen, ReportScreen)
        await press(pilot, "enter")
        assert "Alien" in screen_text(app)
        assert "Casablanca" not in screen_text(app)

    await drive(MatineeApp(recommender), steps)


async def test_keys_in_one_burst_reach_the_screens_in_order(recommender: Recommender, export: Path) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpScreen)
        assert "Accept all films" in screen_sentences(app)
        await press(pilot, "escape", "a", "enter", "enter", "enter", "n")
        session = card_screen(app).session
        assert len(session.state.answered_here) == 1

    await drive(app_with(recommender, export), steps, size=(80, 40))


async def test_without_near_misses_nothing_is_asked(recommender: Recommender, tmp_path: Path) -> None:
    names = (("Heat", 1995), ("Fargo", 1996), ("Jaws", 1975), ("Nothing at All Whatsoever", 2019))
    (tmp_path / "ratings.csv").write_text(csv_text(RATED, [letterboxd_row(*name, rating=4) for name in names]))

    async def steps(_pilot: Pilot[None], app: MatineeApp) -> None:
        assert isinstance(app.screen, ReportScreen)

    await drive(app_with(recommender, tmp_path / "ratings.csv"), steps)


async def test_a_session_with_its_own_favourites_starts_at_once(recommender: Recommender, export: Path) -> None:
    async def steps(_pilot: Pilot[None], app: MatineeApp) -> None:
        assert set(card_screen(app).session.favourites) == set(FAVOURITES)
        assert known(app)[ALIEN] is Answer.SEEN

    await drive(MatineeApp(recommender, FAVOURITES, plan=import_plan(export, recommender)), steps)

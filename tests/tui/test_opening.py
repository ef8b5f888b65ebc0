"""What is on screen until the session that the command line asks for is open."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from matinee.engine.errors import BundleError, MatineeError, MovieNotFoundError
from matinee.engine.recommender import Recommender
from matinee.engine.storage.log import SessionLog
from matinee.tui.app import MatineeApp
from matinee.tui.cli.launch import prepare
from matinee.tui.cli.launch_options import LaunchOptions
from matinee.tui.messages import CatalogueFailed, CatalogueLoaded
from matinee.tui.runtime.background import load_catalogue
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.picker import PickerScreen
from matinee.tui.title_lines import resolve_favourites
from tests.conftest import FAVOURITES, ROOT
from tests.tui.driving import card_screen, drive, screen_text

TITLES = ("The Shawshank Redemption", "godfather", "pulp fiction", "fight club")
INVITATION = "type a title or a name"


@pytest.fixture(autouse=True)
def _held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load the catalogue when the test decides."""
    monkeypatch.setattr("matinee.tui.app.start_catalogue_load", lambda *_: None)


async def test_titles_are_on_screen_until_their_session_is(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        text = screen_text(app)
        assert "Opening a session with The Shawshank Redemption · godfather" in " ".join(text.split())
        assert INVITATION not in text
        app.post_message(CatalogueLoaded(recommender, resolve_favourites(recommender, TITLES)))
        for _ in range(4):
            await pilot.pause(0.05)
        assert isinstance(app.screen, CardScreen)
        assert card_screen(app).session.favourites == FAVOURITES
        await pilot.press("u")
        await pilot.pause()
        assert isinstance(app.screen, PickerScreen)
        assert "Fight Club" in screen_text(app)

    await drive(MatineeApp(titles=TITLES), steps)


async def test_the_name_of_a_session_is_on_screen_until_it_is_open(recommender: Recommender) -> None:
    SessionLog.create(
        "Friday",
        FAVOURITES,
        model=None,
        seed=0,
        bundle=recommender.bundle.version,
        policy=recommender.policy,
        history=recommender.session(FAVOURITES).history,
    ).close()

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert "Opening the session “Friday”…" in screen_text(app)
        assert INVITATION not in screen_text(app)
        app.post_message(CatalogueLoaded(recommender))
        for _ in range(4):
            await pilot.pause(0.05)
        assert isinstance(app.screen, CardScreen)

    await drive(MatineeApp(log=SessionLog.open("Friday")), steps)


async def test_one_title_is_enough(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert "Opening a session with heat…" in screen_text(app)
        app.post_message(CatalogueLoaded(recommender, resolve_favourites(recommender, ["heat"])))
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, CardScreen)
        assert "Opening" not in screen_text(app)

    await drive(MatineeApp(titles=["heat"]), steps)


async def test_a_title_without_a_film_ends_the_app_with_a_sentence() -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        posted: list[object] = []
        load_catalogue(None, ["qqqqzzzz"], False, posted.append)
        (failed,) = posted
        assert isinstance(failed, CatalogueFailed)
        assert isinstance(failed.error, MovieNotFoundError)
        app.post_message(failed)
        await pilot.pause()
        assert app.failure.startswith("No film matches 'qqqqzzzz'")
        assert app.return_code == 2

    await drive(MatineeApp(titles=["qqqqzzzz"]), steps)


def test_a_named_bundle_is_loaded_while_the_picker_is_on_screen(tmp_path: Path) -> None:
    options = LaunchOptions(bundle=ROOT / "artifacts")
    assert prepare(options).recommender is None
    posted: list[object] = []
    load_catalogue(None, ["heat"], False, posted.append, options.bundle)
    (loaded,) = posted
    assert isinstance(loaded, CatalogueLoaded)
    assert loaded.recommender.bundle.folder == ROOT / "artifacts"
    with pytest.raises(BundleError, match="is not a bundle"):
        prepare(LaunchOptions(bundle=tmp_path))  # before the screen changes


def test_more_than_ten_titles_are_too_many(recommender: Recommender) -> None:
    titles = ["heat", "alien", "fargo", "amelie", "clerks", "casino", "gladiator", "psycho", "rocky", "jaws", "big"]
    with pytest.raises(MatineeError, match="starts from one to ten films, but --like names 11"):
        resolve_favourites(recommender, titles)
    assert resolve_favourites(recommender, ["858", "godfather"]) == (858,)

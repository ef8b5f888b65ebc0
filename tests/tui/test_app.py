"""From start to first film: no screen opens below another, and no key answers an unseen film."""

import random
import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot

from matinee.engine.recommender import Recommender
from matinee.engine.storage.log import SessionLog
from matinee.tui.app import MatineeApp
from matinee.tui.messages import CatalogueLoaded
from matinee.tui.runtime.textual_patches import SafeCommandPalette
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.help import HelpScreen
from matinee.tui.screens.picker import PickerScreen
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, drive
from tests.tui.keys.test_key_dispatch import gulp
from tests.tui.raw_terminal import RawTerminal

MATINEE = [sys.executable, "-m", "matinee"]
FOUR = ("--like", "318", "--like", "858", "--like", "296", "--like", "2959")
KEYS = ("y", "n", "s", "w", "u", "i", "g", "a", "\x10", "\x10", "\x10", "\r", "\x1b", "/", "?", "\x12", "v", "e")
QUIT = b"\x11"


def stack(app: MatineeApp) -> list[type]:
    """The types of the open screens, the top one last."""
    return [type(screen) for screen in app.screen_stack[1:]]


@pytest.fixture
def app(recommender: Recommender, monkeypatch: pytest.MonkeyPatch) -> MatineeApp:
    """An app with four favourites whose catalogue loads when the test decides."""
    app = MatineeApp(recommender, FAVOURITES, log=SessionLog.open("Friday"))
    monkeypatch.setattr("matinee.tui.app.start_catalogue_load", lambda *_: None)
    app.recommender = None
    return app


async def test_keys_before_the_first_film_are_ignored(app: MatineeApp, recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await gulp(pilot, "yn/heist\r")
        await pilot.press("ctrl+p", "f1", "y")
        assert stack(app) == [PickerScreen]
        app.post_message(CatalogueLoaded(recommender))
        await gulp(pilot, "yyn")
        assert stack(app) == [PickerScreen, CardScreen]
        assert card_screen(app).session.events == ()
        await pilot.press("y")
        assert len(card_screen(app).session.events) == 1

    await drive(app, steps)


async def test_quitting_is_possible_before_the_first_film(app: MatineeApp) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert not app.is_running

    await drive(app, steps)


@pytest.mark.parametrize(("key", "above"), [("ctrl+p", SafeCommandPalette), ("f1", HelpScreen)])
async def test_the_first_film_waits_for_a_screen_above_the_picker(
    recommender: Recommender, monkeypatch: pytest.MonkeyPatch, key: str, above: type
) -> None:
    monkeypatch.setattr("matinee.tui.app.start_catalogue_load", lambda *_: None)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await gulp(pilot, "heat\ramelie\rspirited away\rlebowski\r")
        await pilot.press(key)
        await pilot.pause()
        app.post_message(CatalogueLoaded(recommender))
        await pilot.pause()
        await pilot.pause()
        assert stack(app) == [PickerScreen, above]
        await pilot.press("ctrl+p", "ctrl+p", "escape")
        await pilot.press("escape")
        for _ in range(4):
            await pilot.pause()
        assert stack(app) == [PickerScreen, CardScreen]
        assert card_screen(app).session.events == ()

    await drive(MatineeApp(), steps)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.terminal
def test_a_start_under_random_keys_stays_up_and_leaves_when_asked(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    options = ["--session", "friday", *FOUR] if seed % 2 else FOUR
    with RawTerminal([*MATINEE, *options], {"MATINEE_HOME": str(tmp_path)}) as terminal:
        for _ in range(40):
            terminal.send(draw.choice(KEYS).encode())
            terminal.read(draw.uniform(0.005, 0.06))
        terminal.wait_for("because you liked")
        terminal.settle()
        assert terminal.state() != "Z", terminal.said_afterwards()
        terminal.send(QUIT)
        assert terminal.exit_code() == 0


@pytest.mark.terminal
def test_verbose_logs_to_a_file_beside_the_app(tmp_path: Path) -> None:
    with RawTerminal([*MATINEE, "--verbose", *FOUR], {"MATINEE_HOME": str(tmp_path)}) as terminal:
        terminal.wait_for("because you liked")
        terminal.settle()
        terminal.send(QUIT)
        assert terminal.exit_code() == 0
    assert "bundle " in (tmp_path / "logs" / "matinee.log").read_text(encoding="utf-8")

"""From start to first film: no screen opens below another, and no key answers an unseen film."""

import random
import sys
from pathlib import Path
from time import sleep

import pytest
from textual.pilot import Pilot

from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Prompted
from matinee.engine.storage.log import SessionLog
from matinee.tui.app import MatineeApp
from matinee.tui.messages import CatalogueLoaded
from matinee.tui.runtime.textual_patches import SafeCommandPalette
from matinee.tui.screens.card import TOO_EARLY, CardScreen
from matinee.tui.screens.choice_dialog import ChoiceDialog
from matinee.tui.screens.help import HelpScreen
from matinee.tui.screens.picker import PickerScreen
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, drive, toasts
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


async def test_answers_before_the_first_film_are_ignored_and_a_mood_waits_as_a_whole(
    app: MatineeApp, recommender: Recommender
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await gulp(pilot, "yn/heist\ru")
        await pilot.press("y")
        assert stack(app) == [PickerScreen]
        app.post_message(CatalogueLoaded(recommender))
        await gulp(pilot, "yyn")
        assert stack(app) == [PickerScreen, CardScreen]
        (event,) = card_screen(app).session.events
        assert isinstance(event, Prompted)
        assert event.prompt.text == "heist"
        assert toasts(app) == [TOO_EARLY]
        await pilot.press("y")
        assert len(card_screen(app).session.events) == 2

    await drive(app, steps)


async def test_half_a_mood_before_the_first_film_is_completed_on_it(app: MatineeApp, recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await gulp(pilot, "/no")
        app.post_message(CatalogueLoaded(recommender))
        await gulp(pilot, " ho")
        await pilot.press(*"rror", "enter")
        await pilot.pause()
        session = card_screen(app).session
        assert session.active_prompt is not None
        assert session.active_prompt.text == "no horror"
        assert len(session.events) == 1

    await drive(app, steps)


@pytest.mark.parametrize(("key", "above"), [("ctrl+p", SafeCommandPalette), ("f1", HelpScreen), ("g", ChoiceDialog)])
async def test_a_key_for_another_screen_opens_it_once_and_above_the_first_film(
    app: MatineeApp, recommender: Recommender, key: str, above: type
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(key)
        app.post_message(CatalogueLoaded(recommender))
        for _ in range(4):
            await pilot.pause(0.05)
        assert stack(app) == [PickerScreen, CardScreen, above]
        await pilot.press(key)
        await pilot.press(key)
        await pilot.press("escape")
        await pilot.pause()
        assert stack(app)[:2] == [PickerScreen, CardScreen]
        assert len(stack(app)) == len(set(stack(app)))

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


@pytest.mark.parametrize("options", [FOUR, ("--session", "friday", *FOUR)])
@pytest.mark.parametrize("delay", [0.1, 0.7, 1.1])
@pytest.mark.terminal
def test_a_mood_typed_right_after_the_start_is_there_as_a_whole(
    options: tuple[str, ...], delay: float, tmp_path: Path
) -> None:
    with RawTerminal([*MATINEE, *options], {"MATINEE_HOME": str(tmp_path)}) as terminal:
        sleep(delay)
        for key in b"/a sad heist\r":
            terminal.send(bytes([key]))
            terminal.read(0.01)
        terminal.wait_for("1 sad heist")
        terminal.send(QUIT)
        assert terminal.exit_code() == 0
        assert "liked" not in "".join(terminal.said_afterwards())


@pytest.mark.terminal
def test_titles_typed_right_after_the_start_are_complete(tmp_path: Path) -> None:
    with RawTerminal(MATINEE, {"MATINEE_HOME": str(tmp_path)}) as terminal:
        sleep(0.1)
        for key in b"heat\ralien\r":
            terminal.send(bytes([key]))
            terminal.read(0.05)
        terminal.wait_for("Heat")
        terminal.wait_for("Alien")
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

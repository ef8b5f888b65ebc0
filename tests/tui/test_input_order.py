"""Keys wait for the screen that they are meant for, and none acts while the app ends."""

from collections.abc import Callable

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Prompted
from matinee.engine.storage.store import read_session
from matinee.tui.app import MatineeApp
from matinee.tui.messages import CatalogueLoaded, InputCut
from matinee.tui.runtime.textual_patches import SafeCommandPalette
from matinee.tui.screens.card import TOO_EARLY, CardScreen
from matinee.tui.screens.info import InfoScreen
from matinee.tui.screens.picker import PickerScreen
from matinee.tui.screens.text_dialog import TextDialog
from matinee.tui.widgets.inputs import TitleInput
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, drive, pick, screen_sentences, toasts

OPENERS = ("ctrl+p", "f1", "question_mark", "g", "o", "a", "v", "e", "i", "f", "slash")


async def until_idle(pilot: Pilot[None], app: MatineeApp) -> None:
    """Wait until no key waits, for some moments on end."""
    calm = 0
    for _ in range(500):
        await pilot.pause(0.01)
        calm = calm + 1 if app.is_idle else 0
        if calm == 3:
            return
    raise AssertionError("keys still wait")


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Wait until something is so, for some seconds at most."""
    for _ in range(500):
        if condition():
            return
        await pilot.pause(0.01)
    raise AssertionError("it never came about")


def press_at_once(app: MatineeApp, *keys: str) -> None:
    for key in keys:
        app.post_message(events.Key(key, "/" if key == "slash" else key if len(key) == 1 else None))


async def test_a_command_and_its_text_can_be_typed_in_one_go(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        press_at_once(app, "ctrl+p", *"Save", "enter", *"friday", "enter", "y", "n")
        await until_idle(pilot, app)
        await until_idle(pilot, app)
        assert app.recorder.name == "friday"
        assert [answer.value for _, answer in card_screen(app).session.state.answered_here] == ["like", "dislike"]
        assert read_session("friday").history == card_screen(app).session.history

    await drive(MatineeApp(recommender, FAVOURITES), steps)


@pytest.mark.parametrize("first", OPENERS)
async def test_no_screen_opens_twice_or_under_another(recommender: Recommender, first: str) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for second in OPENERS:
            press_at_once(app, first, second, second, "ctrl+p", "ctrl+p")
            await until_idle(pilot, app)
            screens = app.screen_stack
            assert len([screen for screen in screens if isinstance(screen, SafeCommandPalette)]) <= 1
            assert [type(screen) for screen in screens[1:3]] == [PickerScreen, CardScreen]
            for _ in range(6):
                await pilot.press("escape")
                await until_idle(pilot, app)
            assert card_screen(app).session.events == ()

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_keys_in_a_burst_act_in_order_across_screens(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        press_at_once(app, "i", "escape", "y", "e", "escape", "n", "slash", *"heist", "enter", "s", "i")
        await until_idle(pilot, app)
        assert isinstance(app.screen, InfoScreen)
        await pilot.press("escape")
        await until_idle(pilot, app)
        session = card_screen(app).session
        assert [answer.value for _, answer in session.state.answered_here] == ["like", "dislike", "skip"]
        (prompted,) = [event for event in session.events if isinstance(event, Prompted)]
        assert prompted.prompt.text == "heist"

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_the_enter_of_a_terminal_that_is_not_ready_confirms(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        press_at_once(app, *"heat", "ctrl+j", *"alien", "ctrl+j", *"toy")
        await until_idle(pilot, app)
        assert "1 Heat 1995 2 Alien 1979" in screen_sentences(app)
        assert app.screen.query_one(TitleInput).value == "toy"

    await drive(MatineeApp(recommender), steps)


async def test_a_key_that_quits_does_not_wait_behind_many_answers(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        press_at_once(app, *"y" * 200, "ctrl+q")
        await pilot.pause()
        assert not app.is_running
        assert len(session.events) < 100

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_a_flood_of_keys_is_forgotten_and_said(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        press_at_once(app, *"y" * 200)
        app.post_message(InputCut("Too many keys at once: the rest was ignored.", is_flood=True))
        await until_idle(pilot, app)
        assert len(card_screen(app).session.events) < 100
        assert toasts(app) == ["Too many keys at once: the rest was ignored."]

    await drive(MatineeApp(recommender, FAVOURITES), steps)


@pytest.mark.parametrize(
    "command", ["Theme", "Weights", "Genre", "Model", "Save", "Info", "Map", "Session", "Watchlist"]
)
@pytest.mark.parametrize("pauses", [0, 1, 3])
async def test_quitting_while_a_choice_of_the_palette_is_pending(
    recommender: Recommender, command: str, pauses: int
) -> None:
    app = MatineeApp(recommender, FAVOURITES)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("ctrl+p", *command)
        await until_idle(pilot, app)
        press_at_once(app, "enter")
        for _ in range(pauses):
            await pilot.pause(0)
        app.exit()

    await drive(app, steps)
    assert app.return_code == 0


@pytest.mark.parametrize("path", ["~nouser/x", "~nouser", "~nouser/../x.csv", "", "/", "x" * 4000, "no/such/folder/x"])
@pytest.mark.parametrize("command", ["Import", "Likes for Letterboxd"])
async def test_a_path_that_cannot_be_used_is_a_sentence(recommender: Recommender, command: str, path: str) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        press_at_once(app, "ctrl+p", *command, "enter")
        await until_idle(pilot, app)
        assert isinstance(app.screen, TextDialog)
        app.screen.query_one(Input).value = path
        await pilot.press("enter")
        await until_idle(pilot, app)
        assert isinstance(app.screen, TextDialog)
        assert app.screen.has_class("-refused")
        hint = str(app.screen.query_one("#hint").render())
        assert hint.endswith(".")
        if path.startswith("~nouser"):
            assert "there is no user 'nouser'" in hint

    await drive(MatineeApp(recommender, () if command == "Import" else FAVOURITES), steps)


async def test_an_answer_typed_with_the_fourth_favourite_is_refused(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for title in ("heat", "alien", "toy story"):
            await pick(pilot, title)
        press_at_once(app, *"fargo", "enter", "y", "n")
        await until(pilot, lambda: isinstance(app.screen, CardScreen))
        await until_idle(pilot, app)
        assert card_screen(app).session.events == ()
        assert toasts(app) == [TOO_EARLY]
        await pilot.press("y")
        assert len(card_screen(app).session.events) == 1

    await drive(MatineeApp(recommender), steps)


async def test_keys_after_four_titles_wait_for_the_catalogue_and_then_the_film(
    recommender: Recommender, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for title in ("heat", "alien", "toy story", "fargo"):
            press_at_once(app, *title, "enter")
        press_at_once(app, "slash", *"heist", "enter")
        await until(pilot, lambda: app.holds_text)
        await pilot.pause(0.1)
        assert app.screen.query_one(TitleInput).value == ""
        app.post_message(CatalogueLoaded(recommender))
        await until(pilot, lambda: isinstance(app.screen, CardScreen))
        await until_idle(pilot, app)
        session = card_screen(app).session
        assert session.active_prompt is not None
        assert session.active_prompt.text == "heist"

    monkeypatch.setattr("matinee.tui.app.start_catalogue_load", lambda *_: None)
    await drive(MatineeApp(), steps)


@pytest.mark.parametrize(("size", "left"), [((40, 12), 0), ((80, 24), 1)])
async def test_a_note_that_was_read_goes_with_the_next_key_in_a_small_terminal(
    recommender: Recommender, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], left: int
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        app.notify("A note.", markup=False)
        await pilot.press("y")
        assert toasts(app) == ["A note."]  # it has just appeared
        monkeypatch.setattr("matinee.tui.runtime.input_order.READ", 0.0)
        await pilot.press("y")
        assert len(toasts(app)) == left

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)

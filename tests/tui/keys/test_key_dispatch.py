"""Keys that arrive together, in one read of the terminal, act as if they arrived one by one."""

from textual import events
from textual.pilot import Pilot

from matinee.engine.recommender import Recommender
from matinee.engine.session.events import GenreRequested, SettingChanged
from matinee.engine.storage.log import SessionLog
from matinee.engine.storage.store import read_session
from matinee.tui.app import MatineeApp
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.picker import PickerScreen
from matinee.tui.widgets.inputs import LineInput, TitleInput
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, drive, run_command

LETTERS = {"/": "slash", " ": "space", "\r": "enter", "\x1b": "escape", "<": "left", "\b": "backspace"}


async def gulp(pilot: Pilot[None], text: str) -> None:
    """Send all keys before the first one is processed."""
    for letter in text:
        pilot.app.post_message(events.Key(LETTERS.get(letter, letter), letter if letter.isprintable() else None))
    for _ in range(6):
        await pilot.pause()


async def test_titles_each_with_its_enter(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await gulp(pilot, "heat\ramelie\rspirited away\rlebowski\r")
        films = recommender.catalogue
        titles = [films.titles[films.row(film)] for film in card_screen(app).session.favourites]
        assert titles == ["Heat", "Amelie", "Spirited Away", "The Big Lebowski"]

    await drive(MatineeApp(recommender), steps)


async def test_answers_around_a_mood(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await gulp(pilot, "yn/heist\rysn")
        session = card_screen(app).session
        assert session.active_prompt is not None
        assert session.active_prompt.text == "heist"
        assert [answer.value for _, answer in session.state.answered_here] == [
            "like",
            "dislike",
            "like",
            "skip",
            "dislike",
        ]

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_enter_twice_in_a_list_chooses_once_and_leaves_the_evening_alone(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("g")
        await pilot.pause()
        await gulp(pilot, "\r\r")
        assert [type(screen) for screen in app.screen_stack[1:]] == [PickerScreen, CardScreen]
        assert [event for event in card_screen(app).session.events if isinstance(event, GenreRequested)] == [
            GenreRequested("Action")
        ]

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_weights_turned_and_left_answer_no_film(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("a", "d")
        await pilot.pause()
        await gulp(pilot, "<<<\x1b")
        await gulp(pilot, "\x1by")
        session = card_screen(app).session
        assert session.events[0] == SettingChanged("model_weight", 0.7)
        assert [answer.value for _, answer in session.state.answered_here] == ["like"]

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_backspace_behind_the_fourth_enter_changes_nothing_that_is_kept(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await gulp(pilot, "heat\ramelie\rspirited away\rlebowski\r\b")
        await pilot.press("y", "n")
        await pilot.pause()
        kept = read_session("Friday")
        assert len(kept.favourites) == 4
        assert kept.history == card_screen(app).session.history
        assert len(kept.history.events) == 2

    await drive(MatineeApp(recommender, log=SessionLog.open("Friday")), steps)


async def test_one_undo_too_many_is_no_lost_evening(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y", "n", "u", "u", "u")
        await pilot.pause()
        assert isinstance(app.screen, PickerScreen)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("r", "r")
        await pilot.pause()
        assert [answer.value for _, answer in card_screen(app).session.state.answered_here] == ["like", "dislike"]
        assert read_session("Friday").history == card_screen(app).session.history

    await drive(MatineeApp(recommender, FAVOURITES, log=SessionLog.open("Friday")), steps)


async def test_the_line_has_the_keys_again_after_a_terminal_that_was_too_small(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.resize_terminal(30, 8)
        await pilot.pause()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await pilot.press(*"heat")
        assert app.screen.query_one(TitleInput).value == "heat"

    await drive(MatineeApp(recommender), steps)


async def test_a_pasted_path_takes_the_place_of_the_one_proposed(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await run_command(pilot, "Watchlist for Letterboxd")
        line = app.screen.query_one(LineInput)
        line.post_message(events.Paste("/tmp/" + "x" * 300))
        await pilot.pause()
        assert line.value == "/tmp/" + "x" * 300

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_going_on_with_another_evening_is_not_the_one_left_before(recommender: Recommender) -> None:
    with SessionLog.open("Friday") as log:
        log.start((6, 1214, 50, 593), model=None, seed=0, bundle=recommender.bundle.version, policy=recommender.policy)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y", "u", "u")
        await pilot.pause()
        await run_command(pilot, "Resume")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        session = card_screen(app).session
        assert session.favourites == (6, 1214, 50, 593)
        assert read_session("Friday").history == session.history

    await drive(MatineeApp(recommender, FAVOURITES), steps)

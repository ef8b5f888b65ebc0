"""A saved session, and what happens when saving fails."""

from collections.abc import Sequence

import pytest
from textual.pilot import Pilot

from matinee.engine.paths import saved_sessions
from matinee.engine.recommender import Recommender
from matinee.engine.storage.log import SessionLog
from matinee.engine.storage.store import read_session
from matinee.tui.app import MatineeApp
from matinee.tui.screens.picker import PickerScreen
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, commands, current_title, drive, toasts


async def test_every_answer_is_in_the_log_before_the_next_film(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        for key in ("y", "w", "u", "r", "n"):
            await pilot.press(key)
            await pilot.pause()
            assert read_session("Friday").history == session.history
        assert app.recorder.name == "Friday"

    await drive(MatineeApp(recommender, FAVOURITES, log=SessionLog.open("Friday")), steps)
    with SessionLog.open("Friday") as again:  # it was let go
        assert again.saved is not None


async def test_a_kept_evening_goes_on_where_it_was_left(recommender: Recommender) -> None:
    left: list[str] = []

    async def first(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y", "n", "m", "u")
        await pilot.pause()
        left.append(current_title(app))

    async def second(_pilot: Pilot[None], app: MatineeApp) -> None:
        assert current_title(app) == left[0]
        assert len(card_screen(app).session.history.undone) == 1

    await drive(MatineeApp(recommender, FAVOURITES, seed=5, log=SessionLog.open("Friday")), first)
    await drive(MatineeApp(recommender, log=SessionLog.open("Friday")), second)


async def test_favourites_chosen_in_the_picker_are_kept_while_they_are_chosen(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], _app: MatineeApp) -> None:
        await pilot.press(*"heat", "enter", *"alien", "enter")
        await pilot.pause()
        assert read_session("Friday").favourites == (6, 1214)
        await pilot.press("backspace")
        await pilot.pause()
        assert read_session("Friday").favourites == (6,)

    await drive(MatineeApp(recommender, log=SessionLog.open("Friday")), steps)


async def test_going_back_to_the_picker_and_beginning_again_starts_the_log_anew(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y", "u", "u")
        await pilot.pause()
        assert isinstance(app.screen, PickerScreen)
        await pilot.press("enter", "n")
        await pilot.pause()
        assert read_session("Friday").history == card_screen(app).session.history
        assert read_session("Friday").history.undone == ()

    await drive(MatineeApp(recommender, FAVOURITES, log=SessionLog.open("Friday")), steps)


async def test_a_log_that_is_deleted_is_written_again_and_the_user_is_told(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y")
        (saved_sessions() / "Friday.jsonl").unlink()
        await pilot.press("n", "s", "w", "u")
        await pilot.pause()
        session = card_screen(app).session
        assert len(session.events) == 3
        assert len([toast for toast in toasts(app) if "the whole session was written again" in toast]) == 1
        assert app.recorder.name == "Friday"
        assert read_session("Friday").history == session.history
        assert read_session("Friday").favourites == FAVOURITES

    await drive(MatineeApp(recommender, FAVOURITES, log=SessionLog.open("Friday")), steps)


async def test_a_log_that_cannot_be_written_is_told_once_and_the_evening_goes_on(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y")
        (saved_sessions() / "Friday.jsonl").unlink()
        (saved_sessions() / "Friday.jsonl").mkdir()
        await pilot.press("n", "s", "w", "u")
        await pilot.pause()
        session = card_screen(app).session
        assert len(session.events) == 3
        told = [toast for toast in toasts(app) if "Further answers are not saved." in toast]
        assert len(told) == 1
        assert app.recorder.name is None
        assert "Save" in commands(app)
        current_title(app)

    await drive(MatineeApp(recommender, FAVOURITES, log=SessionLog.open("Friday")), steps)


async def test_nothing_is_written_where_nobody_asked(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], _app: MatineeApp) -> None:
        await pilot.press("y", "n", "w", "m", "e", "escape")

    await drive(MatineeApp(recommender, FAVOURITES), steps)
    assert list(saved_sessions().parent.iterdir()) == []


@pytest.mark.parametrize(
    ("favourites", "model", "told"),
    [([99_999_999, 858, 296, 2959], None, "no film with the id 99999999"), (FAVOURITES, "nosuch", "no model 'nosuch'")],
)
async def test_an_evening_that_this_bundle_cannot_show_is_named_with_the_way_out(
    recommender: Recommender, favourites: Sequence[int], model: str | None, told: str
) -> None:
    with SessionLog.open("old") as log:
        log.start(favourites, model=model, seed=0, bundle="another", policy=recommender.policy)
    app = MatineeApp(recommender, log=SessionLog.open("old"))
    async with app.run_test() as pilot:
        await pilot.pause()
    assert app.return_code == 2
    assert told in app.failure
    assert "matinee session delete old" in app.failure
    assert read_session("old").favourites == tuple(favourites)

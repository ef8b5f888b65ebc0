"""Leaving shows the session once more, and one more key leaves."""

import pytest
from textual.pilot import Pilot

from matinee.engine.paths import last_sessions
from matinee.engine.recommender import Recommender
from matinee.engine.session.summary import Summary
from matinee.engine.storage.last_session import LastSessionLog
from matinee.engine.storage.store import read_session, session_names
from matinee.tui.app import MatineeApp
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.leave import LeaveScreen
from matinee.tui.screens.text_dialog import TextDialog
from matinee.tui.text.leave_text import KEPT_FOR_A_DAY, NOT_SAVED, leave_lines
from matinee.tui.web.visitor import FILES, VISITOR_DRIVER
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, drive, screen_sentences, screen_text

SIZES = [(40, 12), (80, 24), (120, 40)]


def is_closing(app: MatineeApp) -> bool:
    return app._exit


@pytest.mark.parametrize("size", SIZES)
async def test_q_shows_the_session_and_its_keys(recommender: Recommender, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        first = session.next()
        assert first is not None
        await pilot.press("y", "n", "q")
        await pilot.pause()
        assert isinstance(app.screen, LeaveScreen)
        assert f"2 films: you liked {first.movie.title}." in screen_sentences(app)
        assert "⏎ leave k keep it as … esc back" in screen_sentences(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, CardScreen)
        assert len(session.events) == 2
        assert not is_closing(app)

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


@pytest.mark.parametrize("keys", [["y", "q", "q"], ["y", "q", "enter"], ["q"], ["y", "u", "q"], ["y", "ctrl+c"]])
async def test_one_more_key_leaves_and_without_answers_the_first(recommender: Recommender, keys: list[str]) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(*keys)
        await pilot.pause()
        assert is_closing(app)

    app = MatineeApp(recommender, FAVOURITES)
    await drive(app, steps)
    assert app.return_code == 0


async def test_in_a_terminal_that_is_too_small_two_keys_leave(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y")
        await pilot.resize_terminal(30, 8)
        await pilot.press("q", "q")
        await pilot.pause()
        assert is_closing(app)

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_keeping_saves_under_a_name_leaves_and_removes_the_copy(recommender: Recommender) -> None:
    folder = last_sessions()
    assert folder is not None

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y", "q")
        await pilot.pause()
        assert KEPT_FOR_A_DAY in screen_sentences(app)
        assert len(list(folder.iterdir())) == 1
        await pilot.press("k", *"friday", "enter")
        await pilot.pause()
        assert is_closing(app)

    app = MatineeApp(recommender, FAVOURITES, log=LastSessionLog(folder))
    await drive(app, steps)
    assert len(read_session("friday").history.events) == 1
    assert list(folder.iterdir()) == []
    assert app.recorder.resume_command == "matinee --session friday"


async def test_a_name_can_be_declined(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y", "q", "k")
        await pilot.pause()
        assert isinstance(app.screen, TextDialog)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, LeaveScreen)
        assert NOT_SAVED in screen_text(app)
        assert session_names() == []

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_visitors_are_not_offered_to_save(recommender: Recommender, monkeypatch: pytest.MonkeyPatch) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        monkeypatch.setenv("TEXTUAL_DRIVER", VISITOR_DRIVER)
        monkeypatch.setenv(FILES, "0")
        await pilot.press("y", "q", "k")
        await pilot.pause()
        assert isinstance(app.screen, LeaveScreen)
        assert "keep it" not in screen_text(app)

    await drive(MatineeApp(recommender, FAVOURITES), steps)


def test_many_films_are_counted(recommender: Recommender) -> None:
    films = tuple(recommender.sample_favourites(9, seed=1))
    summary = Summary(films[:4], films, (), films[:1], (), 0, ())
    (line,) = leave_lines(summary)
    assert line.startswith("10 films: you liked ")
    assert line.endswith(f"{films[-1].title} and 3 more and kept {films[0].title} for later.")
    (line,) = leave_lines(Summary(films[:4], (), films, (), (), 0, ()))
    assert line == "9 films: none of them liked so far."

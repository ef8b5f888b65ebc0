"""Monkey test: invariants under any keys, texts, clicks and sizes (benchmarks/monkey.py)."""

import pytest
from textual.pilot import Pilot

from benchmarks.monkey import SIZE, CagedApp, InvariantError, check_session, draw_start, play_actions
from benchmarks.monkey_actions import Press, Wait, keys_by_place, plan
from matinee.engine.models.profile import Answer
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Answered, Event, History
from matinee.engine.session.session import Session
from tests.conftest import FAVOURITES
from tests.tui.driving import drive

pytestmark = pytest.mark.slow

SEEDS, KEYS = range(4), 150


@pytest.mark.parametrize("seed", SEEDS)
async def test_random_actions_do_no_harm(recommender: Recommender, seed: int) -> None:
    outcome = await play_actions(recommender, seed, plan(seed, KEYS, SIZE), *draw_start(seed))
    assert outcome.problem == "", outcome.report
    assert len(outcome.actions) == KEYS


@pytest.mark.parametrize(
    "keys", [("escape", "g"), ("escape", "v"), ("pagedown", "question_mark"), ("ctrl+p", "pagedown")]
)
async def test_keys_faster_than_a_screen_opens_do_no_harm(recommender: Recommender, keys: tuple[str, ...]) -> None:
    """The first key is looked up late, on a screen that has just opened."""
    outcome = await play_actions(recommender, 0, [Press(keys), Wait()])
    assert outcome.problem == "", outcome.report


async def test_a_crash_is_reported_with_the_last_actions(
    recommender: Recommender, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_session: Session) -> None:
        raise RuntimeError("no reason")

    monkeypatch.setattr(Session, "skip", fail)
    outcome = await play_actions(recommender, 7, [Wait(), Press(("s",)), Wait()])
    assert "RuntimeError: no reason" in outcome.report
    assert "seed 7, action 2" in outcome.report
    assert "Press(keys=('s',))" in outcome.report


async def test_a_text_that_is_run_is_noticed(recommender: Recommender) -> None:
    app = CagedApp(recommender, FAVOURITES)

    async def steps(_pilot: Pilot[None], _app: object) -> None:
        await app.run_action("app.trap")
        assert app.ran_trap

    await drive(app, steps)


def go_to(session: Session, *events: Event) -> None:
    """Put a session into a state that it cannot reach by itself."""
    history = History(events)
    session._commit(history, *session._derive(history))


def test_a_film_shown_again_is_noticed(recommender: Recommender) -> None:
    session = recommender.session(FAVOURITES)
    card = session.next()
    assert card is not None
    check_session(session)
    go_to(session, Answered(card.movie.id, Answer.SKIP))
    session._suggestion = card
    with pytest.raises(InvariantError, match="is shown again"):
        check_session(session)


def test_a_film_put_off_may_come_again_once_only_the_watchlist_is_asked_for(recommender: Recommender) -> None:
    session = recommender.session(FAVOURITES)
    session.add_to_watchlist()
    (film,) = session.watchlist
    session.choose_from_watchlist()
    shown = session.next()
    assert shown is not None
    assert shown.movie.id == film
    check_session(session)
    session.like()
    check_session(session)
    again = recommender.session(FAVOURITES)
    go_to(again, *session.events, Answered(film, Answer.LIKE))
    with pytest.raises(InvariantError, match="answered twice"):
        check_session(again)


def test_a_film_answered_twice_is_noticed(recommender: Recommender) -> None:
    session = recommender.session(FAVOURITES)
    go_to(session, Answered(1, Answer.LIKE), Answered(1, Answer.SKIP))
    with pytest.raises(InvariantError, match=r"answered twice.*\[1\]"):
        check_session(session)


def test_a_seed_decides_all_actions() -> None:
    assert plan(3, 200, SIZE) == plan(3, 200, SIZE)
    assert plan(3, 200, SIZE) != plan(4, 200, SIZE)
    assert plan(3, 200, SIZE)[:50] == plan(3, 50, SIZE)


def test_the_keys_of_every_screen_are_known() -> None:
    places = keys_by_place()
    assert {"y", "s", "question_mark"} <= {*places["CardScreen"]}
    assert {"ctrl+r", "enter"} <= {*places["PickerScreen"]}
    assert {"MapScreen", "PresetScreen", "PolicyScreen", "SummaryScreen"} <= places.keys()
    assert {"ChoiceDialog", "PresetList", "PolicyList", "Input"} <= places.keys()

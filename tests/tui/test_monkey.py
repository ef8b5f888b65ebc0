"""A monkey at the keyboard: what must hold whatever is pressed, said, clicked and resized (benchmarks/monkey.py)."""

import pytest
from textual.pilot import Pilot

from benchmarks.monkey import SIZE, Broken, CagedApp, check_session, play_actions
from benchmarks.monkey_actions import Press, Wait, keys_by_place, plan
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Answer, Answered, Event, History
from matinee.engine.session.session import Session
from tests.conftest import FAVOURITES
from tests.tui.driving import drive

SEEDS, KEYS = range(4), 150


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_monkey_does_no_harm(recommender: Recommender, seed: int) -> None:
    evening = await play_actions(recommender, seed, plan(seed, KEYS, SIZE))
    assert evening.problem == "", evening.told
    assert len(evening.done) == KEYS


@pytest.mark.parametrize(
    "keys", [("escape", "g"), ("escape", "v"), ("pagedown", "question_mark"), ("ctrl+p", "pagedown")]
)
async def test_keys_faster_than_a_screen_opens_do_no_harm(recommender: Recommender, keys: tuple[str, ...]) -> None:
    """The first key is looked up late, on a screen that has just come: Textual asks the one that is up by then."""
    evening = await play_actions(recommender, 0, [Press(keys), Wait()])
    assert evening.problem == "", evening.told


async def test_what_breaks_is_told_with_what_led_to_it(
    recommender: Recommender, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(_session: Session) -> None:
        raise RuntimeError("over a stone")

    monkeypatch.setattr(Session, "skip", stumble)
    evening = await play_actions(recommender, 7, [Wait(), Press(("s",)), Wait()])
    assert "RuntimeError: over a stone" in evening.told
    assert "seed 7, action 2" in evening.told
    assert "Press(keys=('s',))" in evening.told


async def test_a_text_that_is_run_is_noticed(recommender: Recommender) -> None:
    app = CagedApp(recommender, FAVOURITES)

    async def steps(_pilot: Pilot[None], _app: object) -> None:
        await app.run_action("app.trap")
        assert app.sprung

    await drive(app, steps)


def go_to(session: Session, *events: Event) -> None:
    """Put a session where it could not come by itself."""
    history = History(events)
    session._take(history, *session._reached(history))


def test_a_film_shown_again_is_noticed(recommender: Recommender) -> None:
    session = recommender.session(FAVOURITES)
    card = session.next()
    assert card is not None
    check_session(session)
    go_to(session, Answered(card.movie.id, Answer.SKIP))
    session._card = card
    with pytest.raises(Broken, match="is shown again"):
        check_session(session)


def test_a_film_answered_twice_is_noticed(recommender: Recommender) -> None:
    session = recommender.session(FAVOURITES)
    go_to(session, Answered(1, Answer.LIKE), Answered(1, Answer.SKIP))
    with pytest.raises(Broken, match=r"answered twice.*\[1\]"):
        check_session(session)


def test_the_same_seed_is_the_same_evening() -> None:
    assert plan(3, 200, SIZE) == plan(3, 200, SIZE)
    assert plan(3, 200, SIZE) != plan(4, 200, SIZE)
    assert plan(3, 200, SIZE)[:50] == plan(3, 50, SIZE)


def test_a_monkey_knows_the_keys_of_every_screen() -> None:
    places = keys_by_place()
    assert {"y", "right", "question_mark"} <= {*places["CardScreen"]}
    assert {"ctrl+r", "enter"} <= {*places["PickerScreen"]}
    assert {"MapScreen", "WeightsScreen", "SummaryScreen", "ChoiceScreen", "Controls", "Input"} <= places.keys()

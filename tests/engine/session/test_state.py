"""The state derived from a list of events."""

from hypothesis import given
from hypothesis import strategies as st

from matinee.engine.models.profile import Answer
from matinee.engine.prompts.prompt import Prompt
from matinee.engine.session.events import (
    Answered,
    Event,
    GenreRequested,
    Imported,
    ModelChosen,
    Prompted,
    SettingChanged,
    SettingsChanged,
    Widened,
)
from matinee.engine.session.state import SessionState, apply_event, replay
from tests.engine.storage.session_logs import events


def test_a_new_session_has_the_default_state() -> None:
    assert replay([]) == SessionState()


def test_answers_are_kept_in_order_and_selected_by_kind() -> None:
    now = replay([Answered(movie, answer) for movie, answer in enumerate([*Answer, *Answer])])
    assert now.answered(Answer.LIKE) == (0, 5)
    assert now.answered(Answer.WATCHLIST, Answer.DISLIKE) == (1, 3, 6, 8)
    assert [movie for movie, _ in now.answered_here] == list(range(10))


def test_imported_films_are_answered_but_not_here() -> None:
    films = Imported("IMDb", ((7, Answer.LIKE), (8, Answer.WATCHLIST)))
    now = replay([Answered(1, Answer.LIKE), films, Answered(2, Answer.SKIP)])
    assert now.answered(Answer.LIKE) == (1, 7)
    assert now.answered(Answer.WATCHLIST) == (8,)
    assert [movie for movie, _ in now.answered_here] == [1, 2]


def test_the_last_prompt_and_genre_request_count() -> None:
    now = replay(
        [Prompted(Prompt("sad")), GenreRequested("Comedy"), GenreRequested("Drama", True), Prompted(Prompt("mad"))]
    )
    assert (now.prompt, now.requested_genre) == (Prompt("mad"), GenreRequested("Drama", True))
    now = replay([Prompted(Prompt("sad")), GenreRequested("Comedy"), GenreRequested(None), Prompted(None)])
    assert (now.prompt, now.requested_genre) == (None, None)


def test_the_last_model_and_the_last_value_of_a_setting_count() -> None:
    changes = [
        SettingChanged("a", 1.0),
        SettingsChanged((("b", 2.0), ("a", 5.0))),
        ModelChosen("ease"),
        SettingChanged("a", 3.0),
        ModelChosen("svd"),
    ]
    now = replay(changes)
    assert now.model == "svd"
    assert dict(now.settings) == {"a": 3.0, "b": 2.0}


def test_widening_adds_up() -> None:
    assert replay([Widened(1), Widened(3)]).widened == 4


def test_only_events_that_lead_to_another_film_draw_new_random_numbers() -> None:
    """A request that is undone must give the same film as before it."""
    stays = [
        Prompted(Prompt("sad")),
        Prompted(None),
        GenreRequested("Comedy"),
        ModelChosen("ease"),
        SettingChanged("a", 1.0),
    ]
    assert replay(stays).choice_count == 0
    assert replay([Answered(1, Answer.SKIP), Widened(1), Imported("IMDb", ()), *stays]).choice_count == 3


@given(st.lists(events, max_size=10), events)
def test_applying_one_event_equals_replaying_all(before: list[Event], event: Event) -> None:
    assert replay([*before, event]) == apply_event(replay(before), event)

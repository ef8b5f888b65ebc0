"""A history is folded from steps: what was taken back can be brought back, until something new happens."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.engine.session.events import Answer, Answered, Event, GenreAsked, History, Redone, Undone, Weighed, Widened
from matinee.engine.storage.log import steps_to
from tests.engine.logs import events, history_of, steps

LIKED, SKIPPED = Answered(1, Answer.LIKE), Answered(2, Answer.SKIP)


def test_a_new_event_comes_last() -> None:
    assert History((LIKED,)).after(SKIPPED) == History((LIKED, SKIPPED))


def test_what_is_taken_back_can_be_brought_back_in_the_order_it_happened() -> None:
    whole = History((LIKED, SKIPPED, Widened(1)))
    taken_back = history_of([*whole.events, Undone(), Undone()])
    assert taken_back == History((LIKED,), (Widened(1), SKIPPED))
    assert taken_back.after(Redone()) == History((LIKED, SKIPPED), (Widened(1),))
    assert taken_back.after(Redone()).after(Redone()) == whole


def test_a_new_event_forgets_what_was_taken_back() -> None:
    assert history_of([LIKED, SKIPPED, Undone(), Widened(2)]) == History((LIKED, Widened(2)))


@pytest.mark.parametrize("step", [Undone(), Redone()])
def test_a_step_with_nothing_to_take_or_bring_back_changes_nothing(step: Undone | Redone) -> None:
    assert History().after(step) == History()


def test_a_control_that_is_turned_on_and_on_is_one_event() -> None:
    turned = history_of([LIKED, *(Weighed("learning_rate", value / 10) for value in range(8))])
    assert turned == History((LIKED, Weighed("learning_rate", 0.7)))
    assert turned.after(Undone()).events == (LIKED,)


@pytest.mark.parametrize("between", [LIKED, Weighed("negative_weight", 1.0), GenreAsked("Comedy")])
def test_a_control_that_is_turned_again_later_is_another_event(between: Event) -> None:
    first, second = Weighed("learning_rate", 0.1), Weighed("learning_rate", 0.2)
    assert history_of([first, between, second]).events == (first, between, second)


def test_a_control_that_is_turned_after_an_undo_does_not_swallow_what_is_left() -> None:
    first, second, third = (Weighed(name, 0.1) for name in ("learning_rate", "negative_weight", "negative_weight"))
    assert history_of([first, second, Undone(), third]) == History((first, third))


@given(st.lists(steps, max_size=20))
def test_undoing_everything_and_redoing_everything_is_where_one_was(taken: list[Event | Undone | Redone]) -> None:
    history = history_of(taken)
    count = len(history.events)
    start = reduce(History.after, [Undone()] * count, history)
    assert start.events == ()
    assert start.undone[: len(history.undone)] == history.undone
    assert reduce(History.after, [Redone()] * count, start) == history


@given(st.lists(steps, max_size=20), events)
def test_nothing_can_be_brought_back_after_something_new(taken: list[Event | Undone | Redone], new: Event) -> None:
    history = history_of([*taken, new])
    assert history.undone == ()
    assert history.events[-1] == new


@given(st.lists(steps, max_size=20))
def test_every_history_that_happened_can_be_written_down_as_steps(taken: list[Event | Undone | Redone]) -> None:
    history = history_of(taken)
    assert history_of(steps_to(history)) == history

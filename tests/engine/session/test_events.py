"""A history is built from steps; undone events can be redone until a new event happens."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.engine.models.profile import Answer
from matinee.engine.session.events import (
    Answered,
    Event,
    GenreRequested,
    History,
    Redone,
    SettingChanged,
    SettingsChanged,
    Undone,
    Widened,
)
from matinee.engine.storage.log import steps_leading_to
from tests.engine.storage.session_logs import events, history_of, steps

LIKED, SKIPPED = Answered(1, Answer.LIKE), Answered(2, Answer.SKIP)


def test_a_new_event_comes_last() -> None:
    assert History((LIKED,)).apply(SKIPPED) == History((LIKED, SKIPPED))


def test_undone_events_are_redone_in_order() -> None:
    whole = History((LIKED, SKIPPED, Widened(1)))
    undone = history_of([*whole.events, Undone(), Undone()])
    assert undone == History((LIKED,), (Widened(1), SKIPPED))
    assert undone.apply(Redone()) == History((LIKED, SKIPPED), (Widened(1),))
    assert undone.apply(Redone()).apply(Redone()) == whole


def test_a_new_event_discards_undone_events() -> None:
    assert history_of([LIKED, SKIPPED, Undone(), Widened(2)]) == History((LIKED, Widened(2)))


@pytest.mark.parametrize("step", [Undone(), Redone()])
def test_undo_and_redo_without_events_change_nothing(step: Undone | Redone) -> None:
    assert History().apply(step) == History()


def test_consecutive_changes_of_a_setting_are_one_event() -> None:
    changed = history_of([LIKED, *(SettingChanged("learning_rate", value / 10) for value in range(8))])
    assert changed == History((LIKED, SettingChanged("learning_rate", 0.7)))
    assert changed.apply(Undone()).events == (LIKED,)


def test_consecutive_changes_of_the_same_settings_are_one_event() -> None:
    closer, surprising = (SettingsChanged((("a", value), ("b", value))) for value in (1.0, 2.0))
    assert history_of([LIKED, closer, surprising]) == History((LIKED, surprising))
    assert len(history_of([closer, SettingsChanged((("a", 3.0),))]).events) == 2
    assert len(history_of([SettingsChanged(()), SettingsChanged(())]).events) == 2


@pytest.mark.parametrize("between", [LIKED, SettingChanged("negative_weight", 1.0), GenreRequested("Comedy")])
def test_a_setting_changed_again_later_is_another_event(between: Event) -> None:
    first, second = SettingChanged("learning_rate", 0.1), SettingChanged("learning_rate", 0.2)
    assert history_of([first, between, second]).events == (first, between, second)


def test_a_change_after_an_undo_does_not_merge_with_earlier_events() -> None:
    first, second, third = (
        SettingChanged(name, 0.1) for name in ("learning_rate", "negative_weight", "negative_weight")
    )
    assert history_of([first, second, Undone(), third]) == History((first, third))


@given(st.lists(steps, max_size=20))
def test_undoing_and_redoing_everything_restores_the_history(taken: list[Event | Undone | Redone]) -> None:
    history = history_of(taken)
    count = len(history.events)
    start = reduce(History.apply, [Undone()] * count, history)
    assert start.events == ()
    assert start.undone[: len(history.undone)] == history.undone
    assert reduce(History.apply, [Redone()] * count, start) == history


@given(st.lists(steps, max_size=20), events)
def test_nothing_can_be_redone_after_a_new_event(taken: list[Event | Undone | Redone], new: Event) -> None:
    history = history_of([*taken, new])
    assert history.undone == ()
    assert history.events[-1] == new


@given(st.lists(steps, max_size=20))
def test_every_history_can_be_written_as_steps(taken: list[Event | Undone | Redone]) -> None:
    history = history_of(taken)
    assert history_of(steps_leading_to(history)) == history

"""Text hits speak for what the same people like, on a space small enough to see."""

import numpy as np
import pytest

from matinee.engine.prompts.propagation import HITS, spread

SPACE = np.array([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0], [0.0, 0.0]])
"""Three films between two tastes, and one that nobody rated."""
ALL = np.ones(4, dtype=np.bool_)


def test_hits_speak_as_loud_as_they_are_near() -> None:
    # ¾ of the first and ¼ of the third: the taste (.75, .25)
    assert spread(np.array([3.0, -1.0, 1.0, -2.0]), ALL, SPACE) == pytest.approx([0.75, 0.65, 0.25, 0.0])


def test_only_the_best_hits_speak() -> None:
    assert spread(np.array([3.0, 0.5, 1.0, 2.0]), ALL, SPACE, hits=1) == pytest.approx([1.0, 0.6, 0.0, 0.0])


def test_what_is_impossible_speaks_for_nothing_but_is_spoken_of() -> None:
    possible = np.array([False, True, True, True])
    assert spread(np.array([9.0, -1.0, 1.0, 0.0]), possible, SPACE) == pytest.approx([0.0, 0.8, 1.0, 0.0])


@pytest.mark.parametrize(
    ("nearness", "possible"), [(np.zeros(4), ALL), (np.full(4, -1.0), ALL), (np.ones(4), ~ALL)], ids=["0", "<0", "none"]
)
def test_without_a_hit_nothing_is_said(nearness: np.ndarray, possible: np.ndarray) -> None:
    assert spread(nearness, possible, SPACE).tolist() == [0, 0, 0, 0]


def test_a_hit_nobody_rated_is_silent() -> None:
    assert spread(np.array([0.0, 0.0, 0.0, 2.0]), ALL, SPACE).tolist() == [0, 0, 0, 0]


def test_fifty_hits_are_enough() -> None:
    space = np.eye(HITS + 1)
    said = spread(np.arange(HITS + 1, 0, -1.0), np.ones(HITS + 1, dtype=np.bool_), space)
    assert (said > 0).sum() == HITS == 50
    assert said[-1] == 0

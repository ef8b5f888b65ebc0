"""Propagation from text matches to taste, on a small space."""

import numpy as np
import pytest

from matinee.engine.prompts.text.propagation import N_HITS, propagate

SPACE = np.array([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0], [0.0, 0.0]])
"""Three films between two tastes, and one without ratings."""
ALL = np.ones(4, dtype=np.bool_)


def test_hits_are_weighted_by_similarity() -> None:
    # ¾ of the first and ¼ of the third: (.75, .25)
    assert propagate(np.array([3.0, -1.0, 1.0, -2.0]), ALL, SPACE) == pytest.approx([0.75, 0.65, 0.25, 0.0])


def test_only_the_best_hits_count() -> None:
    assert propagate(np.array([3.0, 0.5, 1.0, 2.0]), ALL, SPACE, n_hits=1) == pytest.approx([1.0, 0.6, 0.0, 0.0])


def test_ineligible_films_are_scored_but_are_not_hits() -> None:
    eligible = np.array([False, True, True, True])
    assert propagate(np.array([9.0, -1.0, 1.0, 0.0]), eligible, SPACE) == pytest.approx([0.0, 0.8, 1.0, 0.0])


@pytest.mark.parametrize(
    ("similarity", "eligible"),
    [(np.zeros(4), ALL), (np.full(4, -1.0), ALL), (np.ones(4), ~ALL)],
    ids=["0", "<0", "none"],
)
def test_without_a_hit_all_scores_are_zero(similarity: np.ndarray, eligible: np.ndarray) -> None:
    assert propagate(similarity, eligible, SPACE).tolist() == [0, 0, 0, 0]


def test_a_hit_without_ratings_scores_nothing() -> None:
    assert propagate(np.array([0.0, 0.0, 0.0, 2.0]), ALL, SPACE).tolist() == [0, 0, 0, 0]


def test_fifty_hits_are_used() -> None:
    space = np.eye(N_HITS + 1)
    scores = propagate(np.arange(N_HITS + 1, 0, -1.0), np.ones(N_HITS + 1, dtype=np.bool_), space)
    assert (scores > 0).sum() == N_HITS == 50
    assert scores[-1] == 0

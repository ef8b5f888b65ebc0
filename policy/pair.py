"""One ranking for two people: the average of both scores, less a share of the distance between them."""

from collections.abc import Sequence

import numpy as np

from matinee.policy.array_types import FloatArray
from matinee.policy.ranking import Ranking

DISAGREEMENT = "pair_disagreement"


def disagreement(first: FloatArray, second: FloatArray) -> FloatArray:
    """How far the lower of two scores is below their average; 0 where they are equal.

    >>> disagreement(np.array([1.0, 3.0]), np.array([2.0, 3.0])).tolist()
    [0.5, 0.0]
    """
    return np.asarray(np.abs(first - second) / 2)


def joint_ranking(rankings: Sequence[Ranking], least_misery: float) -> Ranking:
    """The ranking for one person, or for two (``combine_rankings``)."""
    first, *others = rankings
    return combine_rankings(first, others[0], least_misery) if others else first


def combine_rankings(first: Ranking, second: Ranking, least_misery: float) -> Ranking:
    """Rank films for two people.

    The score is ``(1 − w)·average + w·minimum`` of both scores, with w = ``least_misery``. It is computed as the
    average of every term and one more term, ``−w·disagreement``, so that it is explained like any other.

    Args:
        first, second: the same films, ranked for each person.
        least_misery: weight of the lower score, from 0 (the average) to 1 (the less satisfied person alone decides).

    Returns:
        The ranking for both; a film is eligible if it is for both.
    """
    contributions: dict[str, FloatArray] = {
        name: (term_of(first, name) + term_of(second, name)) / 2
        for name in dict.fromkeys((*first.contributions, *second.contributions))
    }
    passing = first.eligible & second.eligible
    own, other = (np.where(passing, each.scores, 0.0) for each in (first, second))
    scores = (own + other) / 2
    if least_misery > 0:
        contributions[DISAGREEMENT] = -least_misery * disagreement(own, other)
        scores = scores + contributions[DISAGREEMENT]
    return Ranking(contributions, np.where(passing, scores, -np.inf), passing)


def term_of(ranking: Ranking, name: str) -> FloatArray:
    """(n_movies,) what a term contributes; zeros for a term that the ranking does not have."""
    return ranking.contributions.get(name, np.zeros(len(ranking.scores)))

"""scores = terms @ weights: one table gives both the ranking and its explanation."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from matinee.policy.array_types import BoolArray, FloatArray, IntArray
from matinee.policy.filters import eligible
from matinee.policy.schema import Policy
from matinee.policy.terms import TERMS, Candidates, term_weights

EXPLORATION = "exploration"


@dataclass(frozen=True)
class Ranking:
    """The scored catalogue.

    Attributes:
        contributions: term name → weight × value, (n_movies,) each. They add up to ``scores``.
        scores: (n_movies,), −inf where a filter excludes the film.
        eligible: (n_movies,), True where every filter lets the film pass.
    """

    contributions: dict[str, FloatArray]
    scores: FloatArray
    eligible: BoolArray

    def top(self, count: int) -> IntArray:
        """Rows of the best ``count`` eligible films, best first; ties keep the order of the catalogue."""
        return top_rows(self.scores, self.eligible, count)

    def prefer(self, films: BoolArray) -> "Ranking":
        """The ranking of these films alone; of all films if none of these is eligible.

        Args:
            films: (n_movies,) True for the films to prefer.
        """
        preferred = self.eligible & films
        return replace(self, eligible=preferred) if preferred.any() else self

    def explain(self, row: int) -> dict[str, float]:
        """What each term contributes to the score of one film, without the terms that are 0 for all films."""
        return {name: float(self.contributions[name][row]) for name in self._active_terms}

    @cached_property
    def _active_terms(self) -> list[str]:
        """The terms that contribute to at least one film."""
        return [name for name, values in self.contributions.items() if values.any()]


def top_rows(scores: FloatArray, eligible: BoolArray, count: int) -> IntArray:
    """The rows of the best films, without sorting all of them.

    Args:
        scores: (n_movies,).
        eligible: (n_movies,) True for the films to choose from.
        count: how many to return at most.

    Returns:
        The rows, best first; ties keep the order of the catalogue.
    """
    rows = np.flatnonzero(eligible)
    if 0 < count < len(rows):
        floor = np.partition(scores[rows], -count)[-count]
        rows = rows[scores[rows] >= floor]
    return rows[np.argsort(-scores[rows], kind="stable")][:count]


def rank(candidates: Candidates, policy: Policy, generator: np.random.Generator, widened: int = 0) -> Ranking:
    """Score every film.

    Exploration is a term like any other: with probability ``exploration_rate``, drawn for each film, it subtracts
    ``1 − exploration_damping`` of the score's absolute value. For positive scores this is the factor of 0.9 of [S4];
    a negative score is lowered too, where that factor would raise it.

    Args:
        candidates: the films and what is known about them.
        policy: the weights of the terms and the limits of the filters.
        generator: draws the films that exploration damps.
        widened: see ``filter_masks``.
    """
    passing = eligible(candidates, policy, widened)
    signed = term_weights(policy, prompted=candidates.is_prompted)
    weights = {name: weight for name, weight in signed.items() if weight != 0}
    contributions = {name: weight * TERMS[name](candidates, passing, policy) for name, weight in weights.items()}
    total = np.zeros(len(passing))
    for values in contributions.values():  # without the copy of all of them that np.sum makes
        total += values
    if policy.exploration_rate > 0:
        drawn = generator.random(len(total)) < policy.exploration_rate
        contributions[EXPLORATION] = -(1.0 - policy.exploration_damping) * np.abs(total) * drawn
        total = total + contributions[EXPLORATION]
    return Ranking(contributions, np.where(passing, total, -np.inf), passing)

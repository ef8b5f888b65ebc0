"""scores = weights @ terms: one table from which the ranking and its explanation are both read."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matinee.policy.array_types import BoolArray, FloatArray, IntArray
from matinee.policy.filters import allowed
from matinee.policy.schema import Policy
from matinee.policy.terms import TERMS, Candidates, term_weights

EXPLORATION = "exploration"


@dataclass(frozen=True)
class Ranking:
    """The scored catalogue.

    Attributes:
        products: term name → weight × value for each film, shape (n_movies,). They add up to ``scores``.
        scores: (n_movies,), −inf where a filter holds a film back.
        allowed: (n_movies,), what passed the filters.
    """

    products: dict[str, FloatArray]
    scores: FloatArray
    allowed: BoolArray

    def top(self, count: int) -> IntArray:
        """Rows of the best ``count`` allowed films, best first; equal scores keep the order of the catalogue."""
        rows = np.flatnonzero(self.allowed)
        if 0 < count < len(rows):
            floor = np.partition(self.scores[rows], -count)[-count]
            rows = rows[self.scores[rows] >= floor]
        return rows[np.argsort(-self.scores[rows], kind="stable")][:count]

    def explain(self, row: int) -> dict[str, float]:
        """What each term adds to the score of one film; terms that add nothing to any film are left out."""
        return {name: float(self.products[name][row]) for name in self._speaking}

    @cached_property
    def _speaking(self) -> list[str]:
        """The terms that add something to any film."""
        return [name for name, values in self.products.items() if values.any()]


def rank(candidates: Candidates, policy: Policy, generator: np.random.Generator, widened: int = 0) -> Ranking:
    """Score every film (spec §1.3, §1.4).

    Exploration is a term like any other: with probability ``exploration_rate``, drawn per film from ``generator``, it
    takes ``1 − exploration_damping`` of the score's size away. On the positive scores of source 004 that is its
    ×0.9; a negative score becomes lower too, where ×0.9 would have raised it.
    """
    passing = allowed(candidates, policy, widened)
    signed = term_weights(policy, prompted=candidates.wanted is not None)
    weights = {name: weight for name, weight in signed.items() if weight != 0}
    products = {name: weight * TERMS[name](candidates, passing, policy) for name, weight in weights.items()}
    total = np.sum([np.zeros(len(passing)), *products.values()], axis=0)
    if policy.exploration_rate > 0:
        drawn = generator.random(len(total)) < policy.exploration_rate
        products[EXPLORATION] = -(1.0 - policy.exploration_damping) * np.abs(total) * drawn
        total = total + products[EXPLORATION]
    return Ranking(products, np.where(passing, total, -np.inf), passing)

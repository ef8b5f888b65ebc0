"""From words to taste: the best text hits speak for films that the same people like, whatever their texts say."""

import numpy as np

from matinee.policy.array_types import BoolArray, FloatArray

HITS = 50
"""So many of the best hits speak."""


def spread(nearness: FloatArray, possible: BoolArray, space: FloatArray, hits: int = HITS) -> FloatArray:
    """(n_movies,) likeness of every film with the best hits, each as loud as it is near.

    Args:
        nearness: (n_movies,) of the films' texts to the wish, standardised.
        possible: (n_movies,) what may be a hit.
        space: (n_movies, k) item vectors of length 1, zeros for films without one.
    """
    rows = np.flatnonzero(possible)
    best = rows[np.argsort(-nearness[rows], kind="stable")[:hits]]
    loudness = np.maximum(nearness[best], 0.0)
    total = float(loudness.sum())
    if total <= 0:
        return np.zeros(len(nearness))
    return np.asarray(space @ ((loudness / total) @ space[best]), dtype=np.float64)

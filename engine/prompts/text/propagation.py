"""Propagation from text to taste: finds films liked by the same people as the films whose texts match best."""

import numpy as np

from matinee.policy.array_types import BoolArray, FloatArray

N_HITS = 50
"""How many of the best text matches are used."""
BLOCK = 1024
"""Films whose factors are compared at once; those of all films would be copied in double precision."""


def propagate(similarity: FloatArray, eligible: BoolArray, factors: FloatArray, n_hits: int = N_HITS) -> FloatArray:
    """Score every film by its similarity in taste with the best text matches, weighted by how well they match.

    Args:
        similarity: (n_movies,) of the films' texts with the query, standardised.
        eligible: (n_movies,) True for films that may be used as matches.
        factors: (n_movies, k) item factors of length 1; zeros for films without any.
        n_hits: how many of the best matches are used.

    Returns:
        (n_movies,) cosine with the weighted mean of the matches; zeros if no match has a similarity above 0.
    """
    rows = np.flatnonzero(eligible)
    best = rows[np.argsort(-similarity[rows], kind="stable")[:n_hits]]
    weights = np.maximum(similarity[best], 0.0)
    total = float(weights.sum())
    if total <= 0:
        return np.zeros(len(similarity))
    mean = (weights / total) @ factors[best]
    blocks = (factors[start : start + BLOCK] for start in range(0, len(factors), BLOCK))
    return np.concatenate([block @ mean for block in blocks])

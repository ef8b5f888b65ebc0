"""A taste for the eye: which genres the films carry that a model finds best now, and how well one film fits."""

import numpy as np

from matinee.policy.array_types import BoolArray, FloatArray
from matinee.policy.scale import standardised

LOOKED_AT = 50
"""So many of the best films stand for a taste."""
MOVED = 0.015
"""A genre whose share changed by less has not moved."""


def genre_profile(scores: FloatArray, known: BoolArray, genres: BoolArray) -> FloatArray:
    """(n_genres,) share of the best ``LOOKED_AT`` films that carry each genre; zeros where no film is known.

    Args:
        scores: (n_movies,) a model's, higher is better.
        known: (n_movies,) films the model can score; those seen count too, or an answer would move it by being given.
        genres: (n_movies, n_genres).
    """
    rows = np.flatnonzero(known)
    best = rows[np.argsort(-scores[rows], kind="stable")[:LOOKED_AT]]
    return np.asarray(genres[best].mean(axis=0)) if len(best) else np.zeros(genres.shape[1])


def fit(scores: FloatArray, known: BoolArray, row: int) -> float:
    """How far above the usual film a film is for a model, in standard deviations over the films it can score."""
    return float(standardised(scores, known)[row])

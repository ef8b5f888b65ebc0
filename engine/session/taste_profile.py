"""Genre profile of the top-ranked films (display only), and how well one film fits."""

import numpy as np

from matinee.policy.array_types import BoolArray, FloatArray
from matinee.policy.terms import zscore

TOP_FILMS = 50
"""How many top-ranked films the genre profile covers."""
MIN_GENRE_CHANGE = 0.015
"""Smaller changes of a genre's share are not reported."""


def genre_profile(scores: FloatArray, known: BoolArray, genres: BoolArray) -> FloatArray:
    """Compute the share of each genre among the ``TOP_FILMS`` best films.

    Args:
        scores: (n_movies,) scores of a model, higher is better.
        known: (n_movies,) films the model can score. Films already seen count too; otherwise answering a film would
            change the profile merely by removing that film.
        genres: (n_movies, n_genres) genre membership.

    Returns:
        (n_genres,) shares in [0, 1]; zeros if the model knows no film.
    """
    rows = np.flatnonzero(known)
    best = rows[np.argsort(-scores[rows], kind="stable")[:TOP_FILMS]]
    return np.asarray(genres[best].mean(axis=0)) if len(best) else np.zeros(genres.shape[1])


def fit_zscore(scores: FloatArray, known: BoolArray, row: int) -> float:
    """Return the z-score of one film's score over all films the model knows.

    Args:
        scores: (n_movies,) scores of a model.
        known: (n_movies,) films the model can score.
        row: catalogue row of the film.

    Returns:
        Standard deviations above the mean film.
    """
    return float(zscore(scores, known)[row])

"""EASE and EDLAE: the item–item matrix that best rebuilds who likes what, in closed form."""

from dataclasses import asdict

import numpy as np
import pandas as pd

from matinee.engine.catalogue.catalogue import LIKED_FROM
from matinee.engine.models.item_item import Neighbours
from matinee.training.config.config import EaseConfig
from matinee.training.models.interactions import Material, Trained, interactions
from matinee.training.preprocess.filter import filter_ratings


def train_ease(material: Material, config: EaseConfig) -> Trained:
    """Fit the matrix on likes and keep the strongest entries of each row."""
    catalogue = material.catalogue
    kept = filter_ratings(material.ratings, config.min_user_ratings, config.min_movie_ratings)
    likes = kept[kept["rating"] >= LIKED_FROM]
    liked = interactions(likes, pd.Series(np.ones(len(likes))))
    weights = closed_form((liked.matrix.T @ liked.matrix).toarray(), config.regularisation, config.dropout)
    rows = np.array([catalogue.row(int(movie)) for movie in liked.movies])
    return Trained(
        model=strongest(weights, rows, len(catalogue), config.neighbours),
        config=asdict(config),
        metrics={"likes": len(likes), "users": len(liked.users), "films": len(liked.movies)},
    )


def closed_form(gram: np.ndarray, regularisation: float, dropout: float) -> np.ndarray:
    """(n, n) B = I − P·diag(1/diag P), zero on the diagonal, with P = (G + Λ)⁻¹.

    Λ = λ·I for EASE (Steck 2019), p/(1−p)·diag(G) + λ·I for EDLAE (Steck 2020).

    Args:
        gram: (n, n) G = XᵀX of the binary like matrix.
        regularisation: λ.
        dropout: p in [0, 1).
    """
    penalty = dropout / (1 - dropout) * np.diag(gram) + regularisation
    inverse = np.linalg.inv(gram + np.diag(penalty))
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    return weights


def strongest(weights: np.ndarray, rows: np.ndarray, n_movies: int, count: int) -> Neighbours:
    """The ``count`` entries of each row that are largest in size, with columns as rows of the catalogue."""
    count = min(count, len(weights) - 1)
    best = np.sort(np.argpartition(-np.abs(weights), count - 1, axis=1)[:, :count], axis=1)
    columns = np.zeros((n_movies, count), dtype=np.int32)
    values = np.zeros((n_movies, count), dtype=np.float32)
    columns[rows] = rows[best]
    values[rows] = np.take_along_axis(weights, best, axis=1).astype(np.float16)
    scorable = np.zeros(n_movies, dtype=np.bool_)
    scorable[rows] = True
    return Neighbours(columns, values, scorable)

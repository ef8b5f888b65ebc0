"""EASE [Steck 2019] and EDLAE [Steck 2020]: the item–item matrix that best reconstructs the likes, in closed form."""

from dataclasses import asdict

import numpy as np
import pandas as pd

from matinee.engine.models.item_item import ItemWeights
from matinee.training.config.config import EaseConfig
from matinee.training.models.interactions import TrainingData, TrainingResult, build_interactions, select_likes
from matinee.training.preprocess.split import filter_ratings


def train_ease(data: TrainingData, config: EaseConfig) -> TrainingResult:
    """Fit the matrix on likes, and keep the largest entries of each row."""
    kept = filter_ratings(data.ratings, config.min_user_ratings, config.min_movie_ratings)
    likes = select_likes(kept)
    liked = build_interactions(likes, pd.Series(np.ones(len(likes))))
    weights = closed_form((liked.matrix.T @ liked.matrix).toarray(), config.regularisation, config.dropout)
    return TrainingResult(
        model=top_k(weights, data.rows(liked.movies), len(data.catalogue), config.neighbours),
        config=asdict(config),
        metrics={"likes": len(likes), "users": len(liked.users), "films": len(liked.movies)},
    )


def closed_form(gram: np.ndarray, regularisation: float, dropout: float) -> np.ndarray:
    """Solve for B = I − P·diag(1 / diag P) with P = (G + Λ)⁻¹.

    Λ = λ·I for EASE [Steck 2019], and p/(1−p)·diag(G) + λ·I for EDLAE [Steck 2020].

    Args:
        gram: (n, n) G = XᵀX of the binary like matrix.
        regularisation: λ.
        dropout: p, from 0 to below 1.

    Returns:
        (n, n) B, with a zero diagonal.
    """
    penalty = dropout / (1 - dropout) * np.diag(gram) + regularisation
    inverse = np.linalg.inv(gram + np.diag(penalty))
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    return np.asarray(weights)


def top_k(weights: np.ndarray, rows: np.ndarray, n_movies: int, count: int) -> ItemWeights:
    """Keep the entries of each row with the largest absolute values.

    Args:
        weights: (n, n) item–item matrix.
        rows: (n,) catalogue rows of its films.
        n_movies: size of the catalogue.
        count: entries to keep of each row.
    """
    count = min(count, len(weights) - 1)
    best = np.sort(np.argpartition(-np.abs(weights), count - 1, axis=1)[:, :count], axis=1)
    columns = np.zeros((n_movies, count), dtype=np.int32)
    values = np.zeros((n_movies, count), dtype=np.float32)
    columns[rows] = rows[best]
    values[rows] = np.take_along_axis(weights, best, axis=1).astype(np.float16)
    known = np.zeros(n_movies, dtype=np.bool_)
    known[rows] = True
    return ItemWeights(columns, values, known)

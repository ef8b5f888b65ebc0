"""The SVD of transformed ratings [S4], updated in a session by a moving average."""

from dataclasses import asdict

import numpy as np
import pandas as pd
from sklearn.decomposition import TruncatedSVD

from matinee.engine.models.factor_models import ItemFactors
from matinee.training.config.config import SvdConfig
from matinee.training.errors import DataError
from matinee.training.models.interactions import (
    Interactions,
    TrainingData,
    TrainingResult,
    build_interactions,
    to_catalogue,
    to_training_users,
)
from matinee.training.preprocess.signal import apply_transform, fit_transform
from matinee.training.preprocess.split import filter_ratings, temporal_split

PAIRS_AT_ONCE = 1 << 18
"""Pairs predicted at once: the vectors of millions of pairs would take gigabytes."""


def train_svd(data: TrainingData, config: SvdConfig) -> TrainingResult:
    """Factorise the transformed training part; measure the RMSE on the transformed validation part."""
    split = temporal_split(filter_ratings(data.ratings, config.min_user_ratings, config.min_movie_ratings))
    transform = fit_transform(split.train, config.transform)
    observed = build_interactions(split.train, apply_transform(split.train, transform))
    user_vectors, item_vectors = factorise(observed, config.dimensions, config.seed)
    targets = apply_transform(split.validation, transform)
    rmse, n_pairs = validation_rmse(observed, user_vectors, item_vectors, split.validation, targets)
    return TrainingResult(
        model=ItemFactors(
            vectors=to_catalogue(item_vectors, observed.movies, data),
            users=to_training_users(user_vectors, observed.users, data),
            rule="ema",
        ),
        config=asdict(config),
        metrics={
            **({"validation_rmse": rmse, "validation_rmse_of_zero": root_mean_square(targets)} if n_pairs else {}),
            "validation_pairs": n_pairs,
            "users": len(observed.users),
            "films": len(observed.movies),
        },
    )


def factorise(observed: Interactions, dimensions: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Compute a truncated SVD of a matrix.

    Args:
        observed: the (n, m) matrix.
        dimensions: k.
        seed: seed of the starting vector.

    Returns:
        U·Σ (n, k) and V (m, k), whose product with its transpose approximates the matrix.

    Raises:
        DataError: the matrix has no more users or films than dimensions, or contains nothing but zeros.
    """
    if min(observed.matrix.shape) <= dimensions:
        raise DataError(
            f"{observed.matrix.shape[0]} users × {observed.matrix.shape[1]} films are too few for {dimensions} "
            "dimensions; lower --dimensions or the rating thresholds."
        )
    if np.allclose(observed.matrix.data, 0):
        raise DataError(
            "Every user gives all films the same stars, or only the latest ratings count at all, which teaches svd "
            "nothing; name other models with --model, or train with --no-user-mean or --no-time-decay."
        )
    svd = TruncatedSVD(dimensions, algorithm="arpack", random_state=seed)
    users = svd.fit_transform(observed.matrix)
    return users, svd.components_.T


def validation_rmse(
    observed: Interactions,
    users: np.ndarray,
    items: np.ndarray,
    ratings: pd.DataFrame,
    targets: "pd.Series[float]",
) -> tuple[float, int]:
    """Measure the prediction user · item over the pairs whose user and film both occur in training.

    Args:
        observed: the training matrix, of n users and m films.
        users: (n, k) user vectors.
        items: (m, k) item vectors.
        ratings: columns user and movie of the validation part.
        targets: the signal of each of these ratings.

    Returns:
        The root mean squared error, NaN without any pair, and the number of pairs.
    """
    user = pd.Index(observed.users).get_indexer(ratings["user"])
    item = pd.Index(observed.movies).get_indexer(ratings["movie"])
    known = (user >= 0) & (item >= 0)
    if not known.any():
        return float("nan"), 0
    parts = np.array_split(np.flatnonzero(known), 1 + len(ratings) // PAIRS_AT_ONCE)
    predicted = np.concatenate([(users[user[part]] * items[item[part]]).sum(axis=1) for part in parts])
    errors = predicted - targets.to_numpy()[known]
    return root_mean_square(errors), int(known.sum())


def root_mean_square(values: "np.ndarray | pd.Series[float]") -> float:
    """Compute the root of the mean of the squares of at least one value."""
    return float(np.sqrt((values**2).mean()))

"""The SVD of source 004: transformed ratings, factorised; served with the moving average."""

from dataclasses import asdict

import numpy as np
import pandas as pd
from sklearn.decomposition import TruncatedSVD

from matinee.engine.models.factor_models import ItemSpace
from matinee.training.config.config import SvdConfig
from matinee.training.errors import DataError
from matinee.training.models.interactions import Interactions, Material, Trained, interactions, spread, spread_users
from matinee.training.preprocess.filter import filter_ratings
from matinee.training.preprocess.signal import final_ratings, fit_transform
from matinee.training.preprocess.split import temporal_split

PAIRS_AT_ONCE = 1 << 18
"""Predicted at once: the vectors of millions of pairs would take gigabytes."""


def train_svd(material: Material, config: SvdConfig) -> Trained:
    """Factorise the transformed training part; measure RMSE against the transformed validation part."""
    split = temporal_split(filter_ratings(material.ratings, config.min_user_ratings, config.min_movie_ratings))
    transform = fit_transform(split.train, config.transform)
    observed = interactions(split.train, final_ratings(split.train, transform))
    user_vectors, item_vectors = factorise(observed, config.dimensions, config.seed)
    targets = final_ratings(split.validation, transform)
    rmse, pairs = validation_rmse(observed, user_vectors, item_vectors, split.validation, targets)
    return Trained(
        model=ItemSpace(
            vectors=spread(item_vectors, observed.movies, material.catalogue),
            users=spread_users(user_vectors, observed.users, material.users),
            rule="ema",
        ),
        config=asdict(config),
        metrics={
            "validation_rmse": rmse,
            "validation_rmse_of_zero": float(np.sqrt((targets**2).mean())) if len(targets) else float("nan"),
            "validation_pairs": pairs,
            "users": len(observed.users),
            "films": len(observed.movies),
        },
    )


def factorise(observed: Interactions, dimensions: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """(users, items) such that users @ items.T approximates the matrix: U·Σ and V of a truncated SVD.

    Raises:
        DataError: the matrix has fewer users or films than dimensions, or holds nothing but zeros.
    """
    if min(observed.matrix.shape) <= dimensions:
        raise DataError(
            f"{observed.matrix.shape[0]} users × {observed.matrix.shape[1]} films are too few for {dimensions} "
            "dimensions; lower --dimensions or the rating thresholds."
        )
    if np.allclose(observed.matrix.data, 0):
        raise DataError(
            "Every user gives all films the same stars, which teaches svd nothing; name other models with --model, "
            "or train with --no-user-mean."
        )
    svd = TruncatedSVD(dimensions, algorithm="arpack", random_state=seed)
    users = svd.fit_transform(observed.matrix)
    return users, svd.components_.T


def validation_rmse(
    observed: Interactions, users: np.ndarray, items: np.ndarray, ratings: pd.DataFrame, targets: pd.Series
) -> tuple[float, int]:
    """Root mean squared error of user · item over the pairs that training knows, and how many pairs those are."""
    user = pd.Index(observed.users).get_indexer(ratings["user"])
    item = pd.Index(observed.movies).get_indexer(ratings["movie"])
    known = (user >= 0) & (item >= 0)
    if not known.any():
        return float("nan"), 0
    parts = np.array_split(np.flatnonzero(known), 1 + len(ratings) // PAIRS_AT_ONCE)
    predicted = np.concatenate([(users[user[part]] * items[item[part]]).sum(axis=1) for part in parts])
    errors = predicted - targets.to_numpy()[known]
    return float(np.sqrt((errors**2).mean())), int(known.sum())

"""Pearson correlation of films over the users who rated both, with support and quality thresholds [S2]."""

from dataclasses import asdict

import numpy as np
from scipy import sparse

from matinee.training.config.config import ItemItemConfig
from matinee.training.models.ease import top_k
from matinee.training.models.interactions import TrainingData, TrainingResult, build_interactions
from matinee.training.preprocess.split import filter_ratings


def train_item_item(data: TrainingData, config: ItemItemConfig) -> TrainingResult:
    """Correlate every pair of films, and keep the best neighbours of each film."""
    kept = filter_ratings(data.ratings, config.min_user_ratings, config.min_movie_ratings)
    rated = build_interactions(kept, kept["rating"])
    correlation, support = pearson(rated.matrix)
    weights = correlation * support / np.maximum(support + config.shrinkage, 1e-9)
    weights[(support < config.min_support) | (weights < 0)] = 0.0
    np.fill_diagonal(weights, 0.0)
    means = rated.matrix.sum(axis=0).A1 / np.diff(rated.matrix.tocsc().indptr)
    is_good = means >= config.min_mean_rating
    weights[:, ~is_good] = 0.0
    return TrainingResult(
        model=top_k(weights, data.rows(rated.movies), len(data.catalogue), config.neighbours),
        config=asdict(config),
        metrics={"users": len(rated.users), "films": len(rated.movies), "good_films": int(is_good.sum())},
    )


def pearson(ratings: sparse.csr_matrix) -> tuple[np.ndarray, np.ndarray]:
    """Correlate every pair of columns over the rows that have both.

    Args:
        ratings: (n_users, n) stars, nothing stored where unrated.

    Returns:
        (n, n) correlations, 0 where either column does not vary over the common rows; and (n, n) the number of these
        rows.
    """
    seen = ratings.copy()
    seen.data = np.ones_like(seen.data)
    support = (seen.T @ seen).toarray()
    sums = (ratings.T @ seen).toarray()  # [i, j] = Σ stars of i over the users who rated both
    squares = (ratings.multiply(ratings).T @ seen).toarray()
    products = (ratings.T @ ratings).toarray()
    n = np.maximum(support, 1)
    covariance = products - sums * sums.T / n
    variance = np.maximum(squares - sums**2 / n, 0.0)
    scale = np.sqrt(variance * variance.T)
    return np.where(scale > 1e-9, covariance / np.where(scale > 1e-9, scale, 1.0), 0.0), support

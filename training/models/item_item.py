"""Pearson correlation of co-ratings, with support and quality thresholds (source 002)."""

from dataclasses import asdict

import numpy as np
from scipy import sparse

from matinee.training.config.config import ItemItemConfig
from matinee.training.models.ease import strongest
from matinee.training.models.interactions import Material, Trained, interactions
from matinee.training.preprocess.filter import filter_ratings


def train_item_item(material: Material, config: ItemItemConfig) -> Trained:
    """Correlate every pair of films over the users who rated both, and keep each film's best neighbours."""
    catalogue = material.catalogue
    kept = filter_ratings(material.ratings, config.min_user_ratings, config.min_movie_ratings)
    rated = interactions(kept, kept["rating"])
    correlation, support = pearson(rated.matrix)
    weights = correlation * support / (support + config.shrinkage)
    weights[(support < config.min_support) | (weights < 0)] = 0.0
    np.fill_diagonal(weights, 0.0)
    means = rated.matrix.sum(axis=0).A1 / np.diff(rated.matrix.tocsc().indptr)
    good = means >= config.min_mean_rating
    weights[:, ~good] = 0.0
    rows = np.array([catalogue.row(int(movie)) for movie in rated.movies])
    return Trained(
        model=strongest(weights, rows, len(catalogue), config.neighbours),
        config=asdict(config),
        metrics={"users": len(rated.users), "films": len(rated.movies), "good_films": int(good.sum())},
    )


def pearson(ratings: sparse.csr_matrix) -> tuple[np.ndarray, np.ndarray]:
    """(n, n) correlation of every two columns over the rows that have both, and how many rows those are.

    Correlation is 0 where either column does not vary over them.

    Args:
        ratings: (n_users, n) stars, nothing stored where unrated.
    """
    seen = ratings.copy()
    seen.data = np.ones_like(seen.data)
    support = (seen.T @ seen).toarray()
    sums = (ratings.T @ seen).toarray()  # [i, j] = Σ of i's stars over the users who rated both
    squares = (ratings.multiply(ratings).T @ seen).toarray()
    products = (ratings.T @ ratings).toarray()
    n = np.maximum(support, 1)
    covariance = products - sums * sums.T / n
    variance = np.maximum(squares - sums**2 / n, 0.0)
    scale = np.sqrt(variance * variance.T)
    return np.where(scale > 1e-9, covariance / np.where(scale > 1e-9, scale, 1.0), 0.0), support

"""PureSVD on likes with the taste posterior: the item space that people meet (measures.md §1)."""

from dataclasses import asdict

import numpy as np
import pandas as pd

from matinee.engine.catalogue.catalogue import LIKED_FROM
from matinee.engine.models.factor_models import ItemSpace, TastePrior
from matinee.training.config.config import SvdLikesConfig
from matinee.training.models.interactions import Material, Trained, interactions, spread, spread_users
from matinee.training.models.svd import factorise
from matinee.training.preprocess.filter import filter_ratings

MIDDLING_FROM = 3.0
"""Ratings from here to below a like are middling: watched, and not minded."""


def train_svd_likes(material: Material, config: SvdLikesConfig) -> Trained:
    """Right singular vectors of the like matrix, and the prior over where people stand among them."""
    kept = filter_ratings(material.ratings, config.min_user_ratings, config.min_movie_ratings)
    counted = kept[kept["rating"] >= (MIDDLING_FROM if config.middling else LIKED_FROM)]
    liking = pd.Series(np.where(counted["rating"] >= LIKED_FROM, 1.0, config.middling))
    liked = interactions(counted, liking)
    _, item_vectors = factorise(liked, config.dimensions, config.seed)
    user_vectors = liked.matrix @ item_vectors
    return Trained(
        model=ItemSpace(
            vectors=spread(item_vectors, liked.movies, material.catalogue),
            users=spread_users(user_vectors, liked.users, material.users),
            rule="posterior",
            prior=fit_prior(user_vectors, config.prior_strength),
        ),
        config=asdict(config),
        metrics={
            "likes": int((counted["rating"] >= LIKED_FROM).sum()),
            "users": len(liked.users),
            "films": len(liked.movies),
        },
    )


def fit_prior(user_vectors: np.ndarray, strength: float) -> TastePrior:
    """Mean and precision P0 = I + strength · C⁻¹ of the training users' vectors, shape (n_users, k).

    C gets a millionth of its mean variance on the diagonal, which matters only with fewer users than dimensions.
    """
    covariance = np.cov(user_vectors, rowvar=False)
    size = len(covariance)
    ridge = 1e-6 * np.trace(covariance) / size * np.eye(size)
    return TastePrior(user_vectors.mean(axis=0), np.eye(size) + strength * np.linalg.inv(covariance + ridge))

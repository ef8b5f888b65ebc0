"""PureSVD on likes [Cremonesi 2010] with a Gaussian prior over user vectors: the main part of the default model."""

from dataclasses import asdict

import numpy as np
import pandas as pd

from matinee.engine.catalogue.catalogue import LIKED_FROM
from matinee.engine.models.factor_models import ItemFactors, TastePrior
from matinee.training.config.config import SvdLikesConfig
from matinee.training.errors import DataError
from matinee.training.models.interactions import (
    TrainingData,
    TrainingResult,
    build_interactions,
    select_likes,
    to_catalogue,
    to_training_users,
)
from matinee.training.models.svd import factorise
from matinee.training.preprocess.split import filter_ratings

NEUTRAL_FROM = 3.0
"""Ratings from here to below a like are neutral: a film that was watched and not disliked."""


def train_svd_likes(data: TrainingData, config: SvdLikesConfig) -> TrainingResult:
    """Compute the right singular vectors of the like matrix, and the prior over user vectors among them."""
    kept = filter_ratings(data.ratings, config.min_user_ratings, config.min_movie_ratings)
    n_likes = len(select_likes(kept))
    used = kept[kept["rating"] >= (NEUTRAL_FROM if config.neutral_weight else LIKED_FROM)]
    weights = pd.Series(np.where(used["rating"] >= LIKED_FROM, 1.0, config.neutral_weight))
    liked = build_interactions(used, weights)
    _, item_vectors = factorise(liked, config.dimensions, config.seed)
    user_vectors = liked.matrix @ item_vectors
    return TrainingResult(
        model=ItemFactors(
            vectors=to_catalogue(item_vectors, liked.movies, data),
            users=to_training_users(user_vectors, liked.users, data),
            rule="posterior",
            prior=fit_prior(user_vectors, config.prior_strength),
        ),
        config=asdict(config),
        metrics={
            "likes": n_likes,
            "users": len(liked.users),
            "films": len(liked.movies),
        },
    )


def fit_prior(user_vectors: np.ndarray, strength: float) -> TastePrior:
    """Fit the mean, and the precision P₀ = I + strength · C⁻¹, of user vectors.

    A millionth of the mean variance is added to the diagonal of the covariance C; it matters only with fewer users
    than dimensions.

    Args:
        user_vectors: (n_users, k).
        strength: weight of the training users' covariance, at least 0.

    Raises:
        DataError: all users have the same vector.
    """
    if np.allclose(user_vectors, user_vectors[0]):
        raise DataError(
            "Every user likes the same films, which teaches svd_likes nothing; name other models with --model, "
            "or lower the rating thresholds."
        )
    covariance = np.atleast_2d(np.cov(user_vectors, rowvar=False))
    size = len(covariance)
    ridge = 1e-6 * np.trace(covariance) / size * np.eye(size)
    return TastePrior(user_vectors.mean(axis=0), np.eye(size) + strength * np.linalg.inv(covariance + ridge))

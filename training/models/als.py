"""Implicit ALS on likes [Hu 2008] [S3], trained by the implicit library."""

from dataclasses import asdict

import numpy as np
import pandas as pd
from implicit.cpu.als import AlternatingLeastSquares
from threadpoolctl import threadpool_limits

from matinee.engine.models.factor_models import ItemFactors, TastePrior
from matinee.training.config.config import AlsConfig
from matinee.training.models.interactions import (
    TrainingData,
    TrainingResult,
    build_interactions,
    select_likes,
    to_catalogue,
    to_training_users,
)
from matinee.training.preprocess.split import filter_ratings


def train_als(data: TrainingData, config: AlsConfig) -> TrainingResult:
    """Factorise likes with confidence 1 + α, against every other film with confidence 1."""
    kept = filter_ratings(data.ratings, config.min_user_ratings, config.min_movie_ratings)
    likes = select_likes(kept)
    confidence = build_interactions(likes, pd.Series(np.full(len(likes), 1.0 + config.alpha, dtype=np.float32)))
    with threadpool_limits(1, "blas"):  # implicit runs its own threads, one a core
        als = AlternatingLeastSquares(
            factors=config.factors,
            regularization=config.regularisation,
            iterations=config.iterations,
            random_state=config.seed,
        )
        als.fit(confidence.matrix, show_progress=False)
    return TrainingResult(
        model=ItemFactors(
            vectors=to_catalogue(als.item_factors, confidence.movies, data),
            users=to_training_users(als.user_factors, confidence.users, data),
            rule="least_squares",
            prior=implicit_prior(als.item_factors, config.regularisation),
            confidence=config.alpha,
        ),
        config=asdict(config),
        metrics={"likes": len(likes), "users": len(confidence.users), "films": len(confidence.movies)},
    )


def implicit_prior(items: np.ndarray, regularisation: float) -> TastePrior:
    """Compute the prior of a user vector before the first like, with precision YᵀY + λ·I: no film has been chosen.

    Args:
        items: (n, k) item factors Y.
        regularisation: λ.
    """
    factors = items.astype(np.float64)
    size = factors.shape[1]
    return TastePrior(np.zeros(size), factors.T @ factors + regularisation * np.eye(size))

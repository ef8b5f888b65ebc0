"""Implicit ALS on likes (Hu, Koren, Volinsky 2008; source 003), by the implicit library."""

from dataclasses import asdict

import numpy as np
import pandas as pd
from implicit.cpu.als import AlternatingLeastSquares
from threadpoolctl import threadpool_limits

from matinee.engine.catalogue.catalogue import LIKED_FROM
from matinee.engine.models.factor_models import ItemSpace, TastePrior
from matinee.training.config.config import AlsConfig
from matinee.training.models.interactions import Material, Trained, interactions, spread, spread_users
from matinee.training.preprocess.filter import filter_ratings


def train_als(material: Material, config: AlsConfig) -> Trained:
    """Factorise likes with confidence 1 + α against everything else with confidence 1."""
    kept = filter_ratings(material.ratings, config.min_user_ratings, config.min_movie_ratings)
    likes = kept[kept["rating"] >= LIKED_FROM]
    confident = interactions(likes, pd.Series(np.full(len(likes), 1.0 + config.alpha, dtype=np.float32)))
    with threadpool_limits(1, "blas"):  # implicit runs a thread a core of its own
        als = AlternatingLeastSquares(
            factors=config.factors,
            regularization=config.regularisation,
            iterations=config.iterations,
            random_state=config.seed,
        )
        als.fit(confident.matrix, show_progress=False)
    vectors = spread(als.item_factors, confident.movies, material.catalogue)
    return Trained(
        model=ItemSpace(
            vectors=vectors,
            users=spread_users(als.user_factors, confident.users, material.users),
            rule="least_squares",
            prior=unobserved(als.item_factors, config.regularisation),
            confidence=config.alpha,
        ),
        config=asdict(config),
        metrics={"likes": len(likes), "users": len(confident.users), "films": len(confident.movies)},
    )


def unobserved(items: np.ndarray, regularisation: float) -> TastePrior:
    """What a user vector is drawn to before the first like: YᵀY + λ·I, every film taken for not chosen."""
    factors = items.astype(np.float64)
    size = factors.shape[1]
    return TastePrior(np.zeros(size), factors.T @ factors + regularisation * np.eye(size))

"""The rating predictor of source 002: persons and films, numbers and genres, joined by a network into stars."""

from dataclasses import asdict

import numpy as np
import torch

from matinee.training.config.config import RatingConfig
from matinee.training.models.interactions import Material, Trained
from matinee.training.models.rating_network import StarsNetwork, exported, train_stars
from matinee.training.models.residuals import Observed
from matinee.training.models.training_loop import seeded
from matinee.training.preprocess.filter import filter_ratings


def train_rating(material: Material, config: RatingConfig) -> Trained:
    """Learn stars by mean squared error."""
    generator = seeded(config.seed)
    kept = filter_ratings(material.ratings, config.min_user_ratings, config.min_movie_ratings)
    users, user = np.unique(kept["user"].to_numpy(), return_inverse=True)
    movies, film = np.unique(kept["movie"].to_numpy(), return_inverse=True)
    observed = Observed(user, film, kept["rating"].to_numpy(), len(users), len(movies))
    rows = np.array([material.catalogue.row(int(movie)) for movie in movies])
    network = StarsNetwork(observed, material.catalogue.genres[rows], config, texts=None)
    measured = train_stars(network, observed, config, generator, no_penalty)
    return Trained(
        model=exported(network, observed, rows),
        config=asdict(config),
        metrics={"ratings": len(kept), "users": len(users), "films": len(movies), **measured},
    )


def no_penalty(predicted: torch.Tensor, _stars: torch.Tensor, _films: torch.Tensor) -> torch.Tensor:
    """The squared error is all."""
    return predicted.new_zeros(())

"""The rating predictor [S2]: a network over pooled users and films, numeric features and genres predicts stars."""

from dataclasses import asdict

import torch

from matinee.training.config.config import RatingConfig
from matinee.training.models.interactions import TrainingData, TrainingResult
from matinee.training.models.rating_network import RatingNetwork, export_network, train_rating_network
from matinee.training.models.residuals import RatingResiduals
from matinee.training.models.training_loop import seed_all
from matinee.training.preprocess.split import filter_ratings, sample_users


def train_rating(data: TrainingData, config: RatingConfig) -> TrainingResult:
    """Train on stars by mean squared error."""
    generator = seed_all(config.seed)
    kept = filter_ratings(sample_users(data.ratings, config.seed), config.min_user_ratings, config.min_movie_ratings)
    observed, movies = RatingResiduals.from_ratings(kept)
    rows = data.rows(movies)
    network = RatingNetwork(observed, data.catalogue.genres[rows], config, texts=None)
    measured = train_rating_network(network, observed, config, generator, no_penalty)
    return TrainingResult(
        model=export_network(network, observed, rows),
        config=asdict(config),
        metrics={"ratings": len(kept), "users": observed.n_users, "films": observed.n_films, **measured},
    )


def no_penalty(predicted: torch.Tensor, _stars: torch.Tensor, _films: torch.Tensor) -> torch.Tensor:
    """Add nothing to the squared error."""
    return predicted.new_zeros(())

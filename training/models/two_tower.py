"""The Two-Tower model [S4]: embeddings of users and films, each through a linear layer and ReLU."""

from dataclasses import asdict

import numpy as np
import torch
from torch import nn

from matinee.engine.models.factor_models import ItemFactors
from matinee.training.config.config import TwoTowerConfig
from matinee.training.errors import DataError
from matinee.training.models.interactions import TrainingData, TrainingResult, to_catalogue, to_training_users
from matinee.training.models.training_loop import fit, pick_device, seed_all, tensor, to_numpy
from matinee.training.preprocess.signal import apply_transform, fit_transform
from matinee.training.preprocess.split import filter_ratings, temporal_split


class TwoTower(nn.Module):
    """Two embeddings, two towers."""

    def __init__(self, users: int, films: int, dimensions: int) -> None:
        super().__init__()
        self.user = nn.Sequential(nn.Embedding(users, dimensions), nn.Linear(dimensions, dimensions), nn.ReLU())
        self.film = nn.Sequential(nn.Embedding(films, dimensions), nn.Linear(dimensions, dimensions), nn.ReLU())

    def forward(self, users: torch.Tensor, films: torch.Tensor) -> torch.Tensor:
        """Predict the signals (n,) of n pairs, given the indices (n,) of their users and films."""
        products: torch.Tensor = self.user(users) * self.film(films)
        return products.sum(dim=-1)


def train_two_tower(data: TrainingData, config: TwoTowerConfig) -> TrainingResult:
    """Fit the transformed ratings by mean squared error, and keep the epoch with the lowest validation error.

    Raises:
        DataError: the transformed ratings are all alike, or none is left for validation.
    """
    generator, device = seed_all(config.seed), pick_device()
    split = temporal_split(filter_ratings(data.ratings, config.min_user_ratings, config.min_movie_ratings))
    transform = fit_transform(split.train, config.transform)
    users, user_index = np.unique(split.train["user"].to_numpy(), return_inverse=True)
    movies, movie_index = np.unique(split.train["movie"].to_numpy(), return_inverse=True)
    pairs = tensor(user_index, device), tensor(movie_index, device)
    signal = tensor(apply_transform(split.train, transform).to_numpy(np.float32), device)
    known = split.validation[split.validation["user"].isin(users) & split.validation["movie"].isin(movies)]
    held_out = (
        tensor(np.searchsorted(users, known["user"].to_numpy()), device),
        tensor(np.searchsorted(movies, known["movie"].to_numpy()), device),
    )
    if np.ptp(signal.numpy(force=True)) == 0 or not len(known):
        raise DataError(
            f"two_tower needs ratings that differ, and some of films and users it knows for validation; of the "
            f"{len(signal):,} ratings to train on, "
            + ("all count the same" if len(known) else "none has a later one to validate with")
            + "; name other models with --model."
        )
    targets = tensor(apply_transform(known, transform).to_numpy(np.float32), device)
    network = TwoTower(len(users), len(movies), config.dimensions).to(device)
    optimiser = torch.optim.Adam(network.parameters(), lr=config.learning_rate)

    def epoch() -> None:
        for batch in np.array_split(generator.permutation(len(signal)), -(-len(signal) // config.batch)):
            chosen = tensor(batch, device)
            loss = nn.functional.mse_loss(network(pairs[0][chosen], pairs[1][chosen]), signal[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def validate() -> float:
        return -float(nn.functional.mse_loss(network(*held_out), targets).sqrt())

    measured = fit(network, epoch, validate, epochs=config.epochs, patience=config.patience)
    with torch.no_grad():
        user_vectors = to_numpy(network.user(torch.arange(len(users), device=device)))
        film_vectors = to_numpy(network.film(torch.arange(len(movies), device=device)))
    return TrainingResult(
        model=ItemFactors(
            vectors=to_catalogue(film_vectors, movies, data),
            users=to_training_users(user_vectors, users, data),
            rule="ema",
        ),
        config=asdict(config),
        metrics={
            "validation_rmse": -measured["best_validation"],
            "validation_pairs": len(known),
            "best_epoch": measured["best_epoch"],
            "users": len(users),
            "films": len(movies),
        },
    )

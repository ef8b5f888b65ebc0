"""The Two-Tower model of source 004: embeddings of users and films, each through a linear layer and ReLU."""

from dataclasses import asdict

import numpy as np
import torch
from torch import nn

from matinee.engine.models.factor_models import ItemSpace
from matinee.training.config.config import TwoTowerConfig
from matinee.training.models.interactions import Material, Trained, spread, spread_users
from matinee.training.models.training_loop import device, fit, plain, seeded, tensor
from matinee.training.preprocess.filter import filter_ratings
from matinee.training.preprocess.signal import final_ratings, fit_transform
from matinee.training.preprocess.split import temporal_split


class TwoTower(nn.Module):
    """Two embeddings, two towers."""

    def __init__(self, users: int, films: int, dimensions: int) -> None:
        super().__init__()
        self.user = nn.Sequential(nn.Embedding(users, dimensions), nn.Linear(dimensions, dimensions), nn.ReLU())
        self.film = nn.Sequential(nn.Embedding(films, dimensions), nn.Linear(dimensions, dimensions), nn.ReLU())

    def forward(self, users: torch.Tensor, films: torch.Tensor) -> torch.Tensor:
        """(n,) predicted signal of n pairs."""
        return (self.user(users) * self.film(films)).sum(dim=-1)


def train_two_tower(material: Material, config: TwoTowerConfig) -> Trained:
    """Learn the transformed ratings by mean squared error; keep the epoch with the least validation error."""
    generator, where = seeded(config.seed), device()
    split = temporal_split(filter_ratings(material.ratings, config.min_user_ratings, config.min_movie_ratings))
    transform = fit_transform(split.train, config.transform)
    users, user_index = np.unique(split.train["user"].to_numpy(), return_inverse=True)
    movies, movie_index = np.unique(split.train["movie"].to_numpy(), return_inverse=True)
    pairs = tensor(user_index, where), tensor(movie_index, where)
    signal = tensor(final_ratings(split.train, transform).to_numpy(np.float32), where)
    known = split.validation[split.validation["user"].isin(users) & split.validation["movie"].isin(movies)]
    unseen = (
        tensor(np.searchsorted(users, known["user"].to_numpy()), where),
        tensor(np.searchsorted(movies, known["movie"].to_numpy()), where),
    )
    targets = tensor(final_ratings(known, transform).to_numpy(np.float32), where)
    network = TwoTower(len(users), len(movies), config.dimensions).to(where)
    optimiser = torch.optim.Adam(network.parameters(), lr=config.learning_rate)

    def epoch() -> None:
        for batch in np.array_split(generator.permutation(len(signal)), -(-len(signal) // config.batch)):
            chosen = tensor(batch, where)
            loss = nn.functional.mse_loss(network(pairs[0][chosen], pairs[1][chosen]), signal[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def validate() -> float:
        return -float(nn.functional.mse_loss(network(*unseen), targets).sqrt()) if len(known) else 0.0

    measured = fit(network, epoch, validate, epochs=config.epochs, patience=config.patience)
    with torch.no_grad():
        user_vectors = plain(network.user(torch.arange(len(users), device=where)))
        film_vectors = plain(network.film(torch.arange(len(movies), device=where)))
    return Trained(
        model=ItemSpace(
            vectors=spread(film_vectors, movies, material.catalogue),
            users=spread_users(user_vectors, users, material.users),
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

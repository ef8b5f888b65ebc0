"""Networks that predict stars for users outside the training set: what ``rating`` and ``hybrid`` share.

A user is pooled from the films they rated, and a film from its raters, each weighted by the residual of the rating. A
rating is never part of the pools that predict it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from matinee.engine.models.neural import Attention, FeedbackScale, Network
from matinee.training.config.config import RatingNetworkConfig
from matinee.training.errors import DataError
from matinee.training.models.residuals import SHRINKAGE, RatingResiduals
from matinee.training.models.training_loop import fit, pick_device, tensor, to_numpy

STEPS = 40
"""Batches of an epoch, for any number of ratings, since every step pools all of them."""
MIN_BATCH = 2
"""Ratings of a batch whose standard deviation can be taken."""
MIN_RATINGS = 10
LIKE_STARS, DISLIKE_STARS = 4.5, 2.0
"""The stars that a like and a dislike in a session stand for."""


class RatingNetwork(nn.Module):
    """Biases + user · film + a network over user, film, genres and numeric features; optionally texts."""

    genres: torch.Tensor

    def __init__(
        self, observed: RatingResiduals, genres: np.ndarray, config: RatingNetworkConfig, texts: np.ndarray | None
    ) -> None:
        """Create an untrained network.

        Args:
            observed: the ratings.
            genres: (n_films, n_genres) which genres the films have.
            config: the settings.
            texts: (n_films, n_texts, 384) text vectors; None for a network without texts.
        """
        super().__init__()
        size, hidden = config.dimensions, config.hidden
        self.history = nn.Parameter(torch.randn(observed.n_films, size) * config.initial_scale)
        self.film = nn.Parameter(torch.randn(observed.n_films, size) * config.initial_scale)
        self.rater = nn.Parameter(torch.randn(observed.n_users, size) * config.initial_scale)
        self.register_buffer("genres", torch.from_numpy(genres.astype(np.float32)))
        self.genre_history = nn.Parameter(torch.randn(genres.shape[1], size) * config.initial_scale)
        self.genre = nn.Sequential(nn.Linear(genres.shape[1], 16), nn.ReLU())
        self.number = nn.Sequential(nn.Linear(3, 8), nn.ReLU())
        self.from_film = nn.Linear(2 * size + 16 + 8, hidden)
        self.from_person = nn.Linear(size, hidden, bias=False)
        self.norm = nn.BatchNorm1d(hidden) if config.batch_norm else nn.Identity()
        self.second = nn.Linear(hidden, hidden // 2)
        self.output = nn.Linear(hidden // 2, 1)
        self.dropout = nn.Dropout(config.dropout)
        self.texts = None if texts is None else nn.Buffer(torch.from_numpy(texts), persistent=False)
        if texts is not None:
            self.to_query = nn.Linear(size, config.attention, bias=False)
            self.to_key = nn.Linear(texts.shape[2], config.attention, bias=False)
            self.to_value = nn.Linear(texts.shape[2], hidden, bias=False)
        nn.init.zeros_(self.output.weight)
        nn.init.zeros_(self.output.bias)

    @property
    def histories(self) -> torch.Tensor:
        """(n_films, k) what a rated film adds to a user; the genres carry films with few ratings."""
        return self.history + self.genres @ self.genre_history

    def first_layer(self, film: torch.Tensor, pooled: torch.Tensor, numbers: torch.Tensor) -> torch.Tensor:
        """Compute the films' part of the first layer.

        Args:
            film: (n,) film indices.
            pooled: (n, k) their pooled raters.
            numbers: (n, 3) their numeric features.

        Returns:
            (n, h) activations before the non-linearity.
        """
        parts = [self.film[film], pooled, self.genre(self.genres[film]), self.number(numbers)]
        first: torch.Tensor = self.from_film(self.dropout(torch.cat(parts, dim=1)))
        return first

    def forward(
        self, user: torch.Tensor, film: torch.Tensor, pooled: torch.Tensor, numbers: torch.Tensor
    ) -> torch.Tensor:
        """Predict the stars of n pairs without the biases, (n,).

        Args:
            user: (n, k) pooled users.
            film: (n,) film indices.
            pooled: (n, k) the films' pooled raters.
            numbers: (n, 3) the films' numeric features.
        """
        first = self.first_layer(film, pooled, numbers) + self.from_person(self.dropout(user))
        if self.texts is not None:
            texts = self.texts[film]
            attention = torch.softmax(torch.einsum("nta,na->nt", self.to_key(texts), self.to_query(user)), dim=1)
            first = first + torch.einsum("nt,nth->nh", attention, self.to_value(texts))
        second = torch.relu(self.second(self.dropout(torch.relu(self.norm(first)))))
        output: torch.Tensor = self.output(second)
        return output.squeeze(1) + (user * (self.film[film] + pooled)).sum(dim=1)


@dataclass(frozen=True, eq=False)
class Pools:
    """Pooled users (n_users, k) and films (n_films, k): sums weighted by residuals, divided by √n."""

    users: torch.Tensor
    films: torch.Tensor


class RatingTensors:
    """Ratings on a device, and the pools over them."""

    def __init__(self, observed: RatingResiduals, device: torch.device) -> None:
        self.users, self.films = tensor(observed.users, device), tensor(observed.films, device)
        self.residuals = tensor(observed.residuals.astype(np.float32), device)
        self.user_roots = tensor(np.sqrt(np.maximum(observed.user_counts, 1)).astype(np.float32), device)
        self.film_roots = tensor(np.sqrt(np.maximum(observed.film_counts, 1)).astype(np.float32), device)

    def pool(self, network: RatingNetwork, weights: torch.Tensor) -> Pools:
        """Pool all users and films.

        Args:
            network: the network, for its embeddings.
            weights: (n,) the weight of each rating.
        """
        size = network.film.shape[1]
        users = weights.new_zeros(len(self.user_roots), size)
        films = weights.new_zeros(len(self.film_roots), size)
        return Pools(
            users.index_add(0, self.users, weights[:, None] * network.histories[self.films]) / self.user_roots[:, None],
            films.index_add(0, self.films, weights[:, None] * network.rater[self.users]) / self.film_roots[:, None],
        )


Penalty = Callable[[torch.Tensor, torch.Tensor, torch.Tensor], torch.Tensor]
"""(predicted stars, given stars, film indices) of a batch → what is added to the squared error."""


def train_rating_network(
    network: RatingNetwork,
    observed: RatingResiduals,
    config: RatingNetworkConfig,
    generator: np.random.Generator,
    penalty: Penalty,
) -> dict[str, float]:
    """Train by squared error and a penalty, and keep the epoch with the lowest error on held-out ratings.

    Args:
        network: the network, which is changed.
        observed: the ratings.
        config: the settings.
        generator: source of randomness.
        penalty: what is added to the squared error.

    Returns:
        The RMSE on the held-out ratings, in stars, and the best epoch.

    Raises:
        DataError: there are too few ratings, or all are the same.
    """
    if len(observed.stars) < MIN_RATINGS or np.ptp(observed.stars) == 0:
        raise DataError(
            f"A network that predicts stars needs {MIN_RATINGS} ratings that differ, and there are "
            f"{len(observed.stars):,} with {len(np.unique(observed.stars))} different values; take more ratings, or "
            "lower --min-user-ratings or --min-movie-ratings."
        )
    device = pick_device()
    network.to(device)
    order = generator.permutation(len(observed.stars))
    n_left_out = min(max(round(len(order) * config.validation_share), 1), len(order) - MIN_BATCH)
    left_out, kept = np.split(order, [n_left_out])
    train, held_out = observed.subset(kept), observed.subset(left_out)
    ratings = RatingTensors(train, device)
    film_biases, user_biases = train.leave_one_out_biases()
    numbers = tensor(train.numeric_features(film_biases, train.film_counts[train.films] - 1), device)
    base = tensor((train.mean + film_biases + user_biases).astype(np.float32), device)
    stars = tensor(train.stars.astype(np.float32), device)
    optimiser = torch.optim.AdamW(network.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay)

    n_batches = min(STEPS, len(train.stars) // MIN_BATCH)

    def epoch() -> None:
        network.train()
        for batch in np.array_split(generator.permutation(len(train.stars)), n_batches):
            chosen = tensor(batch, device)
            mask = (torch.rand(len(stars), device=device) >= config.history_dropout) / (1 - config.history_dropout)
            weights = ratings.residuals * mask
            pools = ratings.pool(network, weights)
            users, films, own = ratings.users[chosen], ratings.films[chosen], weights[chosen, None]
            user = pools.users[users] - own * network.histories[films] / ratings.user_roots[users, None]
            pooled = pools.films[films] - own * network.rater[users] / ratings.film_roots[films, None]
            predicted = base[chosen] + network(user, films, pooled, numbers[chosen])
            error = nn.functional.mse_loss(predicted, stars[chosen])
            optimiser.zero_grad()
            (error + penalty(predicted, stars[chosen], films)).backward()
            optimiser.step()

    def validate() -> float:
        network.eval()
        pools = ratings.pool(network, ratings.residuals)
        features = train.numeric_features(train.film_biases[held_out.films], train.film_counts[held_out.films])
        films = tensor(held_out.films, device)
        biases = train.mean + train.film_biases[held_out.films] + train.user_biases[held_out.users]
        users = pools.users[tensor(held_out.users, device)]
        residuals = to_numpy(network(users, films, pools.films[films], tensor(features, device)))
        return -float(np.sqrt(((biases + residuals - held_out.stars) ** 2).mean()))

    measured = fit(network, epoch, validate, epochs=config.epochs, patience=config.patience)
    return {"validation_rmse": -measured["best_validation"], "best_epoch": measured["best_epoch"]}


@torch.no_grad()
def export_network(network: RatingNetwork, observed: RatingResiduals, rows: np.ndarray) -> Network:
    """Convert a network to arrays: everything about a film is computed in advance, and batch norm is folded in.

    Args:
        network: the trained network.
        observed: all ratings, from which the films are pooled.
        rows: (n_films,) catalogue rows of the films.
    """
    device = network.film.device
    ratings = RatingTensors(observed, device)
    pooled = ratings.pool(network, ratings.residuals).films
    numbers = tensor(observed.numeric_features(observed.film_biases, observed.film_counts), device)
    hidden = network.first_layer(torch.arange(observed.n_films, device=device), pooled, numbers)
    from_user, attention = network.from_person.weight.T, None
    scale, shift = torch.ones(hidden.shape[1], device=device), torch.zeros(hidden.shape[1], device=device)
    if isinstance(network.norm, nn.BatchNorm1d):
        mean, variance = network.norm.running_mean, network.norm.running_var
        assert mean is not None and variance is not None  # batch norm tracks them by default
        scale = network.norm.weight / torch.sqrt(variance + network.norm.eps)
        shift = network.norm.bias - mean * scale
    if network.texts is not None:
        keys, values = network.to_key(network.texts), network.to_value(network.texts) * scale
        attention = Attention(to_numpy(keys), to_numpy(values), to_numpy(network.to_query.weight.T))
    expected = (observed.mean + observed.film_biases).astype(np.float32)
    return Network(
        rows=rows,
        history=to_numpy(network.histories),
        expected=expected,
        factors=to_numpy(network.film + pooled),
        hidden=to_numpy(hidden * scale + shift),
        from_user=to_numpy(from_user * scale),
        second=to_numpy(network.second.weight.T),
        second_bias=to_numpy(network.second.bias),
        output=to_numpy(network.output.weight[0]),
        bias=expected + float(network.output.bias),
        scale=FeedbackScale(LIKE_STARS, DISLIKE_STARS, SHRINKAGE, odds=False),
        attention=attention,
    )

"""Networks that predict stars, for people never trained on: what `rating` and `hybrid` share.

A person is pooled from what they rated and a film from who rated it, each rating counting by how much it differs from
what was expected; a rating is never part of the pools that predict it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from matinee.engine.models.neural import AnswerScale, Attention, Network
from matinee.training.config.config import StarsConfig
from matinee.training.models.residuals import SHRINKAGE, Observed
from matinee.training.models.training_loop import device, fit, plain, tensor

STEPS = 40
"""Batches of an epoch, however many ratings there are: every step pools them all."""
LIKE, DISLIKE = 4.5, 2.0
"""What an answer in a session counts in stars."""


class StarsNetwork(nn.Module):
    """Levels + a product of person and film + a network over both, genres and numbers; optionally texts."""

    def __init__(self, observed: Observed, genres: np.ndarray, config: StarsConfig, texts: np.ndarray | None) -> None:
        super().__init__()
        size, hidden = config.dimensions, config.hidden
        for name, rows in (("history", observed.n_films), ("film", observed.n_films), ("rater", observed.n_users)):
            self.register_parameter(name, nn.Parameter(torch.randn(rows, size) * config.initial_scale))
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
        """(n_films, k) what rating a film says of a person; films of few ratings are told by their genres."""
        return self.history + self.genres @ self.genre_history

    def first(self, film: torch.Tensor, pooled: torch.Tensor, numbers: torch.Tensor) -> torch.Tensor:
        """(n, h) the films' part of the first layer."""
        parts = [self.film[film], pooled, self.genre(self.genres[film]), self.number(numbers)]
        return self.from_film(self.dropout(torch.cat(parts, dim=1)))

    def forward(
        self, person: torch.Tensor, film: torch.Tensor, pooled: torch.Tensor, numbers: torch.Tensor
    ) -> torch.Tensor:
        """(n,) stars beyond the levels, for n pairs of a pooled person and a film with its pooled raters."""
        first = self.first(film, pooled, numbers) + self.from_person(self.dropout(person))
        if self.texts is not None:
            texts = self.texts[film]
            looks = torch.softmax(torch.einsum("nta,na->nt", self.to_key(texts), self.to_query(person)), dim=1)
            first = first + torch.einsum("nt,nth->nh", looks, self.to_value(texts))
        second = torch.relu(self.second(self.dropout(torch.relu(self.norm(first)))))
        return self.output(second).squeeze(1) + (person * (self.film[film] + pooled)).sum(dim=1)


@dataclass(frozen=True, eq=False)
class Pools:
    """Sums of residuals over a person's films and over a film's raters, each over √n."""

    persons: torch.Tensor
    films: torch.Tensor


class Ratings:
    """Ratings on the device, and their pools."""

    def __init__(self, observed: Observed, where: torch.device) -> None:
        self.users, self.films = tensor(observed.users, where), tensor(observed.films, where)
        self.residuals = tensor(observed.residuals.astype(np.float32), where)
        self.user_roots = tensor(np.sqrt(np.maximum(observed.user_counts, 1)).astype(np.float32), where)
        self.film_roots = tensor(np.sqrt(np.maximum(observed.film_counts, 1)).astype(np.float32), where)

    def pools(self, network: StarsNetwork, weights: torch.Tensor) -> Pools:
        """The pools of all persons and films, each rating counting ``weights`` (n,)."""
        size = network.film.shape[1]
        persons = weights.new_zeros(len(self.user_roots), size)
        films = weights.new_zeros(len(self.film_roots), size)
        return Pools(
            persons.index_add(0, self.users, weights[:, None] * network.histories[self.films])
            / self.user_roots[:, None],
            films.index_add(0, self.films, weights[:, None] * network.rater[self.users]) / self.film_roots[:, None],
        )


Penalty = Callable[[torch.Tensor, torch.Tensor, torch.Tensor], torch.Tensor]
"""(predicted, stars, films) of a batch → what is added to the squared error."""


def train_stars(
    network: StarsNetwork, observed: Observed, config: StarsConfig, generator: np.random.Generator, penalty: Penalty
) -> dict[str, float]:
    """Learn by squared error and a penalty; keep the epoch with the least error on a tenth left out."""
    where = device()
    network.to(where)
    order = generator.permutation(len(observed.stars))
    left_out, kept = np.split(order, [round(len(order) * config.validation_share)])
    train, unseen = observed.part(kept), observed.part(left_out)
    ratings = Ratings(train, where)
    film_levels, user_levels = train.levels_without_own()
    numbers = tensor(train.numbers(film_levels, train.film_counts[train.films] - 1), where)
    base = tensor((train.mean + film_levels + user_levels).astype(np.float32), where)
    stars = tensor(train.stars.astype(np.float32), where)
    optimiser = torch.optim.AdamW(network.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay)

    def epoch() -> None:
        network.train()
        for batch in np.array_split(generator.permutation(len(train.stars)), STEPS):
            chosen = tensor(batch, where)
            heard = (torch.rand(len(stars), device=where) >= config.history_dropout) / (1 - config.history_dropout)
            weights = ratings.residuals * heard
            pools = ratings.pools(network, weights)
            users, films, own = ratings.users[chosen], ratings.films[chosen], weights[chosen, None]
            person = pools.persons[users] - own * network.histories[films] / ratings.user_roots[users, None]
            pooled = pools.films[films] - own * network.rater[users] / ratings.film_roots[films, None]
            predicted = base[chosen] + network(person, films, pooled, numbers[chosen])
            error = nn.functional.mse_loss(predicted, stars[chosen])
            optimiser.zero_grad()
            (error + penalty(predicted, stars[chosen], films)).backward()
            optimiser.step()

    def validate() -> float:
        network.eval()
        pools = ratings.pools(network, ratings.residuals)
        numbers = tensor(train.numbers(train.film_levels[unseen.films], train.film_counts[unseen.films]), where)
        films = tensor(unseen.films, where)
        levels = train.mean + train.film_levels[unseen.films] + train.user_levels[unseen.users]
        beyond = plain(network(pools.persons[tensor(unseen.users, where)], films, pools.films[films], numbers))
        return -float(np.sqrt(((levels + beyond - unseen.stars) ** 2).mean()))

    measured = fit(network, epoch, validate, epochs=config.epochs, patience=config.patience)
    return {"validation_rmse": -measured["best_validation"], "best_epoch": measured["best_epoch"]}


@torch.no_grad()
def exported(network: StarsNetwork, observed: Observed, rows: np.ndarray) -> Network:
    """The network as plain arrays, with everything about a film worked out in advance, batch norm folded in."""
    where = network.film.device
    ratings = Ratings(observed, where)
    pooled = ratings.pools(network, ratings.residuals).films
    numbers = tensor(observed.numbers(observed.film_levels, observed.film_counts), where)
    hidden = network.first(torch.arange(observed.n_films, device=where), pooled, numbers)
    from_user, attention = network.from_person.weight.T, None
    scale, shift = torch.ones(hidden.shape[1], device=where), torch.zeros(hidden.shape[1], device=where)
    if isinstance(network.norm, nn.BatchNorm1d):
        scale = network.norm.weight / torch.sqrt(network.norm.running_var + network.norm.eps)
        shift = network.norm.bias - network.norm.running_mean * scale
    if network.texts is not None:
        keys, values = network.to_key(network.texts), network.to_value(network.texts) * scale
        attention = Attention(plain(keys), plain(values), plain(network.to_query.weight.T))
    expected = (observed.mean + observed.film_levels).astype(np.float32)
    return Network(
        rows=rows,
        history=plain(network.histories),
        expected=expected,
        factors=plain(network.film + pooled),
        hidden=plain(hidden * scale + shift),
        from_user=plain(from_user * scale),
        second=plain(network.second.weight.T),
        second_bias=plain(network.second.bias),
        output=plain(network.output.weight[0]),
        bias=expected + float(network.output.bias),
        scale=AnswerScale(LIKE, DISLIKE, SHRINKAGE, odds=False),
        attention=attention,
    )

"""NeuMF (He et al. 2017) with a genre projection and an optional intent tower (source 000), for users never trained on.

A user's embedding is not looked up but pooled from the films they spoke of, so that whoever comes is folded in by a sum.
Each step hides a random part of every user's likes and asks for it, as a session does.
"""

from dataclasses import asdict

import numpy as np
import torch
from torch import nn

from engine.catalogue import DISLIKED_TO, LIKED_FROM
from engine.models.network import Network
from training.config import NeumfConfig
from training.models.learning import device, fit, seeded
from training.models.spaces import Material, Trained
from training.preprocess.filter import filter_ratings


class Neumf(nn.Module):
    """GMF and MLP over a pooled user and an item, joined by one linear layer."""

    def __init__(self, films: int, genres: torch.Tensor, config: NeumfConfig) -> None:
        super().__init__()
        first, second = config.layers
        self.register_buffer("genres", genres)
        self.history_gmf = nn.EmbeddingBag(films, config.gmf_dimensions, mode="sum")
        self.history_mlp = nn.EmbeddingBag(films, config.mlp_dimensions, mode="sum")
        self.item_gmf = nn.Embedding(films, config.gmf_dimensions)
        self.item_mlp = nn.Embedding(films, config.mlp_dimensions)
        self.genre = nn.Linear(genres.shape[1], config.genre_dimensions)
        self.from_item = nn.Linear(config.mlp_dimensions + config.genre_dimensions, first)
        self.from_user = nn.Linear(config.mlp_dimensions, first, bias=False)
        self.second = nn.Linear(first, second)
        self.output = nn.Linear(config.gmf_dimensions + second, 1)
        self.dropout = nn.Dropout(config.dropout)
        for table in (self.history_gmf, self.history_mlp, self.item_gmf, self.item_mlp):
            nn.init.normal_(table.weight, std=config.initial_scale)

    def users(self, films: torch.Tensor, starts: torch.Tensor, weights: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(n, k) and (n, d): the users of n histories, one after the other in ``films``."""
        return (
            self.history_gmf(films, starts, per_sample_weights=weights),
            self.history_mlp(films, starts, per_sample_weights=weights),
        )

    def forward(self, users: tuple[torch.Tensor, torch.Tensor], items: torch.Tensor) -> torch.Tensor:
        """(n, m) logits of m films for each of n users; ``items`` is (n, m)."""
        gmf, mlp = users
        film = torch.cat([self.item_mlp(items), self.genre(self.genres[items])], dim=-1)
        hidden = torch.relu(self.from_item(self.dropout(film)) + self.from_user(self.dropout(mlp))[:, None])
        hidden = torch.relu(self.second(self.dropout(hidden)))
        product = gmf[:, None] * self.item_gmf(items)
        return self.output(torch.cat([product, hidden], dim=-1)).squeeze(-1)


class Histories:
    """Whom each user liked and disliked, as columns of the kept films, and random parts of it."""

    def __init__(self, liked: list[np.ndarray], disliked: list[np.ndarray], films: int, config: NeumfConfig) -> None:
        self.liked, self.disliked, self.films, self.config = liked, disliked, films, config

    def draw(self, users: np.ndarray, generator: np.random.Generator) -> tuple[list[np.ndarray], list[np.ndarray], np.ndarray, np.ndarray]:
        """For each user a part of the likes, a part of the dislikes, and films to score, (n, m), with labels.

        Labels are 1 for a hidden like, 0 for a film the user did not like, −1 where there is nothing to score.
        """
        positives, negatives = self.config.targets, self.config.targets * self.config.negatives
        items = generator.integers(0, self.films, (len(users), positives + negatives))
        labels = np.zeros(items.shape, dtype=np.float32)
        likes, dislikes = [], []
        for place, user in enumerate(users):
            order = generator.permutation(self.liked[user])
            size = int(generator.integers(1, len(order)))
            hidden = order[size : size + positives]
            likes.append(order[:size])
            dislikes.append(self.disliked[user][generator.random(len(self.disliked[user])) < size / len(order)])
            items[place, : len(hidden)] = hidden
            labels[place, : len(hidden)] = 1.0
            labels[place, len(hidden) : positives] = -1.0
            labels[place, positives + len(hidden) * self.config.negatives :] = -1.0
            labels[place, positives:][np.isin(items[place, positives:], self.liked[user])] = -1.0
        return likes, dislikes, items, labels


def train_neumf(material: Material, config: NeumfConfig) -> Trained:
    """Train on likes; keep the state that ranks the hidden likes of held-out users best."""
    seeded(config.seed)
    generator = np.random.default_rng(config.seed)
    kept = filter_ratings(material.ratings, config.min_user_ratings, config.min_movie_ratings)
    movies = np.unique(kept["movie"].to_numpy())
    rows = np.array([material.catalogue.row(int(movie)) for movie in movies])
    liked, disliked = columns_by_user(kept, movies)
    histories = Histories(liked, disliked, len(movies), config)
    enough = generator.permutation([user for user, films in enumerate(liked) if len(films) >= 2])
    held_out = enough[: max(1, round(len(enough) * config.validation_share))]
    learning = enough[len(held_out) :]
    where = device()
    genres = torch.from_numpy(material.catalogue.genres[rows].astype(np.float32))
    network = Neumf(len(movies), genres, config).to(where)
    optimiser = torch.optim.Adam(network.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay)

    def epoch() -> None:
        for users in np.array_split(generator.permutation(learning), -(-len(learning) // config.batch_users)):
            likes, dislikes, items, labels = histories.draw(users, generator)
            logits = network(network.users(*bags(likes, dislikes, config.dislike_weight, where)), tensor(items, where))
            target = tensor(labels, where)
            loss = nn.functional.binary_cross_entropy_with_logits(logits[target >= 0], target[target >= 0])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    halves = [(films[: (len(films) + 1) // 2], films[(len(films) + 1) // 2 :]) for films in (generator.permutation(liked[user]) for user in held_out)]

    def validate() -> float:
        every = torch.arange(len(movies), device=where)[None]
        return float(np.mean([ndcg(network(network.users(*bags([known], [disliked[user]], config.dislike_weight, where)), every)[0].cpu().numpy(), known, hidden) for user, (known, hidden) in zip(held_out, halves, strict=True)]))

    measured = fit(network, epoch, validate, epochs=config.epochs, patience=config.patience)
    return Trained(
        model=exported(network, rows),
        config=asdict(config),
        metrics={"likes": sum(map(len, liked)), "users": len(liked), "films": len(movies), **measured},
    )


def columns_by_user(ratings, movies):
    column = np.searchsorted(movies, ratings["movie"].to_numpy())
    users, index = np.unique(ratings["user"].to_numpy(), return_inverse=True)
    stars = ratings["rating"].to_numpy()
    def group(mask):
        order = np.argsort(index[mask], kind="stable")
        return np.split(column[mask][order], np.cumsum(np.bincount(index[mask], minlength=len(users)))[:-1])
    return group(stars >= LIKED_FROM), group(stars <= DISLIKED_TO)


def bags(likes, dislikes, dislike_weight, where):
    films = np.concatenate([part for pair in zip(likes, dislikes, strict=True) for part in pair])
    weights = [np.concatenate([np.ones(len(a)), np.full(len(b), -dislike_weight)]) for a, b in zip(likes, dislikes, strict=True)]
    weights = [w / np.sqrt(max(np.abs(w).sum(), 1.0)) for w in weights]
    starts = np.cumsum([0, *map(len, weights[:-1])])
    return tensor(films, where), tensor(starts, where), tensor(np.concatenate(weights).astype(np.float32), where)


def tensor(array, where):
    return torch.from_numpy(array).to(where)


def ndcg(scores, known, hidden, at=20):
    scores = scores.copy()
    scores[known] = -np.inf
    best = np.argsort(-scores, kind="stable")[:at]
    gains = 1 / np.log2(np.arange(2, at + 2))
    return float((gains * np.isin(best, hidden)).sum() / gains[: min(len(hidden), at)].sum())


@torch.no_grad()
def exported(network, rows):
    """The network as plain arrays, with everything about an item worked out in advance."""
    item = torch.cat([network.item_mlp.weight, network.genre(network.genres)], dim=-1)
    k = network.item_gmf.weight.shape[1]
    gmf, mlp = network.output.weight[0].split([k, network.output.weight.shape[1] - k])
    arrays = {
        "history": torch.cat([network.history_gmf.weight, network.history_mlp.weight], dim=1),
        "factors": network.item_gmf.weight * gmf,
        "hidden": network.from_item(item),
        "from_user": network.from_user.weight.T,
        "second": network.second.weight.T,
        "second_bias": network.second.bias,
        "output": mlp,
        "bias": torch.zeros(len(rows)),
    }
    return Network(rows=rows, **{name: np.ascontiguousarray(part.cpu().numpy()) for name, part in arrays.items()})

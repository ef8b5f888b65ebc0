"""What each user liked and disliked, hidden in part and asked for, as a session does."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from matinee.engine.catalogue.catalogue import DISLIKED_TO, LIKED_FROM


@dataclass(frozen=True, eq=False)
class Histories:
    """Columns of the kept films that each user liked and disliked."""

    liked: list[np.ndarray]
    disliked: list[np.ndarray]
    films: int


@dataclass(frozen=True, eq=False)
class Draw:
    """A batch of users: what the network is told of each, and what it is asked.

    Attributes:
        likes, dislikes: told, for each user.
        items: (n_users, m) films to score.
        labels: (n_users, m) 1 for a hidden like, 0 for a film the user did not like, −1 where nothing is asked.
    """

    likes: list[np.ndarray]
    dislikes: list[np.ndarray]
    items: np.ndarray
    labels: np.ndarray


def histories(ratings: pd.DataFrame, movies: np.ndarray) -> Histories:
    """Ratings from 4 stars as likes and up to 2.5 as dislikes, by user; ``movies`` holds the kept ids in order."""
    columns = np.searchsorted(movies, ratings["movie"].to_numpy())
    users, index = np.unique(ratings["user"].to_numpy(), return_inverse=True)
    stars = ratings["rating"].to_numpy()

    def by_user(chosen: np.ndarray) -> list[np.ndarray]:
        order = np.argsort(index[chosen], kind="stable")
        counts = np.bincount(index[chosen], minlength=len(users))
        return np.split(columns[chosen][order], np.cumsum(counts)[:-1])

    return Histories(by_user(stars >= LIKED_FROM), by_user(stars <= DISLIKED_TO), len(movies))


def draw(told: Histories, users: np.ndarray, targets: int, negatives: int, generator: np.random.Generator) -> Draw:
    """Hide a random part of every user's likes, ask for up to ``targets`` of them, and for each ``negatives`` others.

    Users have at least two likes: one is always told, one always hidden.
    """
    items = generator.integers(0, told.films, (len(users), targets * (1 + negatives)))
    labels = np.zeros(items.shape, dtype=np.float32)
    likes, dislikes = [], []
    for place, user in enumerate(users):
        order = generator.permutation(told.liked[user])
        size = int(generator.integers(1, len(order)))
        hidden = order[size : size + targets]
        asked = len(hidden)
        others = slice(targets, targets + asked * negatives)
        items[place, :asked] = hidden
        labels[place, asked:] = -1.0
        labels[place, :asked] = 1.0
        labels[place, others] = np.where(np.isin(items[place, others], told.liked[user]), -1.0, 0.0)
        likes.append(order[:size])
        dislikes.append(told.disliked[user][generator.random(len(told.disliked[user])) < size / len(order)])
    return Draw(likes, dislikes, items, labels)


def bags(
    likes: list[np.ndarray], dislikes: list[np.ndarray], dislike: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Films, starts and weights of several histories, one after the other, as ``nn.EmbeddingBag`` takes them.

    A like weighs 1/√n and a dislike ``dislike``/√n in a history of n films.
    """
    sizes = np.array([len(liked) + len(other) for liked, other in zip(likes, dislikes, strict=True)])
    films = np.concatenate([part for pair in zip(likes, dislikes, strict=True) for part in pair])
    values = [
        np.concatenate([np.ones(len(liked)), np.full(len(other), dislike)])
        for liked, other in zip(likes, dislikes, strict=True)
    ]
    weights = np.concatenate(values) / np.sqrt(np.repeat(np.maximum(sizes, 1), sizes))
    return films, np.concatenate([[0], np.cumsum(sizes)[:-1]]), weights.astype(np.float32)

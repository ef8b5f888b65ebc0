"""Training batches that imitate a session: a part of each user's likes is hidden and must be predicted."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from matinee.engine.catalogue.catalogue import DISLIKED_TO, LIKED_FROM


@dataclass(frozen=True, eq=False)
class Histories:
    """The likes and dislikes of all users, as indices of the kept films.

    Attributes:
        liked, disliked: one array of film indices for each user.
        n_films: number of kept films.
    """

    liked: list[np.ndarray]
    disliked: list[np.ndarray]
    n_films: int


@dataclass(frozen=True, eq=False)
class Batch:
    """What the network knows of a batch of users, and what it must predict.

    Attributes:
        likes, dislikes: the visible films of each user.
        items: (n_users, m) films to score.
        labels: (n_users, m) 1 for a hidden like, 0 for a film without a like, −1 for an entry that does not count.
    """

    likes: list[np.ndarray]
    dislikes: list[np.ndarray]
    items: np.ndarray
    labels: np.ndarray


def user_histories(ratings: pd.DataFrame, movies: np.ndarray) -> Histories:
    """Group likes (from 4 stars) and dislikes (up to 2.5 stars) by user.

    Args:
        ratings: columns user, movie, rating.
        movies: (n_films,) the kept movie ids, sorted.
    """
    columns = np.searchsorted(movies, ratings["movie"].to_numpy())
    users, index = np.unique(ratings["user"].to_numpy(), return_inverse=True)
    stars = ratings["rating"].to_numpy()

    def by_user(chosen: np.ndarray) -> list[np.ndarray]:
        order = np.argsort(index[chosen], kind="stable")
        counts = np.bincount(index[chosen], minlength=len(users))
        return np.split(columns[chosen][order], np.cumsum(counts)[:-1])

    return Histories(by_user(stars >= LIKED_FROM), by_user(stars <= DISLIKED_TO), len(movies))


def sample_batch(
    histories: Histories, users: np.ndarray, targets: int, negatives: int, generator: np.random.Generator
) -> Batch:
    """Hide a random part of each user's likes, and draw the films to score.

    Args:
        histories: the likes and dislikes of all users.
        users: indices of users with at least two likes; at least one stays visible and at least one is hidden.
        targets: most hidden likes of a user to score.
        negatives: random films to score for each of them.
        generator: source of randomness.
    """
    items = generator.integers(0, histories.n_films, (len(users), targets * (1 + negatives)))
    labels = np.zeros(items.shape, dtype=np.float32)
    likes, dislikes = [], []
    for row, user in enumerate(users):
        order = generator.permutation(histories.liked[user])
        n_visible = int(generator.integers(1, len(order)))
        hidden = order[n_visible : n_visible + targets]
        n_hidden = len(hidden)
        others = slice(targets, targets + n_hidden * negatives)
        items[row, :n_hidden] = hidden
        labels[row, n_hidden:] = -1.0
        labels[row, :n_hidden] = 1.0
        labels[row, others] = np.where(np.isin(items[row, others], histories.liked[user]), -1.0, 0.0)
        likes.append(order[:n_visible])
        disliked = histories.disliked[user]
        dislikes.append(disliked[generator.random(len(disliked)) < n_visible / len(order)])
    return Batch(likes, dislikes, items, labels)


def embedding_bags(
    likes: list[np.ndarray], dislikes: list[np.ndarray], dislike: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Concatenate histories into the inputs of ``nn.EmbeddingBag``.

    Args:
        likes, dislikes: the films of each of n users.
        dislike: weight of a dislike, where a like has weight 1; both are divided by √n for a history of n films.

    Returns:
        Film indices (m,), offsets of the histories (n,), and weights (m,).
    """
    sizes = np.array([len(liked) + len(other) for liked, other in zip(likes, dislikes, strict=True)])
    films = np.concatenate([part for pair in zip(likes, dislikes, strict=True) for part in pair])
    values = [
        np.concatenate([np.ones(len(liked)), np.full(len(other), dislike)])
        for liked, other in zip(likes, dislikes, strict=True)
    ]
    weights = np.concatenate(values) / np.sqrt(np.repeat(np.maximum(sizes, 1), sizes))
    return films, np.concatenate([[0], np.cumsum(sizes)[:-1]]), weights.astype(np.float32)

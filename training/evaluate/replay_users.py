"""Who is measured: users with enough known likes, what their ratings say, and folds that keep them out of training."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from matinee.engine.bundle.bundle import Bundle
from matinee.engine.catalogue.catalogue import DISLIKED_TO, LIKED_FROM
from matinee.engine.models.profile import FAVOURITES
from matinee.engine.session.events import Answer
from matinee.training.data.movielens import Dataset

TOP_RATED_FROM = 4.5
FEWEST_LIKES = 9
VALIDATION_SHARE = 0.2


@dataclass(frozen=True)
class ReplayUser:
    """A user training never saw.

    Attributes:
        user_id: as in the data set.
        ratings: movie id → stars.
        favourites: four movie ids drawn from the top rated.
    """

    user_id: int
    ratings: dict[int, float]
    favourites: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Fold:
    """Users to train on and users to measure; nobody is both."""

    training: Dataset
    measured: pd.DataFrame


def answer_of(stars: float | None) -> Answer:
    """What a rating says of a film: ≥ 4 stars like, ≤ 2.5 dislike, anything else, or none, skip."""
    if stars is not None and stars >= LIKED_FROM:
        return Answer.LIKE
    return Answer.DISLIKE if stars is not None and stars <= DISLIKED_TO else Answer.SKIP


def replay_users(ratings: pd.DataFrame, seed: int) -> list[ReplayUser]:
    """Everyone with ≥ 4 top-rated films (≥ 4.5 stars, else ≥ 4) and ≥ 9 likes (measures.md §1), by user id."""
    users = []
    for user_id, group in ratings.groupby("user", sort=True):
        stars = dict(zip(group["movie"].tolist(), group["rating"].tolist(), strict=True))
        liked = sorted(movie for movie, given in stars.items() if given >= LIKED_FROM)
        top = sorted(movie for movie in liked if stars[movie] >= TOP_RATED_FROM)
        pool = top if len(top) >= FAVOURITES else liked
        if len(pool) >= FAVOURITES and len(liked) >= FEWEST_LIKES:
            drawn = np.random.default_rng([seed, int(user_id)]).choice(pool, FAVOURITES, replace=False)
            users.append(ReplayUser(int(user_id), stars, tuple(drawn.tolist())))
    return users


def unknown_users(ratings: pd.DataFrame, bundle: Bundle) -> pd.DataFrame:
    """The ratings less those of users the bundle was trained on: whoever rated exactly the same films is the same."""
    known, rows = bundle.users, bundle.catalogue.rows
    trained = {frozenset(known.seen_rows(index).tolist()) for index in range(len(known.ids))}
    rated = ratings[ratings["movie"].isin(rows)]
    seen = rated.groupby("user")["movie"].agg(lambda movies: frozenset(rows[movie] for movie in movies) in trained)
    return ratings[~ratings["user"].isin(seen.index[seen.to_numpy(dtype=bool)])]


def validation_fold(dataset: Dataset, seed: int) -> Fold:
    """The users on which settings are chosen: a fifth, never among those that ``reported_folds`` reports on."""
    return split_off(dataset, validation_users(dataset, seed))


def reported_folds(dataset: Dataset, folds: int, seed: int) -> Iterator[Fold]:
    """Every user outside the validation group once, measured by models trained on all the others."""
    users = np.setdiff1d(dataset.ratings["user"].unique(), validation_users(dataset, seed))
    shuffled = np.random.default_rng([seed, 1]).permutation(users)
    for part in np.array_split(shuffled, folds):
        yield split_off(dataset, part)


def validation_users(dataset: Dataset, seed: int) -> np.ndarray:
    """Ids of the validation group."""
    users = np.sort(dataset.ratings["user"].unique())
    return np.random.default_rng([seed, 0]).permutation(users)[: round(len(users) * VALIDATION_SHARE)]


def split_off(dataset: Dataset, users: np.ndarray) -> Fold:
    """A fold that measures the given users and trains on the rest."""
    held_out = dataset.ratings["user"].isin(users)
    return Fold(replace(dataset, ratings=dataset.ratings[~held_out]), dataset.ratings[held_out])

"""Users for session replay: selection, favourites, and folds that keep them out of training."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from matinee.engine.bundle.bundle import WITHOUT_USERS, Bundle
from matinee.engine.catalogue.catalogue import DISLIKED_TO, LIKED_FROM
from matinee.engine.models.profile import FAVOURITES, Answer
from matinee.training.data.movielens import Dataset
from matinee.training.errors import DataError

TOP_RATED_FROM = 4.5
MIN_LIKES = 9
VALIDATION_SHARE = 0.2


@dataclass(frozen=True)
class ReplayUser:
    """A user who was not trained on.

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
    """A data set to train on and the ratings of the users to measure, who are not in it."""

    training: Dataset
    measured: pd.DataFrame


def feedback_of(stars: float | None) -> Answer:
    """Convert a rating to an answer: ≥ 4 stars like, ≤ 2.5 dislike, anything else or unrated skip."""
    if stars is not None and stars >= LIKED_FROM:
        return Answer.LIKE
    return Answer.DISLIKE if stars is not None and stars <= DISLIKED_TO else Answer.SKIP


def iterate_users(ratings: pd.DataFrame, most: int | None = None, seed: int = 0) -> Iterator[tuple[int, pd.DataFrame]]:
    """Yield each user id with the user's ratings, by user id; in random order if there are more than ``most`` users."""
    codes, ids = pd.factorize(ratings["user"].to_numpy(), sort=True)
    is_sampled = most is not None and len(ids) > most
    order = np.random.default_rng([seed, 2]).permutation(len(ids)) if is_sampled else np.arange(len(ids))
    for _, group in ratings.groupby(order[codes]):
        yield int(group["user"].iloc[0]), group


def select_replay_users(ratings: pd.DataFrame, seed: int, most: int | None = None) -> list[ReplayUser]:
    """Select the users with at least 4 top-rated films and at least 9 likes, by user id.

    Top rated means ≥ 4.5 stars, or ≥ 4 where a user gave 4.5 or more to fewer than four films.

    Args:
        ratings: columns user, movie, rating.
        seed: decides, with the user id, which four are the favourites.
        most: size of the sample that is drawn where there are more; None for all.
    """
    users: list[ReplayUser] = []
    for user_id, group in iterate_users(ratings, most, seed):
        if len(users) == most:
            break
        stars = dict(zip(group["movie"].tolist(), group["rating"].tolist(), strict=True))
        liked = sorted(movie for movie, given in stars.items() if given >= LIKED_FROM)
        top = sorted(movie for movie in liked if stars[movie] >= TOP_RATED_FROM)
        pool = top if len(top) >= FAVOURITES else liked
        if len(pool) >= FAVOURITES and len(liked) >= MIN_LIKES:
            drawn = np.random.default_rng([seed, user_id]).choice(pool, FAVOURITES, replace=False)
            users.append(ReplayUser(user_id, stars, tuple(drawn.tolist())))
    return sorted(users, key=lambda user: user.user_id)


def exclude_training_users(ratings: pd.DataFrame, bundle: Bundle) -> pd.DataFrame:
    """Remove the ratings of users the bundle was trained on, recognised by exactly the same rated films.

    Raises:
        DataError: the bundle does not know its training users.
    """
    if bundle.known_users is None:
        raise DataError(f"{WITHOUT_USERS}, so they cannot be left out; train on parts of the data instead (--folds 5).")
    known, rows = bundle.known_users, bundle.catalogue.rows
    trained = {frozenset(known.seen_rows(index).tolist()) for index in range(len(known.ids))}
    rated = ratings[ratings["movie"].isin(rows)]
    seen = rated.groupby("user")["movie"].agg(lambda movies: frozenset(rows[movie] for movie in movies) in trained)
    return ratings[~ratings["user"].isin(seen.index[seen.to_numpy(dtype=bool)])]


def validation_fold(dataset: Dataset, seed: int) -> Fold:
    """Hold out the validation users, on whom settings are chosen: a fifth, never among those of ``reported_folds``."""
    return hold_out_users(dataset, select_validation_users(dataset, seed))


def reported_folds(dataset: Dataset, folds: int, seed: int) -> Iterator[Fold]:
    """Yield cross-validation folds over the users outside the validation group; each is measured once."""
    users = np.setdiff1d(dataset.ratings["user"].unique(), select_validation_users(dataset, seed))
    shuffled = np.random.default_rng([seed, 1]).permutation(users)
    for part in np.array_split(shuffled, folds):
        yield hold_out_users(dataset, part)


def select_validation_users(dataset: Dataset, seed: int) -> np.ndarray:
    """Draw the ids of the validation users."""
    users = np.sort(dataset.ratings["user"].unique())
    return np.random.default_rng([seed, 0]).permutation(users)[: round(len(users) * VALIDATION_SHARE)]


def hold_out_users(dataset: Dataset, users: np.ndarray) -> Fold:
    """Make a fold that measures the given users and trains on the others."""
    held_out = dataset.ratings["user"].isin(users)
    return Fold(replace(dataset, ratings=dataset.ratings[~held_out]), dataset.ratings[held_out])

"""Leave-one-out protocol: rank each user's last film among all others. [He 2017] [S0] [S3]

Each user's last film is the test film and the one before it the validation film; models are trained on the rest.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from matinee.engine.catalogue.catalogue import LIKED_FROM
from matinee.engine.models.profile import Answer
from matinee.training.data.movielens import Dataset
from matinee.training.data.ratings import MAX_STARS
from matinee.training.errors import DataError
from matinee.training.evaluate.ranking import HeldOut, RankingCase
from matinee.training.evaluate.replay_users import iterate_users

MIN_INTERACTIONS = 3
"""Users with fewer interactions are left out."""


def split_leave_one_out(
    dataset: Dataset,
    *,
    implicit: bool = False,
    validation: bool = False,
    negatives: int | None = None,
    users: int | None = None,
    seed: int = 0,
) -> HeldOut:
    """Hold out each user's last two films; the target is the last, or with ``validation`` the one before it.

    Training data is the same for both and holds neither film. For the last film, the model's profile includes the
    validation film. Films that no training user rated are not used as targets [S3].

    Args:
        dataset: the ratings.
        implicit: count every rating as a like; otherwise only ratings ≥ 4 are used.
        validation: use the validation film as the target.
        negatives: rank the target among this many films that are in the training data and that the user never rated,
            drawn with ``seed`` and the user's id; None for all films.
        users: size of the sample of users that is drawn where there are more; None for all.
        seed: seed of the negatives and of the sample.

    Raises:
        DataError: no user can be tested.
    """
    ordered = select_interactions(dataset.ratings, implicit)
    remaining = ordered.groupby("user").cumcount(ascending=False)
    place = 1 if validation else 0
    training = ordered[remaining >= 2].reset_index(drop=True)
    films = np.unique(training["movie"])
    targets = ordered[(remaining == place) & ordered["movie"].isin(films)]
    if targets.empty:
        raise DataError(
            f"No user has {MIN_INTERACTIONS} {describe_interactions(implicit)} of which the last is a film "
            "that other users rated too; there is no user to test."
        )
    measured = sample_users(targets["user"].to_numpy(), users, seed)
    targets = targets[targets["user"].isin(measured)]
    histories = group_by_user(ordered[(remaining > place) & ordered["user"].isin(measured)])
    rated = {} if negatives is None else group_by_user(dataset.ratings[dataset.ratings["user"].isin(measured)])
    cases = [
        RankingCase(
            user_id=user,
            answers=tuple((movie, Answer.LIKE) for movie in histories[user].tolist()),
            excluded=histories[user],
            targets=np.array([target]),
            negatives=None if negatives is None else sample_negatives(films, rated[user], negatives, [seed, user]),
        )
        for user, target in zip(targets["user"].tolist(), targets["movie"].tolist(), strict=True)
    ]
    return HeldOut(
        training=replace(dataset, ratings=training),
        cases=cases,
        split=(
            f"the {'second to last' if validation else 'last'} of each user's {describe_interactions(implicit)}, "
            f"among {'all films' if negatives is None else f'{negatives} films never rated'}; "
            f"trained on {len(training):,} ratings, {training['user'].nunique():,} users, {len(films):,} films"
        ),
    )


def sample_users(users: np.ndarray, most: int | None, seed: int) -> np.ndarray:
    """Draw at most ``most`` of some users; None keeps all."""
    if most is None or len(users) <= most:
        return users
    return np.random.default_rng([seed, 3]).choice(users, most, replace=False)


def select_interactions(ratings: pd.DataFrame, implicit: bool) -> pd.DataFrame:
    """Select the interactions of users who have enough, by user and time; equal times are ordered by movie id."""
    counted = ratings.assign(rating=MAX_STARS) if implicit else ratings[ratings["rating"] >= LIKED_FROM]
    ordered = counted.sort_values(["user", "timestamp", "movie"], ignore_index=True)
    return ordered[ordered.groupby("user")["movie"].transform("size") >= MIN_INTERACTIONS]


def describe_interactions(implicit: bool) -> str:
    """Describe what counts as an interaction."""
    return "ratings" if implicit else f"ratings ≥ {LIKED_FROM:g}"


def group_by_user(ratings: pd.DataFrame) -> dict[int, np.ndarray]:
    """Map each user id to their movie ids, in the order of the rows."""
    return {user: group["movie"].to_numpy() for user, group in iterate_users(ratings)}


def sample_negatives(films: np.ndarray, rated: np.ndarray, count: int, seed: list[int]) -> np.ndarray:
    """Draw ``count`` of the films that were not rated, or all of them where there are fewer."""
    pool = np.setdiff1d(films, rated)
    return np.random.default_rng(seed).choice(pool, min(count, len(pool)), replace=False)

"""Temporal protocol: from a user's earlier ratings, rank the films they like later. [S4]"""

from dataclasses import replace

import pandas as pd

from matinee.engine.catalogue.catalogue import LIKED_FROM
from matinee.engine.models.profile import Answer
from matinee.training.data.movielens import Dataset
from matinee.training.errors import DataError
from matinee.training.evaluate.leave_one_out import group_by_user, sample_users
from matinee.training.evaluate.ranking import HeldOut, RankingCase
from matinee.training.evaluate.replay_users import feedback_of, iterate_users
from matinee.training.preprocess.split import temporal_split


def split_temporal(dataset: Dataset, *, validation: bool = False, users: int | None = None, seed: int = 0) -> HeldOut:
    """Hold out the last 30 % of each user's ratings; the targets are the films liked in the last 15 %.

    Training data holds the first 70 % of every user, and the profile is the same ratings as likes (≥ 4 stars),
    dislikes (≤ 2.5) and skips. Films rated before the target part are not ranked. Users without likes in the target
    part are not tested.

    Args:
        dataset: the ratings.
        validation: take the targets from the part between 70 and 85 % instead.
        users: size of the sample of users that is drawn where there are more; None for all.
        seed: seed of the sample.

    Raises:
        DataError: no user can be tested.
    """
    split = temporal_split(dataset.ratings)
    later = split.validation if validation else split.test
    likes = later[later["rating"] >= LIKED_FROM]
    if likes.empty:
        raise DataError("No user likes a film in the held-out part; more ratings a user are needed.")
    measured = sample_users(likes["user"].unique(), users, seed)

    def of_measured(ratings: pd.DataFrame) -> pd.DataFrame:
        return ratings[ratings["user"].isin(measured)]

    liked = group_by_user(of_measured(likes))
    own = of_measured(split.train)
    profiles = {user: answers_of(ratings) for user, ratings in iterate_users(own)}
    earlier = group_by_user(own if validation else pd.concat([own, of_measured(split.validation)]))
    return HeldOut(
        training=replace(dataset, ratings=split.train.reset_index(drop=True)),
        cases=[RankingCase(user, profiles[user], earlier[user], liked[user]) for user in sorted(liked)],
        split=(
            f"films liked in the {'70–85' if validation else 'last 15'} % of each user's ratings; "
            f"trained on the first 70 %, {len(split.train):,} ratings"
        ),
    )


def answers_of(ratings: pd.DataFrame) -> tuple[tuple[int, Answer], ...]:
    """Convert every rating to (movie id, answer), in the order of the rows."""
    return tuple(
        (movie, feedback_of(stars))
        for movie, stars in zip(ratings["movie"].tolist(), ratings["rating"].tolist(), strict=True)
    )

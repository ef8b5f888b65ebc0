"""Temporal: given the first part of what a user rated, which films do they like later? (source 004's split)"""

from dataclasses import replace

import pandas as pd

from matinee.engine.catalogue.catalogue import LIKED_FROM
from matinee.engine.session.events import Answer
from matinee.training.data.movielens import Dataset
from matinee.training.errors import DataError
from matinee.training.evaluate.leave_one_out import films_by_user
from matinee.training.evaluate.ranking import Case, HeldOut
from matinee.training.evaluate.replay_users import answer_of
from matinee.training.preprocess.split import temporal_split


def temporal(dataset: Dataset, *, validation: bool = False) -> HeldOut:
    """Hold out the last 30 % of each user's ratings; ask for the films liked in the last 15 %, or in those before.

    Training holds every user's first 70 %, and the model is told the same, as likes (≥ 4 stars), dislikes (≤ 2.5) and
    skips. Rated films before the part that is asked for are not ranked. Users who like nothing there are not asked.

    Raises:
        DataError: nobody can be asked.
    """
    split = temporal_split(dataset.ratings)
    asked = split.validation if validation else split.test
    liked = films_by_user(asked[asked["rating"] >= LIKED_FROM])
    if not liked:
        raise DataError("Nobody likes a film in the part that is asked for; more ratings a user are needed.")
    told = {int(user): answers(ratings) for user, ratings in split.train.groupby("user")}
    known = films_by_user(split.train if validation else pd.concat([split.train, split.validation]))
    return HeldOut(
        training=replace(dataset, ratings=split.train.reset_index(drop=True)),
        cases=[Case(user, told[user], known[user], liked[user]) for user in sorted(liked)],
        split=(
            f"films liked in the {'70–85' if validation else 'last 15'} % of each user's ratings; "
            f"trained on the first 70 %, {len(split.train):,} ratings"
        ),
    )


def answers(ratings: pd.DataFrame) -> tuple[tuple[int, Answer], ...]:
    """(movie id, answer) of every rating, in the order of the rows."""
    return tuple(
        (movie, answer_of(stars))
        for movie, stars in zip(ratings["movie"].tolist(), ratings["rating"].tolist(), strict=True)
    )

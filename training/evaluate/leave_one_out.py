"""Leave one out: which film comes next? (sources 000 and 003)

Each user's last film is the test film, the last but one the validation film; models are trained on what is left.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from matinee.engine.catalogue.catalogue import LIKED_FROM
from matinee.engine.session.events import Answer
from matinee.training.data.movielens import Dataset
from matinee.training.data.ratings import HIGHEST
from matinee.training.errors import DataError
from matinee.training.evaluate.ranking import Case, HeldOut

FEWEST = 3
"""Users with fewer interactions are left out altogether."""


def leave_one_out(
    dataset: Dataset, *, implicit: bool = False, validation: bool = False, negatives: int | None = None, seed: int = 0
) -> HeldOut:
    """Hold out each user's last two films; ask for the last, or with ``validation`` for the last but one.

    Training is the same for both and holds neither film. Asked for the last film, the model is told of the last but
    one. A film that training does not hold is not asked for (source 003).

    Args:
        implicit: every rating is a like; without it, only the ratings ≥ 4 are looked at.
        negatives: rank the film among so many that training holds and the user never rated, drawn with ``seed`` and
            the user's id; None for all films.

    Raises:
        DataError: nobody can be asked.
    """
    ordered = interactions(dataset.ratings, implicit)
    left = ordered.groupby("user").cumcount(ascending=False)
    place = 1 if validation else 0
    training = ordered[left >= 2].reset_index(drop=True)
    films = np.unique(training["movie"])
    asked = ordered[(left == place) & ordered["movie"].isin(films)]
    if asked.empty:
        raise DataError(
            f"No user has {FEWEST} {words(implicit)} and a last one that others share; nobody can be asked."
        )
    told = films_by_user(ordered[left > place])
    rated = films_by_user(dataset.ratings)
    cases = [
        Case(
            user_id=user,
            answers=tuple((movie, Answer.LIKE) for movie in told[user].tolist()),
            known=told[user],
            targets=np.array([target]),
            negatives=None if negatives is None else never_rated(films, rated[user], negatives, [seed, user]),
        )
        for user, target in zip(asked["user"].tolist(), asked["movie"].tolist(), strict=True)
    ]
    return HeldOut(
        training=replace(dataset, ratings=training),
        cases=cases,
        split=(
            f"the last{' but one' if validation else ''} of each user's {words(implicit)}, "
            f"among {'all films' if negatives is None else f'{negatives} films never rated'}; "
            f"trained on {len(training):,} ratings, {training['user'].nunique():,} users, {len(films):,} films"
        ),
    )


def interactions(ratings: pd.DataFrame, implicit: bool) -> pd.DataFrame:
    """What counts as an interaction, by user and time (equal times by movie id), of users who have enough of them."""
    counted = ratings.assign(rating=HIGHEST) if implicit else ratings[ratings["rating"] >= LIKED_FROM]
    ordered = counted.sort_values(["user", "timestamp", "movie"], ignore_index=True)
    return ordered[ordered.groupby("user")["movie"].transform("size") >= FEWEST]


def words(implicit: bool) -> str:
    """What counts as an interaction, in words."""
    return "ratings" if implicit else f"ratings ≥ {LIKED_FROM:g}"


def films_by_user(ratings: pd.DataFrame) -> dict[int, np.ndarray]:
    """User id → movie ids in the order of the rows."""
    return {int(user): movies.to_numpy() for user, movies in ratings.groupby("user", sort=False)["movie"]}


def never_rated(films: np.ndarray, rated: np.ndarray, count: int, seed: list[int]) -> np.ndarray:
    """So many of the films that were not rated, drawn with a seed; all of them where there are fewer."""
    pool = np.setdiff1d(films, rated)
    return np.random.default_rng(seed).choice(pool, min(count, len(pool)), replace=False)

"""Step 2: each user's past is for training, the future for validation and test."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

TRAIN_SHARE, VALIDATION_SHARE = 0.70, 0.15
FEWEST = 3
"""Users with fewer ratings are skipped."""


@dataclass(frozen=True, eq=False)
class Split:
    """Ratings in three parts; each user's train ratings come before the validation ones, those before the test ones."""

    train: pd.DataFrame
    validation: pd.DataFrame
    test: pd.DataFrame


def order_by_time(ratings: pd.DataFrame) -> np.ndarray:
    """(n,) places of the ratings by user, then time, then film.

    Each pair of columns is one number to sort by: ten times as fast as three columns, on tens of millions of ratings.
    """
    user, _ = pd.factorize(ratings["user"], sort=True)
    film, films = pd.factorize(ratings["movie"], sort=True)
    seconds = ratings["timestamp"].to_numpy()
    by_film = np.argsort(user * len(films) + film, kind="stable")
    by_time = user * (int(seconds.max()) + 1) + seconds
    return by_film[np.argsort(by_time[by_film], kind="stable")]


def temporal_split(ratings: pd.DataFrame) -> Split:
    """Per-user 70/15/15 split by time (source 004 §3); equal times keep the order of the movie ids."""
    ordered = ratings.take(order_by_time(ratings)).reset_index(drop=True)
    place = ordered.groupby("user").cumcount()
    count = ordered.groupby("user")["movie"].transform("size")
    train_end = np.floor(count * TRAIN_SHARE + 1e-9)
    validation_end = np.floor(count * (TRAIN_SHARE + VALIDATION_SHARE) + 1e-9)
    usable = count >= FEWEST
    return Split(
        train=ordered[usable & (place < train_end)],
        validation=ordered[usable & (place >= train_end) & (place < validation_end)],
        test=ordered[usable & (place >= validation_end)],
    )

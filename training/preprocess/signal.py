"""Step 3: from stars to signals: (rating − user mean) · count^−½ · exp(−ln 2 · days / half-life) [S4]."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from matinee.training.config.setting_bounds import HalfLife

SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class TransformConfig:
    """The parts of the transform, each of which can be switched off.

    Attributes:
        user_mean: subtract the user's mean rating.
        popularity: divide by the square root of the film's number of ratings.
        time_decay: halve the signal every ``half_life_days`` before the latest training rating.
        half_life_days: half-life in days.
    """

    user_mean: bool = True
    popularity: bool = True
    time_decay: bool = True
    half_life_days: HalfLife = 365.0


@dataclass(frozen=True, eq=False)
class Transform:
    """The statistics of the training part that are applied to every part.

    Attributes:
        user_means: mean rating of each user, indexed by user id.
        movie_counts: training ratings of each film, indexed by movie id.
        last_timestamp: the latest training rating, in seconds since 1970.
        config: the parts that are on.
    """

    user_means: "pd.Series[float]"
    movie_counts: "pd.Series[int]"
    last_timestamp: int
    config: TransformConfig


def fit_transform(train: pd.DataFrame, config: TransformConfig) -> Transform:
    """Measure user means, film counts and the latest time, on the training part alone."""
    return Transform(
        user_means=train.groupby("user")["rating"].mean(),
        movie_counts=train.groupby("movie").size(),
        last_timestamp=int(train["timestamp"].max()),
        config=config,
    )


def apply_transform(ratings: pd.DataFrame, transform: Transform) -> "pd.Series[float]":
    """Compute the training signal of each rating [S4].

    Args:
        ratings: columns user, movie, rating, timestamp.
        transform: fitted on the training part. A film without training ratings counts as having one; a rating after
            the training part does not decay.

    Returns:
        (n,) signals, in the order of the ratings.
    """
    config = transform.config
    signal = ratings["rating"].astype(np.float64)
    if config.user_mean:
        signal = signal - ratings["user"].map(transform.user_means)
    if config.popularity:
        signal = signal * ratings["movie"].map(transform.movie_counts).fillna(1).clip(lower=1) ** -0.5
    if config.time_decay:
        days = ((transform.last_timestamp - ratings["timestamp"]) / SECONDS_A_DAY).clip(lower=0)
        signal = signal * np.exp(-np.log(2) * days / config.half_life_days)
    return signal.rename("final_rating")

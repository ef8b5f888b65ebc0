"""Step 3: from stars to signals: final = (rating − user mean) × count^−½ × exp(−ln 2 · days / half-life)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class TransformConfig:
    """Which parts of the transform are on; each can be switched off (spec §3, svd)."""

    user_mean: bool = True
    popularity: bool = True
    time_decay: bool = True
    half_life_days: float = 365.0


@dataclass(frozen=True, eq=False)
class Transform:
    """What is measured on the training part and applied to every part.

    Attributes:
        user_means: mean rating of each user, indexed by user id.
        movie_counts: training ratings of each film, indexed by movie id.
        last_timestamp: the latest training rating, in seconds.
    """

    user_means: pd.Series
    movie_counts: pd.Series
    last_timestamp: int
    config: TransformConfig


def fit_transform(train: pd.DataFrame, config: TransformConfig) -> Transform:
    """Measure user means, film counts and the latest time on the training part alone."""
    return Transform(
        user_means=train.groupby("user")["rating"].mean(),
        movie_counts=train.groupby("movie").size(),
        last_timestamp=int(train["timestamp"].max()),
        config=config,
    )


def final_ratings(ratings: pd.DataFrame, transform: Transform) -> pd.Series:
    """The training signal of each rating (source 004 §4).

    A film without training ratings counts as having one; a rating later than the training part has no decay.
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

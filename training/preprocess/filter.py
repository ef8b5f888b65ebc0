"""Step 1: drop users and films with too few ratings to learn from."""

import pandas as pd

from matinee.training.errors import DataError


def filter_ratings(ratings: pd.DataFrame, min_user_ratings: int, min_movie_ratings: int) -> pd.DataFrame:
    """Ratings of users with at least so many ratings, then of films with at least so many of those (source 004 §2).

    Raises:
        DataError: nothing is left.
    """
    active = ratings[ratings.groupby("user")["rating"].transform("size") >= min_user_ratings]
    kept = active[active.groupby("movie")["rating"].transform("size") >= min_movie_ratings]
    if kept.empty:
        raise DataError(
            f"No rating is left of users with ≥ {min_user_ratings} ratings on films with ≥ {min_movie_ratings}; "
            "lower --min-user-ratings or --min-movie-ratings."
        )
    return kept.reset_index(drop=True)

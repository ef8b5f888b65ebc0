"""Filter and split on numbers worked out by hand."""

from pathlib import Path

import pandas as pd
import pytest

from matinee.training.data.movielens import read_dataset
from matinee.training.errors import DataError
from matinee.training.preprocess.split import filter_ratings, sample_users, temporal_split, time_order


def ratings(*rows: tuple[int, int, float, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["user", "movie", "rating", "timestamp"])


def test_users_are_filtered_before_films() -> None:
    table = ratings((1, 1, 4, 1), (1, 2, 4, 2), (2, 1, 4, 3), (3, 1, 4, 4), (3, 2, 4, 5))
    kept = filter_ratings(table, min_user_ratings=2, min_movie_ratings=2)
    assert sorted(zip(kept["user"], kept["movie"], strict=True)) == [(1, 1), (1, 2), (3, 1), (3, 2)]
    with pytest.raises(DataError, match="No rating is left"):
        filter_ratings(table, min_user_ratings=3, min_movie_ratings=1)


def test_a_sample_has_whole_users_and_as_many_as_fit() -> None:
    counts = {user: 3 + user % 5 for user in range(100)}
    table = ratings(*((user, movie, 4.0, movie) for user, count in counts.items() for movie in range(count)))
    sample = sample_users(table, 0, most=200)
    found = sample["user"].value_counts().to_dict()
    assert found == {user: counts[user] for user in found}
    assert 190 < len(sample) <= 200
    assert sample.equals(table[table["user"].isin(found)])
    assert sample_users(table, 0, most=200).equals(sample)
    assert set(sample_users(table, 1, most=200)["user"]) != set(found)
    assert sample_users(table, 0, most=len(table)) is table
    assert sample_users(table, 0, most=1)["user"].nunique() == 1


def test_each_users_future_is_held_out() -> None:
    table = ratings(*((1, movie, 4.0, 100 - movie) for movie in range(20)), (2, 1, 4.0, 1), (2, 2, 4.0, 2))
    split = temporal_split(table)
    sizes = [len(part) for part in (split.train, split.validation, split.test)]
    assert sizes == [14, 3, 3]  # 70/15/15 of 20; user 2 has fewer than three
    assert split.train["timestamp"].max() < split.validation["timestamp"].min()
    assert split.validation["timestamp"].max() < split.test["timestamp"].min()


def test_equal_times_keep_the_order_of_the_films() -> None:
    table = ratings((2, 9, 4.0, 5), (2, 3, 4.0, 5), (2, 7, 4.0, 1), (1, 8, 4.0, 9), (1, 2, 4.0, 9), (2, 5, 4.0, 5))
    ordered = table.iloc[time_order(table)]
    assert list(zip(ordered["user"], ordered["movie"], strict=True)) == [(1, 2), (1, 8), (2, 7), (2, 3), (2, 5), (2, 9)]


def test_movielens_itself(movielens: Path) -> None:
    dataset = read_dataset(movielens)
    assert (len(dataset.ratings), dataset.ratings["user"].nunique(), len(dataset.movies)) == (100_836, 610, 9_742)

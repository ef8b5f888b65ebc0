"""What the models are worth on real data, at the least; each floor lies a little below what was measured."""

from pathlib import Path

import numpy as np
import pytest

from policy import Policy
from training.config import BuildConfig, RatingConfig
from training.data.formats import Dataset, read_dataset
from training.evaluate.rating import given_parts, measure
from training.evaluate.report import ReplayOptions, Tally, measure_folds
from training.evaluate.users import validation_fold


@pytest.fixture(scope="module")
def latest_small(movielens: Path) -> Dataset:
    return read_dataset(movielens)


@pytest.fixture(scope="module")
def replayed(latest_small: Dataset, policy: Policy) -> dict[str, Tally]:
    """Sessions of the validation users, who are in no reported figure."""
    options = ReplayOptions(("als", "item_item", "popularity"))
    fold = validation_fold(latest_small, seed=0)
    return measure_folds([fold], policy, BuildConfig(), options, lambda users, _model: users)[0]


def test_als_finds_more_that_people_like_than_popularity(replayed: dict[str, Tally]) -> None:
    likes = {name: tally.values("l20").mean() for name, tally in replayed.items()}  # als 6.67, popularity 5.12
    assert likes["als"] >= 6.3
    assert likes["als"] > likes["popularity"] + 1


def test_neighbours_find_films_that_people_like(replayed: dict[str, Tally]) -> None:
    # 3.30, less than popularity: good correlations are those of films that few have seen, which nobody answers
    assert replayed["item_item"].values("l20").mean() >= 3.0


def test_rating_predicts_stars_better_than_levels(movielens: Path) -> None:
    folder = movielens.parent / "ml-100k"
    config = BuildConfig(rating=RatingConfig(min_user_ratings=1, min_movie_ratings=1, epochs=8))
    errors = measure(read_dataset(folder), iter([given_parts(folder, "u1")]), ["rating"], config)
    rmse = {name: float(np.sqrt((error**2).mean())) for name, error in errors.items()}
    assert len(errors["rating"]) == 20_000
    assert rmse["rating"] <= 0.93 < rmse["levels"]  # .918 and .957

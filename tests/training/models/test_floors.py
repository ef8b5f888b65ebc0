"""What the models are worth on real data, at the least; each floor lies a little below what was measured."""

from pathlib import Path

import numpy as np
import pytest

from matinee.policy import Policy
from matinee.training.config.config import BuildConfig, HybridConfig, NeumfConfig, RatingConfig
from matinee.training.data.movielens import read_dataset
from matinee.training.evaluate.rating_prediction import measure, read_split
from matinee.training.evaluate.replay_folds import measure_folds
from matinee.training.evaluate.replay_users import validation_fold
from matinee.training.evaluate.report import ReplayOptions, Results

pytestmark = pytest.mark.slow

FLOORS = {
    "blend": 7.0,
    "svd_likes": 6.7,
    "svd_likes+ema": 6.0,
    "ease": 6.5,
    "edlae": 6.5,
    "als": 6.3,
    "neumf": 5.7,  # 5.98 with a quarter of its epochs
    "item_item": 4.5,
    "svd": 1.8,
}
"""Likes in 20 of the validation users, who are in no reported figure; popularity has 5.12.

`two_tower` has no floor: by design of [S4] it reaches next to nothing; test_networks.py trains and serves it.
"""


@pytest.fixture(scope="module")
def replayed(movielens: Path, policy: Policy) -> dict[str, Results]:
    """Sessions of the validation users; NeuMF with a quarter of its epochs."""
    fold = validation_fold(read_dataset(movielens), seed=0)
    config = BuildConfig(neumf=NeumfConfig(epochs=40))
    options = ReplayOptions((*FLOORS, "popularity"), choose_kinship=False)
    return measure_folds([fold], lambda _chosen: policy, config, options, lambda users, _model: users).results


@pytest.mark.parametrize("model", FLOORS)
def test_sessions_find_films_that_people_like(replayed: dict[str, Results], model: str) -> None:
    assert replayed[model].values("l20").mean() >= FLOORS[model]


def test_the_default_is_the_best(replayed: dict[str, Results]) -> None:
    likes = {name: tally.values("l20").mean() for name, tally in replayed.items()}
    assert max(likes, key=lambda name: likes[name]) == "blend"
    assert likes["blend"] > likes["ease"] + 0.2


def test_stars_are_predicted_better_than_by_levels(movielens: Path) -> None:
    folder = movielens.parent / "ml-100k"
    quick = {"min_user_ratings": 1, "min_movie_ratings": 1, "epochs": 8}
    config = BuildConfig(rating=RatingConfig(**quick), hybrid=HybridConfig(**quick))
    errors = measure(read_dataset(folder), iter([read_split(folder, "u1")]), ["rating", "hybrid"], config)
    rmse = {name: float(np.sqrt((error**2).mean())) for name, error in errors.items()}
    assert len(errors["rating"]) == 20_000
    assert max(rmse["rating"], rmse["hybrid"]) <= 0.93 < rmse["levels"]  # .918, .913 and .957 when fully trained

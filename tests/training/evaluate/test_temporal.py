"""Temporal: targets and profiles, ranks computed by hand, and training data without later ratings."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from matinee.engine.models.baselines import Popularity
from matinee.engine.models.item_item import ItemItemModel, ItemWeights
from matinee.engine.models.profile import Answer
from matinee.policy import Policy
from matinee.training.build import build_bundle
from matinee.training.data.movielens import Dataset, read_dataset
from matinee.training.errors import DataError
from matinee.training.evaluate.ranking import measure, rank_metrics, rank_targets
from matinee.training.evaluate.temporal import split_temporal
from matinee.training.preprocess.catalogue import build_catalogue
from tests.conftest import ROOT
from tests.training.evaluate.test_leave_one_out import make_dataset
from tests.training.helpers import evaluate
from tests.training.models.test_models import SMALL

LIKE, DISLIKE, SKIP = Answer.LIKE, Answer.DISLIKE, Answer.SKIP


@pytest.fixture(scope="module")
def small(small_data: Path) -> Dataset:
    return read_dataset(small_data)


def test_of_many_users_a_sample_is_drawn(small: Dataset) -> None:
    every, sampled = (split_temporal(small, users=users) for users in (None, 9))
    assert len(sampled.cases) == 9 < len(every.cases)
    whole = {case.user_id: case.answers for case in every.cases}
    assert all(case.answers == whole[case.user_id] for case in sampled.cases)


def rated(user: int, *stars: tuple[int, float]) -> list[tuple[int, int, float, int]]:
    """A user's ratings, one after the other."""
    return [(user, movie, given, 100 + place) for place, (movie, given) in enumerate(stars)]


# seven ratings: four (⌊.7·7⌋) to train on, one for validation, two for the test
DATA = make_dataset(
    *rated(1, (3, 5.0), (1, 4.0), (2, 2.5), (5, 3.0), (4, 4.5), (6, 4.0), (8, 5.0)),
    *rated(2, (3, 4.0), (1, 4.5), (6, 4.0), (2, 4.0), (5, 4.0), (4, 3.5), (7, 4.0)),
    *rated(3, (4, 4.0), (3, 5.0), (6, 4.5), (5, 4.0), (1, 1.0), (7, 2.0), (2, 3.0)),  # no likes later on
    *rated(4, (1, 5.0), (2, 5.0)),  # too few
)
"""Trained on: films 3 (3 likes), 1, 6 (2), 2, 4, 5 (1)."""


def test_users_targets_and_profiles() -> None:
    test, validation = split_temporal(DATA), split_temporal(DATA, validation=True)
    assert [(case.user_id, case.targets.tolist()) for case in test.cases] == [(1, [6, 8]), (2, [7])]
    assert [(case.user_id, case.targets.tolist()) for case in validation.cases] == [(1, [4]), (2, [5])]
    for case in (test.cases[0], validation.cases[0]):  # the profile is the training ratings
        assert case.answers == ((3, LIKE), (1, LIKE), (2, DISLIKE), (5, SKIP))
    assert test.cases[0].excluded.tolist() == [3, 1, 2, 5, 4]
    assert validation.cases[0].excluded.tolist() == [3, 1, 2, 5]
    assert test.training.ratings.equals(validation.training.ratings)
    assert len(test.training.ratings) == 12


def test_popularity_with_known_counts() -> None:
    test, validation = split_temporal(DATA), split_temporal(DATA, validation=True)
    catalogue = build_catalogue(test.training)
    popularity = Popularity(catalogue.like_counts)
    assert catalogue.like_counts.tolist() == [2, 1, 3, 1, 1, 2, 0, 0]
    # the only candidate of user 1 is 6, since 8 is unknown; so is 7, the target of user 2
    assert [rank_targets(popularity, case, catalogue).tolist() for case in test.cases] == [[1, np.inf], [np.inf]]
    # user 1: 6 has more likes than 4; user 2: 4 has as many as 5
    assert [rank_targets(popularity, case, catalogue).tolist() for case in validation.cases] == [[2], [2]]
    assert rank_metrics(rank_targets(popularity, test.cases[0], catalogue))["recall@5"] == 0.5


def test_item_weights_set_by_hand() -> None:
    case = split_temporal(DATA, validation=True).cases[0]  # likes 3 and 1, dislikes 2; 4 against 6
    columns, weights = np.zeros((8, 1), dtype=int), np.zeros((8, 1))
    columns[1], weights[1] = 5, 1.0  # film 2 recommends 6
    neighbours = ItemWeights(columns, weights, np.arange(8) < 6)
    catalogue = build_catalogue(split_temporal(DATA).training)
    assert rank_targets(ItemItemModel("without dislikes", neighbours, 0.0), case, catalogue) == [
        2
    ]  # 4 and 6 are both 0
    assert rank_targets(ItemItemModel("with dislikes", neighbours, 0.5), case, catalogue) == [1]


def test_later_ratings_do_not_change_the_training_data(small: Dataset) -> None:
    """Later ratings get other stars and a film that is rated nowhere else."""
    training = split_temporal(small).training.ratings
    ordered = small.ratings.sort_values(["user", "timestamp", "movie"])
    later = ordered.groupby("user").cumcount() >= 28  # 70 % of 40
    marker = ordered.groupby("user").cumcount() == 39
    changed = ordered.assign(rating=ordered["rating"].where(~later, 4.0), movie=ordered["movie"].where(~marker, 1_000))
    again = split_temporal(replace(small, ratings=changed))
    pd.testing.assert_frame_equal(again.training.ratings, training)
    assert all(1_000 in case.targets for case in again.cases)
    assert len(training) == 80 * 28


def test_no_user_to_test_is_reported_in_a_sentence() -> None:
    with pytest.raises(DataError, match="No user likes a film in the held-out part"):
        split_temporal(make_dataset(*rated(1, *((movie, 1.0) for movie in range(1, 8)))))


def test_ease_finds_the_camps_and_metrics_are_per_user(small: Dataset, policy: Policy) -> None:
    held_out = split_temporal(small)
    bundle = build_bundle(held_out.training, ["ease"], SMALL)
    seen: list[str] = []
    measured = measure(bundle, policy, held_out.cases, ["ease"], lambda cases, name: seen.append(name) or cases)
    assert seen == ["ease", "popularity", "random"]
    assert all(len(values) == len(held_out.cases) for values in measured["ease"].values())
    likes = np.array([len(case.targets) for case in held_out.cases])
    found = measured["ease"]["recall@20"] * likes
    assert found == pytest.approx(measured["ease"]["precision@20"] * 20)
    assert measured["ease"]["recall@20"].mean() > 0.9  # of the 26 candidates, half are of the own camp
    assert measured["popularity"]["ndcg@10"].mean() < measured["ease"]["ndcg@10"].mean()


def test_the_command_on_two_camps(small_data: Path) -> None:
    report = evaluate("temporal", "--data", str(small_data), "--model", "ease", "--validation")
    assert report["protocol"] == "temporal"
    assert report["models"].keys() == {"ease", "popularity", "random"}
    ease = report["models"]["ease"]
    assert {"recall@10", "ndcg@10", "precision@10", "hit_rate@10", "recall@10_over_popularity"} <= ease.keys()
    assert ease["ndcg@10_over_popularity"]["ci95"][0] > 0


def test_the_table(small_data: Path) -> None:
    command = [sys.executable, "-m", "matinee", "evaluate", "temporal", "--data", str(small_data), "--model", "ease"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    head, columns, *rows = done.stdout.splitlines()
    assert head.startswith("temporal · films liked in the last 15 % of each user's ratings")
    assert columns.split()[:3] == ["model", "recall@10", "recall@20"]
    assert {row.split()[0] for row in rows} == {"ease", "popularity", "random"}


def test_ease_beats_popularity_on_real_data(movielens: Path) -> None:
    ease = evaluate("temporal", "--data", str(movielens), "--model", "ease")["models"]["ease"]
    assert ease["ndcg@10"]["value"] >= 0.08  # .092 when this was written
    assert ease["ndcg@10_over_popularity"]["ci95"][0] > 0

"""Replay of pairs: counted by hand, drawn, and compared with the ranking for one."""

from pathlib import Path

import numpy as np
import pytest

from matinee.engine.recommender import Recommender
from matinee.engine.session.companion import Companion
from matinee.policy import Policy
from matinee.training.build import build_bundle
from matinee.training.data.movielens import Dataset, read_dataset
from matinee.training.errors import DataError
from matinee.training.evaluate.pair_report import build_report, format_report, measure_pairs
from matinee.training.evaluate.pairs import (
    PairResult,
    average,
    draw_pairs,
    list_methods,
    pair_metrics,
    replay_alone,
    replay_pair,
)
from matinee.training.evaluate.replay_users import ReplayUser, select_replay_users, validation_fold
from tests.training.helpers import evaluate
from tests.training.models.test_models import SMALL


@pytest.fixture(scope="module")
def dataset(small_data: Path) -> Dataset:
    return read_dataset(small_data)


@pytest.fixture(scope="module")
def trained(dataset: Dataset, policy: Policy) -> Recommender:
    return Recommender(build_bundle(validation_fold(dataset, 0).training, config=SMALL), policy)


@pytest.fixture(scope="module")
def users(dataset: Dataset) -> list[ReplayUser]:
    return select_replay_users(validation_fold(dataset, 0).measured, 0)


def test_likes_are_counted_for_each_and_for_both(dataset: Dataset, policy: Policy) -> None:
    """Popularity shows the most liked films in order, whatever is answered."""
    recommender = Recommender(build_bundle(dataset, config=SMALL), policy.neutral())
    catalogue = recommender.catalogue
    order = [int(catalogue.ids[row]) for row in np.argsort(-catalogue.like_counts, kind="stable")]
    likes_first = dict.fromkeys(order[8:13], 5.0) | dict.fromkeys(order[13:15], 1.0)
    likes_second = dict.fromkeys(order[11:14], 4.0)
    first, second = ReplayUser(1, likes_first, tuple(order[:4])), ReplayUser(2, likes_second, tuple(order[4:8]))
    session = recommender.session(first.favourites, model="popularity", companion=Companion(second.favourites))
    assert replay_pair(session, first, second) == PairResult(likes=(5, 3), both=2, dislikes=(2, 0))
    assert session.companion_profile is not None
    assert (len(session.profile.likes), len(session.companion_profile.likes)) == (5, 3)


def test_alone_the_favourites_of_the_other_are_not_shown(trained: Recommender) -> None:
    films = trained.catalogue.ids.tolist()
    first, second = (
        ReplayUser(user, dict.fromkeys(each, 5.0), each)
        for user, each in enumerate((tuple(films[:4]), tuple(films[4:8])))
    )
    (result,) = replay_alone(trained, [(first, second)], seed=0)
    assert result == PairResult(likes=(0, 0), both=0, dislikes=(0, 0))


def test_the_mean_keeps_the_one_who_likes_fewer() -> None:
    mean = average([PairResult((8, 2), 1, (0, 1)), PairResult((4, 6), 2, (3, 0))])
    assert mean == PairResult((3, 7), 1.5, (0, 2))
    metrics = pair_metrics([PairResult((8, 2), 1, (0, 1)), mean])
    assert metrics["l20"].tolist() == [5, 5]
    assert metrics["less_lucky"].tolist() == [2, 3]
    assert metrics["both"].tolist() == [1, 1.5]
    assert metrics["dislikes"].tolist() == [0.5, 1]


def test_pairs_are_of_two_users_whose_favourites_exist(trained: Recommender, users: list[ReplayUser]) -> None:
    stranger = ReplayUser(999, {}, (10**9, 1, 2, 3))
    pairs = draw_pairs([*users, stranger], trained, 12, seed=3)
    assert len(pairs) == 12
    assert all(first.user_id != second.user_id for first, second in pairs)
    assert 999 not in {user.user_id for pair in pairs for user in pair}
    assert draw_pairs([*users, stranger], trained, 12, seed=3) == pairs
    assert draw_pairs(users, trained, 12, seed=4) != pairs


def test_methods_differ_in_one_setting(trained: Recommender) -> None:
    methods = list_methods(trained, (0.0, 0.3, 1.0))
    assert {name: each.policy.pair_least_misery for name, each in methods.items()} == {
        "average": 0.0, "mixture 0.3": 0.3, "least misery": 1.0,
    }  # fmt: skip


def test_the_report_compares_every_method_with_one_alone(trained: Recommender, users: list[ReplayUser]) -> None:
    pairs = draw_pairs(users, trained, 3, seed=0)
    document = build_report(measure_pairs(trained, pairs, (0.0, 1.0), 0, lambda found, _: found), "made up", 0)
    models = document["models"]
    assert document["pairs"] == len(pairs)
    for method in ("average", "least misery"):
        ratio = models[method]["l20"]["value"] / models["alone"]["l20"]["value"]
        assert models[method]["l20_by_alone"]["value"] == pytest.approx(ratio, abs=1e-3)
        difference = models[method]["less_lucky"]["value"] - models["alone"]["less_lucky"]["value"]
        assert models[method]["less_lucky_over_alone"]["value"] == pytest.approx(difference, abs=1e-3)
    assert "less_lucky_over_alone" not in models["alone"]
    table = format_report(document)
    assert f"{len(pairs)} pairs" in table
    assert "least misery" in table


def test_without_pairs_there_is_nothing_to_report(trained: Recommender) -> None:
    measured = measure_pairs(trained, [], (0.0,), 0, lambda found, _: found)
    with pytest.raises(DataError, match="no two users"):
        build_report(measured, "nobody", 0)


def test_the_command(small_data: Path) -> None:
    report = evaluate(
        "pairs", "--data", str(small_data), "--validation", "--pairs", "6", "--kinship", "default",
        "--least-misery", "0.5", "--min-movie-ratings", "1", "--min-user-ratings", "1",
    )  # fmt: skip
    assert [*report["models"]] == ["alone", "mixture 0.5"]
    assert str(report["pairs"]) == "6"
    assert {"l20", "less_lucky", "both", "dislikes", "l20_by_alone"} <= {*report["models"]["mixture 0.5"]}

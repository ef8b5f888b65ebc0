"""Rating prediction: predictions and errors computed by hand, and the command."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from matinee.engine.models.neural import FeedbackScale, Network
from matinee.training.data.movielens import Dataset, read_dataset
from matinee.training.errors import DataError
from matinee.training.evaluate.rating_prediction import (
    RatingSplit,
    build_report,
    measure,
    predict,
    predict_baselines,
    random_splits,
    read_split,
)
from tests.conftest import ROOT
from tests.training.models.test_models import SMALL

BIASES = Network(
    rows=np.array([0, 2]),
    history=np.zeros((2, 1), dtype=np.float32),
    expected=np.array([3.0, 4.0]),
    factors=np.zeros((2, 1)),
    hidden=np.zeros((2, 1)),
    from_user=np.zeros((1, 1)),
    second=np.zeros((1, 1)),
    second_bias=np.zeros(1),
    output=np.zeros(1),
    bias=np.array([3.0, 4.0]),
    scale=FeedbackScale(like=4.5, dislike=2.0, shrinkage=1.0, odds=False),
)
"""Biases alone: 3 stars for film 1, 4 stars for film 3; film 2 is unknown."""


def ratings(*rows: tuple[int, int, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["user", "movie", "rating"]).assign(timestamp=1)


@pytest.fixture
def split() -> RatingSplit:
    """User 1 gives a star more than expected, user 2 one less; user 3 has no ratings; the mean is 3.5."""
    train = ratings((1, 1, 4.0), (1, 3, 5.0), (2, 3, 3.0), (2, 2, 2.0))
    return RatingSplit(train, ratings((2, 1, 3.0), (1, 3, 4.0), (1, 2, 4.0), (3, 3, 4.5), (3, 2, 4.5)))


def test_a_network_of_biases_by_hand(split: RatingSplit) -> None:
    # films 1, 2, 3 are rows 0, 1, 2; bias of user 1: (1 + 1) / (2 + 1), of user 2: −1 / (1 + 1); film 2 gets the mean
    predicted = predict(BIASES, split, split.train["movie"].to_numpy() - 1, split.test["movie"].to_numpy() - 1)
    assert predicted == pytest.approx([3 - 1 / 2, 4 + 2 / 3, 3.5 + 2 / 3, 4.0, 3.5])


def test_baselines_by_hand() -> None:
    # the mean is 4; film 1: (1 + 0) / (2 + 5), film 2: −1 / (1 + 5); user 1: (6/7 − 5/6) / 7, user 2: −1/7 / 6
    train = ratings((1, 1, 5.0), (1, 2, 3.0), (2, 1, 4.0))
    test = ratings((1, 1, 4.0), (2, 2, 3.0), (9, 2, 1.0), (1, 9, 2.0), (9, 9, 5.0))
    found = predict_baselines(RatingSplit(train, test), seed=0)
    films, users = [1 / 7, -1 / 6, -1 / 6, 0.0, 0.0], [1 / 42 / 7, -1 / 42, 0.0, 1 / 42 / 7, 0.0]
    assert found["popularity"] == pytest.approx(4 + np.array(films))
    assert found["levels"] == pytest.approx(4 + np.array(films) + users)
    assert set(found["random"]) <= {3.0, 4.0, 5.0}


def test_errors_by_hand() -> None:
    document = build_report({"m": np.array([1.0, -1.0, 3.0, 0.0]), "n": np.array([2.0, -2.0, 2.0, -2.0])}, "s", seed=1)
    assert document | {"models": {}} == {"protocol": "rating", "split": "s", "seed": 1, "ratings": 4, "models": {}}
    assert document["models"]["m"]["rmse"]["value"] == pytest.approx(np.sqrt(11 / 4), abs=1e-4)
    assert document["models"]["m"]["mae"]["value"] == 1.25
    low, high = document["models"]["m"]["rmse"]["ci95"]
    assert 0 <= low < 1.6583 < high <= 3
    exactly = {"value": 2.0, "ci95": [2.0, 2.0]}
    assert document["models"]["n"] == {"rmse": exactly, "mae": exactly}


@pytest.fixture(scope="module")
def small(small_data: Path) -> Dataset:
    return read_dataset(small_data)


def test_random_splits_test_on_a_fifth(small: Dataset) -> None:
    one, again, other = (next(random_splits(small, [seed])) for seed in (4, 4, 5))
    assert len(one.test) == round(len(small.ratings) / 5)
    assert sorted([*one.train.index, *one.test.index]) == list(small.ratings.index)
    assert one.test.index.tolist() == again.test.index.tolist() != other.test.index.tolist()


def test_a_trained_network_beats_biases_and_biases_beat_chance(small: Dataset) -> None:
    config = replace(SMALL, rating=replace(SMALL.rating, epochs=15))
    errors = measure(small, random_splits(small, [0]), ["rating"], config)
    assert errors.keys() == {"levels", "popularity", "random", "rating"}
    rmse = {name: float(np.sqrt((error**2).mean())) for name, error in errors.items()}
    assert rmse["rating"] < 0.6 < rmse["levels"] < rmse["random"]


def test_splits_are_joined(small: Dataset) -> None:
    splits = list(random_splits(small, [0, 1]))
    config = replace(SMALL, rating=replace(SMALL.rating, epochs=1))
    both, one = (measure(small, splits[:count], ["rating"], config) for count in (2, 1))
    for name in ("levels", "rating"):
        assert len(both[name]) == 2 * len(one[name])
        assert both[name][: len(one[name])].tolist() == one[name].tolist()


def test_a_missing_split_is_reported(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"has no u1\.base; leave --split out to split at random"):
        read_split(tmp_path, "u1")
    (tmp_path / "u1.base").write_text("1\t2\t3\t881250949\n")
    with pytest.raises(DataError, match=r"has no u1\.test"):
        read_split(tmp_path, "u1")
    (tmp_path / "u1.test").write_text("1\t3\t5\t881250950\n")
    split = read_split(tmp_path, "u1")
    assert (split.train["rating"].tolist(), split.test["movie"].tolist()) == ([3.0], [3])


def evaluate(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "matinee", "evaluate", "rating", "--data", str(data), *arguments]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


def test_the_command_prints_one_document(small_data: Path, tmp_path: Path) -> None:
    settings = tmp_path / "c.yaml"
    settings.write_text("rating: {epochs: 1, dimensions: 4, hidden: 8}\n")
    options = ("--model", "rating", "--seeds", "2", "--config", str(settings))
    done = evaluate(small_data, *options, "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert (document["protocol"], document["ratings"]) == ("rating", 2 * 640)
    assert document["split"].startswith("2 random 80/20 splits of ")
    assert document["models"].keys() == {"levels", "popularity", "random", "rating"}
    assert all(metrics["rmse"]["value"] >= metrics["mae"]["value"] for metrics in document["models"].values())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--split", "u1"), "has no u1.base; leave --split out to split at random."),
        (("--model", "ease"), "'ease' does not predict stars; choose from rating, hybrid."),
        (("--split", ""), "has no .base; leave --split out to split at random."),
        (("--split", "n" * 300), "leave --split out to split at random."),
        (("--seeds", "0"), "not in the range"),
    ],
)
def test_bad_input_is_reported_in_a_sentence(small_data: Path, arguments: tuple[str, ...], message: str) -> None:
    done = evaluate(small_data, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in " ".join(done.stderr.split())

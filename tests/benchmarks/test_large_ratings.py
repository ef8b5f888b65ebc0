"""Synthetic ratings have the shape of MovieLens 32M and can be read like it."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.large_ratings import FILMS, RATINGS, STAR_SHARES, USERS, write_data
from benchmarks.scale import measure
from matinee.training.data.movielens import Dataset, read_dataset

COUNT = 100_000


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """About a hundred thousand ratings, read like any MovieLens folder, which rejects duplicates."""
    folder = tmp_path_factory.mktemp("large")
    written = write_data(folder, COUNT, seed=3)
    synthetic = read_dataset(folder)
    assert len(synthetic.ratings) == written
    return synthetic


def test_numbers_are_in_proportion(dataset: Dataset) -> None:
    scale = COUNT / RATINGS
    assert len(dataset.ratings) == pytest.approx(COUNT, rel=0.05)
    assert dataset.ratings["user"].nunique() == pytest.approx(USERS * scale, rel=0.01)
    assert len(dataset.movies) == pytest.approx(FILMS * scale**0.5, rel=0.01)
    assert dataset.bad_timestamps == 0


def test_tails_are_long(dataset: Dataset) -> None:
    by_user = dataset.ratings["user"].value_counts()
    assert by_user.min() >= 20
    assert by_user.mean() > 1.5 * by_user.median()
    by_film = dataset.ratings["movie"].value_counts()
    assert by_film.max() > 20 * by_film.median()
    assert by_film.median() < 40


def test_stars_and_times_are_plausible(dataset: Dataset) -> None:
    shares = dataset.ratings["rating"].value_counts(normalize=True).sort_index()
    assert shares.index.tolist() == (np.arange(1, 11) / 2).tolist()
    assert shares.tolist() == pytest.approx(STAR_SHARES, abs=0.03)
    assert dataset.ratings["timestamp"].between(820_000_000, 1_700_000_000).all()


def test_rows_are_ordered_by_user_and_film(dataset: Dataset) -> None:
    rows = dataset.ratings[["user", "movie"]]
    assert rows.equals(rows.sort_values(["user", "movie"]))


def test_the_seed_decides_all_rows(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_data(tmp_path / name, 5_000, seed)
    first, again, other = ((tmp_path / name / "ratings.csv").read_bytes() for name in "abc")
    assert first == again != other


def test_scale_runs_every_command(tmp_path: Path) -> None:
    (rows,) = measure(50_000, tmp_path).values()
    whats = [row["what"] for row in rows]
    assert whats[:3] == ["matinee preprocess", "matinee train --model svd", "matinee train --model als"]
    assert all(float(row["peak GiB"]) > 0.05 and float(row["MB written"]) > 0 for row in rows[:3])
    assert (tmp_path / "preprocess" / "train.csv").exists()
    assert (tmp_path / "als" / "manifest.json").exists()

"""Shared fixtures: the shipped bundle, MovieLens if available, and a small synthetic data set."""

import os
from pathlib import Path

# Before numpy and torch are imported: several workers with several threads each would spin while they wait for a core.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import pytest

import matinee
from matinee.engine.recommender import Recommender, load_shipped
from matinee.engine.session.session import Session
from matinee.policy import Policy

pytest_plugins = ["tests.needs_training"]
ROOT = Path(__file__).resolve().parent.parent
FAVOURITES = (318, 858, 296, 2959)
"""The Shawshank Redemption, The Godfather, Pulp Fiction, Fight Club."""


def pytest_xdist_auto_num_workers() -> int:
    """Use two workers per core for ``-n auto``: tests of the app spend most of their time waiting for a frame."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture(autouse=True)
def isolated_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the policy, bundle and sessions of the user who runs the tests."""
    monkeypatch.setenv("MATINEE_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="session")
def policy() -> Policy:
    """The shipped policy, with the settings of the shipped bundle."""
    return load_shipped().policy


@pytest.fixture(scope="session")
def recommender(policy: Policy) -> Recommender:
    """The shipped bundle under the shipped policy."""
    return matinee.load(ROOT / "artifacts", policy)


@pytest.fixture
def session(recommender: Recommender) -> Session:
    """A fresh session from four well-known favourites."""
    return recommender.session(FAVOURITES)


@pytest.fixture(scope="session")
def movielens() -> Path:
    """The real ml-latest-small, if the development data is available."""
    folder = ROOT.parent / "shared" / "data" / "ml-latest-small"
    if not folder.is_dir():
        pytest.skip("the development data in ../shared is not available")
    return folder


@pytest.fixture(scope="session")
def small_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in the MovieLens CSV layout: 80 users in two groups of opposite taste, 60 films, from a fixed seed."""
    folder = tmp_path_factory.mktemp("small")
    write_two_groups(folder, users=80, films=60, seed=7)
    return folder


def write_two_groups(folder: Path, users: int, films: int, seed: int) -> None:
    """Write ratings of users with even ids who like films with even ids and dislike the others, and vice versa."""
    generator = np.random.default_rng(seed)
    rows = ["userId,movieId,rating,timestamp"]
    for user in range(1, users + 1):
        rated = generator.choice(films, size=min(40, films), replace=False) + 1
        for place, movie in enumerate(rated):
            group = (user + movie) % 2 == 0
            rating = generator.choice([4.0, 4.5, 5.0]) if group else generator.choice([1.0, 2.0, 2.5])
            rows.append(f"{user},{movie},{rating},{1_000_000_000 + place * 86_400}")
    genres = ["Drama", "Comedy|Romance"]
    titles = [f'{movie},"Film {movie}, The ({1950 + movie})",{genres[movie % 2]}' for movie in range(1, films + 1)]
    (folder / "ratings.csv").write_text("\n".join(rows) + "\n")
    (folder / "movies.csv").write_text("\n".join(["movieId,title,genres", *titles]) + "\n")

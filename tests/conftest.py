"""What tests stand on: the bundle that ships, MovieLens where it is at hand, and a small made-up data set."""

from pathlib import Path

import numpy as np
import pytest

import matinee
from matinee.engine.recommender import Recommender
from matinee.engine.session.session import Session
from matinee.policy import Policy, load_policy

ROOT = Path(__file__).resolve().parent.parent
FAVOURITES = (318, 858, 296, 2959)
"""The Shawshank Redemption, The Godfather, Pulp Fiction, Fight Club."""


@pytest.fixture(autouse=True)
def nobody_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests has no policy and no bundle of their own."""
    monkeypatch.setenv("MATINEE_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="session")
def policy() -> Policy:
    """The shipped policy."""
    return load_policy()


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
    """The real ml-latest-small, where the development data is at hand."""
    folder = ROOT.parent / "shared" / "data" / "ml-latest-small"
    if not folder.is_dir():
        pytest.skip("the development data ../shared is not here")
    return folder


@pytest.fixture(scope="session")
def small_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in the MovieLens CSV layout: 80 users in two camps, 60 films, from a fixed seed."""
    folder = tmp_path_factory.mktemp("small")
    write_two_camps(folder, users=80, films=60, seed=7)
    return folder


def write_two_camps(folder: Path, users: int, films: int, seed: int) -> None:
    """Users of even id like films of even id and dislike the others; odd ones the other way round."""
    generator = np.random.default_rng(seed)
    rows = ["userId,movieId,rating,timestamp"]
    for user in range(1, users + 1):
        rated = generator.choice(films, size=min(40, films), replace=False) + 1
        for place, movie in enumerate(rated):
            camp = (user + movie) % 2 == 0
            rating = generator.choice([4.0, 4.5, 5.0]) if camp else generator.choice([1.0, 2.0, 2.5])
            rows.append(f"{user},{movie},{rating},{1_000_000_000 + place * 86_400}")
    genres = ["Drama", "Comedy|Romance"]
    titles = [f'{movie},"Film {movie}, The ({1950 + movie})",{genres[movie % 2]}' for movie in range(1, films + 1)]
    (folder / "ratings.csv").write_text("\n".join(rows) + "\n")
    (folder / "movies.csv").write_text("\n".join(["movieId,title,genres", *titles]) + "\n")

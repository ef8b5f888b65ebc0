"""Models learn what there is to learn, and serve it without what trained them."""

from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from engine.recommender import Recommender
from policy import Policy
from training.build import BuildConfig, build_bundle
from training.data.formats import read_dataset
from training.errors import DataError
from training.models.spaces import Interactions
from training.models.svd import SvdConfig, factorise
from training.models.svd_likes import SvdLikesConfig, fit_prior

SMALL = BuildConfig(
    SvdConfig(min_user_ratings=5, min_movie_ratings=5, dimensions=8),
    SvdLikesConfig(min_user_ratings=5, min_movie_ratings=5, dimensions=8),
)


@pytest.fixture(scope="module")
def small(small_data: Path, policy: Policy) -> Recommender:
    """Both models on the two camps, alone, without the policy."""
    return Recommender(build_bundle(read_dataset(small_data), config=SMALL), policy.model_alone())


@pytest.mark.parametrize("model", ["svd_likes", "svd_likes+ema", "svd"])
def test_each_camp_gets_its_own_films(small: Recommender, model: str) -> None:
    for camp in (0, 1):
        favourites = [movie for movie in range(1, 20) if movie % 2 == camp][:4]
        session = small.session(favourites, model=model)
        served = []
        for _ in range(10):
            card = session.next()
            assert card is not None
            served.append(card.movie.id % 2 == camp)
            if served[-1]:
                session.like()
            else:
                session.dislike()
        assert np.mean(served) >= 0.8


def test_training_is_repeatable(small_data: Path) -> None:
    one, other = (build_bundle(read_dataset(small_data), config=SMALL) for _ in range(2))
    for name, space in one.spaces.items():
        assert np.array_equal(space.vectors, other.spaces[name].vectors)
        assert np.array_equal(space.users, other.spaces[name].users)


def test_svd_reports_its_validation_error(small: Recommender) -> None:
    metrics = small.bundle.models["svd"]["metrics"]
    assert metrics["validation_pairs"] > 100
    assert 0 < metrics["validation_rmse"] < metrics["validation_rmse_of_zero"]


def test_a_known_user_gets_films_of_their_camp(small: Recommender) -> None:
    found = small.recommend_for_user(2, limit=5)
    assert [film.movie.id % 2 for film in found].count(0) >= 4


def test_too_little_data_is_said_in_a_sentence(small_data: Path) -> None:
    config = BuildConfig(SMALL.svd, SvdLikesConfig(min_user_ratings=5, min_movie_ratings=5, dimensions=60))
    with pytest.raises(DataError, match="too few for 60 dimensions"):
        build_bundle(read_dataset(small_data), ["svd_likes"], config)


def test_the_prior_is_the_formula() -> None:
    users = np.array([[1.0, 0.0], [3.0, 0.0], [2.0, 3.0], [2.0, -3.0]])  # C = diag(2/3, 6)
    prior = fit_prior(users, strength=2.0)
    assert prior.mean.tolist() == [2.0, 0.0]
    assert prior.precision == pytest.approx(np.diag([1 + 3, 1 + 1 / 3]), rel=1e-4)


def test_the_shipped_bundle_is_what_training_makes(movielens: Path, recommender: Recommender) -> None:
    made = build_bundle(read_dataset(movielens))
    for name, space in recommender.bundle.spaces.items():
        assert made.spaces[name].vectors == pytest.approx(space.vectors, abs=1e-4)
    assert made.dataset == recommender.bundle.dataset


def test_factorising_finds_the_planted_factors() -> None:
    generator = np.random.default_rng(0)
    planted = generator.normal(size=(30, 3)) @ generator.normal(size=(3, 20))
    observed = Interactions(sparse.csr_matrix(planted), np.arange(30), np.arange(20))
    users, items = factorise(observed, 3, seed=0)
    assert users @ items.T == pytest.approx(planted)
    assert items.T @ items == pytest.approx(np.eye(3), abs=1e-9)

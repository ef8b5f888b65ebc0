"""Models learn what there is to learn, and serve it without what trained them."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from matinee.engine.bundle.bundle import Bundle
from matinee.engine.models.factor_models import ItemFactors
from matinee.engine.models.item_item import ItemWeights
from matinee.engine.models.profile import Answer, Profile
from matinee.engine.recommender import Recommender
from matinee.policy import Policy
from matinee.training.build import QUICK, build_bundle
from matinee.training.config.config import (
    AlsConfig,
    BuildConfig,
    EaseConfig,
    HybridConfig,
    ItemItemConfig,
    NeumfConfig,
    RatingConfig,
    SvdConfig,
    SvdLikesConfig,
    TwoTowerConfig,
)
from matinee.training.config.config_file import read_config, to_yaml
from matinee.training.data.movielens import read_dataset
from matinee.training.errors import DataError
from matinee.training.models.interactions import Interactions
from matinee.training.models.svd import factorise
from matinee.training.models.svd_likes import fit_prior
from tests.training.helpers import own_share

SMALL = BuildConfig(
    SvdConfig(min_user_ratings=5, min_movie_ratings=5, dimensions=8),
    SvdLikesConfig(min_user_ratings=5, min_movie_ratings=5, dimensions=8),
    EaseConfig(min_user_ratings=5, regularisation=20, neighbours=20),
    EaseConfig(min_user_ratings=5, regularisation=20, dropout=0.5, neighbours=20),
    AlsConfig(min_user_ratings=5, factors=8, regularisation=1.0),
    ItemItemConfig(min_user_ratings=5, min_support=2, min_mean_rating=2.0, neighbours=20),
    TwoTowerConfig(min_user_ratings=5, min_movie_ratings=5, dimensions=8, epochs=3, batch=256),
    NeumfConfig(5, 5, gmf_dimensions=8, mlp_dimensions=8, genre_dimensions=4, layers=(16, 8), epochs=20, averaging=0.9),
    RatingConfig(dimensions=8, hidden=16, epochs=5),
    HybridConfig(5, 5, dimensions=8, hidden=16, attention=4, epochs=5),
)
"""Quick settings of every model, for the two groups."""


@pytest.fixture(scope="module")
def small(small_data: Path, policy: Policy) -> Recommender:
    """Both models on the two groups, alone, without the policy."""
    return Recommender(build_bundle(read_dataset(small_data), config=SMALL), policy.neutral())


@pytest.mark.parametrize(
    "model", ["blend", "svd_likes", "svd_likes+ema", "svd", "ease", "edlae", "als", "als+ema", "item_item"]
)
def test_each_group_gets_its_own_films(small: Recommender, model: str) -> None:
    for group in (0, 1):
        assert own_share(small, model, group) >= 0.8


def arrays(bundle: Bundle, name: str) -> list[np.ndarray]:
    """What a trained model scores with."""
    trained = bundle.trained[name]
    if isinstance(trained, ItemFactors):
        return [trained.vectors, trained.users]
    return [dense(trained)]


def dense(neighbours: ItemWeights) -> np.ndarray:
    """The whole item–item matrix."""
    size = len(neighbours.known)
    matrix = np.zeros((size, size), dtype=np.float32)
    np.put_along_axis(matrix, neighbours.columns.astype(np.int64), neighbours.weights, axis=1)
    return matrix


def test_training_is_repeatable(small_data: Path) -> None:
    one, other = (build_bundle(read_dataset(small_data), config=SMALL) for _ in range(2))
    assert {"svd", "svd_likes", "ease", "edlae", "als", "item_item"} == one.trained.keys()
    for name in one.trained:
        for mine, theirs in zip(arrays(one, name), arrays(other, name), strict=True):
            assert np.array_equal(mine, theirs)


def test_svd_reports_its_validation_error(small: Recommender) -> None:
    metrics = small.bundle.models["svd"].metrics
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
    prior = fit_prior(np.array([2.0, 0.0]), np.diag([2 / 3, 6.0]), strength=2.0)
    assert prior.mean.tolist() == [2.0, 0.0]
    assert prior.precision == pytest.approx(np.diag([1 + 3, 1 + 1 / 3]), rel=1e-4)


@pytest.mark.slow
def test_the_shipped_bundle_is_what_training_makes(movielens: Path, recommender: Recommender, policy: Policy) -> None:
    # the quick models; the networks take minutes, tests/training/test_networks.py holds that they are repeatable
    made = Recommender(build_bundle(read_dataset(movielens), QUICK), policy)
    profile = Profile((277, 659, 257, 2226), ((510, Answer.LIKE), (97, Answer.DISLIKE)))
    assert set(made.model_names) < set(recommender.model_names)
    for name in made.model_names:
        mine, theirs = (one.model(name).scores(profile) for one in (made, recommender))
        assert np.allclose(mine, theirs, atol=1e-3)
    assert made.bundle.dataset == recommender.bundle.dataset


def test_the_shipped_bundle_is_trained_with_the_default_settings(recommender: Recommender, tmp_path: Path) -> None:
    texts, drawn = recommender.bundle.read_texts(), recommender.bundle.read_map()
    assert texts is not None
    assert drawn is not None
    trained = {name: entry.config for name, entry in recommender.bundle.models.items()}
    settings = trained | {"texts": texts.config, "map": drawn.config}
    assert settings.keys() == asdict(BuildConfig()).keys()
    (tmp_path / "training.yaml").write_text(to_yaml(settings))
    assert read_config(tmp_path / "training.yaml") == BuildConfig()  # also reads settings that had another name then


def test_factorising_finds_the_planted_factors() -> None:
    generator = np.random.default_rng(0)
    planted = generator.normal(size=(30, 3)) @ generator.normal(size=(3, 20))
    observed = Interactions(sparse.csr_matrix(planted), np.arange(30), np.arange(20))
    users, items = factorise(observed, 3, seed=0)
    assert users @ items.T == pytest.approx(planted)
    assert items.T @ items == pytest.approx(np.eye(3), abs=1e-9)


def test_stars_that_say_nothing_are_said_in_a_sentence() -> None:
    zeros = Interactions(sparse.csr_matrix((np.zeros(9), np.divmod(np.arange(9), 3))), np.arange(3), np.arange(3))
    with pytest.raises(DataError, match="the same stars"):
        factorise(zeros, 2, seed=0)

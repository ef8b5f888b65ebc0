"""PureSVD from sums over pairs: exact with all films in the core, and close to it with most of them."""

from dataclasses import replace

import numpy as np
import pytest

from matinee.engine.models.factor_models import ItemFactors, Posterior, TastePrior, posterior
from matinee.engine.models.profile import Answer, Profile
from matinee.policy import Policy
from matinee.training.config.config import SvdLikesConfig
from matinee.training.errors import DataError
from matinee.training.models import pair_sums
from matinee.training.models.film_core import blocks
from matinee.training.models.svd_likes import decompose, train_svd_likes
from tests.training.helpers import training_data

FILMS, DIMENSIONS = 40, 5
EVERYTHING = SvdLikesConfig(1, 1, DIMENSIONS)
GENERATOR = np.random.default_rng(3)
PROFILE = Profile((2, 7), ((0, Answer.LIKE), (11, Answer.DISLIKE), (20, Answer.SKIP)))


def make_stars() -> np.ndarray:
    """(300, FILMS) stars of users with a taste in four dimensions, 0 where unrated; ever fewer from film to film."""
    taste = GENERATOR.normal(size=(300, 4)) @ GENERATOR.normal(size=(4, FILMS))
    stars = np.clip(np.rint(2 * (3.5 + taste / 2)) / 2, 0.5, 5.0)
    return np.asarray(np.where(GENERATOR.random((300, FILMS)) < np.linspace(0.9, 0.2, FILMS), stars, 0.0))


STARS = make_stars()


def weigh(stars: np.ndarray, neutral_weight: float) -> np.ndarray:
    """The weights of ratings, without the users who have none."""
    weights = np.where(stars >= 4.0, 1.0, np.where(stars >= 3.0, neutral_weight, 0.0))
    return np.asarray(weights[weights.any(axis=1)])


def exact(weights: np.ndarray, size: int = DIMENSIONS) -> tuple[np.ndarray, np.ndarray, TastePrior]:
    """Singular values, right singular vectors and the prior, computed from the whole matrix and its users."""
    _, values, vectors = np.linalg.svd(weights, full_matrices=False)
    users = weights @ vectors[:size].T
    covariance = np.cov(users, rowvar=False)
    ridge = 1e-6 * np.trace(covariance) / size * np.eye(size)
    prior = TastePrior(users.mean(axis=0), np.eye(size) + 2.0 * np.linalg.inv(covariance + ridge))
    return values[:size], vectors[:size].T, prior


def train(config: SvdLikesConfig = EVERYTHING, stars: np.ndarray = STARS, *, with_users: bool = True) -> ItemFactors:
    """The factors that are trained on all films."""
    model = train_svd_likes(replace(training_data(stars), with_users=with_users), config).model
    assert isinstance(model, ItemFactors)
    return model


def scores(vectors: np.ndarray, prior: TastePrior | None, policy: Policy) -> np.ndarray:
    """What a session shows of a model: no rotation or change of signs of its vectors matters."""
    assert prior is not None
    rule: Posterior = posterior(policy, prior)
    return np.asarray(vectors @ rule.fold_in(vectors, PROFILE))


@pytest.mark.parametrize("core_films", [FILMS, 8_000])
@pytest.mark.parametrize("neutral_weight", [0.0, 0.3, 1.7])
def test_with_all_films_in_the_core_the_solution_is_exact(
    policy: Policy, neutral_weight: float, core_films: int
) -> None:
    found = train(replace(EVERYTHING, neutral_weight=neutral_weight, core_films=core_films))
    weights = weigh(STARS, neutral_weight)
    values, vectors, prior = exact(weights)
    assert found.usage == pytest.approx(values)
    assert found.vectors @ found.vectors.T == pytest.approx(vectors @ vectors.T, abs=1e-6)
    assert scores(found.vectors, found.prior, policy) == pytest.approx(scores(vectors, prior, policy), abs=1e-6)
    of_users = found.users[found.users.any(axis=1)]
    assert of_users @ found.vectors.T == pytest.approx(weights @ vectors @ vectors.T, abs=1e-5)
    assert found.prior is not None
    assert found.prior.mean == pytest.approx(of_users.mean(axis=0), abs=1e-5)


def test_vectors_have_the_sign_of_their_largest_entry() -> None:
    found = decompose(np.diag([1.0, 5.0, 4.0]) - 0.1, 2, seed=0)
    assert found.vectors.argmax(axis=0).tolist() == [1, 2]
    assert (np.abs(found.vectors).max(axis=0) == found.vectors.max(axis=0)).all()
    assert found.energies[0] > found.energies[1]


@pytest.mark.parametrize("weights", [np.eye(30), np.ones((30, 30))], ids=["nothing in common", "alike"])
def test_the_decomposition_is_repeatable_where_it_is_not_unique(weights: np.ndarray) -> None:
    one, other = (decompose(weights, 4, seed=0) for _ in range(2))
    assert (one.vectors == other.vectors).all()


def test_a_film_outside_the_core_is_projected_onto_it() -> None:
    config = replace(EVERYTHING, core_films=FILMS - 6)
    result = train_svd_likes(training_data(STARS), config)
    assert {"core_films": FILMS - 6, "outside_films": 6, "films": FILMS}.items() <= result.metrics.items()
    weights = weigh(STARS, 0.3)
    core = np.sort(np.argsort(-weights.sum(axis=0), kind="stable")[: FILMS - 6])
    others = np.setdiff1d(np.arange(FILMS), core)
    _, vectors, _ = exact(weights[:, core])
    users = weights[:, core] @ vectors
    expected = np.linalg.lstsq(users, weights[:, others], rcond=None)[0]
    found = result.model
    assert isinstance(found, ItemFactors)
    assert found.vectors[core] @ found.vectors[core].T == pytest.approx(vectors @ vectors.T, abs=1e-6)
    assert found.vectors[others] @ found.vectors[core].T == pytest.approx(expected.T @ vectors.T, abs=1e-6)
    assert found.vectors.any(axis=1).all()
    assert found.users[found.users.any(axis=1)] @ found.vectors[others].T == pytest.approx(users @ expected, abs=1e-5)


def test_a_smaller_core_changes_the_scores_of_a_session_little(policy: Policy) -> None:
    whole, some = (train(replace(EVERYTHING, core_films=size)) for size in (FILMS, FILMS // 2))
    one, other = (scores(model.vectors, model.prior, policy) for model in (whole, some))
    assert np.corrcoef(one, other)[0, 1] > 0.9


def test_neither_blocks_nor_the_order_of_the_users_change_the_films(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = train()
    turned = train(stars=STARS[GENERATOR.permutation(len(STARS))])
    monkeypatch.setattr(pair_sums, "USERS_AT_ONCE", 37)
    monkeypatch.setattr(blocks, "__defaults__", (7,))
    divided = train()
    for other in (turned, divided):
        assert (other.vectors == expected.vectors).all()
        assert other.prior is not None
        assert expected.prior is not None
        assert (other.prior.mean == expected.prior.mean).all()
        assert (other.prior.precision == expected.prior.precision).all()
    assert divided.users == pytest.approx(expected.users, abs=1e-6)


def test_a_core_smaller_than_the_films_is_projected_alike_in_all_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    config = replace(EVERYTHING, core_films=20)
    expected = train(config)
    monkeypatch.setattr(pair_sums, "USERS_AT_ONCE", 37)
    assert train(config).vectors == pytest.approx(expected.vectors, abs=1e-7)


def test_users_are_left_out_on_request() -> None:
    whole, some = train(), train(with_users=False)
    assert whole.users.shape == (len(STARS), DIMENSIONS)
    assert some.users.shape == (0, DIMENSIONS)
    assert (some.vectors == whole.vectors).all()
    assert (some.usage == whole.usage).all()
    assert whole.usage == pytest.approx(np.sqrt((whole.users.astype(np.float64) ** 2).sum(axis=0)), rel=1e-6)


@pytest.mark.parametrize(
    ("stars", "config", "sentence"),
    [
        (STARS[:5], EVERYTHING, "5 users × .* films are too few for 5 dimensions; lower --dimensions"),
        (STARS[:, :5], EVERYTHING, "users × 5 films are too few for 5 dimensions; lower --dimensions"),
        (STARS, replace(EVERYTHING, core_films=5), "A core of 5 films is too small for 5 dimensions; raise --core-f"),
        (np.tile(STARS[:1], (50, 1)), replace(EVERYTHING, dimensions=2), "Every user likes the same films"),
        (np.full((50, 9), 3.5), EVERYTHING, "fewer than two films have a like"),
    ],
)
def test_what_cannot_be_learned_is_a_sentence(stars: np.ndarray, config: SvdLikesConfig, sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        train(config, stars)


def test_dimensions_that_no_user_needs_stay_finite() -> None:
    # three kinds of users, so the matrix has rank 3
    stars = np.repeat(np.kron(np.eye(3), np.full((1, 12), 5.0)), 20, axis=0)
    stars[:30, :24] = 5.0
    found = train(replace(EVERYTHING, core_films=20), stars)
    assert np.isfinite(found.vectors).all()
    assert np.abs(found.vectors).max() <= 1.0

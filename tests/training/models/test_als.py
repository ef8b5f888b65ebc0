"""ALS: a new user gets the vector that implicit computes."""

import numpy as np
import pytest
from implicit.cpu.als import AlternatingLeastSquares
from scipy import sparse

from matinee.engine.models.factor_models import ItemFactors, least_squares
from matinee.engine.models.profile import Answer, Profile
from matinee.policy import Policy
from matinee.training.config.config import AlsConfig
from matinee.training.models.als import implicit_prior, train_als
from tests.training.helpers import training_data


@pytest.fixture(scope="module")
def likes() -> np.ndarray:
    return (np.random.default_rng(5).random((30, 12)) < 0.4).astype(np.float32)


def test_a_new_user_is_met_as_implicit_meets_one(likes: np.ndarray, policy: Policy) -> None:
    alpha, regularisation = 5.0, 2.0
    confidence = sparse.csr_matrix(likes * (1 + alpha))
    als = AlternatingLeastSquares(factors=4, regularization=regularisation, iterations=5, random_state=1)
    als.fit(confidence, show_progress=False)
    rule = least_squares(policy, implicit_prior(als.item_factors, regularisation), alpha)
    for user in range(5):
        liked = tuple(np.flatnonzero(likes[user]).tolist())
        theirs = als.recalculate_user(user, confidence[user])
        ours = rule.fold_in(als.item_factors, Profile(liked[:2], tuple((row, Answer.LIKE) for row in liked[2:])))
        assert ours == pytest.approx(theirs, abs=1e-4)


def test_als_learns_from_likes_alone(likes: np.ndarray) -> None:
    config = AlsConfig(1, 1, factors=4, regularisation=1.0, iterations=3)
    stars = np.where(likes > 0, 4.0, 0.0)
    more = stars.copy()
    more[likes == 0] = 3.5  # no likes
    plain, with_others = (train_als(training_data(one), config).model for one in (stars, more))
    assert isinstance(plain, ItemFactors) and isinstance(with_others, ItemFactors)
    assert plain.rule == "least_squares"
    assert np.array_equal(plain.vectors, with_others.vectors)
    assert plain.prior is not None
    gram = plain.vectors.astype(np.float64).T @ plain.vectors.astype(np.float64)
    assert plain.prior.precision == pytest.approx(gram + np.eye(4), rel=1e-6)

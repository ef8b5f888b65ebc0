"""ALS meets a new user as implicit does; Pearson correlations are those of the users who rated both films."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from implicit.cpu.als import AlternatingLeastSquares
from scipy import sparse

from matinee.engine.models.factor_models import ItemSpace, least_squares
from matinee.engine.models.item_item import Neighbours
from matinee.engine.models.profile import Profile
from matinee.engine.session.events import Answer
from matinee.policy import Policy
from matinee.training.config.config import AlsConfig, ItemItemConfig
from matinee.training.data.movielens import Dataset
from matinee.training.models.als import train_als, unobserved
from matinee.training.models.interactions import Material
from matinee.training.models.item_item import pearson, train_item_item
from matinee.training.preprocess.catalogue import build_catalogue

STARS = np.array(
    [
        [5.0, 4.0, 0.0, 1.0],
        [4.0, 5.0, 3.0, 2.0],
        [2.0, 1.0, 4.0, 5.0],
        [1.0, 2.5, 5.0, 0.0],
        [0.0, 3.0, 3.0, 4.5],
    ]
)
"""Five users, four films, 0 where unrated."""


def material(stars: np.ndarray) -> Material:
    """Users and films from 1 on."""
    users, films = np.nonzero(stars)
    ratings = pd.DataFrame({"user": users + 1, "movie": films + 1, "rating": stars[users, films], "timestamp": 1})
    movies = pd.DataFrame({"movie": range(1, stars.shape[1] + 1)}).assign(title="Film (1999)", imdb=0, tmdb=0)
    movies["genres"] = [["Drama"]] * len(movies)
    dataset = Dataset("made up", "0", ratings, movies)
    return Material(dataset, build_catalogue(dataset), np.arange(1, len(stars) + 1))


@pytest.fixture(scope="module")
def likes() -> np.ndarray:
    return (np.random.default_rng(5).random((30, 12)) < 0.4).astype(np.float32)


def test_a_new_user_is_met_as_implicit_meets_one(likes: np.ndarray, policy: Policy) -> None:
    alpha, regularisation = 5.0, 2.0
    confidence = sparse.csr_matrix(likes * (1 + alpha))
    als = AlternatingLeastSquares(factors=4, regularization=regularisation, iterations=5, random_state=1)
    als.fit(confidence, show_progress=False)
    rule = least_squares(policy, unobserved(als.item_factors, regularisation), alpha)
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
    plain, with_others = (train_als(material(one), config).model for one in (stars, more))
    assert isinstance(plain, ItemSpace) and isinstance(with_others, ItemSpace)
    assert plain.rule == "least_squares"
    assert np.array_equal(plain.vectors, with_others.vectors)
    assert plain.prior is not None
    gram = plain.vectors.astype(np.float64).T @ plain.vectors.astype(np.float64)
    assert plain.prior.precision == pytest.approx(gram + np.eye(4), rel=1e-6)


def test_correlations_are_those_of_the_users_who_rated_both() -> None:
    generator = np.random.default_rng(2)
    stars = generator.integers(1, 11, (40, 7)) / 2 * (generator.random((40, 7)) < 0.6)
    correlation, support = pearson(sparse.csr_matrix(stars))
    for one in range(7):
        for other in range(7):
            both = (stars[:, one] > 0) & (stars[:, other] > 0)
            assert support[one, other] == both.sum()
            expected = np.corrcoef(stars[both, one], stars[both, other])[0, 1]
            assert correlation[one, other] == pytest.approx(expected)


def test_a_film_that_everybody_gives_the_same_correlates_with_none() -> None:
    stars = np.array([[4.0, 1.0], [4.0, 3.0], [4.0, 5.0], [0.0, 2.0]])
    correlation, support = pearson(sparse.csr_matrix(stars))
    assert correlation[0, 1] == correlation[1, 0] == correlation[0, 0] == 0.0
    assert support.tolist() == [[3, 3], [3, 4]]


@pytest.fixture
def weights() -> Callable[..., np.ndarray]:
    """What item_item keeps of ``STARS``, dense, with settings that leave everything in unless they say otherwise."""
    everything = ItemItemConfig(1, 1, min_support=1, shrinkage=0.0, min_mean_rating=0.0, neighbours=4)

    def kept(**settings: float) -> np.ndarray:
        model = train_item_item(material(STARS), replace(everything, **settings)).model
        assert isinstance(model, Neighbours)
        dense = np.zeros((4, 4))
        np.put_along_axis(dense, model.columns.astype(np.int64), model.weights.astype(np.float64), axis=1)
        return dense

    return kept


def test_item_item_keeps_what_correlates_for_good(weights: Callable[..., np.ndarray]) -> None:
    correlation, _ = pearson(sparse.csr_matrix(STARS))
    expected = np.maximum(correlation, 0.0)
    np.fill_diagonal(expected, 0.0)
    assert expected.any()
    assert weights() == pytest.approx(expected, abs=1e-3)


def test_correlations_of_few_users_are_shrunk(weights: Callable[..., np.ndarray]) -> None:
    _, support = pearson(sparse.csr_matrix(STARS))
    assert weights(shrinkage=3.0) == pytest.approx(weights() * support / (support + 3.0), abs=1e-3)


def test_pairs_of_too_little_support_are_left_out(weights: Callable[..., np.ndarray]) -> None:
    # films 1 and 2 share four users, films 3 and 4 three
    assert weights(min_support=3)[2, 3] == pytest.approx(weights()[2, 3]) != 0
    assert weights(min_support=4)[2, 3] == weights(min_support=4)[3, 2] == 0
    assert weights(min_support=4)[0, 1] == pytest.approx(weights()[0, 1]) != 0


def test_films_below_the_quality_threshold_speak_but_are_not_spoken_for(weights: Callable[..., np.ndarray]) -> None:
    # means are 3, 3.1, 3.75 and 3.125
    good = weights(min_mean_rating=3.05)
    assert not good[:, 0].any()
    assert good[0].any()
    assert np.array_equal(good[:, 1:], weights()[:, 1:])

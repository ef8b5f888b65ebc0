"""Pearson neighbours: correlations over the users who rated both films."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from matinee.engine.models.item_item import ItemWeights
from matinee.training.config.config import ItemItemConfig
from matinee.training.models.item_item import core_pairs, pearson, train_item_item
from matinee.training.models.pair_sums import sum_pairs
from matinee.training.models.whole_numbers import to_half_stars
from tests.training.helpers import training_data

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


def correlate(stars: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Correlations of all columns, and the numbers of users."""
    sums = sum_pairs("ratings", sparse.csr_matrix(np.where(stars > 0, to_half_stars(stars), 0)))
    common = core_pairs(sums, np.arange(stars.shape[1]))
    return pearson(common, min_support=1), common.counts


def test_correlations_are_those_of_the_users_who_rated_both() -> None:
    generator = np.random.default_rng(2)
    stars = generator.integers(1, 11, (40, 7)) / 2 * (generator.random((40, 7)) < 0.6)
    correlation, support = correlate(stars)
    for one in range(7):
        for other in range(7):
            both = (stars[:, one] > 0) & (stars[:, other] > 0)
            assert support[one, other] == both.sum()
            expected = np.corrcoef(stars[both, one], stars[both, other])[0, 1]
            assert correlation[one, other] == pytest.approx(expected)


def test_a_film_that_everybody_gives_the_same_correlates_with_none() -> None:
    stars = np.array([[4.0, 1.0], [4.0, 3.0], [4.0, 5.0], [0.0, 2.0]])
    correlation, support = correlate(stars)
    assert correlation[0, 1] == correlation[1, 0] == correlation[0, 0] == 0.0
    assert support.tolist() == [[3, 3], [3, 4]]


@pytest.fixture
def weights() -> Callable[..., np.ndarray]:
    """What item_item keeps of ``STARS``, dense, with settings that leave everything in unless they say otherwise."""
    everything = ItemItemConfig(1, 1, min_support=1, shrinkage=0.0, min_mean_rating=0.0, neighbours=4)

    def kept(**settings: Any) -> np.ndarray:
        model = train_item_item(training_data(STARS), replace(everything, **settings)).model
        assert isinstance(model, ItemWeights)
        dense = np.zeros((4, 4))
        np.put_along_axis(dense, model.columns.astype(np.int64), model.weights.astype(np.float64), axis=1)
        return dense

    return kept


def test_item_item_keeps_what_correlates_for_good(weights: Callable[..., np.ndarray]) -> None:
    correlation, _ = correlate(STARS)
    expected = np.maximum(correlation, 0.0)
    np.fill_diagonal(expected, 0.0)
    assert expected.any()
    assert weights() == pytest.approx(expected, abs=1e-3)


def test_correlations_of_few_users_are_shrunk(weights: Callable[..., np.ndarray]) -> None:
    _, support = correlate(STARS)
    assert weights(shrinkage=3.0) == pytest.approx(weights() * support / (support + 3.0), abs=1e-3)


def test_pairs_of_too_little_support_are_left_out(weights: Callable[..., np.ndarray]) -> None:
    # films 1 and 2 share four users, films 3 and 4 three
    assert weights(min_support=3)[2, 3] == pytest.approx(weights()[2, 3]) != 0
    assert weights(min_support=4)[2, 3] == weights(min_support=4)[3, 2] == 0
    assert weights(min_support=4)[0, 1] == pytest.approx(weights()[0, 1]) != 0


def test_films_below_the_quality_threshold_count_but_are_not_recommended(weights: Callable[..., np.ndarray]) -> None:
    # means are 3, 3.1, 3.75 and 3.125
    good = weights(min_mean_rating=3.05)
    assert not good[:, 0].any()
    assert good[0].any()
    assert np.array_equal(good[:, 1:], weights()[:, 1:])


def test_films_outside_the_core_are_compared_with_it_alone(weights: Callable[..., np.ndarray]) -> None:
    # the second film has five ratings, the others four: of those, the last is outside
    core, whole = weights(core_films=3, neighbours=1), weights()
    assert np.count_nonzero(core, axis=1).tolist() == [1, 1, 1, 1]
    assert core[3, 2] == pytest.approx(whole[3, 2])
    assert core[2, 3] == pytest.approx(whole[2, 3])
    core = weights(core_films=2, neighbours=1)
    assert not core[2:].any()  # these two correlate with each other alone, and both are outside


def test_the_result_says_how_films_are_known() -> None:
    result = train_item_item(training_data(STARS), ItemItemConfig(1, 1, min_support=1, core_films=3))
    assert {"films": 4, "core_films": 3, "outside_films": 1}.items() <= result.metrics.items()

"""Biases and residuals of ratings on numbers worked out by hand."""

import numpy as np
import pytest

from matinee.training.models.residuals import RatingResiduals


@pytest.fixture
def observed() -> RatingResiduals:
    """User 0 gives 5 and 3, user 1 gives 4: the mean is 4."""
    return RatingResiduals(np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([5.0, 3.0, 4.0]), n_users=3, n_films=3)


def test_biases_are_shrunk_mean_deviations(observed: RatingResiduals) -> None:
    assert observed.mean == 4.0
    # film 0: (1 + 0) / (2 + 5); film 1: −1 / (1 + 5); film 2: nothing is known
    assert observed.film_biases == pytest.approx([1 / 7, -1 / 6, 0.0])
    # user 0: (1 − 1/7) + (−1 + 1/6) = 1/42 over 2 + 5; user 1: −1/7 over 1 + 5
    assert observed.user_biases == pytest.approx([1 / 42 / 7, -1 / 7 / 6, 0.0])
    assert observed.residuals == pytest.approx([6 / 7 - 1 / 294, -5 / 6 - 1 / 294, -1 / 7 + 1 / 42])


def test_biases_without_ones_own_rating(observed: RatingResiduals) -> None:
    film, user = observed.leave_one_out_biases()
    # film 0 without the 5: 0 / (1 + 5); film 1 without its only rating: nothing; film 0 without the 4: 1 / (1 + 5)
    assert film == pytest.approx([0.0, 0.0, 1 / 6])
    # user 0 without the 5: −5/6 / (1 + 5), without the 3: 6/7 / (1 + 5); user 1 without all: nothing
    assert user == pytest.approx([-5 / 36, 1 / 7, 0.0])


def test_numbers_of_films(observed: RatingResiduals) -> None:
    numbers = observed.numeric_features(observed.film_biases, observed.film_counts)
    assert numbers[:, 0] == pytest.approx(observed.film_biases, abs=1e-6)
    assert (numbers[:, 1].mean(), numbers[:, 1].std()) == pytest.approx((0.0, 1.0), abs=1e-6)
    assert numbers[:, 2].tolist() == [1.0, 0.5, 0.0]


def test_a_subset_keeps_all_users_and_films(observed: RatingResiduals) -> None:
    part = observed.subset(np.array([1]))
    assert (part.stars.tolist(), part.n_users, part.n_films) == ([3.0], 3, 3)
    assert part.film_counts.tolist() == [0.0, 1.0, 0.0]

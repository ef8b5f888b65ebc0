"""Ragged lists on numbers calculated by hand."""

import numpy as np

from matinee.policy.ragged import carried_features, count_features, film_entries, mean_per_film

STARTS, COLUMNS = np.array([0, 2, 2, 3, 5]), np.array([0, 1, 1, 2, 0])
"""Features 0 and 1 in film 0, none in film 1, feature 1 in film 2, features 2 and 0 in film 3."""


def test_values_are_averaged_over_the_features_of_each_film() -> None:
    found = mean_per_film(np.array([3.0, 1.0, -2.0]), film_entries(STARTS, COLUMNS))
    assert found.tolist() == [2, 0, 1, 0.5]
    nothing = film_entries(np.zeros(4, dtype=np.int64), np.zeros(0, dtype=np.int64))
    assert mean_per_film(np.zeros(0), nothing).tolist() == [0, 0, 0]


def test_features_of_films_are_counted() -> None:
    assert count_features(np.array([0, 2, 3]), STARTS, COLUMNS, 4).tolist() == [2, 2, 1, 0]
    assert count_features(np.array([1]), STARTS, COLUMNS, 4).tolist() == [0, 0, 0, 0]
    assert count_features(np.zeros(0, dtype=np.int64), STARTS, COLUMNS, 4).tolist() == [0, 0, 0, 0]


def test_carried_features_are_found_in_any_order() -> None:
    # film 3 has the features 2 and 0, in this order
    assert carried_features(COLUMNS[3:5], [0, 1, 3], STARTS, COLUMNS).tolist() == [
        [False, True],
        [False, False],
        [True, True],
    ]
    assert carried_features(COLUMNS[:0], [0, 1], STARTS, COLUMNS).shape == (2, 0)
    assert carried_features(COLUMNS[3:5], [], STARTS, COLUMNS).shape == (0, 2)

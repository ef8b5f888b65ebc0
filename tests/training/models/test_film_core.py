"""The core of films, and the strongest entries of a matrix that is never held whole."""

import numpy as np
import pytest

from matinee.training.models.film_core import choose_core
from matinee.training.models.top_entries import TopEntries


def test_the_core_holds_the_films_with_the_highest_counts() -> None:
    core, others = choose_core(np.array([3, 9, 3, 1, 9]), 3)
    assert core.tolist() == [0, 1, 4]
    assert others.tolist() == [2, 3]
    core, others = choose_core(np.array([3, 9]), 8_000)
    assert (core.tolist(), others.tolist()) == ([0, 1], [])


def test_the_strongest_entries_of_all_blocks_are_kept() -> None:
    whole = np.random.default_rng(1).normal(size=(9, 9)).astype(np.float32)
    entries = TopEntries(9, 3)
    for columns in (np.array([4, 0, 7, 8]), np.array([2]), np.array([1, 3, 5, 6])):
        entries.add(np.arange(9), columns, whole[:, columns])
    for row in range(9):
        best = np.sort(np.argsort(-np.abs(whole[row]))[:3])
        assert sorted(entries.columns[row]) == best.tolist()
        assert dict(zip(entries.columns[row], entries.values[row], strict=True)) == {
            column: whole[row, column] for column in best
        }


def test_strongest_entries_lie_in_the_rows_of_the_catalogue() -> None:
    entries = TopEntries(3, 1)
    entries.add(np.arange(3), np.arange(3), np.array([[0.0, 0.1, -0.5], [0.2, 0.0, 0.1], [0.3, 0.4, 0.0]]))
    kept = entries.to_item_weights(np.array([2, 5, 7]), n_movies=9)
    assert kept.columns[[2, 5, 7], 0].tolist() == [7, 2, 5]
    assert kept.weights[[2, 5, 7], 0].tolist() == pytest.approx([-0.5, 0.2, 0.4], abs=1e-3)
    assert np.flatnonzero(kept.known).tolist() == [2, 5, 7]


def test_films_of_a_row_are_distinct_even_where_nothing_is_related() -> None:
    entries = TopEntries(5, 2)
    entries.add(np.array([0, 1, 2]), np.array([0, 1, 2]), np.zeros((3, 3)))
    entries.add(np.array([3]), np.array([0, 1, 2]), np.zeros((1, 3)))
    entries.add(np.array([0, 1, 2]), np.array([3]), np.zeros((3, 1)))
    assert all(len(set(row)) == 2 for row in entries.to_item_weights(np.arange(5), 5).columns.tolist())

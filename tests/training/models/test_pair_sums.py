"""Sums over pairs of films: exact, and the same however the users are divided."""

import numpy as np
import pytest
from scipy import sparse

from matinee.training.models import pair_sums
from matinee.training.models.film_core import blocks
from matinee.training.models.pair_sums import (
    PairSums,
    add_block,
    add_sums,
    completed,
    empty_sums,
    set_rows,
    sum_pairs,
)
from matinee.training.models.whole_numbers import LEAST_STARS, LIKE, NEUTRAL, Kind, to_half_stars, to_whole

GENERATOR = np.random.default_rng(0)
ACTIVITY = GENERATOR.random((300, 1))
"""From users with hardly a rating to users who rated nearly everything."""
HALF_STARS = (GENERATOR.integers(1, 11, (300, 30)) * (GENERATOR.random((300, 30)) < ACTIVITY)).astype(np.int64)

KINDS = ("likes", "weighted likes", "ratings")


def matrix_of(kind: Kind) -> sparse.csr_matrix:
    """The ratings that count, as they are summed."""
    counts = (HALF_STARS > 0) & (LEAST_STARS[kind] <= HALF_STARS / 2)
    return sparse.csr_matrix(np.where(counts, to_whole(kind, HALF_STARS / 2), 0).astype(np.int8))


def same(left: PairSums, right: PairSums) -> bool:
    """Whether two sums agree in every number."""
    pairs = [(one, other) for one, other in zip(left, right, strict=True) if one is not None or other is not None]
    return all(one is not None and other is not None and (one == other).all() for one, other in pairs)


@pytest.mark.parametrize("dense_share", [0.0, 0.1, 1.0])
@pytest.mark.parametrize("size", [7, 512])
def test_sums_are_those_of_the_dense_matrices(monkeypatch: pytest.MonkeyPatch, dense_share: float, size: int) -> None:
    monkeypatch.setattr(pair_sums, "DENSE_SHARE", dense_share)
    monkeypatch.setattr(pair_sums, "DENSE_ROWS", 64)
    monkeypatch.setattr(blocks, "__defaults__", (size,))
    found, ones = sum_pairs("ratings", matrix_of("ratings")), (HALF_STARS > 0).astype(np.int64)
    expected = (ones.T @ ones, HALF_STARS.T @ ones, (HALF_STARS**2).T @ ones, HALF_STARS.T @ HALF_STARS)
    assert same(found, PairSums(*expected))
    likes = (HALF_STARS >= 8).astype(np.int64)
    assert (sum_pairs("likes", matrix_of("likes")).counts == likes.T @ likes).all()
    neutral = ((HALF_STARS >= 6) & (HALF_STARS < 8)).astype(np.int64)
    weighted = (likes.T @ likes, None, None, None, likes.T @ neutral + neutral.T @ likes, neutral.T @ neutral)
    assert same(sum_pairs("weighted likes", matrix_of("weighted likes")), PairSums(*weighted))


@pytest.mark.parametrize("kind", KINDS)
def test_the_division_into_blocks_does_not_matter(monkeypatch: pytest.MonkeyPatch, kind: Kind) -> None:
    matrix = matrix_of(kind)
    expected = sum_pairs(kind, matrix)
    monkeypatch.setattr(pair_sums, "USERS_AT_ONCE", 37)
    assert same(sum_pairs(kind, matrix), expected)
    groups = []
    for users in np.array_split(GENERATOR.permutation(300), 3):
        sums = empty_sums(kind, 30, 300)
        add_block(sums, matrix[np.sort(users)], threads=1)
        groups.append(sums)
    assert same(completed(add_sums(groups[2], add_sums(groups[0], groups[1]))), expected)


@pytest.mark.parametrize("kind", KINDS)
def test_ranges_of_films_are_summed_apart(kind: Kind) -> None:
    matrix = matrix_of(kind)
    total = empty_sums(kind, 30, 300)
    for rows in (slice(0, 11), slice(11, 12), slice(12, 30)):
        sums = empty_sums(kind, 30, 300, rows)
        add_block(sums, matrix, first=rows.start)
        set_rows(total, sums, rows.start)
    assert same(completed(total), sum_pairs(kind, matrix))


def test_a_block_of_the_most_active_users_fits_into_packed_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pair_sums, "DENSE_SHARE", 1.0)
    users = pair_sums.USERS_AT_ONCE
    sums = sum_pairs("ratings", sparse.csr_matrix(np.full((users, 1), 10, dtype=np.int8)))
    found = [int(matrix[0, 0]) for matrix in sums if matrix is not None]
    assert found == [users, 10 * users, 100 * users, 100 * users]
    for number, expected in {LIKE: [users, 0, 0], NEUTRAL: [0, 0, users]}.items():
        sums = sum_pairs("weighted likes", sparse.csr_matrix(np.full((users, 1), number, dtype=np.int8)))
        assert [int(matrix[0, 0]) for matrix in sums if matrix is not None] == expected
    both = sparse.csr_matrix(np.tile(np.array([LIKE, NEUTRAL], dtype=np.int8), (users, 1)))
    assert sum_pairs("weighted likes", both).mixed[0, 1] == users  # type: ignore[index]


def test_stars_between_the_half_ones_are_rounded() -> None:
    assert to_half_stars(np.array([0.5, 0.6, 2.76, 4.9, 5.0])).tolist() == [1, 1, 6, 10, 10]

"""Ratings as whole numbers, whose sums are exact, and several sums packed into one number."""

from typing import Literal

import numpy as np
from scipy import sparse

from matinee.engine.catalogue.catalogue import LIKED_FROM

Kind = Literal["likes", "weighted likes", "ratings"]
"""Whether the users who like both films are counted; beside them those who are neutral to one of them or to both; or
whether the stars of those who rated both are summed."""
NEUTRAL_FROM = 3.0
"""Ratings from here to below a like are neutral: a film that was watched and not disliked."""
LEAST_STARS: dict[Kind, float] = {"likes": LIKED_FROM, "weighted likes": NEUTRAL_FROM, "ratings": 0.0}
"""Kind → the lowest rating that counts."""
LIKE, NEUTRAL = 1, 2
"""Whole numbers for a like and a neutral rating."""
STARS_SHIFT, SQUARES_SHIFT = 17, 37
"""Where the stars and their squares begin in a packed number: below is room for the sums of a block."""
NEUTRAL_SHIFT = 17
"""A neutral rating is packed as a one in this place, so that in a product the users neutral to one film are counted
from here, those neutral to both from twice as far."""


def to_whole(kind: Kind, stars: np.ndarray) -> np.ndarray:
    """Turn ratings that count into the numbers that are summed, in 8 bits.

    >>> to_whole("weighted likes", np.array([3.0, 3.5, 4.0])).tolist()
    [2, 2, 1]
    """
    if kind == "ratings":
        return to_half_stars(stars)
    return np.where((stars >= LIKED_FROM) | (kind == "likes"), LIKE, NEUTRAL).astype(np.int8)


def to_half_stars(stars: np.ndarray) -> np.ndarray:
    """Round stars to whole numbers of half stars, 1 to 10, in 8 bits.

    >>> to_half_stars(np.array([0.5, 3.2, 5.0])).tolist()
    [1, 6, 10]
    """
    return np.asarray(np.clip(np.rint(stars * 2), 1, 10).astype(np.int8))


def with_data(matrix: sparse.csr_matrix, data: np.ndarray) -> sparse.csr_matrix:
    """Replace the stored values of a matrix."""
    return sparse.csr_matrix((data, matrix.indices, matrix.indptr), matrix.shape)


def pack(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Pack a one, the half stars and their square into each number, so that one product sums all three."""
    stars = matrix.data.astype(np.int64)
    return with_data(matrix, 1 + (stars << STARS_SHIFT) + (stars * stars << SQUARES_SHIFT))


def unpack(
    packed: np.ndarray, second: int = STARS_SHIFT, third: int = SQUARES_SHIFT
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take sums of packed numbers apart: counts, half stars and squares.

    >>> unpack(np.array([2 + (9 << STARS_SHIFT) + (41 << SQUARES_SHIFT)]))
    (array([2]), array([9]), array([41]))

    Args:
        packed: the sums.
        second, third: where the second and the third number begin.
    """
    return packed & ((1 << second) - 1), packed >> second & ((1 << third - second) - 1), packed >> third


def pack_likes(whole: np.ndarray) -> np.ndarray:
    """Pack likes and neutral ratings, so that one product counts all three kinds of pairs.

    >>> pack_likes(np.array([LIKE, NEUTRAL])).tolist() == [1, 1 << NEUTRAL_SHIFT]
    True
    """
    return np.where(whole == LIKE, 1, 1 << NEUTRAL_SHIFT).astype(np.int64)

"""Sums over the users who rated both films of each pair: all that item–item models learn from the ratings.

The sums are whole numbers (stars count in halves), so they are the same however the users are divided into blocks, and
in whichever order the blocks are added.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Literal, NamedTuple

import numpy as np
from scipy import sparse

from matinee.training.models.film_core import THREADS, blocks, map_blocks

Kind = Literal["likes", "ratings"]
"""Whether the users who like both films are counted, or the stars of those who rated both are summed."""
USERS_AT_ONCE = 1 << 16
"""Users of a block."""
STARS_SHIFT, SQUARES_SHIFT = 17, 37
"""Where the stars and their squares begin in a packed number: below is room for the sums of a block."""
DENSE_SHARE = 0.01
"""Users who rated this share of the pairs are multiplied as dense rows; sparse products are slower there."""
DENSE_ROWS = 4096
"""Rows in a dense product: their sums are exact in single precision."""
MAX_USERS = 20_000_000
"""With more users, sums of squares do not fit into 32 bits."""


class PairSums(NamedTuple):
    """Sums over the users who like, or rated, both the film of the row and the film of the column.

    Attributes:
        counts: (n, m) these users.
        stars: (n, m) half stars that they give to the film of the row; None for likes, as below.
        squares: (n, m) their squares.
        products: (n, m) products with the half stars of the film of the column.
    """

    counts: np.ndarray
    stars: np.ndarray | None = None
    squares: np.ndarray | None = None
    products: np.ndarray | None = None


def to_half_stars(stars: np.ndarray) -> np.ndarray:
    """Round stars to whole numbers of half stars, 1 to 10, in 8 bits.

    >>> to_half_stars(np.array([0.5, 3.2, 5.0])).tolist()
    [1, 6, 10]
    """
    return np.asarray(np.clip(np.rint(stars * 2), 1, 10).astype(np.int8))


def sum_pairs(kind: Kind, matrix: sparse.csr_matrix) -> PairSums:
    """Sum over the users of a matrix.

    Args:
        kind: what is summed.
        matrix: (n_users, n) half stars, or ones for likes; nothing is stored where there are none.
    """
    sums = empty_sums(kind, matrix.shape[1], matrix.shape[0])
    for block in user_blocks(matrix):
        add_block(sums, block)
    return completed(sums)


def empty_sums(kind: Kind, n: int, n_users: int, rows: slice | None = None) -> PairSums:
    """Make sums over no user yet.

    Args:
        kind: what will be summed.
        n: number of films.
        n_users: most users that will be added.
        rows: the films of the rows; None for all. What is symmetric has columns for these films and those after them.
    """
    wide = np.int32 if n_users <= MAX_USERS else np.int64
    first, after = (0, n) if rows is None else (rows.start, rows.stop)
    symmetric, whole = (after - first, n - first), (after - first, n)
    shapes = (symmetric,) if kind == "likes" else (symmetric, whole, whole, symmetric)
    return PairSums(*(np.zeros(shape, dtype=wide) for shape in shapes))


def user_blocks(matrix: sparse.csr_matrix) -> Iterator[sparse.csr_matrix]:
    """Divide a matrix into blocks of at most ``USERS_AT_ONCE`` users."""
    for start in range(0, matrix.shape[0], USERS_AT_ONCE):
        yield matrix[start : start + USERS_AT_ONCE]


def add_block(sums: PairSums, block: sparse.csr_matrix, threads: int = THREADS, first: int = 0) -> None:
    """Add a block of users in place. What is symmetric is added on and above the diagonal only; see ``completed``.

    Args:
        sums: sums over other users, of all films or a range of them.
        block: (m, n) half stars or ones of at most ``USERS_AT_ONCE`` users.
        threads: blocks of rows computed at the same time.
        first: the film of the first row.
    """
    is_dense = (np.diff(block.indptr) / block.shape[1]) ** 2 > DENSE_SHARE
    light, heavy = SparseBlock(block[~is_dense]), block[is_dense]
    dense = (
        DenseBlock(heavy[start : start + DENSE_ROWS], with_stars=sums.stars is not None)
        for start in range(0, heavy.shape[0], DENSE_ROWS)
    )
    parts: Iterable[SparseBlock | DenseBlock] = chain([light], dense)
    for users in parts:
        add = partial(users.add_rows, sums, first)
        for _ in map_blocks(add, blocks(np.arange(first, first + len(sums.counts))), threads):
            pass


def add_sums(left: PairSums, right: PairSums) -> PairSums:
    """Add the sums over two groups of users."""
    return PairSums(*(one + other for one, other in zip(left, right, strict=True) if one is not None))


def set_rows(sums: PairSums, part: PairSums, first: int) -> None:
    """Write the sums of a range of films, which begins with ``first``, into those of all films."""
    rows = slice(first, first + len(part.counts))
    sums.counts[rows, first:] = part.counts
    if part.stars is None or sums.stars is None or sums.squares is None or sums.products is None:
        return
    sums.stars[rows], sums.squares[rows], sums.products[rows, first:] = part.stars, part.squares, part.products


def completed(sums: PairSums) -> PairSums:
    """Copy what is symmetric below the diagonal, in place."""
    for matrix in (sums.counts, sums.products):
        if matrix is not None:
            for part in blocks(np.arange(len(matrix))):
                own, after = slice(part[0], part[-1] + 1), slice(part[-1] + 1, None)
                matrix[own, own] = np.triu(matrix[own, own]) + np.triu(matrix[own, own], 1).T
                matrix[after, own] = matrix[own, after].T
    return sums


class SparseBlock:
    """A block of users as sparse matrices, multiplied with those of other films or of its own.

    Attributes:
        by_film: (n, m) half stars or ones.
        ones: (m, n) ones.
        stars: (m, n) half stars.
    """

    def __init__(self, block: sparse.csr_matrix) -> None:
        """Prepare the half stars or ones of some users, (m, n)."""
        self.by_film = block.T.tocsr()
        self.ones = with_data(block, np.ones(block.nnz, dtype=np.int64))
        self.stars = with_data(block, block.data.astype(np.int32))

    def add_rows(self, sums: PairSums, first: int, part: np.ndarray) -> None:
        """Add the sums of a range of films with all films, in place; ``first`` is the film of the first row."""
        own, after = slice(part[0], part[-1] + 1), slice(part[0], None)
        rows, columns = slice(part[0] - first, part[-1] + 1 - first), slice(part[0] - first, None)
        films = self.by_film[own]
        products = (with_data(films, films.data.astype(np.int32)) @ self.stars[:, after]).toarray()
        if sums.stars is None or sums.squares is None or sums.products is None:
            sums.counts[rows, columns] += products
            return
        counts, stars, squares = unpack((pack(films) @ self.ones).toarray())
        sums.counts[rows, columns] += counts[:, after].astype(sums.counts.dtype)
        sums.stars[rows] += stars.astype(sums.stars.dtype)
        sums.squares[rows] += squares.astype(sums.squares.dtype)
        sums.products[rows, columns] += products


class DenseBlock:
    """A block of users as dense matrices in single precision.

    Attributes:
        ones: (m, n) whether each film is rated, or liked.
        stars: (m, n) half stars; None for likes.
    """

    def __init__(self, block: sparse.csr_matrix, *, with_stars: bool) -> None:
        """Prepare the half stars or ones of at most ``DENSE_ROWS`` users, (m, n)."""
        stars = block.astype(np.float32).toarray()
        self.ones = (stars > 0).astype(np.float32) if with_stars else stars
        self.stars = stars if with_stars else None

    def add_rows(self, sums: PairSums, first: int, part: np.ndarray) -> None:
        """Add the sums of a range of films with all films, in place; ``first`` is the film of the first row."""
        own, after = slice(part[0], part[-1] + 1), slice(part[0], None)
        rows, columns = slice(part[0] - first, part[-1] + 1 - first), slice(part[0] - first, None)
        add_whole(sums.counts[rows, columns], self.ones[:, own].T @ self.ones[:, after])
        if self.stars is None or sums.stars is None or sums.squares is None or sums.products is None:
            return
        stars = self.stars[:, own]
        add_whole(sums.stars[rows], stars.T @ self.ones)
        add_whole(sums.squares[rows], (stars * stars).T @ self.ones)
        add_whole(sums.products[rows, columns], stars.T @ self.stars[:, after])


def with_data(matrix: sparse.csr_matrix, data: np.ndarray) -> sparse.csr_matrix:
    """Replace the stored values of a matrix."""
    return sparse.csr_matrix((data, matrix.indices, matrix.indptr), matrix.shape)


def pack(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Pack a one, the half stars and their square into each number, so that one product sums all three."""
    stars = matrix.data.astype(np.int64)
    return with_data(matrix, 1 + (stars << STARS_SHIFT) + (stars * stars << SQUARES_SHIFT))


def unpack(packed: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take sums of packed numbers apart: counts, half stars and squares.

    >>> unpack(np.array([2 + (9 << STARS_SHIFT) + (41 << SQUARES_SHIFT)]))
    (array([2]), array([9]), array([41]))
    """
    counts = packed & ((1 << STARS_SHIFT) - 1)
    return counts, packed >> STARS_SHIFT & ((1 << SQUARES_SHIFT - STARS_SHIFT) - 1), packed >> SQUARES_SHIFT


def add_whole(total: np.ndarray, numbers: np.ndarray) -> None:
    """Add whole numbers that are stored as floating-point ones, in place."""
    total += numbers.astype(total.dtype)

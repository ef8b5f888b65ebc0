"""Sums over the users who rated both films of each pair: all that item–item models learn from the ratings.

The sums are whole numbers (stars count in halves), so they are the same however the users are divided into blocks, and
in whichever order the blocks are added.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from itertools import chain
from typing import NamedTuple

import numpy as np
from scipy import sparse

from matinee.training.models.film_core import THREADS, blocks, map_blocks
from matinee.training.models.whole_numbers import NEUTRAL_SHIFT, Kind, pack, pack_likes, unpack, with_data

USERS_AT_ONCE = 1 << 16
"""Users of a block."""
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
        stars: (n, m) half stars that they give to the film of the row; None but for ratings, as the next two.
        squares: (n, m) their squares.
        products: (n, m) products with the half stars of the film of the column.
        mixed: (n, m) users who like one of the films and are neutral to the other; None but for weighted likes.
        neutral: (n, m) users who are neutral to both; likewise.
    """

    counts: np.ndarray
    stars: np.ndarray | None = None
    squares: np.ndarray | None = None
    products: np.ndarray | None = None
    mixed: np.ndarray | None = None
    neutral: np.ndarray | None = None


SYMMETRIC = ("counts", "products", "mixed", "neutral")
SUMMED: dict[Kind, tuple[str, ...]] = {
    "likes": ("counts",),
    "weighted likes": ("counts", "mixed", "neutral"),
    "ratings": ("counts", "stars", "squares", "products"),
}
"""Kind → the sums that there are."""


def sum_pairs(kind: Kind, matrix: sparse.csr_matrix) -> PairSums:
    """Sum over the users of a matrix.

    Args:
        kind: what is summed.
        matrix: (n_users, n) the numbers of ``to_whole``; nothing is stored where a user has no rating that counts.
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
    return PairSums(**{name: np.zeros(symmetric if name in SYMMETRIC else whole, dtype=wide) for name in SUMMED[kind]})


def user_blocks(matrix: sparse.csr_matrix) -> Iterator[sparse.csr_matrix]:
    """Divide a matrix into blocks of at most ``USERS_AT_ONCE`` users."""
    for start in range(0, matrix.shape[0], USERS_AT_ONCE):
        yield matrix[start : start + USERS_AT_ONCE]


def add_block(sums: PairSums, block: sparse.csr_matrix, threads: int = THREADS, first: int = 0) -> None:
    """Add a block of users in place. What is symmetric is added on and above the diagonal only; see ``completed``.

    Args:
        sums: sums over other users, of all films or a range of them.
        block: (m, n) the numbers of ``to_whole``, of at most ``USERS_AT_ONCE`` users.
        threads: blocks of rows computed at the same time.
        first: the film of the first row.
    """
    is_dense = (np.diff(block.indptr) / block.shape[1]) ** 2 > DENSE_SHARE
    light, heavy = SparseBlock(block[~is_dense]), block[is_dense]
    dense = (
        DenseBlock(heavy[start : start + DENSE_ROWS], kind_of(sums)) for start in range(0, heavy.shape[0], DENSE_ROWS)
    )
    parts: Iterable[SparseBlock | DenseBlock] = chain([light], dense)
    for users in parts:
        add = partial(users.add_rows, sums, first)
        for _ in map_blocks(add, blocks(np.arange(first, first + len(sums.counts))), threads):
            pass


def kind_of(sums: PairSums) -> Kind:
    """What is summed."""
    if sums.stars is not None:
        return "ratings"
    return "likes" if sums.mixed is None else "weighted likes"


def add_sums(left: PairSums, right: PairSums) -> PairSums:
    """Add the sums over two groups of users."""
    return PairSums(**{name: getattr(left, name) + getattr(right, name) for name in SUMMED[kind_of(left)]})


def set_rows(sums: PairSums, part: PairSums, first: int) -> None:
    """Write the sums of a range of films, which begins with ``first``, into those of all films."""
    rows = slice(first, first + len(part.counts))
    for name in SUMMED[kind_of(sums)]:
        getattr(sums, name)[rows, first if name in SYMMETRIC else 0 :] = getattr(part, name)


def completed(sums: PairSums) -> PairSums:
    """Copy what is symmetric below the diagonal, in place."""
    for matrix in (getattr(sums, name) for name in SYMMETRIC):
        if matrix is not None:
            for part in blocks(np.arange(len(matrix))):
                own, after = slice(part[0], part[-1] + 1), slice(part[-1] + 1, None)
                matrix[own, own] = np.triu(matrix[own, own]) + np.triu(matrix[own, own], 1).T
                matrix[after, own] = matrix[own, after].T
    return sums


class SparseBlock:
    """A block of users as sparse matrices, multiplied with those of other films or of its own.

    Attributes:
        by_film: (n, m) whole numbers.
        ones: (m, n) ones.
        stars: (m, n) whole numbers: half stars, unless likes are summed.
    """

    def __init__(self, block: sparse.csr_matrix) -> None:
        """Prepare the whole numbers of some users, (m, n)."""
        self.by_film = block.T.tocsr()
        self.ones = with_data(block, np.ones(block.nnz, dtype=np.int64))
        self.stars = with_data(block, block.data.astype(np.int32))

    @cached_property
    def weighted(self) -> sparse.csr_matrix:
        """(m, n) packed likes and neutral ratings."""
        return with_data(self.stars, pack_likes(self.stars.data))

    def add_rows(self, sums: PairSums, first: int, part: np.ndarray) -> None:
        """Add the sums of a range of films with all films, in place; ``first`` is the film of the first row."""
        own, after = slice(part[0], part[-1] + 1), slice(part[0], None)
        rows, columns = slice(part[0] - first, part[-1] + 1 - first), slice(part[0] - first, None)
        films = self.by_film[own]
        if sums.mixed is not None:
            packed = (with_data(films, pack_likes(films.data)) @ self.weighted[:, after]).toarray()
            add_packed_likes(sums, rows, columns, packed)
            return
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
    """A block of users as dense matrices, in single precision unless likes are weighted.

    Attributes:
        ones: (m, n) whether each film is rated, or liked; weighted likes packed into one number, in double precision.
        stars: (m, n) half stars; None for likes.
    """

    def __init__(self, block: sparse.csr_matrix, kind: Kind) -> None:
        """Prepare the whole numbers of at most ``DENSE_ROWS`` users, (m, n)."""
        if kind == "weighted likes":
            self.ones = with_data(block, pack_likes(block.data).astype(np.float64)).toarray()
        else:
            whole = block.astype(np.float32).toarray()
            self.ones = (whole > 0).astype(np.float32) if kind == "ratings" else whole
        self.stars = whole if kind == "ratings" else None

    def add_rows(self, sums: PairSums, first: int, part: np.ndarray) -> None:
        """Add the sums of a range of films with all films, in place; ``first`` is the film of the first row."""
        own, after = slice(part[0], part[-1] + 1), slice(part[0], None)
        rows, columns = slice(part[0] - first, part[-1] + 1 - first), slice(part[0] - first, None)
        products = self.ones[:, own].T @ self.ones[:, after]
        if sums.mixed is not None:
            add_packed_likes(sums, rows, columns, products.astype(np.int64))
            return
        add_whole(sums.counts[rows, columns], products)
        if self.stars is None or sums.stars is None or sums.squares is None or sums.products is None:
            return
        stars = self.stars[:, own]
        add_whole(sums.stars[rows], stars.T @ self.ones)
        add_whole(sums.squares[rows], (stars * stars).T @ self.ones)
        add_whole(sums.products[rows, columns], stars.T @ self.stars[:, after])


def add_packed_likes(sums: PairSums, rows: slice, columns: slice, packed: np.ndarray) -> None:
    """Add sums of products of packed likes, in place."""
    found = unpack(packed, NEUTRAL_SHIFT, 2 * NEUTRAL_SHIFT)
    for name, numbers in zip(SUMMED["weighted likes"], found, strict=True):
        add_whole(getattr(sums, name)[rows, columns], numbers)


def add_whole(total: np.ndarray, numbers: np.ndarray) -> None:
    """Add whole numbers that are stored in another type, in place."""
    total += numbers.astype(total.dtype)

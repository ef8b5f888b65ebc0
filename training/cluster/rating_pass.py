"""The pass over ratings on a cluster: blocks of a file are read by the workers, then summed over pairs of films.

Ratings are grouped by user. Each task sums over one group, for one range of films; the sums of all groups are added in
a tree. Every task depends on the file alone, so what a worker held when it died is computed again.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from operator import getitem
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits

from matinee.training.cluster.connection import WORKER_SECONDS
from matinee.training.data.rating_blocks import RatingBlock, read_in_blocks
from matinee.training.data.ratings import Columns, RatingFile, RawRatings
from matinee.training.data.text_files import BLOCK
from matinee.training.errors import ClusterError
from matinee.training.models.interactions import Interactions
from matinee.training.models.pair_sums import (
    PairSums,
    add_block,
    add_sums,
    completed,
    empty_sums,
    set_rows,
    user_blocks,
)
from matinee.training.models.whole_numbers import LEAST_STARS, Kind, to_whole

if TYPE_CHECKING:
    from distributed import Client, Future

RATINGS_OF_A_GROUP = 8_000_000
"""Ratings of a group of users, at most about so many."""
RANGES = 16
"""Ranges of films, at least: a task takes as much memory as the sums of its range."""
TASKS_PER_THREAD = 4
"""So that no worker waits long for the others."""
WAIT_SECONDS = 2.0
"""Seconds after which it is checked whether there still are workers."""


class Selection(NamedTuple):
    """The ratings that are summed.

    Attributes:
        kind: which ratings count, and how.
        users: (n_users,) ids, sorted.
        films: (n,) ids, sorted.
        n_groups: groups of users.
    """

    kind: Kind
    users: np.ndarray
    films: np.ndarray
    n_groups: int

    def bounds(self, group: int) -> tuple[int, int]:
        """The first user of a group, and that of the next one."""
        first, after = (number * len(self.users) // self.n_groups for number in (group, group + 1))
        return first, after


class Piece(NamedTuple):
    """Selected ratings of a block, of one group: positions of users and films, and the numbers of ``to_whole``."""

    users: np.ndarray
    films: np.ndarray
    values: np.ndarray


class RatingPass:
    """Ratings that the workers of a cluster hold."""

    def __init__(
        self, client: "Client", on_progress: Callable[[str], None] = lambda _text: None, block_size: int = BLOCK
    ) -> None:
        """Start with no ratings.

        Args:
            client: a connection to the cluster.
            on_progress: receives how far the pass is.
            block_size: approximate number of bytes in a block of a text file.
        """
        self.client = client
        self.on_progress = on_progress
        self.block_size = block_size
        self.blocks: list[Future[Any]] = []
        self.n_ratings = 0

    def read(self, file: RatingFile) -> RawRatings:
        """Read all ratings of a file; the workers keep them, block by block.

        Raises:
            DataError: as ``read_ratings``.
            ClusterError: the cluster went away.
        """
        if isinstance(file.path, Path):
            file = replace(file, path=file.path.resolve())  # workers may run in another folder
        ratings = read_in_blocks(file, self._run, self.block_size)
        self.n_ratings = len(ratings.users)
        return ratings

    def _run(self, read: Callable[[RatingBlock], Columns], blocks: list[RatingBlock]) -> Iterator[Columns]:
        with cluster_failures():
            self.blocks = [self._submit(read, block) for block in blocks]
        for number, future in enumerate(self.blocks, 1):
            yield self._result(future)
            self.on_progress(f"{number} of {len(blocks)} blocks")

    def sum_pairs(self, kind: Kind, observed: Interactions, films: np.ndarray) -> PairSums:
        """Sum over pairs of films; the same as ``sum_in_memory``.

        Raises:
            ClusterError: the cluster went away.
        """
        with cluster_failures():
            threads = sum(self.client.nthreads().values())
            n_groups = -(-self.n_ratings // RATINGS_OF_A_GROUP)
            ranges = divide_films(len(films), max(RANGES, -(-TASKS_PER_THREAD * threads // n_groups)))
            selection = self._submit(Selection, kind, observed.users, observed.movies[films], n_groups)
            divided = [self._submit(divide_block, block, selection) for block in self.blocks]
            groups = [
                self._submit(build_group, selection, group, [self._submit(getitem, each, group) for each in divided])
                for group in range(n_groups)
            ]
            sums = [self._add([self._submit(sum_group, selection, each, rows) for each in groups]) for rows in ranges]
        del divided, groups
        total = empty_sums(kind, len(films), len(observed.users))
        for number, rows in enumerate(ranges, 1):
            set_rows(total, self._result(sums.pop(0)), rows.start)
            self.on_progress(f"{kind}, {number} of {len(ranges)} parts")
        return completed(total)

    def _add(self, sums: "list[Future[Any]]") -> "Future[Any]":
        """Add sums in a tree."""
        while len(sums) > 1:
            pairs = zip(sums[::2], sums[1::2], strict=False)
            sums = [self._submit(add_sums, *pair) for pair in pairs] + sums[len(sums) // 2 * 2 :]
        return sums[0]

    def _submit(self, function: Callable[..., Any], *arguments: Any) -> "Future[Any]":
        return self.client.submit(function, *arguments, key=f"{function.__name__}-{uuid4().hex}", retries=2)

    def _result(self, future: "Future[Any]") -> Any:
        """Wait for a result, as long as there are workers. Raises ClusterError, and what the task raises."""
        from distributed import wait

        seen = monotonic()
        with cluster_failures():
            while not future.done():
                try:
                    wait(future, timeout=WAIT_SECONDS)
                except TimeoutError:
                    if self.client.status == "running" and self.client.nthreads():
                        seen = monotonic()
                    elif monotonic() - seen > WORKER_SECONDS:
                        raise ClusterError(
                            "The cluster has lost all its workers; start some and train again."
                        ) from None
            return future.result()


def divide_block(block: Columns, selection: Selection) -> list[Piece]:
    """Select the ratings of a block, and divide them by groups of users."""
    users, movies, stars, seconds = block
    user, film = find(selection.users, users), find(selection.films, movies)
    kept = (user >= 0) & (film >= 0) & (seconds > 0) & (stars >= LEAST_STARS[selection.kind])
    user, film, values = user[kept], film[kept], to_whole(selection.kind, stars[kept])
    starts = [selection.bounds(group)[0] for group in range(1, selection.n_groups)]
    group_of = np.searchsorted(starts, user, side="right")
    return [
        Piece(*(column[group_of == group] for column in (user, film, values))) for group in range(selection.n_groups)
    ]


def find(ids: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Find positions in sorted ids, (n,) in 32 bits; −1 where an id is not among them."""
    position = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return np.where(ids[position] == wanted, position, -1).astype(np.int32)


def divide_films(n: int, count: int) -> list[slice]:
    """Divide films into ranges, fewer than ``count`` if there are not as many films.

    >>> divide_films(5, 2)
    [slice(0, 2, None), slice(2, 5, None)]
    """
    ends = [number * n // min(count, n) for number in range(min(count, n) + 1)]
    return [slice(first, after) for first, after in pairwise(ends)]


def build_group(selection: Selection, group: int, pieces: list[Piece]) -> sparse.csr_matrix:
    """Put the ratings of a group together: (n_users, n_films) the numbers of ``to_whole``."""
    first, after = selection.bounds(group)
    users, films, values = (np.concatenate(column) for column in zip(*pieces, strict=True))
    return sparse.csr_matrix((values, (users - first, films)), (after - first, len(selection.films)))


def sum_group(selection: Selection, matrix: sparse.csr_matrix, rows: slice) -> PairSums:
    """Sum over the users of a group, for a range of films; what is symmetric only on and above the diagonal."""
    sums = empty_sums(selection.kind, matrix.shape[1], len(selection.users), rows)
    with threadpool_limits(1):  # a worker runs as many tasks as it has cores
        for block in user_blocks(matrix):
            add_block(sums, block, threads=1, first=rows.start)
    return sums


@contextmanager
def cluster_failures() -> Iterator[None]:
    """Turn what Dask raises when a cluster fails into one sentence. Raises ClusterError."""
    from distributed import KilledWorker

    try:
        yield
    except KilledWorker as error:
        raise ClusterError(
            "Worker after worker of the cluster died on the same blocks of ratings: they may have too little memory."
        ) from error
    except ClusterError:
        raise
    except (CancelledError, OSError) as error:  # of connections; files are read inside tasks, which raise DataError
        raise ClusterError("The cluster went away before the ratings had been summed; nothing was written.") from error
    except ImportError as error:
        raise ClusterError(
            f"A worker of the cluster cannot run Matinee ({error}); install matinee[cluster,train] there."
        ) from error

"""The bounded core of films, whose relations are computed in full; every other film is related to the core alone.

No matrix here has more than ``core_films`` films on its shorter side, so that item–item models can be trained on
catalogues whose films × films matrix would fit into no memory.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import numpy as np

Result = TypeVar("Result")
FILMS_AT_ONCE = 512
"""Films of a block."""
THREADS = 2
"""Blocks computed at the same time: sparse products use one core each."""


def choose_core(counts: np.ndarray, limit: int) -> tuple[np.ndarray, np.ndarray]:
    """Choose the films with the highest counts; of equal ones, those that come first.

    >>> core, others = choose_core(np.array([5, 9, 5, 7]), 3)
    >>> core.tolist(), others.tolist()
    ([0, 1, 3], [2])

    Args:
        counts: (n_films,) ratings or likes of each film.
        limit: most films of the core.

    Returns:
        Indices of the core's films and of the others, both ascending.
    """
    order = np.argsort(-counts, kind="stable")
    return np.sort(order[:limit]), np.sort(order[limit:])


def blocks(films: np.ndarray, size: int = FILMS_AT_ONCE) -> Iterator[np.ndarray]:
    """Divide films into blocks of at most ``size``."""
    for start in range(0, len(films), size):
        yield films[start : start + size]


def map_blocks(
    compute: Callable[[np.ndarray], Result], films: Iterable[np.ndarray], threads: int = THREADS
) -> Iterator[Result]:
    """Yield what is computed of each block, in order; a few blocks are computed ahead, in threads."""
    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for block in films:
            waiting.append(pool.submit(compute, block))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

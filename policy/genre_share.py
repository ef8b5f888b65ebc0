"""How many of the films shown have a genre that the user asked more of."""

import numpy as np

from matinee.policy.array_types import BoolArray, IntArray

GENRE_SHARE = 0.7
"""At least this share of the films since the request have the genre; the first one always has it. The others are free:
the best films, whatever their genre. See ``benchmarks.sessions`` for what it does."""


def is_genre_due(shown: int, of_genre: int) -> bool:
    """Whether the next film must have the requested genre.

    >>> is_genre_due(shown=0, of_genre=0), is_genre_due(shown=3, of_genre=3), is_genre_due(shown=4, of_genre=3)
    (True, False, True)

    Args:
        shown: how many films were shown since the request.
        of_genre: how many of them have the genre.
    """
    return of_genre < GENRE_SHARE * (shown + 1)


def favour_genre(order: IntArray, requested: BoolArray, count: int, shown: int = 0, of_genre: int = 0) -> IntArray:
    """Order films so that those of the requested genre are never fewer than their share, as long as any is left.

    >>> requested = np.array([False, False, False, True, True, True, True])
    >>> favour_genre(np.arange(7), requested, count=7).tolist()
    [3, 4, 5, 0, 6, 1, 2]

    Args:
        order: (n,) rows, best first.
        requested: (n_movies,) True for films of the genre.
        count: how many rows to return at most.
        shown, of_genre: as for ``is_genre_due``.
    """
    has_genre = requested[order]
    genre, others = order[has_genre].tolist(), order[~has_genre].tolist()
    place = {row: at for at, row in enumerate(order.tolist())}
    chosen: list[int] = []
    taken = 0
    while len(chosen) < min(count, len(order)):
        other = len(chosen) - taken
        is_due = is_genre_due(shown + len(chosen), of_genre + taken)
        if taken < len(genre) and (other == len(others) or is_due or place[genre[taken]] < place[others[other]]):
            chosen.append(genre[taken])
            taken += 1
        else:
            chosen.append(others[other])
    return np.array(chosen, dtype=order.dtype)

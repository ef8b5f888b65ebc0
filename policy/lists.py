"""Lists of different lengths in one array, such as the features of each film."""

from collections.abc import Sequence

import numpy as np

from matinee.policy.array_types import IntArray


def entries_of(rows: Sequence[int] | IntArray, starts: IntArray, entries: IntArray) -> tuple[IntArray, IntArray]:
    """The entries of some lists, one list after the other.

    >>> [part.tolist() for part in entries_of([2, 0], np.array([0, 1, 1, 3]), np.array([5, 9, 4]))]
    [[0, 0, 1], [9, 4, 5]]

    Args:
        rows: numbers of the lists.
        starts: (n_lists + 1,) where each list begins in ``entries``.
        entries: (n_entries,) the entries of each list in turn.

    Returns:
        (n,) the place in ``rows`` of the list that has each, and (n,) the entries.
    """
    chosen = np.asarray(rows, dtype=np.int64)
    lengths = starts[chosen + 1] - starts[chosen]
    ends = np.cumsum(lengths)
    places = np.arange(lengths.sum()) + np.repeat(starts[chosen] - ends + lengths, lengths)
    return np.repeat(np.arange(len(chosen)), lengths), entries[places]

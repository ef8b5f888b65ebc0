"""Ragged lists: lists of different lengths in one array, such as the features of each film."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matinee.policy.array_types import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class FilmEntries:
    """The features of all films, one after the other.

    Attributes:
        films: (n_entries,) row of the film that has each.
        columns: (n_entries,) the features.
        divisors: (n_movies,) how many features each film has; 1 for a film without any.
    """

    films: IntArray
    columns: IntArray
    divisors: IntArray


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


def mean_per_film(values: FloatArray, entries: FilmEntries) -> FloatArray:
    """Average the values of each film's features.

    >>> entries = film_entries(np.array([0, 2, 2, 3]), np.array([0, 1, 1]))
    >>> mean_per_film(np.array([3.0, 1.0]), entries).tolist()
    [2.0, 0.0, 1.0]

    Args:
        values: (n_features,).
        entries: the features of each film.

    Returns:
        (n_movies,); 0 for a film without features.
    """
    sums = np.bincount(entries.films, values.take(entries.columns), minlength=len(entries.divisors))
    return np.asarray(sums / entries.divisors)


def film_entries(starts: IntArray, columns: IntArray) -> FilmEntries:
    """List the features of all films.

    Args:
        starts: (n_movies + 1,) where each film's part of ``columns`` begins.
        columns: (n_entries,) features of each film in turn.
    """
    sizes = np.diff(starts)
    return FilmEntries(np.repeat(np.arange(len(sizes)), sizes), columns, np.maximum(sizes, 1))


def count_features(rows: Sequence[int], starts: IntArray, columns: IntArray, n_features: int) -> FloatArray:
    """(n_features,) how many of the films in ``rows`` carry each feature, which are listed as for ``film_entries``."""
    _, carried = entries_of(rows, starts, columns)
    return np.bincount(carried, minlength=n_features).astype(np.float64)


def carried_features(of_film: IntArray, rows: Sequence[int], starts: IntArray, columns: IntArray) -> BoolArray:
    """Which features of one film some others carry.

    >>> starts, columns = np.array([0, 2, 2, 4]), np.array([5, 1, 9, 5])
    >>> carried_features(columns[0:2], [1, 2], starts, columns).tolist()
    [[False, False], [True, False]]

    Args:
        of_film: (n,) different features of the one film.
        rows: rows of the others.
        starts, columns: as for ``film_entries``.

    Returns:
        (n_rows, n).
    """
    owners, entries = entries_of(rows, starts, columns)
    carried = np.zeros((len(rows), len(of_film)), dtype=np.bool_)
    if len(of_film):
        order = np.argsort(of_film)
        places = order[np.minimum(np.searchsorted(of_film, entries, sorter=order), len(of_film) - 1)]
        is_carried = of_film[places] == entries
        carried[owners[is_carried], places[is_carried]] = True
    return carried

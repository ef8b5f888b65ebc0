"""The features of films of all kinds in one numbering, so that films are compared in all kinds at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import CatalogueFacts, Features
from matinee.policy.array_types import BoolArray, FloatArray, IntArray
from matinee.policy.kinship import PeopleIndex
from matinee.policy.ragged import FilmEntries, carried_features, count_features, film_entries

PEOPLE = ("director", "cast")
"""Kinds that are compared by cosine; the others by log-odds."""
FACT_KINDS = {
    "language": "languages",
    "country": "countries",
    "keyword": "keywords",
    "director": "directors",
    "cast": "cast",
}
"""Kind of kinship → attribute of ``CatalogueFacts``; people last."""
LIKENESS_WEIGHTS = {"director": 3.0, "keyword": 1.0, "genre": 1.0, "language": 1.0, "cast": 0.25}
"""How much each kind of feature counts for the likeness of two films: a person knows a film by its director, while of
the cast most are small parts."""
LEAST_RATE = 1e-4
"""Base rates are at least this, so that a feature without likes says no more than a rare one."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """The features of one film, and which of them some others carry.

    Attributes:
        columns: (n,) the features of the one film.
        parts: kind → its part of ``columns``.
        carried: (n_films, n) True where one of the other films carries the feature.
    """

    columns: IntArray
    parts: dict[str, slice]
    carried: BoolArray

    @cached_property
    def counts(self) -> FloatArray:
        """(n,) how many of the other films carry each feature."""
        return np.asarray(self.carried.sum(axis=0), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class FilmFeatures:
    """The features of all films. Those of a kind have consecutive numbers, in the order of its ``Features``.

    Attributes:
        kinds: kind → its features in a numbering of their own.
        parts: kind → its part of the numbering.
        starts: (n_movies + 1,) where each film's part of ``columns`` begins.
        columns: (n_entries,) the features of each film in turn, one kind after the other.
        base_rates: (n_features,) share of all likes that go to films with each feature.
    """

    kinds: Mapping[str, Features]
    parts: Mapping[str, slice]
    starts: IntArray
    columns: IntArray
    base_rates: FloatArray

    @cached_property
    def n_weighed(self) -> int:
        """The number of features that are compared by log-odds; they come first."""
        return sum(len(features.names) for kind, features in self.kinds.items() if kind not in PEOPLE)

    @cached_property
    def entries(self) -> dict[str, FilmEntries]:
        """Kind of what is compared by log-odds → the features of all films."""
        return {
            kind: film_entries(each.starts, each.columns) for kind, each in self.kinds.items() if kind not in PEOPLE
        }

    @cached_property
    def people(self) -> dict[str, PeopleIndex]:
        """Kind of people → the films of each."""
        return {kind: index_people(self.kinds[kind]) for kind in PEOPLE if kind in self.kinds}

    @cached_property
    def information(self) -> FloatArray:
        """(n_features,) what it says of a film that it has a feature: −log of the base rate, weighted by kind."""
        weights = np.zeros(len(self.base_rates))
        for kind, part in self.parts.items():
            weights[part] = LIKENESS_WEIGHTS.get(kind, 0.0)
        return np.asarray(-np.log(np.clip(self.base_rates, LEAST_RATE, 1.0)) * weights)

    @cached_property
    def film_information(self) -> FloatArray:
        """(n_movies,) what all features of a film say of it."""
        n_movies = len(self.starts) - 1
        films = np.repeat(np.arange(n_movies), np.diff(self.starts))
        return np.asarray(np.bincount(films, self.information[self.columns], minlength=n_movies), dtype=np.float64)

    def count(self, rows: Sequence[int]) -> FloatArray:
        """(n_features,) how many of the films in ``rows`` carry each feature."""
        return count_features(rows, self.starts, self.columns, len(self.base_rates))

    def compare(self, row: int, others: Sequence[int]) -> Comparison:
        """Find what a film has in common with others, all given by their rows."""
        parts, first = {}, 0
        for kind, features in self.kinds.items():
            after = first + int(features.starts[row + 1] - features.starts[row])
            parts[kind] = slice(first, after)
            first = after
        columns = self.columns[self.starts[row] : self.starts[row + 1]]
        return Comparison(columns, parts, carried_features(columns, others, self.starts, self.columns))


def collect_film_features(catalogue: Catalogue, facts: CatalogueFacts | None) -> FilmFeatures:
    """Number the features of a catalogue.

    Args:
        catalogue: the films.
        facts: what is known of them; without it they have only genres and decades.
    """
    kinds = {"genre": number_genres(catalogue), "decade": number_decades(catalogue.years)}
    if facts is not None:
        kinds |= {kind: getattr(facts, attribute) for kind, attribute in FACT_KINDS.items()}
    return number_features(kinds, catalogue.like_counts)


def number_features(kinds: Mapping[str, Features], like_counts: FloatArray | IntArray) -> FilmFeatures:
    """Number the features of all kinds, one kind after the other.

    >>> one = Features(("A", "B"), np.array([0, 1, 3]), np.array([1, 0, 1]))
    >>> other = Features(("C",), np.array([0, 1, 1]), np.array([0]))
    >>> both = number_features({"one": one, "other": other}, np.array([3, 1]))
    >>> both.starts.tolist(), both.columns.tolist(), both.base_rates.tolist()
    ([0, 2, 4], [1, 2, 0, 1], [0.25, 1.0, 0.75])

    Args:
        kinds: kind → its features; those of people last.
        like_counts: (n_movies,) likes of the training users.
    """
    sizes = [np.diff(features.starts) for features in kinds.values()]
    starts = np.concatenate([[0], np.cumsum(np.sum(sizes, axis=0))])
    columns = np.empty(starts[-1], dtype=np.int32)
    parts, first, begins = {}, 0, starts[:-1]
    for (kind, features), size in zip(kinds.items(), sizes, strict=True):
        places = np.arange(len(features.columns)) + np.repeat(begins - features.starts[:-1], size)
        columns[places] = features.columns + first
        parts[kind] = slice(first, first + len(features.names))
        first, begins = parts[kind].stop, begins + size
    rates = np.concatenate([base_rates(like_counts, features) for features in kinds.values()])
    return FilmFeatures(kinds, parts, starts, columns, rates)


def number_genres(catalogue: Catalogue) -> Features:
    """The genres of each film that say something about a taste."""
    starts = np.concatenate([[0], np.cumsum(catalogue.taste_genres.sum(axis=1))])
    return Features(catalogue.genre_names, starts.astype(np.int32), catalogue.genre_entries.columns.astype(np.int32))


def number_decades(years: IntArray) -> Features:
    """The decade of each film whose year is known, in the order in which they occur.

    >>> number_decades(np.array([1994, 0, 1972, 1999])).names
    ('1990s', '1970s')
    """
    decades, first, places = np.unique(years[years > 0] // 10 * 10, return_index=True, return_inverse=True)
    order = np.argsort(first)
    starts = np.concatenate([[0], np.cumsum(years > 0)])
    names = tuple(f"{decade}s" for decade in decades[order].tolist())
    return Features(names, starts.astype(np.int32), np.argsort(order)[places].astype(np.int32))


def index_people(features: Features) -> PeopleIndex:
    """Find the films of each person, and what a person says by being on few of them."""
    n_movies, n_people = len(features.starts) - 1, len(features.names)
    counts = np.bincount(features.columns, minlength=n_people)
    idf = np.log(n_movies / np.maximum(counts, 1.0))
    rows = np.repeat(np.arange(n_movies), np.diff(features.starts))
    squares = np.bincount(rows, (idf * idf)[features.columns], minlength=n_movies)
    starts = np.concatenate([[0], np.cumsum(counts)])
    order = np.argsort(features.columns, kind="stable")
    return PeopleIndex(starts, rows[order], idf, np.sqrt(squares))


def base_rates(like_counts: FloatArray | IntArray, features: Features) -> FloatArray:
    """(n_features,) share of all likes that go to films with each feature.

    Args:
        like_counts: (n_movies,) likes of the training users.
        features: the features of the films.
    """
    per_entry = np.repeat(like_counts, np.diff(features.starts))
    likes = np.bincount(features.columns, per_entry, minlength=len(features.names))
    return np.asarray(likes / max(float(like_counts.sum()), 1.0))

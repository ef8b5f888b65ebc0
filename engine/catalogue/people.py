"""The directors and actors of a catalogue: their names, fame, roles and films."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from sys import intern

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import CatalogueFacts, Features, is_named, shown_name
from matinee.engine.catalogue.person_names import fold_names
from matinee.policy.array_types import FloatArray, IntArray

LEADING = 5
"""Roles further down the cast do not make a director an actor: they are cameos."""
MIN_ROLE_SHARE = 0.2
"""A person is director and actor if each is their role in at least this share of their films."""


@dataclass(frozen=True)
class Person:
    """A person and their films.

    Attributes:
        name: as shown.
        role: "director", "actor" or "director and actor".
        rows: (n_films,) catalogue rows of their films, the most rated first.
    """

    name: str
    role: str
    rows: IntArray


class People:
    """The directors and actors that have a name, by number.

    Attributes:
        names: (n_people,) names as shown; two people can share one.
        fame: (n_people,) number of ratings of their films; of those where an actor is named second, third, … a half, a
            third, …
    """

    def __init__(self, facts: CatalogueFacts, popularity: FloatArray) -> None:
        """Collect the people.

        Args:
            facts: the directors and the cast of each film.
            popularity: (n_movies,) number of ratings.
        """
        self._facts, self._popularity = facts, popularity
        self._directors = columns_of(facts.directors)
        self._actors = columns_of(facts.cast)
        self._labels = list(dict.fromkeys([*self._directors, *self._actors]))
        self.names = [shown_name(label) if label.endswith(")") else label for label in self._labels]
        directed = spread(self._directors, self._labels, fame_of(facts.directors, popularity))
        acted = spread(self._actors, self._labels, fame_of(facts.cast, popularity, by_billing=True))
        self.fame = np.maximum(directed, acted)

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def words(self) -> list[list[str]]:
        """(n_people,) the words of each name, as ``fold_names`` writes them."""
        return [[intern(word) for word in text.split()] for text in fold_names(self.names)]  # most occur often

    @cached_property
    def n_directed(self) -> IntArray:
        """(n_people,) number of films that each person directed."""
        directors = self._facts.directors
        counts = np.bincount(directors.columns, minlength=len(directors.names)).astype(np.float64)
        return spread(self._directors, self._labels, counts).astype(np.int64)

    def directed(self, number: int) -> IntArray:
        """The rows of the films that a person directed."""
        return entries_of(self._facts.directors, self._directors.get(self._labels[number]))[0]

    def acted(self, number: int) -> IntArray:
        """The rows of the films that a person acts in."""
        return entries_of(self._facts.cast, self._actors.get(self._labels[number]))[0]

    def person(self, number: int) -> Person:
        """A person with their role and films: those they directed, and those they act in, without cameos."""
        label = self._labels[number]
        directed, _ = entries_of(self._facts.directors, self._directors.get(label))
        acted, places = entries_of(self._facts.cast, self._actors.get(label))
        leading = acted[places < LEADING]
        if len(directed) > len(leading):
            acted = leading
        rows = np.union1d(directed, acted)
        role = "director" if len(directed) >= len(acted) else "actor"
        if min(len(directed), len(leading)) >= MIN_ROLE_SHARE * len(rows):
            role = "director and actor"
        return Person(self.names[number], role, rows[np.argsort(-self._popularity[rows], kind="stable")])


@lru_cache(maxsize=1)
def collect_people(catalogue: Catalogue, facts: CatalogueFacts) -> People:
    """The people of a catalogue, collected once for searches and prompts; those of the last catalogue are kept."""
    return People(facts, catalogue.rating_counts)


def columns_of(features: Features) -> dict[str, int]:
    """Name → column of the people that have one."""
    return {name: column for column, name in enumerate(features.names) if is_named(name)}


def entries_of(features: Features, column: int | None) -> tuple[IntArray, IntArray]:
    """The rows of a person's films, and the person's place among the people of each."""
    entries = np.zeros(0, dtype=np.int64) if column is None else np.flatnonzero(features.columns == column)
    rows = np.searchsorted(features.starts, entries, side="right") - 1
    return rows, entries - features.starts[rows]


def fame_of(features: Features, popularity: FloatArray, *, by_billing: bool = False) -> FloatArray:
    """(n_features,) number of ratings of each person's films.

    Args:
        features: the people of each film.
        popularity: (n_movies,) number of ratings.
        by_billing: count a half of the ratings for the second person of a film, a third for the third, and so on.
    """
    lengths = np.diff(features.starts)
    counts = np.repeat(popularity, lengths)
    if by_billing:
        counts = counts / (1 + np.arange(len(features.columns)) - np.repeat(features.starts[:-1], lengths))
    return np.bincount(features.columns, counts, minlength=len(features.names)).astype(np.float64)


def spread(columns: dict[str, int], names: list[str], values: FloatArray) -> FloatArray:
    """(n_names,) the value of each name's column; 0 for names without one."""
    places = np.array([columns.get(name, -1) for name in names], dtype=np.int64)
    return np.append(values, 0.0)[places]

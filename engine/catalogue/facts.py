"""What is known of the films besides their ratings: people, places, keywords and subjects."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from matinee.policy.array_types import BoolArray, IntArray

WIKIDATA_ID = re.compile(r"Q\d+")
SHARED_NAME = re.compile(r" \(Q\d+\)$")
"""At the end of a name that two people share: the Wikidata id of the less known one."""


@dataclass(frozen=True)
class FilmFacts:
    """The facts about one film, as text; empty where nothing is known.

    Attributes:
        directors: names of its directors.
        cast: names of its leading actors, the most important first.
        countries: countries of origin, such as "Japan".
        languages: original languages, such as "Japanese".
        keywords: fine genres, such as "heist" and "film noir".
        subjects: what it is about, such as "World War II".
        page: title of its English Wikipedia page.
        series: series it belongs to, such as "James Bond".
        based_on: works it is based on.
        minutes: running time in minutes; 0 if unknown.
    """

    directors: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    page: str = ""
    series: tuple[str, ...] = ()
    based_on: tuple[str, ...] = ()
    minutes: int = 0


@dataclass(frozen=True, eq=False)
class Features:
    """Which films have which features of one kind, such as directors. Films and features are addressed by number.

    Attributes:
        names: (n_features,) the features; one without a known name is a Wikidata id.
        starts: (n_movies + 1,) where each film's part of ``columns`` begins.
        columns: (n_entries,) the features of each film in turn, in the order of their importance.
    """

    names: Sequence[str]
    starts: IntArray
    columns: IntArray

    def of(self, row: int) -> IntArray:
        """The features of a film."""
        return self.columns[self.starts[row] : self.starts[row + 1]]

    def films(self, column: int) -> IntArray:
        """The rows of the films that have a feature."""
        entries = np.flatnonzero(self.columns == column)
        return np.searchsorted(self.starts, entries, side="right") - 1

    def having(self, names: Collection[str]) -> BoolArray:
        """(n_movies,) True for the films with any of these features."""
        films = np.zeros(len(self.starts) - 1, dtype=np.bool_)
        for column in [column for column, name in enumerate(self.names) if name in names]:
            films[self.films(column)] = True
        return films

    def labels(self, row: int) -> tuple[str, ...]:
        """The features of a film that have a name, as shown."""
        return tuple(shown_name(self.names[column]) for column in self.of(row) if is_named(self.names[column]))


KINDS = ("directors", "cast", "countries", "languages", "keywords", "subjects", "based_on", "series")
"""The kinds of features, as attributes of ``CatalogueFacts``."""


@dataclass(frozen=True, eq=False)
class CatalogueFacts:
    """The facts about every film of a catalogue.

    Attributes:
        directors, cast, countries, languages, keywords, subjects, based_on, series: the features of each kind.
        pages: (n_movies,) titles of the English Wikipedia pages, empty if unknown.
        minutes: (n_movies,) running times, 0 if unknown.
        adjectives: country → its adjective: "Japan" → "Japanese".
    """

    directors: Features
    cast: Features
    countries: Features
    languages: Features
    keywords: Features
    subjects: Features
    based_on: Features
    series: Features
    pages: Sequence[str]
    minutes: IntArray
    adjectives: Mapping[str, str] = field(default_factory=dict)

    @property
    def known_films(self) -> int:
        """The number of films of which anything is known."""
        entries = np.sum([np.diff(getattr(self, kind).starts) for kind in KINDS], axis=0)
        return int(np.count_nonzero(entries))

    def film(self, row: int) -> FilmFacts:
        """The facts about one film."""
        labels = {kind: getattr(self, kind).labels(row) for kind in KINDS}
        return FilmFacts(**labels, page=self.pages[row], minutes=int(self.minutes[row]))


def collect_features(values: Sequence[Sequence[str]]) -> Features:
    """Number the features of all films, in the order of their first occurrence.

    Args:
        values: (n_movies,) the features of each film.
    """
    columns: dict[str, int] = {}
    entries = [columns.setdefault(name, len(columns)) for of_film in values for name in of_film]
    starts = np.concatenate([[0], np.cumsum([len(of_film) for of_film in values])])
    return Features(tuple(columns), starts.astype(np.int32), np.array(entries, dtype=np.int32))


def is_named(name: str) -> bool:
    """Whether a feature has a name, rather than a Wikidata id alone."""
    return not WIKIDATA_ID.fullmatch(name)


def shown_name(name: str) -> str:
    """A name without the id that tells two people of that name apart.

    >>> shown_name("Steve McQueen (Q313041)")
    'Steve McQueen'
    """
    return SHARED_NAME.sub("", name)

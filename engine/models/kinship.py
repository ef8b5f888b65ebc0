"""Kinship terms of a profile: how much each film has in common with the liked films, by kind of feature."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import CatalogueFacts, Features, is_named, shown_name
from matinee.engine.models.profile import Profile
from matinee.policy import Policy
from matinee.policy.array_types import FloatArray, IntArray
from matinee.policy.kinship import (
    PeopleIndex,
    carried_features,
    count_features,
    kin_weights,
    mean_per_film,
    people_cosine,
    surprise,
)

PEOPLE = ("director", "cast")
"""Kinds that are compared by cosine; the others by log-odds."""
FACT_KINDS = {
    "language": "languages",
    "country": "countries",
    "keyword": "keywords",
    "director": "directors",
    "cast": "cast",
}
"""Kind of kinship → attribute of ``CatalogueFacts``."""

KEPT = 2
"""Terms kept of each kind: a session has one person or two."""


@dataclass(frozen=True)
class SharedFeature:
    """A feature that a film shares with liked films.

    Attributes:
        kind: kind of kinship, such as "director".
        name: the feature, such as "Akira Kurosawa".
        films: rows of the liked films that have it, in order.
        liked: number of liked films.
        weight: how much it speaks for the film (``policy.kinship.kin_weights``).
        telling: how much it says of the film (``policy.kinship.surprise``).
    """

    kind: str
    name: str
    films: tuple[int, ...]
    liked: int
    weight: float = field(default=0.0, compare=False)
    telling: float = field(default=0.0, compare=False)


@dataclass(frozen=True)
class Taste:
    """What the terms of a profile depend on.

    Attributes:
        liked, disliked: rows of the favourites and liked films, and of the disliked ones.
        absence_share, dislike_share: ``kin_absence_share`` and ``kin_dislike_share`` of the policy.
    """

    liked: tuple[int, ...]
    disliked: tuple[int, ...]
    absence_share: float
    dislike_share: float


class Kinship:
    """Computes the kinship terms of profiles over one catalogue."""

    def __init__(self, catalogue: Catalogue, facts: CatalogueFacts | None) -> None:
        """Set up the comparison.

        Args:
            catalogue: the films.
            facts: what is known of them; without it only genres and decades are compared.
        """
        self._catalogue, self._facts = catalogue, facts
        self._base_rates: dict[str, FloatArray] = {}
        self._people_indexes: dict[str, tuple[FloatArray, PeopleIndex]] = {}
        self._latest: dict[str, dict[Taste, FloatArray]] = {}

    @cached_property
    def features(self) -> dict[str, Features]:
        """Kind of kinship → the features of the films."""
        found = {"genre": number_genres(self._catalogue), "decade": number_decades(self._catalogue.years)}
        if self._facts is not None:
            found |= {kind: getattr(self._facts, attribute) for kind, attribute in FACT_KINDS.items()}
        return found

    def term(self, kind: str, profile: Profile, policy: Policy) -> FloatArray:
        """(n_movies,) kinship of every film with the liked films in one kind of feature; 0 without such features.

        The latest ``KEPT`` terms of each kind are kept, because most answers are skips, which change nothing here. The
        array is read-only.

        Args:
            kind: kind of kinship.
            profile: favourites, likes and dislikes.
            policy: how much absent features and those of disliked films count.
        """
        liked = profile.favourites + profile.likes
        taste = Taste(liked, profile.dislikes, policy.kin_absence_share, policy.kin_dislike_share)
        kept = self._latest.setdefault(kind, {})
        values = kept.pop(taste, None)
        if values is None:
            values = self._compute(kind, taste)
            values.flags.writeable = False
        kept[taste] = values  # the last one used stays longest
        if len(kept) > KEPT:
            del kept[next(iter(kept))]
        return values

    def shared(self, kind: str, profile: Profile, row: int) -> list[SharedFeature]:
        """What a film shares with the liked films in one kind of feature, the most telling first."""
        features = self.features.get(kind)
        if features is None:
            return []
        liked = profile.favourites + profile.likes
        columns = features.of(row)
        carried = carried_features(columns, liked, features.starts, features.columns)
        films = {
            column: tuple(np.array(liked)[having].tolist())
            for column, having in zip(columns.tolist(), carried.T, strict=True)
            if is_named(features.names[column]) and having.any()
        }
        counts = np.array([len(each) for each in films.values()], dtype=np.float64)
        rates = self.base_rates(kind)[np.array([*films], dtype=np.int64)]
        weights, telling = (measure(counts, len(liked), rates).tolist() for measure in (kin_weights, surprise))
        found = [
            SharedFeature(kind, shown_name(features.names[column]), carrying, len(liked), *values)
            for (column, carrying), *values in zip(films.items(), weights, telling, strict=True)
        ]
        return sorted(found, key=lambda feature: -feature.telling)

    def name(self, kind: str, column: int) -> str:
        """The name of a feature as shown, with a country as its adjective: "Japanese"; empty if it has none."""
        name = self.features[kind].names[column]
        if not is_named(name):
            return ""
        return self._facts.adjectives.get(name, name) if kind == "country" and self._facts else shown_name(name)

    def base_rates(self, kind: str) -> FloatArray:
        """(n_features,) share of all likes that go to films with each feature."""
        if kind not in self._base_rates:
            self._base_rates[kind] = base_rates(self._catalogue.like_counts, self.features[kind])
        return self._base_rates[kind]

    def people_index(self, kind: str) -> tuple[FloatArray, PeopleIndex]:
        """The inverse document frequency of each person, and the films of each."""
        if kind not in self._people_indexes:
            self._people_indexes[kind] = index_people(self.features[kind])
        return self._people_indexes[kind]

    def count(self, kind: str, rows: Sequence[int]) -> FloatArray:
        """(n_features,) how many of the films in ``rows`` carry each feature."""
        features = self.features[kind]
        return count_features(rows, features.starts, features.columns, len(features.names))

    def _compute(self, kind: str, taste: Taste) -> FloatArray:
        """(n_movies,) the term of one kind of feature."""
        features = self.features.get(kind)
        if features is None:
            return np.zeros(len(self._catalogue))
        if kind in PEOPLE:
            cosine = self._people(kind, taste.liked)
            return cosine - taste.dislike_share * self._people(kind, taste.disliked) if taste.disliked else cosine
        weights = self._weights(kind, taste.liked, taste.absence_share)
        if taste.disliked:
            weights = weights - taste.dislike_share * self._weights(kind, taste.disliked, absence_share=0.0)
        return mean_per_film(weights, features.starts, features.columns)

    def _weights(self, kind: str, rows: tuple[int, ...], absence_share: float) -> FloatArray:
        """(n_features,) how much each feature speaks for a film, if these films are liked."""
        return kin_weights(self.count(kind, rows), len(rows), self.base_rates(kind), absence_share)

    def _people(self, kind: str, rows: tuple[int, ...]) -> FloatArray:
        """(n_movies,) cosine between the people of every film and those of some films."""
        return people_cosine(self.count(kind, rows), *self.people_index(kind))


def number_genres(catalogue: Catalogue) -> Features:
    """The genres of each film that say something about a taste."""
    carried = catalogue.taste_genres
    starts = np.concatenate([[0], np.cumsum(carried.sum(axis=1))])
    return Features(catalogue.genre_names, starts.astype(np.int32), np.nonzero(carried)[1].astype(np.int32))


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


def index_people(features: Features) -> tuple[FloatArray, PeopleIndex]:
    """The inverse document frequency of each person, and the films of each."""
    n_movies, n_people = len(features.starts) - 1, len(features.names)
    counts = np.bincount(features.columns, minlength=n_people)
    idf = np.log(n_movies / np.maximum(counts, 1.0))
    rows = np.repeat(np.arange(n_movies), np.diff(features.starts))
    squares = np.bincount(rows, (idf * idf)[features.columns], minlength=n_movies)
    starts = np.concatenate([[0], np.cumsum(counts)])
    order = np.argsort(features.columns, kind="stable")
    return idf, PeopleIndex(starts, rows[order], np.sqrt(squares))


def kin_terms(kinship: Kinship, profile: Profile, policy: Policy) -> Callable[[str], FloatArray]:
    """The kinship terms of a profile under a policy: kind → (n_movies,)."""
    return lambda kind: kinship.term(kind, profile, policy)


def base_rates(like_counts: FloatArray, features: Features) -> FloatArray:
    """(n_features,) share of all likes that go to films with each feature.

    Args:
        like_counts: (n_movies,) likes of the training users.
        features: the features of the films.
    """
    per_entry = np.repeat(like_counts, np.diff(features.starts))
    likes = np.bincount(features.columns, per_entry, minlength=len(features.names))
    return np.asarray(likes / max(float(like_counts.sum()), 1.0))

"""What films have in common with the liked films, by kind of feature."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import CatalogueFacts, Features, is_named, shown_name
from matinee.engine.models.film_features import Comparison, FilmFeatures, collect_film_features
from matinee.engine.models.profile import Profile
from matinee.engine.models.taste_terms import Taste, TasteTerms
from matinee.policy import Policy
from matinee.policy.array_types import FloatArray
from matinee.policy.kinship import kin_weights, surprise

KEPT = 2
"""Tastes whose terms are kept: a session has one person or two."""


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


class Kinship:
    """Compares the films of one catalogue by their features."""

    def __init__(self, catalogue: Catalogue, facts: CatalogueFacts | None) -> None:
        """Set up the comparison.

        Args:
            catalogue: the films.
            facts: what is known of them; without it only genres and decades are compared.
        """
        self._catalogue, self._facts = catalogue, facts
        self._latest: dict[Taste, TasteTerms] = {}
        self._compared: tuple[tuple[int, ...], int, Comparison] | None = None

    @cached_property
    def film_features(self) -> FilmFeatures:
        """The features of all kinds in one numbering."""
        return collect_film_features(self._catalogue, self._facts)

    @property
    def features(self) -> Mapping[str, Features]:
        """Kind of kinship → the features of the films."""
        return self.film_features.kinds

    def base_rates(self, kind: str) -> FloatArray:
        """(n,) share of all likes that go to films with each feature of a kind."""
        return self.film_features.base_rates[self.film_features.parts[kind]]

    def terms(self, profile: Profile, policy: Policy) -> TasteTerms:
        """The terms of a profile.

        Those of the latest ``KEPT`` tastes are kept, because most answers are skips, which change nothing here.

        Args:
            profile: favourites, likes and dislikes.
            policy: how much absent features and those of disliked films count.
        """
        taste = Taste(profile.liked, profile.dislikes, policy.kin_absence_share, policy.kin_dislike_share)
        terms = self._latest.pop(taste, None) or TasteTerms(self.film_features, taste)
        self._latest[taste] = terms  # the last one used stays longest
        if len(self._latest) > KEPT:
            del self._latest[next(iter(self._latest))]
        return terms

    def compare(self, row: int, others: tuple[int, ...]) -> Comparison:
        """What a film has in common with others, all given by their rows; the latest result is kept."""
        compared = self._compared
        if compared is None or compared[:2] != (others, row):
            compared = self._compared = (others, row, self.film_features.compare(row, others))
        return compared[2]

    def shared(self, kind: str, profile: Profile, row: int) -> list[SharedFeature]:
        """What a film shares with the liked films in one kind of feature, the most telling first."""
        if kind not in self.features:
            return []
        names, first, liked = self.features[kind].names, self.film_features.parts[kind].start, profile.liked
        comparison = self.compare(row, liked)
        part = comparison.parts[kind]
        carried = [
            (column, place)
            for place, column in enumerate(comparison.columns[part].tolist(), part.start)
            if comparison.counts[place] and is_named(names[column - first])
        ]
        columns, places = np.array(carried, dtype=np.int64).reshape(-1, 2).T
        counts, rates = comparison.counts[places], self.film_features.base_rates[columns]
        weights, telling = (measure(counts, len(liked), rates).tolist() for measure in (kin_weights, surprise))
        films = [tuple(compress(liked, carrying)) for carrying in comparison.carried[:, places].T.tolist()]
        found = [
            SharedFeature(kind, shown_name(names[column - first]), carrying, len(liked), *values)
            for (column, _), carrying, *values in zip(carried, films, weights, telling, strict=True)
        ]
        return sorted(found, key=lambda feature: -feature.telling)

    def name(self, kind: str, column: int) -> str:
        """The name of a feature as shown, with a country as its adjective: "Japanese"; empty if it has none."""
        name = self.features[kind].names[column]
        if not is_named(name):
            return ""
        return self._facts.adjectives.get(name, name) if kind == "country" and self._facts else shown_name(name)


def kin_terms(kinship: Kinship, profile: Profile, policy: Policy) -> Callable[[str], FloatArray]:
    """The kinship terms of a profile under a policy: kind → (n_movies,)."""
    return kinship.terms(profile, policy).term

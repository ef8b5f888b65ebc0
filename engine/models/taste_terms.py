"""Kinship terms of a taste: how much each film has in common with the liked films, by kind of feature."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matinee.engine.models.film_features import PEOPLE, FilmFeatures
from matinee.policy.array_types import FloatArray
from matinee.policy.kinship import kin_weights, people_cosine
from matinee.policy.ragged import mean_per_film


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


class TasteTerms:
    """The kinship terms of one taste, each computed when it is first asked for."""

    def __init__(self, features: FilmFeatures, taste: Taste) -> None:
        """Store what the terms depend on."""
        self._features, self._taste = features, taste
        self._terms: dict[str, FloatArray] = {}

    def term(self, kind: str) -> FloatArray:
        """(n_movies,) kinship of every film with the liked films in one kind of feature; read-only.

        0 without such features.

        Args:
            kind: kind of kinship.
        """
        if kind not in self._terms:
            values = self._compute(kind)
            values.flags.writeable = False
            self._terms[kind] = values
        return self._terms[kind]

    @cached_property
    def _liked_counts(self) -> FloatArray:
        """(n_features,) how many of the liked films carry each feature."""
        return self._features.count(self._taste.liked)

    @cached_property
    def _disliked_counts(self) -> FloatArray:
        """(n_features,) how many of the disliked films carry each feature."""
        return self._features.count(self._taste.disliked)

    @cached_property
    def _weights(self) -> FloatArray:
        """(n_weighed,) how much each feature that is compared by log-odds speaks for a film."""
        taste, count = self._taste, self._features.n_weighed
        rates = self._features.base_rates[:count]
        weights = kin_weights(self._liked_counts[:count], len(taste.liked), rates, taste.absence_share)
        if taste.disliked:
            disliked = kin_weights(self._disliked_counts[:count], len(taste.disliked), rates, absence_share=0.0)
            weights = weights - taste.dislike_share * disliked
        return weights

    def _compute(self, kind: str) -> FloatArray:
        """(n_movies,) the term of one kind of feature."""
        if kind not in self._features.kinds:
            return np.zeros(len(self._features.starts) - 1)
        part = self._features.parts[kind]
        if kind not in PEOPLE:
            return mean_per_film(self._weights[part], self._features.entries[kind])
        index = self._features.people[kind]
        cosine = people_cosine(self._liked_counts[part], index)
        if self._taste.disliked:
            cosine = cosine - self._taste.dislike_share * people_cosine(self._disliked_counts[part], index)
        return cosine

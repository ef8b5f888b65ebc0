"""Item–item models: every film has a weight for every other film."""

from dataclasses import dataclass
from math import inf

import numpy as np

from matinee.engine.models.profile import Answer, Profile
from matinee.policy.array_types import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class ItemWeights:
    """A sparse item–item matrix: the k strongest entries of each row.

    Attributes:
        columns: (n, k) catalogue rows of the films that a film has weights for; each at most once.
        weights: (n, k) their weights; 0 where a film has fewer than k.
        known: (n_movies,) True for the films the matrix was fitted on.
        places: (n_movies,) where each known film is among the n; None if these are the films of the catalogue.
    """

    columns: IntArray
    weights: FloatArray
    known: BoolArray
    places: IntArray | None = None

    def of(self, row: int) -> tuple[IntArray, FloatArray]:
        """(k,) columns and (k,) weights of a film; none of a film that is not known."""
        if not self.known[row]:
            return self.columns[:0, 0], self.weights[:0, 0]
        place = row if self.places is None else int(self.places[row])
        return self.columns[place], self.weights[place]

    def of_known(self) -> tuple[IntArray, FloatArray]:
        """(n_known, k) columns and (n_known, k) weights of the known films, in the order of the catalogue."""
        rows = np.flatnonzero(self.known)
        places = rows if self.places is None else self.places[rows]
        return self.columns[places], self.weights[places]


@dataclass(frozen=True, eq=False)
class ItemItemModel:
    """Scores a film by the sum, over the answered films, of their weights for it; EASE [Steck 2019] and related models.

    Attributes:
        name: name of the model.
        item_weights: the item–item matrix.
        dislike_weight: weight of a dislike, subtracted; a like or a favourite has weight 1.
        half_life: number of later likes after which an answer counts half; infinity to never discount.
    """

    name: str
    item_weights: ItemWeights
    dislike_weight: float
    half_life: float = inf

    @property
    def known(self) -> BoolArray:
        return self.item_weights.known

    def scores(self, profile: Profile) -> FloatArray:
        total = np.zeros(len(self.known))
        for row, weight in self._evidence(profile):
            columns, weights = self.item_weights.of(row)
            total[columns] += weight * weights.astype(np.float64)  # columns are unique, so += adds every weight
        return total

    def contributions(self, profile: Profile, row: int) -> dict[int, float]:
        evidence = [(film, weight, *self.item_weights.of(film)) for film, weight in self._evidence(profile)]
        return {film: weight * float(weights[columns == row].sum()) for film, weight, columns, weights in evidence}

    def _evidence(self, profile: Profile) -> list[tuple[int, float]]:
        """(row, weight) of every answered film that the matrix knows; favourites count as given first, all at once."""
        counts = {Answer.LIKE: 1.0, Answer.DISLIKE: -self.dislike_weight, Answer.SKIP: 0.0}
        known = [(row, answer) for row, answer in profile.answers if self.known[row]]
        likes_after = sum(answer is Answer.LIKE for _, answer in known)
        evidence = [(row, self._discount(likes_after)) for row in profile.favourites if self.known[row]]
        for row, answer in known:
            likes_after -= answer is Answer.LIKE
            evidence.append((row, counts[answer] * self._discount(likes_after)))
        return [(row, weight) for row, weight in evidence if weight]

    def _discount(self, likes_after: int) -> float:
        """Factor for an answer that was followed by ``likes_after`` likes."""
        return float(0.5 ** (likes_after / self.half_life))

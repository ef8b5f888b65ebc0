"""Models in which every film speaks for or against every other one."""

from dataclasses import dataclass
from math import inf

import numpy as np

from matinee.engine.models.profile import Profile
from matinee.engine.session.events import Answer
from matinee.policy.array_types import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Neighbours:
    """A sparse item–item matrix, the strongest entries of each row.

    Attributes:
        columns: (n_movies, k) rows of the catalogue a film speaks for.
        weights: (n_movies, k) how much; 0 where a film has fewer neighbours.
        scorable: (n_movies,) the films the matrix was fitted on.
    """

    columns: IntArray
    weights: FloatArray
    scorable: BoolArray


@dataclass(frozen=True, eq=False)
class ItemItem:
    """Score of a film = Σ over the films spoken about of their word for it (EASE, Steck 2019, and its kin).

    Attributes:
        name: what it is chosen by.
        neighbours: the item–item matrix.
        dislike_weight: what a dislike counts, against 1 for a like or a favourite.
        half_life: likes after which what was said before them counts half; never for infinity.
    """

    name: str
    neighbours: Neighbours
    dislike_weight: float
    half_life: float = inf

    @property
    def scorable(self) -> BoolArray:
        return self.neighbours.scorable

    def scores(self, profile: Profile) -> FloatArray:
        total = np.zeros(len(self.scorable))
        for row, weight in self._evidence(profile):
            # a film stands at most once among another one's neighbours
            total[self.neighbours.columns[row]] += weight * self.neighbours.weights[row].astype(np.float64)
        return total

    def voices(self, profile: Profile, row: int) -> dict[int, float]:
        return {
            film: weight * float(self.neighbours.weights[film][self.neighbours.columns[film] == row].sum())
            for film, weight in self._evidence(profile)
        }

    def _evidence(self, profile: Profile) -> list[tuple[int, float]]:
        """(row, weight) of every film the matrix knows; the favourites are the oldest, all of one age."""
        counts = {Answer.LIKE: 1.0, Answer.DISLIKE: -self.dislike_weight, Answer.SKIP: 0.0}
        known = [(row, answer) for row, answer in profile.answers if self.scorable[row]]
        likes_after = sum(answer is Answer.LIKE for _, answer in known)
        evidence = [(row, self._faded(likes_after)) for row in profile.seeds if self.scorable[row]]
        for row, answer in known:
            likes_after -= answer is Answer.LIKE
            evidence.append((row, counts[answer] * self._faded(likes_after)))
        return [(row, weight) for row, weight in evidence if weight]

    def _faded(self, likes_after: int) -> float:
        """What is left of a weight after so many likes."""
        return float(0.5 ** (likes_after / self.half_life))

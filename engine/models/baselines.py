"""The two rankings every model has to beat."""

from dataclasses import dataclass

import numpy as np

from matinee.engine.models.profile import Profile
from matinee.policy.array_types import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class Popularity:
    """The most liked films, for everybody.

    Attributes:
        like_counts: (n_movies,) likes among the training users.
    """

    like_counts: FloatArray
    name: str = "popularity"

    @property
    def scorable(self) -> BoolArray:
        return self.like_counts > 0

    def scores(self, _profile: Profile) -> FloatArray:
        return self.like_counts

    def voices(self, _profile: Profile, _row: int) -> dict[int, float]:
        return {}


@dataclass(frozen=True, eq=False)
class Random:
    """Any film, drawn anew for every set of favourites (of likes, without any); the same films get the same draw.

    Attributes:
        scorable: (n_movies,) the films to draw from.
        seed: seed of the draw.
    """

    scorable: BoolArray
    seed: int = 0
    name: str = "random"

    def scores(self, profile: Profile) -> FloatArray:
        generator = np.random.default_rng([self.seed, *(profile.seeds or profile.likes)])
        return generator.random(len(self.scorable)) * self.scorable

    def voices(self, _profile: Profile, _row: int) -> dict[int, float]:
        return {}

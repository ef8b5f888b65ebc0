"""Baselines: the popularity and the random ranking."""

from dataclasses import dataclass

import numpy as np

from matinee.engine.models.profile import Profile
from matinee.policy.array_types import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class Popularity:
    """Ranks films by their number of likes, the same for every user.

    Attributes:
        like_counts: (n_movies,) likes by the training users.
        name: name of the model.
    """

    like_counts: FloatArray
    name: str = "popularity"

    @property
    def known(self) -> BoolArray:
        return self.like_counts > 0

    def scores(self, _profile: Profile) -> FloatArray:
        return self.like_counts

    def contributions(self, _profile: Profile, _row: int) -> dict[int, float]:
        return {}


@dataclass(frozen=True, eq=False)
class Random:
    """Random scores, seeded by the favourites (or, without any, by the likes): the same films give the same ranking.

    Attributes:
        known: (n_movies,) True for the films to score.
        seed: random seed.
        name: name of the model.
    """

    known: BoolArray
    seed: int = 0
    name: str = "random"

    def scores(self, profile: Profile) -> FloatArray:
        generator = np.random.default_rng([self.seed, *(profile.favourites or profile.likes)])
        return generator.random(len(self.known)) * self.known

    def contributions(self, _profile: Profile, _row: int) -> dict[int, float]:
        return {}

"""The one protocol that training, evaluation and serving share."""

from typing import Protocol

from matinee.engine.models.profile import Profile
from matinee.policy.array_types import BoolArray, FloatArray


class Model(Protocol):
    """Scores films for a person whom training never saw."""

    @property
    def name(self) -> str:
        """The name it is chosen by, update rule included where that is not the usual one: "svd_likes+ema"."""

    @property
    def scorable(self) -> BoolArray:
        """(n_movies,) True where the model knows a film well enough to score it."""

    def scores(self, profile: Profile) -> FloatArray:
        """(n_movies,) higher is better; 0 where not scorable."""

    def voices(self, profile: Profile, row: int) -> dict[int, float]:
        """What each film of the profile adds to the score of the film in ``row``; empty where that is not additive."""

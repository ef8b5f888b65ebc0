"""The model protocol shared by training, evaluation and serving."""

from typing import Protocol

from matinee.engine.models.profile import Profile
from matinee.policy.array_types import BoolArray, FloatArray


class Model(Protocol):
    """Scores films for a user who was not part of the training data."""

    @property
    def name(self) -> str:
        """Name of the model, with the update rule unless it is the default: "svd_likes+ema"."""

    @property
    def known(self) -> BoolArray:
        """(n_movies,) True for the films the model can score."""

    def scores(self, profile: Profile) -> FloatArray:
        """(n_movies,) scores, higher is better; 0 for unknown films."""

    def contributions(self, profile: Profile, row: int) -> dict[int, float]:
        """Row of a film in the profile → what it adds to the score of ``row``; empty if the score is not additive."""

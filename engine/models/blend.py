"""A weighted blend of models."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from matinee.engine.models.base import Model
from matinee.engine.models.profile import Profile
from matinee.policy.array_types import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class Blend:
    """Weighted sum of its parts' scores, each standardised over the films that all parts know.

    Attributes:
        name: name of the model.
        parts: (model, weight) pairs.
    """

    name: str
    parts: Sequence[tuple[Model, float]]
    _latest: list[tuple[Profile, list[float]]] = field(default_factory=list, init=False, repr=False)
    """The profile scored last, and the deviation of each part: a film is explained right after it was scored."""

    @cached_property
    def known(self) -> BoolArray:
        return np.asarray(np.logical_and.reduce([model.known for model, _ in self.parts]))

    def scores(self, profile: Profile) -> FloatArray:
        total = np.zeros(len(self.known))
        deviations = []
        for model, weight in self.parts:
            scores = model.scores(profile)
            mean, deviation = self._scale(scores)
            total += weight * (scores - mean) / deviation
            deviations.append(deviation)
        self._latest[:] = [(profile, deviations)]
        return total * self.known

    def contributions(self, profile: Profile, row: int) -> dict[int, float]:
        total: dict[int, float] = {}
        for (model, weight), deviation in zip(self.parts, self._deviations(profile), strict=True):
            for film, contribution in model.contributions(profile, row).items():
                total[film] = total.get(film, 0.0) + weight * contribution / deviation
        return total

    def _deviations(self, profile: Profile) -> list[float]:
        """The deviation of each part's scores."""
        for latest, deviations in self._latest:
            if latest is profile:
                return deviations
        return [self._scale(model.scores(profile))[1] for model, _ in self.parts]

    def _scale(self, scores: FloatArray) -> tuple[float, float]:
        shown = scores[self.known]
        if not len(shown):  # no film that all parts know
            return 0.0, 1.0
        deviation = float(shown.std())
        return float(shown.mean()), deviation if deviation > 0 else 1.0

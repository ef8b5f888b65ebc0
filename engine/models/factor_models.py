"""Models in which a film is a vector, a person is a vector, and a score is their dot product."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np

from matinee.engine.models.profile import Profile
from matinee.engine.session.events import Answer
from matinee.policy.array_types import BoolArray, FloatArray
from matinee.policy.schema import Policy


class UpdateRule(Protocol):
    """How a profile becomes a user vector.

    The vector is always ``base + Σ coefficient(film) · measured(film)``, so what each film adds to a score is known.
    """

    @property
    def name(self) -> str: ...

    def fold_in(self, vectors: FloatArray, profile: Profile) -> FloatArray:
        """User vector, shape (k,), from item vectors (n_movies, k)."""

    def voices(self, vectors: FloatArray, profile: Profile, row: int) -> dict[int, float]:
        """Film of the profile → what it adds to the score of ``row``."""


@dataclass(frozen=True)
class Ema:
    """The moving average of source 004.

    Start: u = mean of the favourites. Like: u ← (1−α)·u + α·m. Dislike: u ← (1−α)·u − α·w·m. Skip: no change.
    """

    learning_rate: float
    negative_weight: float
    name: str = "ema"

    def fold_in(self, vectors: FloatArray, profile: Profile) -> FloatArray:
        user = mean_vector(vectors, profile.seeds)
        for row, answer in profile.answers:
            if answer is Answer.LIKE:
                user = (1 - self.learning_rate) * user + self.learning_rate * vectors[row]
            elif answer is Answer.DISLIKE:
                user = (1 - self.learning_rate) * user - self.learning_rate * self.negative_weight * vectors[row]
        return user

    def voices(self, vectors: FloatArray, profile: Profile, row: int) -> dict[int, float]:
        pulls = {Answer.LIKE: self.learning_rate, Answer.DISLIKE: -self.learning_rate * self.negative_weight}
        shares = dict.fromkeys(profile.seeds, 1 / max(len(profile.seeds), 1))
        for film, answer in profile.answers:
            if answer is not Answer.SKIP:
                shares = {earlier: (1 - self.learning_rate) * share for earlier, share in shares.items()}
                shares[film] = pulls[answer]
        return {film: share * float(vectors[film] @ vectors[row]) for film, share in shares.items()}


@dataclass(frozen=True, eq=False)
class Posterior:
    """Your taste is a point; each answer is a measurement (measures.md §1).

    A Gaussian prior N(μ, P0⁻¹) over user vectors, and for each film with vector v a measurement of u·v with weight w
    and target y: A = P0 + Σ w·v·vᵀ, b = P0·μ + Σ w·y·v, u = A⁻¹·b. The order of the answers does not matter.

    Attributes:
        mean: (k,) prior mean μ.
        precision: (k, k) prior precision P0.
        measurements: answer → (w, y); favourites count as likes.
    """

    mean: FloatArray
    precision: FloatArray
    measurements: dict[Answer, tuple[float, float]]
    name: str = "posterior"

    def fold_in(self, vectors: FloatArray, profile: Profile) -> FloatArray:
        rows, weights, targets = self.evidence(profile)
        measured = vectors[rows].astype(np.float64)
        return np.linalg.solve(
            self.precision + (measured.T * weights) @ measured,
            self.precision @ self.mean + measured.T @ (weights * targets),
        )

    def voices(self, vectors: FloatArray, profile: Profile, row: int) -> dict[int, float]:
        rows, weights, targets = self.evidence(profile)
        measured = vectors[rows].astype(np.float64)
        direction = np.linalg.solve(self.precision + (measured.T * weights) @ measured, vectors[row].astype(np.float64))
        return dict(zip(rows, (weights * targets * (measured @ direction)).tolist(), strict=True))

    def evidence(self, profile: Profile) -> tuple[list[int], FloatArray, FloatArray]:
        """Rows, weights and targets of every measurement."""
        answers = [*((row, Answer.LIKE) for row in profile.seeds), *profile.answers]
        measured = [(row, *self.measurements[answer]) for row, answer in answers if self.measurements[answer][0] > 0]
        weights = np.array([weight for _, weight, _ in measured], dtype=np.float64)
        targets = np.array([target for _, _, target in measured], dtype=np.float64)
        return [row for row, _, _ in measured], weights, targets


@dataclass(frozen=True, eq=False)
class TastePrior:
    """Mean (k,) and precision (k, k) of the training users' vectors: what is believed before the first answer."""

    mean: FloatArray
    precision: FloatArray


@dataclass(frozen=True, eq=False)
class ItemSpace:
    """What training leaves of a vector model.

    Attributes:
        vectors: (n_movies, k) item vectors, a zero row for a film without one.
        users: (n_users, k) vectors of the training users.
        rule: name of the update rule that suits it best.
        prior: what the posterior, or the least squares, start from; None where it was not fitted.
        confidence: α of a space fitted by weighted least squares, where a like counts 1 + α; 0 for other spaces.
    """

    vectors: FloatArray
    users: FloatArray
    rule: str
    prior: TastePrior | None = None
    confidence: float = 0.0


@dataclass(frozen=True, eq=False)
class VectorModel:
    """An item space and an update rule.

    Attributes:
        name: what it is chosen by.
        vectors: (n_movies, k), a zero row for a film without a vector.
        rule: how a profile becomes a user vector.
    """

    name: str
    vectors: FloatArray
    rule: UpdateRule

    @cached_property
    def scorable(self) -> BoolArray:
        return np.asarray(self.vectors.any(axis=1))

    def scores(self, profile: Profile) -> FloatArray:
        known = self.known_part(profile)
        user = self.rule.fold_in(self.vectors, known)
        return np.asarray(self.vectors @ user.astype(self.vectors.dtype), dtype=np.float64)

    def voices(self, profile: Profile, row: int) -> dict[int, float]:
        return self.rule.voices(self.vectors, self.known_part(profile), row)

    def known_part(self, profile: Profile) -> Profile:
        """The profile less the films this model has no vector for: they say nothing here."""
        return replace(
            profile,
            seeds=tuple(row for row in profile.seeds if self.scorable[row]),
            answers=tuple((row, answer) for row, answer in profile.answers if self.scorable[row]),
        )


def mean_vector(vectors: FloatArray, rows: tuple[int, ...]) -> FloatArray:
    """Mean of the given rows, shape (k,); zeros for no rows."""
    if not rows:
        return np.zeros(vectors.shape[1], dtype=vectors.dtype)
    return np.asarray(vectors[list(rows)].mean(axis=0))


def ema(policy: Policy) -> Ema:
    """The moving average with the policy's coefficients."""
    return Ema(policy.learning_rate, policy.negative_weight)


def posterior(policy: Policy, prior: TastePrior) -> Posterior:
    """The taste posterior with the policy's measurements."""
    return Posterior(
        mean=prior.mean,
        precision=prior.precision,
        measurements={
            Answer.LIKE: (policy.posterior_like_weight, 1.0),
            Answer.DISLIKE: (policy.posterior_dislike_weight, policy.posterior_dislike_target),
            Answer.SKIP: (policy.posterior_skip_weight, 0.0),
        },
    )


def least_squares(policy: Policy, prior: TastePrior, confidence: float) -> Posterior:
    """Implicit ALS's own way to meet a new user (Hu, Koren, Volinsky 2008), with the policy's word on dislikes.

    (YᵀY + λI + Σ α·y·yᵀ)·u = Σ (1 + α)·y: a posterior whose prior is "nothing was chosen", whose likes have target
    (1 + α)/α and weight α, and whose dislikes have target 0, surer than the films nobody spoke of.
    """
    return Posterior(
        mean=prior.mean,
        precision=prior.precision,
        measurements={
            Answer.LIKE: (confidence, (1 + confidence) / confidence),
            Answer.DISLIKE: (policy.least_squares_dislike_confidence, 0.0),
            Answer.SKIP: (0.0, 0.0),
        },
        name="least_squares",
    )

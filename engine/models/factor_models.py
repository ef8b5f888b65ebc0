"""Factor models: films and users are vectors, and a score is their dot product."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, Protocol

import numpy as np

from matinee.engine.models.profile import Answer, Profile
from matinee.policy.array_types import BoolArray, FloatArray
from matinee.policy.schema import Policy

RuleName = Literal["ema", "posterior", "least_squares"]


class UpdateRule(Protocol):
    """Turns a profile into a user vector.

    The user vector is a constant plus a sum over the films of the profile, so each film's contribution is exact.
    """

    @property
    def name(self) -> str:
        """Name of the rule: the part of a model's name after the plus sign."""

    def fold_in(self, vectors: FloatArray, profile: Profile) -> FloatArray:
        """(k,) user vector, from item vectors (n_movies, k)."""

    def contributions(self, vectors: FloatArray, profile: Profile, row: int) -> dict[int, float]:
        """Row of a film in the profile → what it adds to the score of ``row``."""


@dataclass(frozen=True)
class Ema:
    """Exponential moving average [S4].

    Start: u = mean of the favourites. Like: u ← (1−α)·u + α·m. Dislike: u ← (1−α)·u − α·w·m. Skip: no change. Here m is
    the film's vector.

    Attributes:
        learning_rate: α, in [0, 1].
        negative_weight: w, the weight of a dislike.
        name: name of the rule.
    """

    learning_rate: float
    negative_weight: float
    name: str = "ema"

    def fold_in(self, vectors: FloatArray, profile: Profile) -> FloatArray:
        user = mean_vector(vectors, profile.favourites)
        for row, answer in profile.answers:
            if answer is Answer.LIKE:
                user = (1 - self.learning_rate) * user + self.learning_rate * vectors[row]
            elif answer is Answer.DISLIKE:
                user = (1 - self.learning_rate) * user - self.learning_rate * self.negative_weight * vectors[row]
        return user

    def contributions(self, vectors: FloatArray, profile: Profile, row: int) -> dict[int, float]:
        pulls = {Answer.LIKE: self.learning_rate, Answer.DISLIKE: -self.learning_rate * self.negative_weight}
        shares = dict.fromkeys(profile.favourites, 1 / max(len(profile.favourites), 1))
        for film, answer in profile.answers:
            if answer is not Answer.SKIP:
                shares = {earlier: (1 - self.learning_rate) * share for earlier, share in shares.items()}
                shares[film] = pulls[answer]
        return {film: share * float(vectors[film] @ vectors[row]) for film, share in shares.items()}


@dataclass(frozen=True, eq=False)
class Posterior:
    """Posterior mean of a Bayesian linear regression on the answers.

    The prior over user vectors is N(μ, P0⁻¹). A film with vector v is an observation of u·v with weight w and target y:
    A = P0 + Σ w·v·vᵀ, b = P0·μ + Σ w·y·v, u = A⁻¹·b. The order of the answers does not matter.

    Attributes:
        mean: (k,) prior mean μ.
        precision: (k, k) prior precision P0.
        measurements: answer → (w, y); favourites count as likes.
        name: name of the rule.
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

    def contributions(self, vectors: FloatArray, profile: Profile, row: int) -> dict[int, float]:
        rows, weights, targets = self.evidence(profile)
        measured = vectors[rows].astype(np.float64)
        direction = np.linalg.solve(self.precision + (measured.T * weights) @ measured, vectors[row].astype(np.float64))
        return dict(zip(rows, (weights * targets * (measured @ direction)).tolist(), strict=True))

    def evidence(self, profile: Profile) -> tuple[list[int], FloatArray, FloatArray]:
        """Rows, weights (n,) and targets (n,) of the observations with a positive weight."""
        answers = [*((row, Answer.LIKE) for row in profile.favourites), *profile.answers]
        measured = [(row, *self.measurements[answer]) for row, answer in answers if self.measurements[answer][0] > 0]
        weights = np.array([weight for _, weight, _ in measured], dtype=np.float64)
        targets = np.array([target for _, _, target in measured], dtype=np.float64)
        return [row for row, _, _ in measured], weights, targets


@dataclass(frozen=True, eq=False)
class TastePrior:
    """Prior over user vectors: mean (k,) and precision (k, k) of the training users' vectors."""

    mean: FloatArray
    precision: FloatArray


@dataclass(frozen=True, eq=False)
class ItemFactors:
    """The trained arrays of a factor model.

    Attributes:
        vectors: (n_movies, k) item vectors, zeros for unknown films.
        users: (n_users, k) vectors of the training users; (0, k) in a bundle without them.
        rule: name of the default update rule.
        prior: prior of the posterior and least-squares rules; None if it was not fitted.
        confidence: α of factors fitted by weighted least squares, where a like has weight 1 + α; 0 for others.
        stored_usage: ``usage`` as it was when the model was trained; None to compute it.
    """

    vectors: FloatArray
    users: FloatArray
    rule: RuleName
    prior: TastePrior | None = None
    confidence: float = 0.0
    stored_usage: FloatArray | None = None

    @property
    def usage(self) -> FloatArray:
        """(k,) how much the training users use each dimension: the length of the vector of their values."""
        if self.stored_usage is not None:
            return self.stored_usage
        return np.asarray(np.sqrt((self.users.astype(np.float64) ** 2).sum(axis=0)))


@dataclass(frozen=True, eq=False)
class FactorModel:
    """Item factors with an update rule.

    Attributes:
        name: name of the model.
        vectors: (n_movies, k) item vectors, zeros for unknown films.
        rule: turns a profile into a user vector.
    """

    name: str
    vectors: FloatArray
    rule: UpdateRule

    @cached_property
    def known(self) -> BoolArray:
        return np.asarray(self.vectors.any(axis=1))

    def scores(self, profile: Profile) -> FloatArray:
        user = self.rule.fold_in(self.vectors, self.restrict(profile))
        return np.asarray(self.vectors @ user.astype(self.vectors.dtype), dtype=np.float64)

    def contributions(self, profile: Profile, row: int) -> dict[int, float]:
        return self.rule.contributions(self.vectors, self.restrict(profile), row)

    def restrict(self, profile: Profile) -> Profile:
        """The profile without the films that this model does not know."""
        return replace(
            profile,
            favourites=tuple(row for row in profile.favourites if self.known[row]),
            answers=tuple((row, answer) for row, answer in profile.answers if self.known[row]),
        )


def mean_vector(vectors: FloatArray, rows: tuple[int, ...]) -> FloatArray:
    """(k,) mean of the given rows of ``vectors`` (n_movies, k); zeros without rows."""
    if not rows:
        return np.zeros(vectors.shape[1], dtype=vectors.dtype)
    return np.asarray(vectors[list(rows)].mean(axis=0))


def ema(policy: Policy) -> Ema:
    """Create the moving average with the policy's coefficients."""
    return Ema(policy.learning_rate, policy.negative_weight)


def posterior(policy: Policy, prior: TastePrior) -> Posterior:
    """Create the posterior with the policy's weights and targets."""
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
    """Create the fold-in of implicit ALS [Hu 2008], extended by dislikes.

    (YᵀY + λI + Σ α·y·yᵀ)·u = Σ (1 + α)·y. This is a posterior in which likes have weight α and target (1 + α)/α, and
    dislikes have target 0 with a higher weight than unanswered films.

    Args:
        policy: gives the weight of a dislike.
        prior: mean 0 and precision YᵀY + λI.
        confidence: α, above 0.
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

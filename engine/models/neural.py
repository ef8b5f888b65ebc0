"""Neural models evaluated with numpy: a user is a sum over the answered films, a small network scores each film."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import numpy as np
from msgspec import Meta

from matinee.engine.models.profile import Answer, Profile
from matinee.policy.array_types import BoolArray, FloatArray, IntArray

MAX_LOG_ODDS = 80.0
"""Larger log-odds, which no sound network has, would become infinite sums."""
AnswerValue = Annotated[float, Meta(ge=-10, le=10)]
PositiveNumber = Annotated[float, Meta(gt=0, le=1e6)]


@dataclass(frozen=True)
class FeedbackScale:
    """Values of the answers, in the units the network was trained on.

    Attributes:
        like: value of a like: 1, or a number of stars.
        dislike: value of a dislike: slightly below 0, or a number of stars.
        shrinkage: the user bias of n answers is shrunk by n / (n + shrinkage); None for no user bias.
        odds: True if the output is the log-odds of a like, False if it is stars.
    """

    like: AnswerValue
    dislike: AnswerValue
    shrinkage: PositiveNumber | None
    odds: bool


@dataclass(frozen=True, eq=False)
class Attention:
    """Cross-attention from a user to the texts of a film [S1].

    Attributes:
        keys: (n_kept, texts, a) keys of the texts of each film.
        values: (n_kept, texts, h) values, added to the first layer.
        to_query: (d, a) projection of a user to a query.
    """

    keys: FloatArray
    values: FloatArray
    to_query: FloatArray


@dataclass(frozen=True, eq=False)
class IntentTower:
    """Feeds the sentence vector of a prompt into the first layer [S0].

    Attributes:
        first: (384, t) weights of the first layer.
        first_bias: (t,) its bias.
        second: (t, s) weights of the second layer.
        second_bias: (s,) its bias.
        to_hidden: (s, h) projection to the first layer of the network.
    """

    first: FloatArray
    first_bias: FloatArray
    second: FloatArray
    second_bias: FloatArray
    to_hidden: FloatArray

    def __call__(self, intent: FloatArray) -> FloatArray:
        """(h,) what a prompt with the sentence vector ``intent`` (384,) adds to the first layer of every film."""
        tower = np.maximum(np.maximum(intent @ self.first + self.first_bias, 0.0) @ self.second + self.second_bias, 0.0)
        return np.asarray(tower @ self.to_hidden)


@dataclass(frozen=True, eq=False)
class Network:
    """The arrays of a trained network.

    A user is u = Σ w·history[film] / √n over the n answered films, split into [u_g ‖ u_m]; w is the answer less the
    film's expected answer and the user bias. With the texts t of a film, α = softmax_t(keys · to_query · u_m):

    first = relu(hidden[i] + u_m · from_user + Σ_t α_t · values[t] + intent)
    score(i) = u_g · factors[i] + output · relu(first · second + second_bias) + bias[i]

    Attributes:
        rows: (n_kept,) catalogue rows of the films it was trained on; the arrays below are over these films.
        history: (n_kept, k + d) what an answered film adds to a user; (n_kept, k) with k = d if u_g = u_m.
        expected: (n_kept,) the average answer.
        factors: (n_kept, k) item vectors for the product with u_g.
        hidden: (n_kept, h) each film's part of the first layer, features included.
        from_user: (d, h) weights of a user in the first layer.
        second: (h, m) weights of the second layer.
        second_bias: (m,) its bias.
        output: (m,) weights of the last layer.
        bias: (n_kept,) item bias.
        scale: values of the answers.
        attention: attention to the films' texts; None for a network without it.
        intent: input of a prompt; None for a network without it.
    """

    rows: IntArray
    history: FloatArray
    expected: FloatArray
    factors: FloatArray
    hidden: FloatArray
    from_user: FloatArray
    second: FloatArray
    second_bias: FloatArray
    output: FloatArray
    bias: FloatArray
    scale: FeedbackScale
    attention: Attention | None = None
    intent: IntentTower | None = None

    def user_bias(self, indices: IntArray, answers: FloatArray) -> float:
        """Mean deviation of the answers (n,) at ``indices`` (n,) from the expected ones, shrunk towards 0."""
        if self.scale.shrinkage is None:
            return 0.0
        return float((answers - self.expected[indices]).sum() / (len(indices) + self.scale.shrinkage))

    def user(self, indices: IntArray, answers: FloatArray) -> FloatArray:
        """(k + d,) user who gave these answers (n,) to the films at ``indices`` (n,); zeros without answers."""
        weights = answers - self.expected[indices] - self.user_bias(indices, answers)
        return np.asarray(weights.astype(np.float32) @ self.history[indices] / np.sqrt(max(len(indices), 1)))

    def score(
        self, user: FloatArray, indices: IntArray | slice = slice(None), intent: FloatArray | None = None
    ) -> FloatArray:
        """Score films for a user.

        Args:
            user: (k + d,) as ``user`` returns it.
            indices: indices into ``rows`` of the films to score, all by default.
            intent: (384,) sentence vector of a prompt; None without one.
        """
        linear, deep = user[: self.factors.shape[1]], user[-len(self.from_user) :]
        first = self.hidden[indices] + deep @ self.from_user
        if self.intent is not None and intent is not None:
            first = first + self.intent(intent)
        if self.attention is not None:
            attention = self.attention.keys[indices] @ (deep @ self.attention.to_query)
            attention = np.exp(attention - attention.max(axis=1, keepdims=True))
            attention /= attention.sum(axis=1, keepdims=True)
            first = first + np.einsum("nt,nth->nh", attention, self.attention.values[indices])
        second = np.maximum(np.maximum(first, 0.0) @ self.second + self.second_bias, 0.0)
        return np.asarray(self.factors[indices] @ linear + second @ self.output + self.bias[indices], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class NetworkModel:
    """A network that scores films for a profile.

    Attributes:
        name: name of the model.
        network: the trained arrays.
        n_movies: size of the catalogue.
    """

    name: str
    network: Network
    n_movies: int

    @cached_property
    def known(self) -> BoolArray:
        known = np.zeros(self.n_movies, dtype=np.bool_)
        known[self.network.rows] = True
        return known

    def scores(self, profile: Profile) -> FloatArray:
        full = np.zeros(self.n_movies)
        output = self.network.score(self.network.user(*self._evidence(profile)), intent=profile.intent)
        full[self.network.rows] = self._to_scores(output)
        return full

    def contributions(self, profile: Profile, row: int) -> dict[int, float]:
        """What the score of ``row`` loses if a film is left out; an approximation, as a network is not additive."""
        if row not in self._indices:
            return {}
        indices, answers = self._evidence(profile)
        target = np.array([self._indices[row]])
        whole = self._score(indices, answers, target)
        without = (
            self._score(np.delete(indices, omitted), np.delete(answers, omitted), target)
            for omitted in range(len(indices))
        )
        return {
            int(self.network.rows[index]): float(whole - score) for index, score in zip(indices, without, strict=True)
        }

    def _score(self, indices: IntArray, answers: FloatArray, target: IntArray) -> float:
        """The score of one film, at the index ``target`` (1,), for a user who gave these answers (n,)."""
        return float(self._to_scores(self.network.score(self.network.user(indices, answers), target))[0])

    def _to_scores(self, output: FloatArray) -> FloatArray:
        """The scores for the outputs (n,) of the network."""
        # odds have the long tail of dot products, which the weights of the policy are tuned for
        return np.exp(np.minimum(output, MAX_LOG_ODDS)) if self.network.scale.odds else output

    @cached_property
    def _indices(self) -> dict[int, int]:
        return {int(row): index for index, row in enumerate(self.network.rows)}

    def _evidence(self, profile: Profile) -> tuple[IntArray, FloatArray]:
        """(n,) indices into the network's rows of the liked and disliked films, and (n,) values of these answers."""
        counts = {Answer.LIKE: self.network.scale.like, Answer.DISLIKE: self.network.scale.dislike}
        answers = [*((row, Answer.LIKE) for row in profile.favourites), *profile.answers]
        known = [
            (self._indices[row], counts[answer]) for row, answer in answers if row in self._indices and answer in counts
        ]
        return np.array([index for index, _ in known], dtype=np.int64), np.array([count for _, count in known])

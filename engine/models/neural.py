"""Neural models served by numpy: a person is the sum of what they spoke of, a film is scored by a small network."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matinee.engine.models.profile import Profile
from matinee.engine.session.events import Answer
from matinee.policy.array_types import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class AnswerScale:
    """What an answer counts, in the units the network was trained on.

    Attributes:
        like, dislike: the value of an answer: 1 and a little less than 0, or stars.
        shrinkage: n answers in stars show a person's own level as far as n / (n + shrinkage); infinity leaves it out.
        odds: whether the output is the log odds of a like; if not, it is stars.
    """

    like: float
    dislike: float
    shrinkage: float
    odds: bool


@dataclass(frozen=True, eq=False)
class Attention:
    """A person looks at the texts of a film, and takes in what concerns them (source 001's cross-attention).

    Attributes:
        keys: (n_kept, texts, a) what each text of a film is looked for by.
        values: (n_kept, texts, h) what it adds to the first layer.
        to_query: (d, a) what a person looks for.
    """

    keys: FloatArray
    values: FloatArray
    to_query: FloatArray


@dataclass(frozen=True, eq=False)
class IntentTower:
    """What a person is in the mood for, as a sentence vector, on its way to the first layer (source 000).

    Attributes:
        first, first_bias: (384, t) and (t,).
        second, second_bias: (t, s) and (s,).
        to_hidden: (s, h).
    """

    first: FloatArray
    first_bias: FloatArray
    second: FloatArray
    second_bias: FloatArray
    to_hidden: FloatArray

    def __call__(self, intent: FloatArray) -> FloatArray:
        """(h,) what the mood adds to the first layer of every film."""
        tower = np.maximum(np.maximum(intent @ self.first + self.first_bias, 0.0) @ self.second + self.second_bias, 0.0)
        return np.asarray(tower @ self.to_hidden)


@dataclass(frozen=True, eq=False)
class Network:
    """The arrays of a trained network, ready to be evaluated.

    A person u = Σ w·history[film] / √n over the n films spoken of, cut into [u_g ‖ u_m]; w is the answer less what was
    expected of the film and less the person's own level. With texts t of a film, α = softmax_t(keys · to_query · u_m):

    first = relu(hidden[i] + u_m · from_user + Σ_t α_t · values[t] + intent)
    score(i) = u_g · factors[i] + output · relu(first · second + second_bias) + bias[i]

    Attributes:
        rows: (n_kept,) rows of the catalogue that the network was trained on; the arrays below are over these films.
        history: (n_kept, k + d) what speaking of a film adds to a person; one part serves both where k + d = k = d.
        expected: (n_kept,) the answer everybody would give.
        factors: (n_kept, k) films for the product with u_g.
        hidden: (n_kept, h) a film's part of the first layer, features included.
        from_user: (d, h) a person's part of the first layer.
        second, second_bias: (h, m) and (m,) the second layer.
        output: (m,) the last layer.
        bias: (n_kept,) what a film scores for everybody.
        scale: what an answer counts.
        attention: how texts come in; None for a network without.
        intent: how a mood comes in; None for a network without.
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
    scale: AnswerScale
    attention: Attention | None = None
    intent: IntentTower | None = None

    def level(self, places: IntArray, answers: FloatArray) -> float:
        """How much more than expected a person gives, shrunk to 0 the less they said."""
        return float((answers - self.expected[places]).sum() / (len(places) + self.scale.shrinkage))

    def user(self, places: IntArray, answers: FloatArray) -> FloatArray:
        """(k + d,) a person who answered the films in these places; zeros for nobody."""
        weights = answers - self.expected[places] - self.level(places, answers)
        return np.asarray(weights.astype(np.float32) @ self.history[places] / np.sqrt(max(len(places), 1)))

    def score(
        self, user: FloatArray, places: IntArray | slice = slice(None), intent: FloatArray | None = None
    ) -> FloatArray:
        """Scores of the films in these places, of all of them by default; ``intent`` is a sentence vector (384,)."""
        linear, deep = user[: self.factors.shape[1]], user[-len(self.from_user) :]
        first = self.hidden[places] + deep @ self.from_user
        if self.intent is not None and intent is not None:
            first = first + self.intent(intent)
        if self.attention is not None:
            looks = self.attention.keys[places] @ (deep @ self.attention.to_query)
            looks = np.exp(looks - looks.max(axis=1, keepdims=True))
            looks /= looks.sum(axis=1, keepdims=True)
            first = first + np.einsum("nt,nth->nh", looks, self.attention.values[places])
        second = np.maximum(np.maximum(first, 0.0) @ self.second + self.second_bias, 0.0)
        return np.asarray(self.factors[places] @ linear + second @ self.output + self.bias[places], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class NetworkModel:
    """A network asked by what a person said.

    Attributes:
        name: what it is chosen by.
        network: the arrays.
        n_movies: size of the catalogue.
    """

    name: str
    network: Network
    n_movies: int

    @cached_property
    def scorable(self) -> BoolArray:
        known = np.zeros(self.n_movies, dtype=np.bool_)
        known[self.network.rows] = True
        return known

    def scores(self, profile: Profile) -> FloatArray:
        full = np.zeros(self.n_movies)
        score = self.network.score(self.network.user(*self._evidence(profile)), intent=profile.intent)
        # odds are as long-tailed as a dot product's scores: what the policy's terms are weighted against
        full[self.network.rows] = np.exp(score) if self.network.scale.odds else score
        return full

    def voices(self, profile: Profile, row: int) -> dict[int, float]:
        """What the network's output for ``row`` loses when a film had not been spoken of: it has no exact shares."""
        if row not in self._places:
            return {}
        places, answers = self._evidence(profile)
        asked = np.array([self._places[row]])
        whole = self.network.score(self.network.user(places, answers), asked)[0]
        without = (
            self.network.score(self.network.user(np.delete(places, left), np.delete(answers, left)), asked)[0]
            for left in range(len(places))
        )
        return {
            int(self.network.rows[place]): float(whole - score) for place, score in zip(places, without, strict=True)
        }

    @cached_property
    def _places(self) -> dict[int, int]:
        return {int(row): place for place, row in enumerate(self.network.rows)}

    def _evidence(self, profile: Profile) -> tuple[IntArray, FloatArray]:
        """Places among the network's films of what was liked and disliked, and what those answers count."""
        counts = {Answer.LIKE: self.network.scale.like, Answer.DISLIKE: self.network.scale.dislike}
        said = [*((row, Answer.LIKE) for row in profile.seeds), *profile.answers]
        known = [(self._places[row], counts[given]) for row, given in said if row in self._places and given in counts]
        return np.array([place for place, _ in known], dtype=np.int64), np.array([count for _, count in known])

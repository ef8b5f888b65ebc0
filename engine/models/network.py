"""Neural models served by numpy: a person is the sum of what they spoke of, a film is scored by a small network."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.profile import Answer, Profile
from policy.arrays import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Network:
    """The arrays of a trained network, ready to be evaluated.

    score(i) = u_g · factors[i] + output · relu(relu(hidden[i] + u_m · from_user) · second + second_bias) + bias[i]

    where [u_g ‖ u_m] = Σ w·history[film] / √Σ|w| over the films spoken of.

    Attributes:
        rows: (n_kept,) rows of the catalogue that the network was trained on; the arrays below are over these films.
        history: (n_kept, k + d) what speaking of a film adds to a person.
        factors: (n_kept, k) films for the product with u_g.
        hidden: (n_kept, h) a film's part of the first layer, bias and features included.
        from_user: (d, h) a person's part of the first layer.
        second, second_bias: (h, m) and (m,) the second layer.
        output: (m,) the last layer.
        bias: (n_kept,) what a film scores for everybody.
    """

    rows: IntArray
    history: FloatArray
    factors: FloatArray
    hidden: FloatArray
    from_user: FloatArray
    second: FloatArray
    second_bias: FloatArray
    output: FloatArray
    bias: FloatArray

    def user(self, places: IntArray, weights: FloatArray) -> FloatArray:
        """(k + d,) a person who spoke of the films in these places, each with a weight; zeros for nobody."""
        return np.asarray((weights @ self.history[places]) / np.sqrt(max(float(np.abs(weights).sum()), 1.0)))

    def score(self, user: FloatArray, places: IntArray | slice = slice(None)) -> FloatArray:
        """Scores of the films in these places, of all of them by default."""
        linear, deep = np.split(user, [self.factors.shape[1]])
        first = np.maximum(self.hidden[places] + deep @ self.from_user, 0.0)
        second = np.maximum(first @ self.second + self.second_bias, 0.0)
        return np.asarray(self.factors[places] @ linear + second @ self.output + self.bias[places])


@dataclass(frozen=True, eq=False)
class NetworkModel:
    """A network and what an answer weighs.

    Attributes:
        name: what it is chosen by.
        network: the arrays.
        n_movies: size of the catalogue.
        dislike_weight: what a dislike counts, against 1 for a like or a favourite.
    """

    name: str
    network: Network
    n_movies: int
    dislike_weight: float

    @cached_property
    def scorable(self) -> BoolArray:
        known = np.zeros(self.n_movies, dtype=np.bool_)
        known[self.network.rows] = True
        return known

    @cached_property
    def _places(self) -> dict[int, int]:
        return {int(row): place for place, row in enumerate(self.network.rows)}

    def scores(self, profile: Profile) -> FloatArray:
        places, weights = self._evidence(profile)
        full = np.zeros(self.n_movies)
        full[self.network.rows] = 1 / (1 + np.exp(-self.network.score(self.network.user(places, weights))))
        return full

    def voices(self, profile: Profile, row: int) -> dict[int, float]:
        """What the score of ``row`` loses when a film had not been spoken of; a network has no exact shares."""
        if row not in self._places:
            return {}
        places, weights = self._evidence(profile)
        asked = np.array([self._places[row]])
        whole = self.network.score(self.network.user(places, weights), asked)[0]
        without = (
            self.network.score(self.network.user(np.delete(places, left), np.delete(weights, left)), asked)[0]
            for left in range(len(places))
        )
        return {
            int(self.network.rows[place]): float(whole - score) for place, score in zip(places, without, strict=True)
        }

    def _evidence(self, profile: Profile) -> tuple[IntArray, FloatArray]:
        """Places among the network's films, and weights, of what was liked and disliked."""
        counts = {Answer.LIKE: 1.0, Answer.DISLIKE: -self.dislike_weight}
        said = [*((row, Answer.LIKE) for row in profile.seeds), *profile.answers]
        known = [
            (self._places[row], counts[answer]) for row, answer in said if row in self._places and answer in counts
        ]
        places = np.array([place for place, _ in known], dtype=np.int64)
        return places, np.array([weight for _, weight in known], dtype=np.float32)

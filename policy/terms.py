"""Named score terms: each a pure function that gives one number per film, and the weight the policy puts on it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from policy.arrays import BoolArray, FloatArray
from policy.schema import Policy


@dataclass(frozen=True)
class Candidates:
    """What the terms and filters may look at; every array is over the whole catalogue, shape (n_movies,)."""

    model_scores: FloatArray
    """What the model says, higher is better."""
    scorable: BoolArray
    """False where the model knows too little of a film to score it."""
    seen: BoolArray
    """Favourites and films already answered."""
    affinity: FloatArray
    """Genre affinity with the four favourites, in [0, 1]."""
    popularity: FloatArray
    """Ratings the film has in the training data."""
    requested: BoolArray | None = None
    """Films of a genre the user asked for, where one was asked for."""


Term = Callable[[Candidates, BoolArray, Policy], FloatArray]


def genre_affinity(genres: BoolArray, weights: FloatArray) -> FloatArray:
    """Mean of the genre weights over each film's genres (spec §1.2); 0 for a film that lists none.

    Args:
        genres: (n_movies, n_genres), True where a film carries a genre.
        weights: (n_genres,), each in [0, 1].
    """
    carried = genres.sum(axis=1)
    return np.asarray((genres @ weights) / np.maximum(carried, 1))


def embedding(candidates: Candidates, allowed: BoolArray, policy: Policy) -> FloatArray:
    """The model's score, on the scale the policy names; the z-score is taken over the allowed films."""
    scores = candidates.model_scores
    if policy.embedding_scale == "none" or not allowed.any():
        return scores
    shown = scores[allowed]
    deviation = float(shown.std())
    return (scores - float(shown.mean())) / (deviation if deviation > 0 else 1.0)


def genre_distance(candidates: Candidates, _allowed: BoolArray, _policy: Policy) -> FloatArray:
    """1 − affinity (spec §1.2)."""
    return 1.0 - candidates.affinity


def popularity(candidates: Candidates, _allowed: BoolArray, _policy: Policy) -> FloatArray:
    """Popularity as a share of the most popular film's (spec §1.4)."""
    return candidates.popularity / max(float(candidates.popularity.max(initial=0.0)), 1.0)


def log_popularity(candidates: Candidates, _allowed: BoolArray, _policy: Policy) -> FloatArray:
    """Natural logarithm of the number of ratings; 0 for a film with one or none."""
    return np.log(np.maximum(candidates.popularity, 1.0))


def diversity(candidates: Candidates, _allowed: BoolArray, policy: Policy) -> FloatArray:
    """1 for genre-adjacent films: 0 < affinity < ``diversity_affinity_cap`` (spec §1.4)."""
    return ((candidates.affinity > 0) & (candidates.affinity < policy.diversity_affinity_cap)).astype(np.float64)


def genre_request(candidates: Candidates, _allowed: BoolArray, _policy: Policy) -> FloatArray:
    """1 for films of the genre that was asked for (spec §2.7, soft mode)."""
    if candidates.requested is None:
        return np.zeros_like(candidates.affinity)
    return candidates.requested.astype(np.float64)


TERMS: dict[str, Term] = {
    "embedding": embedding,
    "genre_distance": genre_distance,
    "popularity": popularity,
    "log_popularity": log_popularity,
    "diversity": diversity,
    "genre_request": genre_request,
}


def term_weights(policy: Policy) -> dict[str, float]:
    """The signed weight of each term, in the order of ``TERMS``."""
    return {
        "embedding": policy.score_weight_model,
        "genre_distance": -policy.genre_distance_penalty,
        "popularity": -policy.popularity_penalty,
        "log_popularity": -policy.log_popularity_penalty,
        "diversity": policy.diversity_boost,
        "genre_request": policy.genre_request_boost,
    }

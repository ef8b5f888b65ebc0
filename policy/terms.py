"""Named score terms: each a pure function that gives one number per film, and the weight the policy puts on it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matinee.policy.array_types import BoolArray, FloatArray
from matinee.policy.prompt_signals import Wanted
from matinee.policy.scale import standardised
from matinee.policy.schema import Policy


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
    wanted: Wanted | None = None
    """What a prompt asks for, while one is active."""


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
    if policy.embedding_scale == "none" or not allowed.any():
        return candidates.model_scores
    return standardised(candidates.model_scores, allowed)


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


def asked(part: str) -> Term:
    """The term of one part of what a prompt asks for, on the scale the policy names; zeros without a prompt."""

    def term(candidates: Candidates, allowed: BoolArray, policy: Policy) -> FloatArray:
        if candidates.wanted is None:
            return np.zeros(len(allowed))
        values: FloatArray = getattr(candidates.wanted, part)
        return values if policy.intent_scale == "none" else standardised(values, allowed)

    return term


def intent_popularity(candidates: Candidates, allowed: BoolArray, policy: Policy) -> FloatArray:
    """Popularity while a prompt is active: its logarithm standardised, or as in source 000 the share of the highest."""
    if candidates.wanted is None:
        return np.zeros(len(allowed))
    if policy.intent_scale == "none":
        return popularity(candidates, allowed, policy)
    return standardised(np.log1p(candidates.popularity), allowed)


def intent_front(candidates: Candidates, allowed: BoolArray, policy: Policy) -> FloatArray:
    """Soft mode: ``FRONT_STEP`` for films with one of the leading genres, so that they come first (source 000)."""
    if candidates.wanted is None or policy.intent_mode != "soft":
        return np.zeros(len(allowed))
    return candidates.wanted.front * FRONT_STEP


FRONT_STEP = 100.0
"""More than all other terms together."""

TERMS: dict[str, Term] = {
    "embedding": embedding,
    "genre_distance": genre_distance,
    "popularity": popularity,
    "log_popularity": log_popularity,
    "diversity": diversity,
    "genre_request": genre_request,
    "intent_text": asked("text"),
    "intent_refused": asked("refused"),
    "intent_spread": asked("spread"),
    "intent_named": asked("named"),
    "intent_genre": asked("genre"),
    "intent_like": asked("like"),
    "intent_popularity": intent_popularity,
    "intent_front": intent_front,
}


def term_weights(policy: Policy, prompted: bool = False) -> dict[str, float]:
    """The signed weight of each term, in the order of ``TERMS``; with a prompt, one's taste has less of the say."""
    taste = policy.intent_taste_share if prompted else 1.0
    return {
        "embedding": taste * policy.score_weight_model,
        "genre_distance": -taste * policy.genre_distance_penalty,
        "popularity": -taste * policy.popularity_penalty,
        "log_popularity": -taste * policy.log_popularity_penalty,
        "diversity": taste * policy.diversity_boost,
        "genre_request": policy.genre_request_boost,
        "intent_text": policy.intent_text_weight,
        "intent_refused": -policy.intent_refused_penalty,
        "intent_spread": policy.intent_spread_weight,
        "intent_named": policy.intent_named_weight,
        "intent_genre": policy.intent_genre_weight,
        "intent_like": policy.intent_like_weight,
        "intent_popularity": policy.intent_popularity_weight,
        "intent_front": 1.0,
    }

"""Named score terms: each a pure function with one number per film, and the weight the policy gives it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matinee.policy.array_types import BoolArray, FloatArray
from matinee.policy.prompt_signals import PromptSignals
from matinee.policy.schema import Policy

PRIORITY_STEP = 100.0
"""Added in soft mode to films of the top genres; more than all other terms together."""


@dataclass(frozen=True)
class Candidates:
    """The films to rank, as arrays over the whole catalogue, each of shape (n_movies,)."""

    model_scores: FloatArray
    """The model's scores, higher is better."""
    known: BoolArray
    """False where the model knows too little about a film to score it."""
    seen: BoolArray
    """Favourites and films already answered."""
    affinity: FloatArray
    """Genre affinity with the favourites, in [0, 1]."""
    popularity: FloatArray
    """Number of ratings in the training data."""
    requested: BoolArray | None = None
    """True for films of the genre the user asked for; None without such a request."""
    prompt: PromptSignals | None = None
    """What the active prompt asks for; None without a prompt."""
    kinship: Callable[[str], FloatArray] | None = None
    """Kind of feature → (n_movies,) what each film has in common with the liked films (``policy.kinship``)."""

    @property
    def is_prompted(self) -> bool:
        """Whether a prompt asks for something, beside which one's own taste counts less."""
        return self.prompt is not None and self.prompt.asks


KINDS_OF_KINSHIP = ("genre", "language", "country", "decade", "keyword", "director", "cast")
Term = Callable[[Candidates, BoolArray, Policy], FloatArray]
"""(candidates, eligible films, policy) → (n_movies,) values of the term."""


def zscore(values: FloatArray, over: BoolArray | None = None) -> FloatArray:
    """Standardise values, so that the weights of different terms are comparable.

    Args:
        values: (n,).
        over: (n,), True for the values that mean and standard deviation are computed from; None for all.

    Returns:
        (n,) with mean 0 and standard deviation 1 over those values; zeros if they are all equal or there are none.
    """
    measured = values if over is None else values[over]
    if not len(measured):
        return np.zeros_like(values, dtype=np.float64)
    if measured.min() == measured.max():  # rounding may give equal values a deviation slightly above 0
        return np.zeros_like(values, dtype=np.float64)
    return np.asarray((values - float(measured.mean())) / float(measured.std()))


def model_score(candidates: Candidates, eligible: BoolArray, policy: Policy) -> FloatArray:
    """The model's score on the scale the policy names; the z-score is taken over the eligible films."""
    if policy.model_scale == "none" or not eligible.any():
        return candidates.model_scores
    return zscore(candidates.model_scores, eligible)


def genre_distance(candidates: Candidates, _eligible: BoolArray, _policy: Policy) -> FloatArray:
    """1 − affinity."""
    return 1.0 - candidates.affinity


def popularity(candidates: Candidates, _eligible: BoolArray, _policy: Policy) -> FloatArray:
    """Popularity as a share of the most popular film's."""
    return candidates.popularity / max(float(candidates.popularity.max(initial=0.0)), 1.0)


def log_popularity(candidates: Candidates, _eligible: BoolArray, _policy: Policy) -> FloatArray:
    """Natural logarithm of the number of ratings; 0 for a film with one or none."""
    return np.log(np.maximum(candidates.popularity, 1.0))


def well_known(candidates: Candidates, eligible: BoolArray, policy: Policy) -> FloatArray:
    """1 for films whose popularity exceeds ``well_known_share`` of the most popular film's."""
    return (popularity(candidates, eligible, policy) > policy.well_known_share).astype(np.float64)


def diversity(candidates: Candidates, _eligible: BoolArray, policy: Policy) -> FloatArray:
    """1 for genre-adjacent films: 0 < affinity < ``diversity_affinity_cap``. [S4]"""
    return ((candidates.affinity > 0) & (candidates.affinity < policy.diversity_affinity_cap)).astype(np.float64)


def genre_request(candidates: Candidates, _eligible: BoolArray, _policy: Policy) -> FloatArray:
    """1 for films of the genre the user asked for. [S0]"""
    if candidates.requested is None:
        return np.zeros_like(candidates.affinity)
    return candidates.requested.astype(np.float64)


def kin_term(kind: str) -> Term:
    """Make the term of one kind of kinship; zeros without a kinship.

    Args:
        kind: such as "genre" or "director".
    """

    def term(candidates: Candidates, eligible: BoolArray, _policy: Policy) -> FloatArray:
        return np.zeros(len(eligible)) if candidates.kinship is None else candidates.kinship(kind)

    return term


def prompt_term(signal: str) -> Term:
    """Make the term of one prompt signal, on the scale the policy names; zeros without a prompt.

    Args:
        signal: name of an attribute of ``PromptSignals`` that holds numbers.
    """

    def term(candidates: Candidates, eligible: BoolArray, policy: Policy) -> FloatArray:
        if candidates.prompt is None:
            return np.zeros(len(eligible))
        values: FloatArray = getattr(candidates.prompt, signal)
        return values if policy.prompt_scale == "none" else zscore(values, eligible)

    return term


def prompt_popularity(candidates: Candidates, eligible: BoolArray, policy: Policy) -> FloatArray:
    """Popularity with an active prompt: z-score of its logarithm or, unscaled, a share of the highest as in [S0]."""
    if candidates.prompt is None:
        return np.zeros(len(eligible))
    if policy.prompt_scale == "none":
        return popularity(candidates, eligible, policy)
    return zscore(np.log1p(candidates.popularity), eligible)


def prompt_priority(candidates: Candidates, eligible: BoolArray, policy: Policy) -> FloatArray:
    """In soft mode ``PRIORITY_STEP`` for films of the prompt's top genres, which puts them first. [S0]"""
    if candidates.prompt is None or policy.prompt_mode != "soft":
        return np.zeros(len(eligible))
    return candidates.prompt.priority * PRIORITY_STEP


def prompt_recency(candidates: Candidates, eligible: BoolArray, _policy: Policy) -> FloatArray:
    """What films gain or lose by their year in a conversation; zeros outside of one."""
    if candidates.prompt is None or candidates.prompt.recency is None:
        return np.zeros(len(eligible))
    return candidates.prompt.recency


TERMS: dict[str, Term] = {
    "model": model_score,
    "genre_distance": genre_distance,
    "popularity": popularity,
    "log_popularity": log_popularity,
    "well_known": well_known,
    "diversity": diversity,
    "genre_request": genre_request,
    **{f"kin_{kind}": kin_term(kind) for kind in KINDS_OF_KINSHIP},
    "prompt_text": prompt_term("text"),
    "prompt_exclusion": prompt_term("exclusion"),
    "prompt_propagation": prompt_term("propagation"),
    "prompt_named_genre": prompt_term("named_genre"),
    "prompt_genre": prompt_term("genre"),
    "prompt_example": prompt_term("example"),
    "prompt_popularity": prompt_popularity,
    "prompt_priority": prompt_priority,
    "prompt_recency": prompt_recency,
}


def term_weights(policy: Policy, prompted: bool = False) -> dict[str, float]:
    """The signed weight of each term, in the order of ``TERMS``.

    Args:
        policy: the weights.
        prompted: whether a prompt asks for something, which scales the user's own taste by ``prompt_taste_share`` and
            ``prompt_kinship_share``.
    """
    taste = policy.prompt_taste_share if prompted else 1.0
    kinship = policy.prompt_kinship_share if prompted else 1.0
    return {
        "model": taste * policy.model_weight,
        "genre_distance": -taste * policy.genre_distance_penalty,
        "popularity": -taste * policy.popularity_penalty,
        "log_popularity": -taste * policy.log_popularity_penalty,
        "well_known": -policy.well_known_penalty,
        "diversity": taste * policy.diversity_boost,
        "genre_request": policy.genre_request_boost,
        **{f"kin_{kind}": kinship * getattr(policy, f"kin_{kind}_weight") for kind in KINDS_OF_KINSHIP},
        "prompt_text": policy.prompt_text_weight,
        "prompt_exclusion": -policy.prompt_exclusion_penalty,
        "prompt_propagation": policy.prompt_propagation_weight,
        "prompt_named_genre": policy.prompt_named_genre_weight,
        "prompt_genre": policy.prompt_genre_weight,
        "prompt_example": policy.prompt_example_weight,
        "prompt_popularity": policy.prompt_popularity_weight if prompted else 0.0,
        "prompt_priority": 1.0,
        "prompt_recency": 1.0,
    }

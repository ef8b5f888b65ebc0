"""How well films fit one person, whatever their popularity: to be compared between two people."""

import numpy as np

from matinee.policy.array_types import BoolArray, FloatArray
from matinee.policy.schema import Policy
from matinee.policy.terms import KINDS_OF_KINSHIP, Candidates, zscore

PEERS = 200
"""Films about as popular as one film, with which it is compared: the scores of models are mostly popularity, which is
the same for everybody. Of what is shown to 40 pairs of MovieLens users, half is among the best 5 % of its peers, and
that has nothing to do with popularity (r = .00; of the score itself, r = .32)."""


def personal_fit(candidates: Candidates, policy: Policy, over: BoolArray) -> FloatArray:
    """How well each film fits a person: the model, and what it has in common with liked films.

    A prompt and a requested genre, which are the same for two people, change nothing.

    Args:
        candidates: the scores of the model and the kinship.
        policy: their weights.
        over: (n_movies,) True for the films over which the scores are standardised.

    Returns:
        (n_movies,).
    """
    fit = policy.model_weight * zscore(candidates.model_scores, over)
    if candidates.kinship is None:
        return fit
    kinship = (getattr(policy, f"kin_{kind}_weight") * candidates.kinship(kind) for kind in KINDS_OF_KINSHIP)
    return np.asarray(sum(kinship, start=fit))


def share_of_better_peers(fit: FloatArray, popularity: FloatArray, row: int, over: BoolArray) -> float:
    """The share of the films about as popular as one film that fit a person better.

    >>> fit, popularity = np.array([1.0, 3.0, 2.0, 4.0]), np.array([5.0, 5.0, 5.0, 9.0])
    >>> share_of_better_peers(fit, popularity, row=2, over=np.ones(4, dtype=bool))
    0.5

    Args:
        fit: (n_movies,) from ``personal_fit``.
        popularity: (n_movies,) number of ratings.
        row: the film.
        over: (n_movies,) True for the films to compare with; of these, the ``PEERS`` nearest in popularity are taken.

    Returns:
        A share in [0, 1]; 0 if there are no films to compare with.
    """
    rows = np.flatnonzero(over)
    if not len(rows):
        return 0.0
    rows = rows[np.argsort(-popularity[rows], kind="stable")]
    place = int(np.searchsorted(-popularity[rows], -popularity[row]))
    start = min(max(place - PEERS // 2, 0), max(len(rows) - PEERS, 0))
    return float((fit[rows[start : start + PEERS]] > fit[row]).mean())

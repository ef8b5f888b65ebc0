"""Named filters: each says which films may be shown at all."""

import numpy as np

from matinee.policy.array_types import BoolArray
from matinee.policy.schema import Policy
from matinee.policy.terms import Candidates

FULLY_OPEN = 4
"""Widening goes from the policy's own limits (0) to no limit at all in this many steps."""

ROUNDING = 1e-9
"""A film exactly on a limit passes, whatever the last bit says."""


def masks(candidates: Candidates, policy: Policy, widened: int = 0) -> dict[str, BoolArray]:
    """One mask per filter, True where it lets a film pass; shape (n_movies,) each.

    ``widened`` steps move the genre limits in equal parts towards none (spec §1.3: the session offers to widen).
    """
    tight = max(0.0, 1.0 - widened / FULLY_OPEN)
    min_affinity = policy.min_genre_affinity * tight
    max_distance = 1.0 - (1.0 - policy.max_genre_distance) * tight
    found = {
        "unseen": ~candidates.seen,
        "scorable": candidates.scorable,
        "min_genre_affinity": candidates.affinity >= min_affinity - ROUNDING,
        "max_genre_distance": 1.0 - candidates.affinity <= max_distance + ROUNDING,
    }
    if candidates.wanted is not None:
        found["intent_possible"] = candidates.wanted.possible
        if policy.intent_mode == "strict":
            found["intent_genres"] = candidates.wanted.asked_genres
    return found


def allowed(candidates: Candidates, policy: Policy, widened: int = 0) -> BoolArray:
    """True where every filter lets a film pass."""
    return np.asarray(np.logical_and.reduce(list(masks(candidates, policy, widened).values())))

"""Named filters: each decides which films may be shown at all."""

import numpy as np

from matinee.policy.array_types import BoolArray
from matinee.policy.schema import Policy
from matinee.policy.terms import Candidates

MAX_WIDENING = 4
"""Widening steps from the policy's own genre limits (0) to no genre limit."""

ROUNDING = 1e-9
"""A film exactly on a limit passes despite rounding errors."""


def filter_masks(candidates: Candidates, policy: Policy, widened: int = 0) -> dict[str, BoolArray]:
    """Compute one mask per filter.

    Args:
        candidates: the films and what is known about them.
        policy: holds the genre limits and the prompt mode.
        widened: steps from 0 to ``MAX_WIDENING``; each relaxes the genre limits by an equal part.

    Returns:
        Filter name → (n_movies,), True where the filter lets a film pass.
    """
    tight = max(0.0, 1.0 - widened / MAX_WIDENING)
    min_affinity = policy.min_genre_affinity * tight
    max_distance = 1.0 - (1.0 - policy.max_genre_distance) * tight
    masks = {
        "unseen": ~candidates.seen,
        "known": candidates.known,
        "min_genre_affinity": candidates.affinity >= min_affinity - ROUNDING,
        "max_genre_distance": 1.0 - candidates.affinity <= max_distance + ROUNDING,
    }
    if candidates.prompt is not None:
        masks["prompt_eligible"] = candidates.prompt.eligible
        if policy.prompt_mode == "strict":
            masks["prompt_genres"] = candidates.prompt.requested_genres
    return masks


def eligible(candidates: Candidates, policy: Policy, widened: int = 0) -> BoolArray:
    """(n_movies,) True where every filter lets a film pass; arguments as for ``filter_masks``."""
    return np.asarray(np.logical_and.reduce(list(filter_masks(candidates, policy, widened).values())))

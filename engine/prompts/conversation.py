"""Ranks films for a line of a conversation, in which films were named as liked before.

Such a line adds to what was said before: the films named count beside its words, the last ones most, and people who
talk about films name recent ones. The weights were chosen on turns of conversations (docs/evaluation.md).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.policy.array_types import FloatArray
from matinee.policy.prompt_signals import PromptSignals

if TYPE_CHECKING:
    from matinee.engine.prompts.intent import Intent

NEWLY_NAMED = 2.0
"""What a film named in the line counts, in films named before."""
LAST_NAMED = 8
"""How many of the films named before are compared, the last ones."""
RECENCY = 1.0
"""What a film loses for each decade of age."""


def conversation_signals(
    intent: "Intent", catalogue: Catalogue, liked: Sequence[int], film_similarity: Callable[[int], FloatArray]
) -> PromptSignals:
    """The signals of a prompt in a conversation; a genre is a filter if the line asks for it, else a preference.

    Args:
        intent: the interpreted prompt.
        catalogue: the films.
        liked: rows of the films named as liked before, in order; at least one.
        film_similarity: row → (n_movies,) similarity of every film with that one.
    """
    newly = [catalogue.row(movie.id) for movie in intent.like]
    weights = dict.fromkeys(liked[-LAST_NAMED:], 1.0) | dict.fromkeys(newly, NEWLY_NAMED)
    likeness = np.sum([weight * film_similarity(row) for row, weight in weights.items()], axis=0)
    age = (catalogue.years.max(initial=0) - catalogue.years) / 10.0
    signals = intent.signals
    if intent.is_request and any(part.named_genres for part in intent.parts):
        signals = replace(signals, eligible=signals.eligible & signals.requested_genres)
    return replace(signals, example=likeness, recency=None if intent.years is not None else -RECENCY * age)

"""Affects of a query and the genres they speak for (source 000)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matinee.engine.prompts.lexicon import Affect
from matinee.engine.prompts.normalization import tokens
from matinee.policy.array_types import FloatArray

MOST_BOOST, BOOST_OF_SCARY, CALMED = 0.15, 0.3, 0.85
SURE = 0.35
"""From this confidence on the leading affect is taken for sure."""


@dataclass(frozen=True)
class Affects:
    """The affects heard in a query.

    Attributes:
        shares: affect → share, of those heard at all; they add up to 1.
        top: the strongest; None where none is heard.
    """

    shares: Mapping[str, float]
    top: str | None

    @property
    def confidence(self) -> float:
        """The share of the strongest."""
        return self.shares[self.top] if self.top else 0.0


def affect_scores(query: FloatArray, anchors: Mapping[str, FloatArray]) -> dict[str, float]:
    """Affect → cosine of the query with the affect's anchor phrase; all vectors (d,) of length 1."""
    return {name: float(anchor @ query) for name, anchor in anchors.items()}


def with_action_words(scores: Mapping[str, float], line: str, words: Sequence[str]) -> dict[str, float]:
    """Exciting heard louder where the line has a word of action.

    Where exciting and scary are both above 0, exciting gains min(.15, .3·scary); if scary still leads it is
    multiplied by .85.
    """
    boosted = dict(scores)
    said = f" {' '.join(tokens(line))} "
    if not any(f" {word} " in said for word in words):
        return boosted
    exciting, scary = boosted.get("exciting", 0.0), boosted.get("scary", 0.0)
    if exciting > 0 and scary > 0:
        boosted["exciting"] = exciting + min(MOST_BOOST, BOOST_OF_SCARY * scary)
        if scary > boosted["exciting"]:
            boosted["scary"] = scary * CALMED
    return boosted


def heard(scores: Mapping[str, float]) -> Affects:
    """The positive scores as shares."""
    positive = {name: score for name, score in scores.items() if score > 0}
    total = sum(positive.values())
    if total <= 0:
        return Affects({}, None)
    shares = {name: score / total for name, score in positive.items()}
    return Affects(shares, max(shares, key=lambda name: shares[name]))


def genre_weights(
    similarities: FloatArray, affects: Affects, described: Mapping[str, Affect], genre_names: Sequence[str]
) -> FloatArray:
    """(n_genres,) what the query asks of the genres, adding up to 1; zeros where it asks for none.

    ``max(0, C·q)``, zeroed under .25, plus ``β·Σ_a share(a)·P(g|a)`` with β = .9; genres that conflict with the
    leading affect times .2. Where that affect's confidence is under .35: .20, .7 and .5.

    Args:
        similarities: (n_genres,) of the query with the genre centroids.
    """
    sure = affects.confidence >= SURE
    near = np.maximum(similarities, 0.0)
    weights = np.where(near >= (0.25 if sure else 0.20), near, 0.0)
    columns = {name: place for place, name in enumerate(genre_names)}
    for name, share in affects.shares.items():
        for genre, prior in described[name].priors.items():
            if genre in columns:
                weights[columns[genre]] += (0.9 if sure else 0.7) * share * prior
    for genre in described[affects.top].suppresses if affects.top else ():
        if genre in columns:
            weights[columns[genre]] *= 0.2 if sure else 0.5
    total = float(weights.sum())
    return weights / total if total > 0 else weights

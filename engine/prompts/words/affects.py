"""Affects of a query and the genres they imply. [S0]"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matinee.engine.prompts.words.lexicon import Affect
from matinee.engine.prompts.words.normalization import token_texts
from matinee.policy.array_types import FloatArray

MAX_BOOST, SCARY_SHARE, SCARY_DAMPING = 0.15, 0.3, 0.85
CONFIDENT = 0.35
"""From this confidence on, the top affect is considered certain."""


@dataclass(frozen=True)
class Affects:
    """The affects of a query.

    Attributes:
        shares: affect → share, for affects with a positive score; they add up to 1.
        top: the strongest affect, or None.
    """

    shares: Mapping[str, float]
    top: str | None

    @property
    def confidence(self) -> float:
        """The share of the top affect, in [0, 1]."""
        return self.shares[self.top] if self.top else 0.0


def score_affects(query: FloatArray, anchors: Mapping[str, FloatArray]) -> dict[str, float]:
    """Affect → cosine of the query with the affect's anchor phrase; all vectors (d,) of length 1."""
    return {name: float(anchor @ query) for name, anchor in anchors.items()}


def boost_exciting(scores: Mapping[str, float], line: str, action_words: Sequence[str]) -> dict[str, float]:
    """Raise the score of exciting if the line contains an action word. [S0]

    If exciting and scary are both above 0, exciting gains min(0.15, 0.3·scary); if scary is still higher, it is
    multiplied by 0.85.

    Args:
        scores: affect → score.
        line: the prompt.
        action_words: words and phrases, in lower case.
    """
    boosted = dict(scores)
    padded = f" {' '.join(token_texts(line))} "
    if not any(f" {word} " in padded for word in action_words):
        return boosted
    exciting, scary = boosted.get("exciting", 0.0), boosted.get("scary", 0.0)
    if exciting > 0 and scary > 0:
        boosted["exciting"] = exciting + min(MAX_BOOST, SCARY_SHARE * scary)
        if scary > boosted["exciting"]:
            boosted["scary"] = scary * SCARY_DAMPING
    return boosted


def normalize_affects(scores: Mapping[str, float]) -> Affects:
    """Convert the positive scores to shares that add up to 1."""
    positive = {name: score for name, score in scores.items() if score > 0}
    total = sum(positive.values())
    if total <= 0:
        return Affects({}, None)
    shares = {name: score / total for name, score in positive.items()}
    return Affects(shares, max(shares, key=lambda name: shares[name]))


def weigh_genres(
    similarities: FloatArray, affects: Affects, lexicon_affects: Mapping[str, Affect], genre_names: Sequence[str]
) -> FloatArray:
    """Weigh the genres by their similarity with the query and by its affects. [S0]

    ``max(0, C·q)``, set to 0 below 0.25, plus ``β·Σ_a share(a)·P(g|a)`` with β = 0.9; genres that conflict with the
    top affect are multiplied by 0.2. If that affect's confidence is below 0.35, these numbers are 0.20, 0.7 and 0.5.

    Args:
        similarities: (n_genres,) cosine of the query with the genre centroids.
        affects: of the query.
        lexicon_affects: affect → its genres.
        genre_names: n_genres names, as in the lexicon.

    Returns:
        (n_genres,) that add up to 1; zeros if no genre has a positive weight.
    """
    confident = affects.confidence >= CONFIDENT
    similar = np.maximum(similarities, 0.0)
    weights = np.where(similar >= (0.25 if confident else 0.20), similar, 0.0)
    columns = {name: column for column, name in enumerate(genre_names)}
    for name, share in affects.shares.items():
        for genre, prior in lexicon_affects[name].priors.items():
            if genre in columns:
                weights[columns[genre]] += (0.9 if confident else 0.7) * share * prior
    for genre in lexicon_affects[affects.top].suppresses if affects.top else ():
        if genre in columns:
            weights[columns[genre]] *= 0.2 if confident else 0.5
    total = float(weights.sum())
    return weights / total if total > 0 else weights

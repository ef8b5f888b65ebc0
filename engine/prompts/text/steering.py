"""Steering: moves a query vector towards the nearest genres and away from the farthest. [S0]"""

import numpy as np

from matinee.engine.models.item_texts import single_precision_blocks
from matinee.policy.array_types import BoolArray, FloatArray, l2_normalize

N_NEAREST, N_FARTHEST = 3, 2
"""How many genres pull and how many push."""
PULL = {"exciting": 1.1, "scary": 1.0}
"""Affect → α_pos."""
DEFAULT_PULL = 0.9
PUSH = 0.9


def compute_centroids(vectors: FloatArray, genres: BoolArray) -> FloatArray:
    """Compute the L2-normalised mean of the text vectors of each genre.

    Args:
        vectors: (n_movies, d).
        genres: (n_movies, n_genres), True where a film has a genre.

    Returns:
        (n_genres, d); zeros for a genre without films.
    """
    counts = np.maximum(genres.sum(axis=0), 1)[:, None]
    sums = sum(genres[part].T.astype(np.float32) @ block for part, block in single_precision_blocks(vectors))
    return l2_normalize(sums / counts)


def steer(query: FloatArray, centroids: FloatArray, top_affect: str | None) -> FloatArray:
    """Pull the query towards the mean of the three nearest centroids and push it from that of the two farthest. [S0]

    ``q + α_pos·mean(top 3) − α_neg·mean(bottom 2)``, renormalised. α_pos is 1.1 if the top affect is exciting, 1.0 if
    it is scary, 0.9 otherwise; α_neg is 0.9.

    Args:
        query: (d,) of length 1.
        centroids: (n_genres, d).
        top_affect: the strongest affect of the query, or None.

    Returns:
        (d,) of length 1; the query itself without genres.
    """
    if not len(centroids):
        return query
    order = np.argsort(-(centroids @ query), kind="stable")
    pull = centroids[order[:N_NEAREST]].mean(axis=0)
    push = centroids[order[-N_FARTHEST:]].mean(axis=0)
    return l2_normalize(query + PULL.get(top_affect or "", DEFAULT_PULL) * pull - PUSH * push)

"""Where a query stands among the genres, and how it is steered between them (source 000)."""

import numpy as np

from matinee.policy.array_types import BoolArray, FloatArray

NEAREST, FARTHEST = 3, 2
"""So many genres pull, so many push."""
PULL = {"exciting": 1.1, "scary": 1.0}
USUAL_PULL = 0.9
PUSH = 0.9


def normalised(vectors: FloatArray) -> FloatArray:
    """The same directions with length 1; zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1.0))


def centroids(vectors: FloatArray, genres: BoolArray) -> FloatArray:
    """(n_genres, d) normalised mean of the text vectors of each genre; zeros for a genre without films.

    Args:
        vectors: (n_movies, d).
        genres: (n_movies, n_genres).
    """
    counts = np.maximum(genres.sum(axis=0), 1)[:, None]
    return normalised((genres.T.astype(np.float32) @ vectors) / counts)


def steered(query: FloatArray, genre_centroids: FloatArray, top_affect: str | None) -> FloatArray:
    """The query pulled towards the mean of its three nearest centroids and pushed from that of its two farthest.

    ``q + α_pos·mean(top 3) − α_neg·mean(bottom 2)``, renormalised. α_pos is 1.1 where the leading affect is exciting,
    1.0 where it is scary, 0.9 otherwise; α_neg is 0.9.

    Args:
        query: (d,) of length 1.
        genre_centroids: (n_genres, d).
    """
    order = np.argsort(-(genre_centroids @ query), kind="stable")
    pull = genre_centroids[order[:NEAREST]].mean(axis=0)
    push = genre_centroids[order[-FARTHEST:]].mean(axis=0)
    return normalised(query + PULL.get(top_affect or "", USUAL_PULL) * pull - PUSH * push)

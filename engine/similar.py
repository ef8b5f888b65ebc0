"""More like this: how alike films are, as named terms."""

import numpy as np

from engine.catalogue import Catalogue
from engine.models.item_item import Neighbours
from engine.models.vectors import ItemSpace
from policy.arrays import FloatArray


def similarities(catalogue: Catalogue, vectors: FloatArray, row: int) -> dict[str, FloatArray]:
    """Standardised likeness of every film with one film; the terms are added up.

    Args:
        vectors: (n_movies, k) item vectors, a zero row for a film without one.
        row: the film to compare with.

    Returns:
        term name → (n_movies,): ``taste``, cosine of the item vectors (0 for a film that has none), and ``genres``,
        Jaccard similarity of the genre sets.
    """
    return {
        "taste": standardised(cosine(vectors, row)),
        "genres": standardised(jaccard(catalogue.genres.astype(np.float64), row)),
    }


def likeness(trained: ItemSpace | Neighbours, row: int) -> FloatArray:
    """(n_movies,) how alike a trained model alone finds every film and one film; 0 where it knows nothing.

    Neighbours give their weights (the Pearson correlation of `item_item`, source 002), item spaces the cosine.
    """
    if isinstance(trained, ItemSpace):
        return cosine(trained.vectors, row)
    alike = np.zeros(len(trained.scorable))
    if trained.scorable[row]:
        alike[trained.columns[row]] = trained.weights[row]
    return alike


def cosine(vectors: FloatArray, row: int) -> FloatArray:
    """(n_movies,) cosine with one row; 0 where either is a zero vector."""
    lengths = np.linalg.norm(vectors, axis=1)
    return np.asarray(vectors @ vectors[row] / np.where(lengths * lengths[row] > 0, lengths * lengths[row], 1.0))


def jaccard(genres: FloatArray, row: int) -> FloatArray:
    """(n_movies,) shared genres over all genres of the two films; 0 where neither has any."""
    shared = genres @ genres[row]
    union = genres.sum(axis=1) + genres[row].sum() - shared
    return np.asarray(shared / np.maximum(union, 1.0))


def standardised(values: FloatArray) -> FloatArray:
    """Mean 0 and deviation 1; zeros where all values are equal."""
    deviation = float(values.std())
    return np.asarray((values - values.mean()) / deviation) if deviation > 0 else np.zeros_like(values)

"""More like this: how alike films are, as named terms."""

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.models.factor_models import ItemSpace
from matinee.engine.models.item_item import Neighbours
from matinee.policy.array_types import FloatArray, IntArray
from matinee.policy.scale import standardised


def similarities(
    catalogue: Catalogue, row: int, *, taste: FloatArray, likes: tuple[IntArray, IntArray], texts: FloatArray | None
) -> dict[str, FloatArray]:
    """Standardised likeness of every film with one film; the terms are added up (measures.md §3).

    Args:
        row: the film to compare with.
        taste: (n_movies, k) item vectors, a zero row for a film without one.
        likes: (user, row) of every like of the training users.
        texts: (n_movies, d) text vectors; None where the bundle has none.

    Returns:
        term name → (n_movies,): ``genres``, Jaccard similarity of the genre sets; ``likes``, cosine of who liked them;
        ``taste``, cosine of the item vectors (0 for a film that has none); ``text``, cosine of the text vectors.
        A term that knows nothing of the film is left out, so that one without ratings has neighbours all the same.
    """
    terms = {
        "genres": jaccard(catalogue.genres.astype(np.float64), row),
        "likes": shared_likes(*likes, row, len(catalogue)),
        "taste": cosine(taste, row),
    }
    if texts is not None:
        terms["text"] = cosine(texts, row)
    return {name: standardised(values) for name, values in terms.items() if values.any()}


def shared_likes(users: IntArray, rows: IntArray, row: int, n_movies: int) -> FloatArray:
    """(n_movies,) cosine of the films' vectors of likes with that of one film; 0 where either has none.

    Args:
        users, rows: (n_likes,) who liked and what.
    """
    liking = np.zeros(int(users.max(initial=-1)) + 1, dtype=np.bool_)
    liking[users[rows == row]] = True
    shared = np.bincount(rows[liking[users]], minlength=n_movies)
    counts = np.bincount(rows, minlength=n_movies)
    return np.asarray(shared / np.sqrt(np.maximum(counts * float(counts[row]), 1.0)))


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
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))  # np.linalg.norm would copy all of them
    return np.asarray(vectors @ vectors[row] / np.where(lengths * lengths[row] > 0, lengths * lengths[row], 1.0))


def jaccard(genres: FloatArray, row: int) -> FloatArray:
    """(n_movies,) shared genres over all genres of the two films; 0 where neither has any."""
    shared = genres @ genres[row]
    union = genres.sum(axis=1) + genres[row].sum() - shared
    return np.asarray(shared / np.maximum(union, 1.0))

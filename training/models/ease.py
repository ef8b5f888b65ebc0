"""EASE [Steck 2019] and EDLAE [Steck 2020]: the item–item matrix that best reconstructs the likes, in closed form.

The films with the most likes form a core, for which the solution is exact. A film outside the core gets the weights
that it would have if it were the only film beside the core, also exactly; films outside have no weights for each other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.linalg import lapack

from matinee.training.config.config import EaseConfig
from matinee.training.errors import DataError
from matinee.training.models.film_core import blocks, choose_core, map_blocks
from matinee.training.models.interactions import TrainingData, TrainingResult, build_interactions, select_likes
from matinee.training.models.top_entries import TopEntries
from matinee.training.preprocess.split import filter_ratings


def train_ease(data: TrainingData, config: EaseConfig) -> TrainingResult:
    """Fit the matrix on likes, and keep the largest entries of each row."""
    kept = filter_ratings(data.ratings, config.min_user_ratings, config.min_movie_ratings)
    likes = select_likes(kept)
    liked = build_interactions(likes, pd.Series(np.ones(len(likes))))
    del kept, likes
    counts = np.bincount(liked.matrix.indices, minlength=len(liked.movies))
    core, others = choose_core(counts, config.core_films)
    strongest = TopEntries(len(counts), min(config.neighbours, len(core) - 1))
    inverse = invert(data.sum_pairs("likes", liked, core).counts.astype(np.float64), penalty(counts[core], config))
    for part in blocks(np.arange(len(core))):
        strongest.add(core[part], core, core_weights(inverse, part))
    inverse = inverse.astype(np.float32)
    parts = list(blocks(others))
    for films, shared in zip(parts, count_pairs(liked.matrix, parts, core), strict=True):
        to_films, to_core = outside_weights(inverse, shared, counts[films], penalty(counts[films], config))
        strongest.add(core, films, to_films)
        strongest.add(films, core, to_core)
    return TrainingResult(
        model=strongest.to_item_weights(data.rows(liked.movies), len(data.catalogue)),
        config=asdict(config),
        metrics={
            "likes": int(counts.sum()),
            "users": len(liked.users),
            "films": len(liked.movies),
            "core_films": len(core),
            "outside_films": len(others),
        },
    )


def penalty(counts: np.ndarray, config: EaseConfig) -> np.ndarray:
    """Compute the diagonal of Λ: λ for EASE [Steck 2019], p/(1−p)·G + λ for EDLAE [Steck 2020].

    Args:
        counts: (n,) likes of films, the diagonal of G.
        config: λ and p.
    """
    return np.asarray(config.dropout / (1 - config.dropout) * counts + config.regularisation)


def count_pairs(likes: sparse.csr_matrix, parts: Iterable[np.ndarray], core: np.ndarray) -> Iterator[np.ndarray]:
    """Count the users who like both films, of each film of a block and each film of the core.

    Args:
        likes: (n_users, n_films) ones.
        parts: blocks of films.
        core: (n,) the films of the core.

    Yields:
        (m, n) in single precision, which is exact below 16 million, for each block of m films.
    """
    ones = likes.astype(np.float32)
    by_film, of_core = ones.T.tocsr(), ones[:, core]
    return map_blocks(lambda films: np.asarray((by_film[films] @ of_core).toarray()), parts)


def invert(gram: np.ndarray, ridge: np.ndarray) -> np.ndarray:
    """Invert G + Λ by Cholesky decomposition, in place.

    Args:
        gram: (n, n) G, symmetric; overwritten.
        ridge: (n,) the diagonal of Λ.

    Raises:
        DataError: the matrix is singular within the precision of the numbers.
    """
    gram[np.diag_indices(len(gram))] += ridge
    factor, failed = lapack.dpotrf(gram.T, lower=True, overwrite_a=True)  # in the order in which LAPACK reads it
    inverse, singular = (gram, failed) if failed else lapack.dpotri(factor, lower=True, overwrite_c=True)
    if singular:
        raise DataError("The likes are too much alike for so small a 'regularisation'; set a larger one with --config.")
    for part in blocks(np.arange(len(inverse))):  # LAPACK leaves the triangle above the diagonal as it was
        above = slice(part[0], len(inverse))
        corner = inverse[above, part[0] : part[-1] + 1]
        corner[: len(part)] = np.tril(corner[: len(part)]) + np.tril(corner[: len(part)], -1).T
        inverse[part[0] : part[-1] + 1, above] = corner.T
    return np.asarray(inverse)


def core_weights(inverse: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Compute rows of B = I − P·diag(1 / diag P), which has a zero diagonal.

    Args:
        inverse: (n, n) P = (G + Λ)⁻¹.
        part: (m,) the rows to compute.

    Returns:
        (m, n) what a like of these films says about every film of the core.
    """
    weights = -inverse[part] / np.diag(inverse)
    weights[np.arange(len(part)), part] = 0.0
    return np.asarray(weights)


def outside_weights(
    inverse: np.ndarray, shared: np.ndarray, counts: np.ndarray, ridge: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Compute the weights between the core and each of some films outside it, as if it were the only one.

    With b = P·g and the Schur complement s = G_jj + Λ_jj − gᵀ·b of film j, the inverse over the core and j has the
    blocks P + b·bᵀ/s, −b/s and 1/s. So the weights for j are b, and those for film i of the core b_i / (s·P_ii + b_i²).

    Args:
        inverse: (n, n) P of the core.
        shared: (m, n) users who like both each film and each film of the core, g.
        counts: (m,) likes of the films, G_jj.
        ridge: (m,) Λ_jj.

    Returns:
        (n, m) what a like of a film of the core says about each film, and (m, n) what a like of each film says about
        the core.
    """
    from_core = shared.astype(inverse.dtype) @ inverse  # the inverse is symmetric
    # at least Λ, since G is positive semidefinite: rounding must not make it smaller
    schur = np.maximum(counts + ridge - np.einsum("ji,ji->j", shared, from_core, dtype=np.float64), ridge)
    to_core = from_core / (schur[:, None] * np.diag(inverse) + from_core**2)
    return from_core.T, to_core

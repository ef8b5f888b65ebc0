"""PureSVD on likes [Cremonesi 2010] with a Gaussian prior over user vectors: the main part of the default model.

With X the users × films matrix of likes, and of neutral ratings with a smaller weight, the right singular vectors V are
the eigenvectors of G = XᵀX. G is summed over pairs of a core, which are the films with the most likes. A film outside
the core gets the vector with which the users' vectors X·V reproduce its own column best.
"""

from dataclasses import asdict
from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import eigsh

from matinee.engine.catalogue.catalogue import LIKED_FROM
from matinee.engine.models.factor_models import ItemFactors, TastePrior
from matinee.training.config.config import SvdLikesConfig
from matinee.training.errors import DataError
from matinee.training.models.film_core import blocks, choose_core
from matinee.training.models.interactions import (
    TrainingData,
    TrainingResult,
    build_interactions,
    select_likes,
    to_catalogue,
    to_training_users,
)
from matinee.training.models.pair_sums import PairSums, user_blocks
from matinee.training.models.whole_numbers import LEAST_STARS, Kind, with_data
from matinee.training.preprocess.split import filter_ratings

LEAST_ENERGY = 1e-12
"""Squared singular values below this share of the largest one are rounding errors."""
LEAST_VARIANCE = 1e-10
"""Users are alike if the variance of their vectors is below this share of their mean square."""


class Factors(NamedTuple):
    """The largest singular values and right singular vectors of the core.

    Attributes:
        energies: (k,) squared singular values, descending.
        vectors: (n, k) V.
    """

    energies: np.ndarray
    vectors: np.ndarray


def train_svd_likes(data: TrainingData, config: SvdLikesConfig) -> TrainingResult:
    """Compute the right singular vectors of the like matrix, and the prior over user vectors among them."""
    kind: Kind = "weighted likes" if config.neutral_weight else "likes"
    kept = filter_ratings(data.ratings, config.min_user_ratings, config.min_movie_ratings)
    n_likes = len(select_likes(kept))
    used = kept[kept["rating"] >= LEAST_STARS[kind]]
    observed = build_interactions(used, used["rating"])
    del kept, used
    likes, totals = weigh_ratings(observed.matrix, config.neutral_weight)
    core, others = choose_core(totals, config.core_films)
    check_size(likes.shape, len(core), config.dimensions)
    gram = weigh_pairs(data.sum_pairs(kind, observed, core), config.neutral_weight)
    factors = decompose(gram, config.dimensions, config.seed)
    del gram
    mean, covariance = user_moments(factors, totals[core], len(observed.users))
    outside, user_vectors = project(likes, core, others, factors, with_users=data.with_users)
    vectors = np.zeros((len(totals), config.dimensions))
    vectors[core], vectors[others] = factors.vectors, outside
    return TrainingResult(
        model=ItemFactors(
            vectors=to_catalogue(vectors, observed.movies, data),
            users=to_training_users(user_vectors, observed.users, data) if data.with_users else user_vectors,
            rule="posterior",
            prior=fit_prior(mean, covariance, config.prior_strength),
            stored_usage=np.sqrt(factors.energies),
        ),
        config=asdict(config),
        metrics={
            "likes": n_likes,
            "users": len(observed.users),
            "films": len(observed.movies),
            "core_films": len(core),
            "outside_films": len(others),
        },
    )


def check_size(shape: tuple[int, int], core_films: int, dimensions: int) -> None:
    """Check that there are more users, films and films in the core than dimensions. Raises DataError."""
    users, films = shape
    if min(users, films) <= dimensions:
        raise DataError(
            f"{users} users × {films} films are too few for {dimensions} dimensions; lower --dimensions or the rating "
            "thresholds."
        )
    if core_films <= dimensions:
        raise DataError(
            f"A core of {core_films} films is too small for {dimensions} dimensions; raise --core-films or lower "
            "--dimensions."
        )


def weigh_ratings(stars: sparse.csr_matrix, neutral_weight: float) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Weigh likes with 1 and neutral ratings with their weight.

    Args:
        stars: (n_users, n_films) from 3 stars, or from a like.
        neutral_weight: weight of a rating below a like.

    Returns:
        The matrix X of weights, and its column sums, the same to the bit in whichever order the users are.
    """
    is_like, n_films = stars.data >= LIKED_FROM, stars.shape[1]
    likes, ratings = (np.bincount(films, minlength=n_films) for films in (stars.indices[is_like], stars.indices))
    return with_data(stars, np.where(is_like, 1.0, neutral_weight)), likes + neutral_weight * (ratings - likes)


def weigh_pairs(sums: PairSums, neutral_weight: float) -> np.ndarray:
    """Compute G from numbers of users: likes of both films + w·(a like and a neutral rating) + w²·(both neutral)."""
    gram = sums.counts.astype(np.float64)
    if sums.mixed is not None and sums.neutral is not None:
        for part in blocks(np.arange(len(gram))):
            rows = slice(part[0], part[-1] + 1)
            gram[rows] += neutral_weight * sums.mixed[rows] + neutral_weight**2 * sums.neutral[rows]
    return gram


def decompose(gram: np.ndarray, dimensions: int, seed: int) -> Factors:
    """Compute the eigenvectors of G = VS²Vᵀ with the largest eigenvalues, each with a positive largest entry.

    Args:
        gram: (n, n) G, with n > k.
        dimensions: k.
        seed: seed of the starting vector.
    """
    generator = np.random.default_rng(seed)
    energies, vectors = eigsh(gram, dimensions, v0=generator.standard_normal(len(gram)), rng=generator)
    order = np.argsort(-energies, kind="stable")
    energies, vectors = np.maximum(energies[order], 0.0), vectors[:, order]
    largest = vectors[np.abs(vectors).argmax(axis=0), np.arange(dimensions)]
    return Factors(energies, vectors * np.sign(largest))


def project(
    likes: sparse.csr_matrix, core: np.ndarray, others: np.ndarray, factors: Factors, *, with_users: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Compute the vectors of the users, X·V over the core, and of the films outside it, S⁻²·(X·V)ᵀ·x for column x.

    The latter is the least-squares solution of X·V·v = x. It would give the films of the core the vectors they have.

    Args:
        likes: (n_users, n_films) X.
        core, others: columns of the core and outside it.
        factors: of the core.
        with_users: whether to return the users' vectors.

    Returns:
        (n_others, k) vectors of films, and (n_users, k) of users in single precision; (0, k) without users.
    """
    size = len(factors.energies)
    outside, users = np.zeros((len(others), size)), [np.zeros((0, size), dtype=np.float32)]
    for block in user_blocks(likes):
        vectors = block[:, core] @ factors.vectors
        outside += block[:, others].T @ vectors
        if with_users:
            users.append(vectors.astype(np.float32))
    is_used = factors.energies > LEAST_ENERGY * factors.energies[0]
    return outside * np.where(is_used, 1 / np.where(is_used, factors.energies, 1.0), 0.0), np.concatenate(users)


def user_moments(factors: Factors, totals: np.ndarray, n_users: int) -> tuple[np.ndarray, np.ndarray]:
    """Compute the mean and the covariance of the users' vectors X·V without these vectors.

    Their sum is μ·n = Vᵀ·(column sums of X), the sum of their squares is Vᵀ·G·V = S², so C = (S² − n·μ·μᵀ) / (n − 1).

    Args:
        factors: S² and V.
        totals: (n,) column sums.
        n_users: number of users, at least 2.

    Raises:
        DataError: all users have the same vector.
    """
    mean = factors.vectors.T @ totals / n_users
    covariance = (np.diag(factors.energies) - n_users * np.outer(mean, mean)) / (n_users - 1)
    if np.trace(covariance) * (n_users - 1) < LEAST_VARIANCE * factors.energies.sum():
        raise DataError(
            "Every user likes the same films, which teaches svd_likes nothing; name other models with --model, "
            "or lower the rating thresholds."
        )
    return mean, covariance


def fit_prior(mean: np.ndarray, covariance: np.ndarray, strength: float) -> TastePrior:
    """Compute the prior of user vectors, with precision P₀ = I + strength · C⁻¹.

    A millionth of the mean variance is added to the diagonal of the covariance C; it matters only with fewer users
    than dimensions.

    Args:
        mean: (k,) mean of the training users' vectors.
        covariance: (k, k) C.
        strength: weight of the training users' covariance, at least 0.
    """
    size = len(covariance)
    ridge = 1e-6 * np.trace(covariance) / size * np.eye(size)
    return TastePrior(mean, np.eye(size) + strength * np.linalg.inv(covariance + ridge))

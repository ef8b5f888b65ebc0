"""Pearson correlation of films over the users who rated both, with support and quality thresholds [S2].

Every film is compared with a core, which are the films with the most ratings.
"""

from dataclasses import asdict, dataclass

import numpy as np
from scipy import sparse

from matinee.training.config.config import ItemItemConfig
from matinee.training.models.film_core import blocks, choose_core, map_blocks, sum_products
from matinee.training.models.interactions import TrainingData, TrainingResult, build_interactions
from matinee.training.models.top_entries import TopEntries
from matinee.training.preprocess.split import filter_ratings


def train_item_item(data: TrainingData, config: ItemItemConfig) -> TrainingResult:
    """Correlate every film with the core, and keep the best neighbours of each film."""
    kept = filter_ratings(data.ratings, config.min_user_ratings, config.min_movie_ratings)
    rated = build_interactions(kept, kept["rating"])
    del kept
    by_film = rated.matrix.tocsc()
    counts = np.diff(by_film.indptr)
    is_good = by_film.sum(axis=0).A1 / counts >= config.min_mean_rating
    core, others = choose_core(counts, config.core_films)
    others = others[counts[others] >= config.min_support]  # the rest has no neighbours
    core_powers = Powers.of(rated.matrix[:, core])

    def weigh(films: np.ndarray) -> np.ndarray:
        return shrunk_correlations(Powers.of(by_film[:, films].tocsr()), core_powers, config)

    best = TopEntries(len(counts), min(config.neighbours, max(len(core) - 1, 1)))
    parts = [*blocks(core), *blocks(others)]
    for films, weights in zip(parts, map_blocks(weigh, parts), strict=True):
        weights[films[:, None] == core] = 0.0
        best.add(films, core, np.where(is_good[core], weights, 0.0))
        if not np.isin(films[0], core):
            best.add(core, films, np.where(is_good[films], weights.T, 0.0))
    return TrainingResult(
        model=best.to_item_weights(data.rows(rated.movies), len(data.catalogue)),
        config=asdict(config),
        metrics={
            "users": len(rated.users),
            "films": len(rated.movies),
            "good_films": int(is_good.sum()),
            "core_films": len(core),
            "outside_films": len(counts) - len(core),
        },
    )


@dataclass(frozen=True, eq=False)
class Powers:
    """The stars of some films, (n_users, n) with nothing stored where unrated, and their powers.

    Attributes:
        ones, stars, squares: the powers 0 to 2 of the stars.
    """

    ones: sparse.csr_matrix
    stars: sparse.csr_matrix
    squares: sparse.csr_matrix

    @classmethod
    def of(cls, stars: sparse.csr_matrix) -> "Powers":
        """Compute the powers of stars."""

        def power(exponent: int) -> sparse.csr_matrix:
            return sparse.csr_matrix((stars.data**exponent, stars.indices, stars.indptr), stars.shape)

        return cls(power(0), stars, power(2))


def shrunk_correlations(films: Powers, others: Powers, config: ItemItemConfig) -> np.ndarray:
    """Compute what correlations count for, (n, m); 0 where they are negative or of too few users."""
    correlation, support = pearson(films, others, config.min_support)
    return np.asarray(np.maximum(correlation * support / np.maximum(support + config.shrinkage, 1e-9), 0.0))


def pearson(films: Powers, others: Powers, min_support: int) -> tuple[np.ndarray, np.ndarray]:
    """Correlate films over the users who rated both.

    Args:
        films: n films.
        others: m films.
        min_support: fewest such users.

    Returns:
        (n, m) correlations of each film with each of the others, 0 where either does not vary over the common users, or
        they are too few; and (n, m) the number of these users.
    """
    support = sum_products(films.ones, others.ones)
    pairs = np.nonzero(support >= max(min_support, 1))
    n = support[pairs]
    sums, others_sums = sum_products(films.stars, others.ones)[pairs], sum_products(films.ones, others.stars)[pairs]
    covariance = sum_products(films.stars, others.stars)[pairs] - sums * others_sums / n
    variance = sum_products(films.squares, others.ones)[pairs] - sums**2 / n
    others_variance = sum_products(films.ones, others.squares)[pairs] - others_sums**2 / n
    scale = np.sqrt(np.maximum(variance, 0.0) * np.maximum(others_variance, 0.0))
    correlation = np.zeros(support.shape)
    correlation[pairs] = np.where(scale > 1e-9, covariance / np.where(scale > 1e-9, scale, 1.0), 0.0)
    return correlation, support

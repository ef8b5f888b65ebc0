"""Pearson correlation of films over the users who rated both, with support and quality thresholds [S2].

Every film is compared with a core, which are the films with the most ratings.
"""

from dataclasses import asdict
from typing import NamedTuple

import numpy as np
from scipy import sparse

from matinee.training.config.config import ItemItemConfig
from matinee.training.models.film_core import blocks, choose_core, map_blocks
from matinee.training.models.interactions import TrainingData, TrainingResult, build_interactions
from matinee.training.models.pair_sums import PairSums, SparseBlock, user_blocks
from matinee.training.models.top_entries import TopEntries
from matinee.training.models.whole_numbers import pack, to_half_stars, unpack, with_data
from matinee.training.preprocess.split import filter_ratings

LEAST_SPREAD = 4e-9
"""Products of standard deviations up to here, in half stars squared, are rounding errors of films that do not vary."""


def train_item_item(data: TrainingData, config: ItemItemConfig) -> TrainingResult:
    """Correlate every film with the core, and keep the best neighbours of each film."""
    kept = filter_ratings(data.ratings, config.min_user_ratings, config.min_movie_ratings)
    rated = build_interactions(kept, kept["rating"])
    del kept
    counts = np.bincount(rated.matrix.indices, minlength=len(rated.movies))
    is_good = rated.matrix.sum(axis=0).A1 / counts >= config.min_mean_rating
    core, others = choose_core(counts, config.core_films)
    others = others[counts[others] >= config.min_support]  # the rest has no neighbours
    best = TopEntries(len(counts), min(config.neighbours, max(len(core) - 1, 1)))
    sums = data.sum_pairs("ratings", rated, core)
    for part in blocks(np.arange(len(core))):
        weights = shrunk_correlations(core_pairs(sums, part), config)
        weights[np.arange(len(part)), part] = 0.0
        best.add(core[part], core, np.where(is_good[core], weights, 0.0))
    del sums
    outside = OutsidePairs(rated.matrix, core)
    parts = list(blocks(others))
    weigh = map_blocks(lambda films: shrunk_correlations(outside.sum(films), config), parts)
    for films, weights in zip(parts, weigh, strict=True):
        best.add(films, core, np.where(is_good[core], weights, 0.0))
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


class CommonRatings(NamedTuple):
    """Sums over the users who rated both the film of the row and the film of the column, (n, m) each.

    Attributes:
        counts: these users.
        stars, squares: half stars of the film of the row, and their squares.
        others_stars, others_squares: the same of the film of the column.
        products: products of both half stars.
    """

    counts: np.ndarray
    stars: np.ndarray
    squares: np.ndarray
    others_stars: np.ndarray
    others_squares: np.ndarray
    products: np.ndarray


def core_pairs(sums: PairSums, part: np.ndarray) -> CommonRatings:
    """Select the sums of some films of the core, (m,), with the whole core."""
    assert sums.stars is not None and sums.squares is not None and sums.products is not None  # of ratings
    others_stars, others_squares = sums.stars[:, part].T, sums.squares[:, part].T
    return CommonRatings(
        sums.counts[part], sums.stars[part], sums.squares[part], others_stars, others_squares, sums.products[part]
    )


class OutsidePairs:
    """Sums over the users who rated both a film outside the core and one of the core."""

    def __init__(self, ratings: sparse.csr_matrix, core: np.ndarray) -> None:
        """Prepare the ratings.

        Args:
            ratings: (n_users, n_films) stars.
            core: (n,) the films of the core.
        """
        whole = with_data(ratings, to_half_stars(ratings.data))
        blocks_of_users = ((block.T.tocsr(), block[:, core]) for block in user_blocks(whole))
        self.blocks = [(by_film, SparseBlock(block), pack(block)) for by_film, block in blocks_of_users]

    def sum(self, films: np.ndarray) -> CommonRatings:
        """Sum over the users, for m films outside the core and all films of the core."""
        total: list[np.ndarray] = []
        for by_film, others, packed in self.blocks:
            own = by_film[films]
            ones, stars = with_data(own, np.ones(own.nnz, dtype=np.int64)), with_data(own, own.data.astype(np.int32))
            counts, sums, squares = unpack((pack(own) @ others.ones).toarray())
            _, others_sums, others_squares = unpack((ones @ packed).toarray())
            added = [counts, sums, squares, others_sums, others_squares, (stars @ others.stars).toarray()]
            total = [one + other for one, other in zip(total, added, strict=True)] if total else added
        return CommonRatings(*total)


def shrunk_correlations(common: CommonRatings, config: ItemItemConfig) -> np.ndarray:
    """Compute what correlations count for, (n, m); 0 where they are negative or of too few users."""
    correlation = pearson(common, config.min_support)
    support = common.counts
    return np.asarray(np.maximum(correlation * support / np.maximum(support + config.shrinkage, 1e-9), 0.0))


def pearson(common: CommonRatings, min_support: int) -> np.ndarray:
    """Correlate films over the users who rated both.

    Args:
        common: sums over these users.
        min_support: fewest such users.

    Returns:
        (n, m) correlations of each film with each of the others, 0 where either does not vary over the common users, or
        they are too few.
    """
    pairs = np.nonzero(common.counts >= max(min_support, 1))
    n, sums, squares, others_sums, others_squares, products = (matrix[pairs].astype(np.float64) for matrix in common)
    covariance = products - sums * others_sums / n
    variance = squares - sums**2 / n
    others_variance = others_squares - others_sums**2 / n
    scale = np.sqrt(np.maximum(variance, 0.0) * np.maximum(others_variance, 0.0))
    correlation = np.zeros(common.counts.shape)
    varies = scale > LEAST_SPREAD
    correlation[pairs] = np.where(varies, covariance / np.where(varies, scale, 1.0), 0.0)
    return correlation

"""Ranking metrics, means with bootstrap intervals, and differences paired by user."""

from dataclasses import dataclass

import numpy as np

RESAMPLES = 2_000


@dataclass(frozen=True)
class Estimate:
    """A mean with its 95 % interval."""

    value: float
    low: float
    high: float

    def to_json(self) -> dict[str, object]:
        """Format the estimate as every report does, rounded to four decimals."""
        return {"value": round(self.value, 4), "ci95": [round(self.low, 4), round(self.high, 4)]}


def dcg(ranks: np.ndarray) -> float:
    """Compute the discounted cumulative gain of binary relevance, Σ 1 / log2(rank + 1). [Järvelin 2002]

    Args:
        ranks: (n_relevant,) ranks of the relevant films, from 1.
    """
    return float((1 / np.log2(ranks + 1)).sum())


def ndcg(ranks: np.ndarray, n_relevant: int, cutoff: int) -> float:
    """Normalise the discounted gain of the first ``cutoff`` ranks by the best possible one.

    Args:
        ranks: (n,) ranks of the relevant films that were found, from 1; infinity for a film that is not ranked.
        n_relevant: how many relevant films exist, at least 1.
        cutoff: lowest rank that counts.

    Returns:
        From 0 to 1.

    >>> ndcg(np.array([1.0, 2.0]), n_relevant=2, cutoff=10)
    1.0
    """
    return dcg(ranks[ranks <= cutoff]) / dcg(np.arange(1, min(cutoff, n_relevant) + 1))


def auc(positives: np.ndarray, negatives: np.ndarray) -> float:
    """Compute the share of pairs in which the positive scores higher than the negative; ties count half.

    Args:
        positives: (n,) scores, at least one.
        negatives: (m,) scores, at least one.

    >>> auc(np.array([3.0, 1.0]), np.array([2.0, 1.0]))
    0.625
    """
    above = positives[:, None] > negatives[None, :]
    equal = positives[:, None] == negatives[None, :]
    return float((above + 0.5 * equal).mean())


def bootstrap_mean(values: np.ndarray, seed: int = 0, resamples: int = RESAMPLES) -> Estimate:
    """Estimate a mean over users with its percentile bootstrap interval over users. [Efron 1979]

    Args:
        values: (n_users,) one value a user; NaN entries are left out.
        seed: seed of the resampling.
        resamples: number of bootstrap samples.

    Returns:
        The mean and its 95 % interval; NaN for all three without any value.
    """
    kept = values[~np.isnan(values)]
    if not len(kept):
        return Estimate(float("nan"), float("nan"), float("nan"))
    draws = np.random.default_rng(seed).integers(0, len(kept), (resamples, len(kept)))
    low, high = np.percentile(kept[draws].mean(axis=1), [2.5, 97.5])
    return Estimate(float(kept.mean()), float(low), float(high))


def paired_difference(values: np.ndarray, others: np.ndarray, seed: int = 0) -> Estimate:
    """Estimate the mean of ``values - others`` over the same users, each (n_users,)."""
    return bootstrap_mean(values - others, seed)

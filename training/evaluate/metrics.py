"""Means with bootstrap intervals, and differences paired by user."""

from dataclasses import dataclass

import numpy as np

RESAMPLES = 2_000


@dataclass(frozen=True)
class Estimate:
    """A mean with its 95 % interval."""

    value: float
    low: float
    high: float

    def as_json(self) -> dict[str, object]:
        """The shape every report uses."""
        return {"value": round(self.value, 4), "ci95": [round(self.low, 4), round(self.high, 4)]}


def bootstrap_mean(values: np.ndarray, seed: int = 0, resamples: int = RESAMPLES) -> Estimate:
    """Mean over users with the percentile bootstrap interval over users; ``values`` (n_users,), NaN left out."""
    kept = values[~np.isnan(values)]
    if not len(kept):
        return Estimate(float("nan"), float("nan"), float("nan"))
    draws = np.random.default_rng(seed).integers(0, len(kept), (resamples, len(kept)))
    low, high = np.percentile(kept[draws].mean(axis=1), [2.5, 97.5])
    return Estimate(float(kept.mean()), float(low), float(high))


def paired_difference(values: np.ndarray, others: np.ndarray, seed: int = 0) -> Estimate:
    """Mean of values − others over the same users, each (n_users,)."""
    return bootstrap_mean(values - others, seed)

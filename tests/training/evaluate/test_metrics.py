"""Metrics computed by hand, and intervals on drawn values."""

import doctest

import numpy as np
import pytest

from matinee.training.evaluate import metrics
from matinee.training.evaluate.metrics import auc, bootstrap_mean, ndcg, paired_difference


def test_the_examples() -> None:
    assert doctest.testmod(metrics).failed == 0


def test_auc_by_hand() -> None:
    assert auc(np.array([3.0, 1.0]), np.array([2.0, 1.0])) == pytest.approx((1 + 1 + 0 + 0.5) / 4)


def test_ndcg_by_hand() -> None:
    ranks = np.array([2.0, 12.0, np.inf])
    assert ndcg(ranks, n_relevant=3, cutoff=10) == pytest.approx((1 / np.log2(3)) / (1 + 1 / np.log2(3) + 0.5))
    assert ndcg(np.array([np.inf]), n_relevant=1, cutoff=10) == 0.0
    assert ndcg(np.arange(1.0, 31.0), n_relevant=30, cutoff=5) == 1.0


def test_intervals_hold_the_mean_and_pairing_narrows_them() -> None:
    generator = np.random.default_rng(0)
    base = generator.normal(5, 3, 400)
    better = base + generator.normal(0.5, 0.5, 400)
    estimate = bootstrap_mean(base)
    assert estimate.low < 5 < estimate.high
    assert estimate.value == pytest.approx(base.mean())
    gain = paired_difference(better, base)
    assert 0 < gain.low < 0.5 < gain.high < 0.6
    assert gain.high - gain.low < (estimate.high - estimate.low) / 3

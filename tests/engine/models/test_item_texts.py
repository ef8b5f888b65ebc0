"""Text vectors in half precision, as they are mapped, are compared as those in single precision."""

import numpy as np
import pytest

from matinee.engine.models import item_texts
from matinee.engine.models.item_texts import ItemTexts
from matinee.engine.prompts.text.steering import compute_centroids
from matinee.policy.array_types import l2_normalize


@pytest.fixture
def halves(monkeypatch: pytest.MonkeyPatch) -> np.ndarray:
    """Vectors of ten films, the last of which has no text; four are converted at once."""
    monkeypatch.setattr(item_texts, "ROWS_AT_ONCE", 4)
    vectors = l2_normalize(np.random.default_rng(3).normal(size=(10, 8)))
    vectors[9] = 0
    return vectors.astype(np.float16)


def test_products_and_cosines(halves: np.ndarray) -> None:
    query = np.random.default_rng(4).normal(size=8).astype(np.float32)
    half, single = (ItemTexts(vectors, {}, {}) for vectors in (halves, halves.astype(np.float32)))
    assert half.products(query) == pytest.approx(single.products(query), abs=1e-6)
    assert half.products(query).dtype == np.float32
    for row in range(10):
        assert half.cosine(row) == pytest.approx(single.cosine(row), abs=1e-6)
    assert half.cosine(2)[2] == pytest.approx(1)
    assert half.cosine(2)[9] == 0
    assert not half.cosine(9).any()


def test_centroids(halves: np.ndarray) -> None:
    genres = np.random.default_rng(5).random((10, 3)) < [0.5, 0.3, 0.0]
    centroids = compute_centroids(halves, genres)
    assert centroids == pytest.approx(compute_centroids(halves.astype(np.float32), genres), abs=1e-6)
    assert not centroids[2].any()

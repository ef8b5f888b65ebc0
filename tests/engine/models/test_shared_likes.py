"""Films are compared by the users who like both."""

import numpy as np
import pytest

from matinee.engine.models import shared_likes
from matinee.engine.models.shared_likes import SharedLikes, collect_fans


def compare(ratings: np.ndarray) -> SharedLikes:
    """The comparison for a table of users and films: 1 for a like, -1 for another rating, 0 for none."""
    offsets = np.concatenate([[0], np.cumsum((ratings != 0).sum(axis=1))])
    seen = np.nonzero(ratings)[1]
    liked = ratings[ratings != 0] > 0
    return SharedLikes(offsets, seen, liked, collect_fans(offsets, seen, liked, ratings.shape[1]))


def test_shared_likes() -> None:
    # film 0 is liked by three, 1 and 2 by two each, all of whom like film 0; film 3 is rated and not liked
    likes = compare(np.array([[1, 1, -1, 0], [1, -1, 1, -1], [1, 1, 1, 0]]))
    both = 2 / 6**0.5
    assert likes.cosine(0) == pytest.approx([1, both, both, 0])
    assert likes.cosine(1) == pytest.approx([both, 1, 0.5, 0])  # of its two, one likes film 2: 1 / √(2·2)
    assert likes.cosine(3).tolist() == [0, 0, 0, 0]


def test_without_users_no_film_is_liked() -> None:
    assert compare(np.zeros((0, 4), dtype=int)).cosine(2).tolist() == [0, 0, 0, 0]


def test_shared_likes_are_the_cosine_of_like_vectors() -> None:
    ratings = np.random.default_rng(1).integers(-1, 2, size=(30, 12))
    table = np.array([compare(ratings).cosine(row) for row in range(12)])
    liked = (ratings > 0).astype(float)
    lengths = np.maximum(np.linalg.norm(liked, axis=0), 1e-9)
    assert table == pytest.approx(liked.T @ liked / np.outer(lengths, lengths))


def test_a_film_with_many_fans_is_compared_by_some_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    ratings = (np.random.default_rng(2).random((4000, 6)) < [0.9, 0.5, 0.3, 0.2, 0.1, 0.05]).astype(int)
    exact = compare(ratings).cosine(0)
    monkeypatch.setattr(shared_likes, "MAX_FANS", 1000)
    likes = compare(ratings)
    fans = likes.fans.of(0)
    assert len(fans) == len(set(fans.tolist())) == 1000
    assert fans.max() > 3900  # from all of them, not the first
    estimate = likes.cosine(0)
    assert estimate == pytest.approx(exact, abs=0.07)
    assert not np.array_equal(estimate, exact)

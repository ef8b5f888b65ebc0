"""Steering, on numbers calculated by hand."""

import numpy as np
import pytest

from matinee.engine.prompts.text.steering import compute_centroids, steer
from matinee.policy.array_types import l2_normalize

FIVE = np.eye(5)
"""Five orthogonal genres."""
QUERY = np.array([0.8, 0.6, 0.0, 0.0, 0.0])


def test_a_centroid_is_the_normalised_mean_of_a_genres_films() -> None:
    vectors = np.array([[1.0, 0.0], [0.0, 1.0], [0.6, 0.8]])
    genres = np.array([[True, True, False, True], [True, False, False, True], [False, False, False, True]])
    half = 0.5**0.5
    # the last genre's mean is (1.6, 1.8) / 3, of length √5.8 / 3
    expected = [[half, half], [1, 0], [0, 0], [1.6 / 5.8**0.5, 1.8 / 5.8**0.5]]
    assert compute_centroids(vectors, genres) == pytest.approx(np.array(expected))


def test_films_without_text_do_not_change_a_centroid() -> None:
    vectors = np.array([[0.6, 0.8], [0.0, 0.0]])
    assert compute_centroids(vectors, np.array([[True], [True]])) == pytest.approx(np.array([[0.6, 0.8]]))


@pytest.mark.parametrize(
    ("top", "pull"), [("exciting", 1.1), ("scary", 1.0), ("sad", 0.9), ("funny", 0.9), (None, 0.9)]
)
def test_three_genres_pull_and_two_push(top: str | None, pull: float) -> None:
    third = pull / 3  # the first three are the nearest; the last two push with 0.9 / 2 each
    moved = np.array([0.8 + third, 0.6 + third, third, -0.45, -0.45])
    assert steer(QUERY, FIVE, top) == pytest.approx(moved / np.linalg.norm(moved))


def test_the_order_of_the_genres_does_not_matter() -> None:
    query, order = np.array([0.7, 0.5, 0.4, -0.1, -0.3]), [3, 0, 4, 1, 2]
    assert steer(query[order], FIVE, "sad") == pytest.approx(steer(query, FIVE, "sad")[order])


def test_a_steered_query_has_length_one_and_approaches_its_genres() -> None:
    generator = np.random.default_rng(3)
    genres, query = l2_normalize(generator.normal(size=(19, 32))), l2_normalize(generator.normal(size=32))
    moved = steer(query, genres, "exciting")
    assert np.linalg.norm(moved) == pytest.approx(1)
    order = np.argsort(-(genres @ query))
    before, after = genres[order] @ query, genres[order] @ moved
    assert after[:3].mean() > before[:3].mean()
    assert after[-2:].mean() < before[-2:].mean()


def test_a_query_is_not_steered_without_genres() -> None:
    query = np.array([0.6, 0.8])
    assert steer(query, np.zeros((0, 2)), None) is query

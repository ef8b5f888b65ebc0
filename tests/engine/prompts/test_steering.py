"""Where a query stands among the genres, on numbers worked out by hand."""

import numpy as np
import pytest

from matinee.engine.prompts.steering import centroids, normalised, steered

FIVE = np.eye(5)
"""Five genres, each a direction of its own."""
QUERY = np.array([0.8, 0.6, 0.0, 0.0, 0.0])


def test_vectors_are_brought_to_length_one_and_zeros_stay() -> None:
    assert normalised(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist() == [[0.6, 0.8], [0.0, 0.0]]
    assert normalised(np.array([0.0, -2.0])).tolist() == [0.0, -1.0]


def test_a_centroid_is_the_mean_of_a_genres_films_at_length_one() -> None:
    vectors = np.array([[1.0, 0.0], [0.0, 1.0], [0.6, 0.8]])
    genres = np.array([[True, True, False, True], [True, False, False, True], [False, False, False, True]])
    half = 0.5**0.5
    # the last genre's mean is (1.6, 1.8) / 3, of length √5.8 / 3
    expected = [[half, half], [1, 0], [0, 0], [1.6 / 5.8**0.5, 1.8 / 5.8**0.5]]
    assert centroids(vectors, genres) == pytest.approx(np.array(expected))


def test_films_without_text_do_not_turn_a_centroid() -> None:
    vectors = np.array([[0.6, 0.8], [0.0, 0.0]])
    assert centroids(vectors, np.array([[True], [True]])) == pytest.approx(np.array([[0.6, 0.8]]))


@pytest.mark.parametrize(
    ("top", "pull"), [("exciting", 1.1), ("scary", 1.0), ("sad", 0.9), ("funny", 0.9), (None, 0.9)]
)
def test_three_genres_pull_and_two_push(top: str | None, pull: float) -> None:
    third = pull / 3  # the three nearest are the first three; the two farthest push with .9, half each
    moved = np.array([0.8 + third, 0.6 + third, third, -0.45, -0.45])
    assert steered(QUERY, FIVE, top) == pytest.approx(moved / np.linalg.norm(moved))


def test_the_nearest_are_found_wherever_they_stand() -> None:
    query, order = np.array([0.7, 0.5, 0.4, -0.1, -0.3]), [3, 0, 4, 1, 2]
    assert steered(query[order], FIVE, "sad") == pytest.approx(steered(query, FIVE, "sad")[order])


def test_a_steered_query_has_length_one_and_comes_nearer_to_its_genres() -> None:
    generator = np.random.default_rng(3)
    genres, query = normalised(generator.normal(size=(19, 32))), normalised(generator.normal(size=32))
    moved = steered(query, genres, "exciting")
    assert np.linalg.norm(moved) == pytest.approx(1)
    order = np.argsort(-(genres @ query))
    before, after = genres[order] @ query, genres[order] @ moved
    assert after[:3].mean() > before[:3].mean()
    assert after[-2:].mean() < before[-2:].mean()

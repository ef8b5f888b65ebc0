"""EASE and EDLAE: exact in the core, and exact for every single film beside it."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from matinee.engine.models.item_item import ItemItemModel, ItemWeights
from matinee.engine.models.profile import Answer, Profile
from matinee.training.config.config import EaseConfig
from matinee.training.errors import DataError
from matinee.training.models.ease import core_weights, count_pairs, invert, outside_weights, penalty, train_ease
from matinee.training.models.film_core import blocks
from matinee.training.models.interactions import TrainingResult
from tests.training.helpers import training_data

EVERYTHING = EaseConfig(1, 1, regularisation=3.0, neighbours=100)
FILMS = 30


def closed_form(gram: np.ndarray, regularisation: float, dropout: float = 0.0) -> np.ndarray:
    """The whole matrix B as training computes it in the core."""
    settings = EaseConfig(regularisation=regularisation, dropout=dropout)
    inverse = invert(gram.copy(), penalty(np.diag(gram), settings))
    return core_weights(inverse, np.arange(len(gram)))


def exact(likes: np.ndarray, settings: EaseConfig) -> np.ndarray:
    """B = I − P·diag(1 / diag P), written down as in the papers."""
    gram = likes.T @ likes
    ridge = settings.dropout / (1 - settings.dropout) * np.diag(gram) + settings.regularisation
    inverse = np.linalg.inv(gram + np.diag(ridge))
    return np.asarray(np.eye(len(gram)) - inverse / np.diag(inverse))


def make_likes(films: int = FILMS) -> np.ndarray:
    """(200, films) likes: ever fewer from film to film, of users who like one half of the films more."""
    generator = np.random.default_rng(1)
    taste = np.where(generator.integers(2, size=(200, 1)) == np.arange(films) % 2, 1.5, 0.5)
    return np.asarray(generator.random((200, films)) < taste * np.linspace(0.5, 0.05, films)).astype(np.float64)


def dense(result: TrainingResult) -> np.ndarray:
    """The whole matrix of a trained model."""
    assert isinstance(result.model, ItemWeights)
    matrix = np.zeros((len(result.model.known), len(result.model.known)))
    np.put_along_axis(matrix, result.model.columns.astype(np.int64), result.model.weights.astype(np.float64), axis=1)
    return matrix


def test_ease_is_the_closed_form() -> None:
    # G = [[2, 1], [1, 2]], λ = 1: P = inv([[3, 1], [1, 3]]) = [[3, −1], [−1, 3]] / 8, so B₁₂ = 1/3
    gram = np.array([[2.0, 1.0], [1.0, 2.0]])
    assert closed_form(gram, 1.0) == pytest.approx(np.array([[0, 1 / 3], [1 / 3, 0]]))
    # EDLAE with p = ½ adds diag(G): P = inv([[5, 1], [1, 5]]), so B₁₂ = 1/5
    assert closed_form(gram, 1.0, 0.5) == pytest.approx(np.array([[0, 1 / 5], [1 / 5, 0]]))


def test_ease_rebuilds_each_film_from_the_others_as_ridge_regression_does() -> None:
    likes = make_likes(6)
    weights = closed_form(likes.T @ likes, 3.0)
    for film in range(6):
        others = [column for column in range(6) if column != film]
        gram = likes[:, others].T @ likes[:, others] + 3.0 * np.eye(5)
        assert weights[others, film] == pytest.approx(np.linalg.solve(gram, likes[:, others].T @ likes[:, film]))


@pytest.mark.parametrize("size", [1, 7, 100])
def test_pairs_are_counted_and_inverted_block_by_block(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(blocks, "__defaults__", (size,))
    likes, core = make_likes(), np.arange(0, FILMS, 2)
    matrix = sparse.csr_matrix(likes)
    gram = np.vstack(list(count_pairs(matrix, blocks(core), core))).astype(np.float64)
    assert (gram == likes[:, core].T @ likes[:, core]).all()
    expected = np.linalg.inv(gram + 3.0 * np.eye(len(core)))
    assert invert(gram, np.full(len(core), 3.0)) == pytest.approx(expected)


@pytest.mark.parametrize("settings", [EVERYTHING, replace(EVERYTHING, dropout=0.5)], ids=["EASE", "EDLAE"])
@pytest.mark.parametrize("film", [0, 11, FILMS - 1])
def test_a_film_beside_the_core_is_exact(film: int, settings: EaseConfig) -> None:
    likes, core = make_likes(), np.delete(np.arange(FILMS), film)
    gram, expected = likes.T @ likes, exact(likes, settings)
    ridge = penalty(np.diag(gram), settings)
    inverse = invert(gram[np.ix_(core, core)], ridge[core])
    to_film, to_core = outside_weights(inverse, gram[[film]][:, core], np.diag(gram)[[film]], ridge[[film]])
    assert to_film[:, 0] == pytest.approx(expected[core, film])
    assert to_core[0] == pytest.approx(expected[film, core])


def test_films_outside_are_each_solved_alone() -> None:
    settings, core = replace(EVERYTHING, dropout=0.5, core_films=FILMS - 5), np.arange(FILMS - 5)
    likes = make_likes()
    likes[:, core] = np.maximum(likes[:, core], likes[:, [-1]])  # so that the last films have the fewest likes
    result = train_ease(training_data(likes * 5.0), settings)
    assert {"core_films": FILMS - 5, "outside_films": 5}.items() <= result.metrics.items()
    found = dense(result)
    assert (np.count_nonzero(found, axis=1) == FILMS - 6).all()  # a row cannot have more entries than the core
    for film in range(FILMS - 5, FILMS):
        expected, kept = np.zeros((FILMS, FILMS)), found != 0
        expected[np.ix_(*2 * (np.append(core, film),))] = exact(likes[:, np.append(core, film)], settings)
        assert found[core, film] == pytest.approx(expected[core, film] * kept[core, film], abs=1e-3)
        assert found[film, core] == pytest.approx(expected[film, core] * kept[film, core], abs=1e-3)
        assert kept[core, film].any()
    assert not found[FILMS - 5 :, FILMS - 5 :].any()


@pytest.mark.parametrize("core_films", [FILMS, FILMS + 1, 8_000])
def test_with_all_films_in_the_core_the_solution_is_exact(core_films: int) -> None:
    likes = make_likes()
    result = train_ease(training_data(likes * 5.0), replace(EVERYTHING, core_films=core_films))
    assert result.metrics["outside_films"] == 0
    assert dense(result) == pytest.approx(exact(likes, EVERYTHING), abs=1e-3)


def test_a_film_outside_the_core_is_recommended_and_counts() -> None:
    # everybody who likes film 30 likes film 29, which others like too
    likes = make_likes()
    likes[:, 28:] = 0.0
    likes[:20, 28], likes[:12, 29] = 1.0, 1.0
    trained = train_ease(training_data(likes * 5.0), replace(EVERYTHING, core_films=FILMS - 1, neighbours=10)).model
    assert isinstance(trained, ItemWeights)
    model = ItemItemModel("ease", trained, dislike_weight=0.5)
    assert model.known.all()
    one, other = (model.scores(Profile((), ((film, Answer.LIKE),))) for film in (28, 29))
    assert one.argmax() == 29
    assert other.argmax() == 28


def test_a_core_smaller_than_the_neighbours_is_enough() -> None:
    found = dense(train_ease(training_data(make_likes() * 5.0), replace(EVERYTHING, core_films=2)))
    assert (np.count_nonzero(found, axis=1) <= 1).all()
    assert found.any()


@pytest.fixture
def alike() -> Callable[[float], TrainingResult]:
    """Train on films that the same users like."""
    stars = np.zeros((60, 40))
    stars[:50] = 5.0
    return lambda regularisation: train_ease(training_data(stars), replace(EVERYTHING, regularisation=regularisation))


def test_a_regularisation_too_small_to_invert_is_a_sentence(alike: Callable[[float], TrainingResult]) -> None:
    assert np.isfinite(dense(alike(1e-3))).all()
    with pytest.raises(DataError, match="set a larger one with --config"):
        alike(1e-20)

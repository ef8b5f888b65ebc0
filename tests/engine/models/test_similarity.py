"""Item similarity on a catalogue of four films."""

from dataclasses import replace

import numpy as np
import pytest

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.models.factor_models import ItemFactors
from matinee.engine.models.item_item import ItemWeights
from matinee.engine.models.item_texts import ItemTexts
from matinee.engine.models.similarity import (
    FACT_WEIGHTS,
    WEIGHTS,
    cosine,
    jaccard,
    model_similarity,
    similarity_terms,
)
from matinee.engine.recommender import Recommender
from matinee.policy.terms import zscore

GENRES = np.array([[1, 1, 0], [1, 0, 0], [0, 0, 1], [0, 0, 0]], dtype=np.bool_)
TASTE = np.array([[1.0, 0.0], [3.0, 4.0], [0.0, -2.0], [0.0, 0.0]])
TEXTS = np.array([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0], [0.8, 0.6]])
LIKES = np.array([1.0, 0.8, 0.8, 0.0])


@pytest.fixture
def catalogue() -> Catalogue:
    nothing = np.zeros(4, dtype=np.int64)
    histogram = np.zeros((4, 10), dtype=np.int64)
    return Catalogue(
        np.arange(1, 5), ["A", "B", "C", "D"], [()] * 4, nothing, GENRES, ("Action", "Crime", "War"), histogram, 3,
        nothing, nothing,
    )  # fmt: skip


def terms(catalogue: Catalogue, row: int, *, with_texts: bool = True) -> dict[str, np.ndarray]:
    likes = LIKES if row < 3 else np.zeros(4)
    texts = ItemTexts(TEXTS, {}, {}).cosine(row) if with_texts else None
    return similarity_terms(catalogue, row, taste=TASTE, likes=likes, texts=texts)


def test_jaccard() -> None:
    assert jaccard(GENRES.astype(float), 0) == pytest.approx([1, 0.5, 0, 0])
    assert jaccard(GENRES.astype(float), 3).tolist() == [0, 0, 0, 0]


def test_cosine() -> None:
    assert cosine(TASTE, 1) == pytest.approx([0.6, 1, -0.8, 0])
    assert cosine(TASTE, 3).tolist() == [0, 0, 0, 0]


def test_every_term_is_on_one_scale(catalogue: Catalogue) -> None:
    found = terms(catalogue, 0)
    assert found.keys() == {"genres", "likes", "taste", "text"}
    assert found["genres"] == pytest.approx(WEIGHTS["genres"] * zscore(np.array([1, 0.5, 0, 0])))
    assert found["text"] == pytest.approx(WEIGHTS["text"] * zscore(np.array([1, 0.6, 0, 0.8])))
    for name, values in found.items():
        assert values.mean() == pytest.approx(0)
        assert values.std() == pytest.approx(WEIGHTS[name])


def test_a_term_of_zeros_is_left_out(catalogue: Catalogue) -> None:
    assert terms(catalogue, 3).keys() == {"text"}
    assert terms(catalogue, 3, with_texts=False) == {}
    assert terms(catalogue, 2, with_texts=False).keys() == {"genres", "likes", "taste"}


def test_item_factors_are_compared_by_cosine() -> None:
    space = ItemFactors(vectors=TASTE, users=np.zeros((1, 2)), rule="ema")
    assert model_similarity(space, 1).tolist() == cosine(TASTE, 1).tolist()


def test_a_film_without_ratings_has_similar_films(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    rows = np.flatnonzero((catalogue.rating_counts == 0) & (catalogue.genres.sum(axis=1) > 1))
    assert len(rows)
    for row in rows[:5].tolist():
        movie = catalogue.movie(row)
        near = recommender.similar(movie.id, limit=5)
        assert len(near) == 5
        assert {"genres", "text"} <= set(near[0].terms) <= {"genres", "text", *FACT_WEIGHTS}
        assert all(set(movie.genres) & set(found.movie.genres) for found in near)


def test_the_terms_add_up(recommender: Recommender) -> None:
    near = recommender.similar(6, limit=10)
    assert [round(film.score, 6) for film in near] == sorted((round(film.score, 6) for film in near), reverse=True)
    for film in near:
        assert sum(film.terms.values()) == pytest.approx(film.score)
        assert film.movie.id != 6
        assert {"genres", "likes", "taste", "text"} < set(film.terms) <= {*WEIGHTS, *FACT_WEIGHTS}


def test_films_of_the_same_director_are_closer(recommender: Recommender) -> None:
    rashomon = recommender.find("Rashomon").id
    near = recommender.similar(rashomon, limit=5)
    by_him = [film for film in near if "Akira Kurosawa" in recommender.facts(film.movie.id).directors]
    assert len(by_him) >= 3
    assert all(film.terms["directors"] > 0 for film in by_him)
    assert all(film.terms["directors"] <= 0 for film in near if film not in by_him)


def test_item_weights_are_used_as_they_are(recommender: Recommender) -> None:
    trained = recommender.bundle.trained["item_item"]
    assert isinstance(trained, ItemWeights)
    row = recommender.catalogue.row(6)
    similarity = model_similarity(trained, row)
    assert set(np.flatnonzero(similarity).tolist()) <= set(trained.of(row)[0].tolist())
    unknown = int(np.flatnonzero(~trained.known)[0])
    assert not model_similarity(trained, unknown).any()


def test_a_film_without_any_data_is_accepted(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    bare = Recommender(replace(recommender.bundle, read_texts=lambda: None), recommender.policy)
    rows = np.flatnonzero((catalogue.like_counts == 0) & ~catalogue.genres.any(axis=1))
    for row in rows.tolist():
        bare.similar(int(catalogue.ids[row]))

"""Films in words, and what the sentence encoder makes of them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from matinee.training.data.movielens import Dataset, read_dataset
from matinee.training.errors import DataError
from matinee.training.models.hybrid import encode_film_texts
from matinee.training.models.interactions import TrainingData
from matinee.training.preprocess.catalogue import build_catalogue
from matinee.training.text import sentence_encoder as encoder
from matinee.training.text.film_text import tag_text, title_and_genres

TAGS = pd.DataFrame(
    [(1, "Space "), (1, "space"), (1, "robots"), (1, "aliens"), (2, "love"), (2, "Love"), (2, "rain")],
    columns=["movie", "tag"],
)


@pytest.fixture(scope="module")
def dataset(small_data: Path) -> Dataset:
    return read_dataset(small_data)


def test_a_film_in_words(dataset: Dataset) -> None:
    catalogue = build_catalogue(dataset)
    assert title_and_genres(catalogue, catalogue.row(1)) == "The Film 1 (1951): Comedy, Romance"
    movies = dataset.movies.assign(genres=[[] for _ in range(len(dataset.movies))])
    nameless = build_catalogue(replace(dataset, movies=movies))
    assert title_and_genres(nameless, nameless.row(1)) == "The Film 1 (1951)"


def test_tags_are_told_once_the_most_used_first() -> None:
    assert tag_text(TAGS, min_tags=1) == {1: "space, aliens, robots", 2: "love, rain"}
    assert tag_text(TAGS, min_tags=3) == {1: "space, aliens, robots"}
    assert tag_text(TAGS, min_tags=4) == {}


def test_sentences_near_in_meaning_are_near() -> None:
    sentences = ["a film about robots in space", "science fiction with androids", "a slow love story in the rain"]
    vectors = encoder.encode([*sentences, sentences[0]])
    assert vectors.shape == (4, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    assert np.array_equal(vectors[0], vectors[3])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.1


def test_a_text_is_encoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = encoder.encode(["heat", "rain"])

    def never(_texts: list[str]) -> np.ndarray:
        raise AssertionError("encoded again")

    monkeypatch.setattr(encoder, "run_encoder", never)
    assert np.array_equal(encoder.encode(["rain", "heat"]), first[::-1])


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(DataError, match=r"is not the original all-MiniLM-L6-v2; reinstall"):
        encoder.find_weights()


def test_texts_of_films_are_title_and_tags(dataset: Dataset) -> None:
    tagged = replace(dataset, tags=TAGS)
    catalogue = build_catalogue(tagged)
    material, rows = (
        TrainingData(tagged, catalogue, np.array([1])),
        np.array([catalogue.row(movie) for movie in (2, 1, 3)]),
    )
    texts, count = encode_film_texts(material, rows, min_tags=3)
    assert count == 1
    assert texts.shape == (3, 2, 384)
    assert np.array_equal(texts[:, 0], encoder.encode([title_and_genres(catalogue, row) for row in rows]))
    assert np.array_equal(texts[1, 1], encoder.encode(["space, aliens, robots"])[0])
    assert not texts[[0, 2], 1].any()
    untagged, none = encode_film_texts(TrainingData(dataset, catalogue, np.array([1])), rows, min_tags=3)
    assert none == 0
    assert not untagged[:, 1].any()

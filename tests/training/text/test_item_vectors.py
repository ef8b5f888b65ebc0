"""The films' text vectors: which fields a film has, how they are weighed, where plots come from."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from matinee.engine.bundle.bundle import load_bundle
from matinee.engine.catalogue.catalogue import Catalogue
from matinee.training.build import build_bundle
from matinee.training.config.config import TextConfig
from matinee.training.data.movielens import Dataset, read_dataset
from matinee.training.errors import DataError
from matinee.training.preprocess.catalogue import build_catalogue
from matinee.training.publish import publish
from matinee.training.text.film_text import field_texts
from matinee.training.text.item_vectors import encode_item_texts
from matinee.training.text.plots import match_plots, read_plots, strip_credits
from matinee.training.text.sentence_encoder import DIMENSIONS
from tests.training.models.test_models import SMALL

TAGS = pd.DataFrame([(1, "Space"), (1, "robots"), (99_999, "nobody's")], columns=["movie", "tag"])


@pytest.fixture(scope="module")
def dataset(small_data: Path) -> Dataset:
    return replace(read_dataset(small_data), tags=TAGS)


@pytest.fixture(scope="module")
def catalogue(dataset: Dataset) -> Catalogue:
    return build_catalogue(dataset)


@pytest.fixture
def plots(tmp_path: Path) -> Path:
    """Three films: one under its own year, one a year later, one that is another film of the same name."""
    films = [
        {
            "title": "The Film 1",
            "year": 1951,
            "extract": "The Film 1 was directed by Ann Other. A ship sinks.",
        },
        {"title": "The Film 2", "year": 1953, "extract": "Two sisters open a bakery."},
        {"title": "The Film 3", "year": 1990, "extract": "A remake."},
        {"title": "The Film 4", "year": 1954, "extract": None},
    ]
    (tmp_path / "movies-1950s.json").write_text(json.dumps(films))
    return tmp_path


def test_which_films_have_which_field(catalogue: Catalogue, plots: Path) -> None:
    fields = field_texts(catalogue, TAGS, plots)
    first, second = catalogue.row(1), catalogue.row(2)
    assert len(fields["title"]) == len(fields["genres"]) == len(catalogue)
    assert fields["genres"][first] == "comedy, romance film"
    assert fields["tags"] == {first: "robots, space"}
    assert fields["plot"].keys() == {first, second}
    assert field_texts(catalogue, None, None)["plot"] == {}


def test_a_plot_is_told_without_name_and_makers() -> None:
    plot = "Heat is a 1995 film written and directed by Michael Mann, starring Al Pacino. In Heat a robber meets a cop."
    kept = strip_credits(plot, "Heat")
    assert "Heat" not in kept
    assert "Mann" not in kept
    assert "Pacino" not in kept
    assert "a robber meets a cop" in kept


def test_the_vector_is_the_weighted_mean_of_the_fields(catalogue: Catalogue) -> None:
    def axes(texts: list[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row, 0 if text == "robots, space" else 1 if text.endswith(" film") else 2] = 1.0
        return vectors

    made = encode_item_texts(catalogue, TAGS, None, TextConfig(title=0.0, genres=1.0, tags=2.0, plot=1.0), axes)
    tagged, untagged = made.vectors[catalogue.row(1)], made.vectors[catalogue.row(2)]
    assert tagged[:3] == pytest.approx(np.array([2.0, 1.0, 0.0]) / np.sqrt(5.0))
    assert untagged[:3].tolist() == [0.0, 1.0, 0.0]
    assert made.fields == {"title": 60, "genres": 60, "tags": 1, "plot": 0}


def test_folders_without_plots_and_damaged_files_are_named(tmp_path: Path, catalogue: Catalogue) -> None:
    with pytest.raises(DataError, match=r"holds no movies-\*\.json; name the folder of"):
        read_plots(tmp_path)
    (tmp_path / "movies-1990s.json").write_text("{not json")
    with pytest.raises(DataError, match=r"movies-1990s\.json cannot be read"):
        read_plots(tmp_path)
    (tmp_path / "movies-1990s.json").write_text('{"title": "Heat"}')
    with pytest.raises(DataError, match=r"is not a list of films"):
        read_plots(tmp_path)
    assert match_plots(catalogue, {}) == {}


def test_texts_are_published_and_read_back(dataset: Dataset, tmp_path: Path) -> None:
    bundle = build_bundle(dataset, ["svd_likes"], SMALL, with_texts=True)
    publish(bundle, tmp_path)
    written, read = bundle.read_texts(), load_bundle(tmp_path).read_texts()
    assert written is not None
    assert read is not None
    assert read.fields == written.fields
    assert np.abs(read.vectors - written.vectors).max() < 1e-3
    assert np.linalg.norm(read.vectors, axis=1) == pytest.approx(np.ones(60), abs=1e-3)
    publish(build_bundle(dataset, ["svd_likes"], SMALL), tmp_path)
    assert load_bundle(tmp_path).read_texts() is None

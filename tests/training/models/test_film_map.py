"""The map keeps together what belongs together, and is the same every time."""

import json
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from matinee.engine.bundle.bundle import Bundle, load_bundle
from matinee.engine.models.film_map import TasteMap, is_placed
from matinee.policy.array_types import l2_normalize
from matinee.training.build import build_bundle
from matinee.training.config.config import MapConfig
from matinee.training.data.movielens import read_dataset
from matinee.training.errors import DataError
from matinee.training.models.film_map import draw_map, measure_map, nearest_films
from matinee.training.publish import publish
from tests.conftest import ROOT
from tests.training.models.test_models import SMALL


@pytest.fixture(scope="module")
def bundle(small_data: Path) -> Bundle:
    return build_bundle(read_dataset(small_data), ["svd_likes"], SMALL, with_map=True)


@pytest.fixture(scope="module")
def drawn(bundle: Bundle) -> TasteMap:
    found = bundle.read_map()
    assert found is not None
    return found


def vectors(bundle: Bundle) -> np.ndarray:
    return np.array(bundle.trained["svd_likes"].vectors)  # type: ignore[union-attr]


def test_films_liked_by_the_same_people_are_near_each_other(bundle: Bundle, drawn: TasteMap) -> None:
    own = [
        np.mean(bundle.catalogue.ids[around] % 2 == bundle.catalogue.ids[row] % 2)
        for row, around in enumerate(nearest_films(drawn.positions, "euclidean"))
    ]
    assert np.mean(own) > 0.9


def test_the_map_fills_its_square(drawn: TasteMap) -> None:
    assert drawn.positions.shape == (60, 2)
    assert drawn.positions.dtype == np.float32
    assert drawn.positions.min(axis=0).tolist() == [-1, -1]
    assert drawn.positions.max(axis=0).tolist() == [1, 1]


def test_the_same_films_always_lie_in_the_same_places(bundle: Bundle, drawn: TasteMap) -> None:
    again = draw_map(bundle.catalogue, vectors(bundle), MapConfig())
    assert np.array_equal(again.positions, drawn.positions)
    assert again.metrics == drawn.metrics


def test_films_without_a_vector_have_no_place(bundle: Bundle) -> None:
    some = vectors(bundle)
    some[[3, 30]] = 0
    found = draw_map(bundle.catalogue, some, MapConfig())
    assert np.flatnonzero(~is_placed(found.positions)).tolist() == [3, 30]
    assert found.metrics["films"] == 58


@pytest.mark.parametrize("films", [4, 5, 12])
def test_a_handful_of_films_make_a_map_too(bundle: Bundle, films: int) -> None:
    few = vectors(bundle)
    few[films:] = 0
    assert is_placed(draw_map(bundle.catalogue, few, MapConfig()).positions).sum() == films


def test_hardly_any_films_make_none(bundle: Bundle) -> None:
    few = vectors(bundle)
    few[3:] = 0
    with pytest.raises(DataError, match="A map needs 4 films with vectors, there are 3; train on more ratings"):
        draw_map(bundle.catalogue, few, MapConfig())


def test_genres_pull_their_films_together(bundle: Bundle) -> None:
    noise = np.random.default_rng(0).normal(size=(60, 8)).astype(np.float32)
    loose, pulled = (draw_map(bundle.catalogue, noise, MapConfig(genre_pull=pull)).metrics for pull in (0.0, 2.0))
    assert pulled["genre_lift"] > loose["genre_lift"] + 0.3
    assert pulled["neighbours_kept"] < loose["neighbours_kept"]


def test_what_is_measured_tells_a_true_map_from_a_false_one() -> None:
    generator = np.random.default_rng(4)
    angles = generator.uniform(0, 2 * np.pi, 80)
    circle = l2_normalize(np.column_stack([np.cos(angles), np.sin(angles)]))
    genres = np.column_stack([angles < np.pi, angles >= np.pi])
    true, false = measure_map(circle, circle, genres), measure_map(circle, generator.normal(size=(80, 2)), genres)
    assert true["neighbours_kept"] == 1.0
    assert true["genre_lift"] > 1.7
    assert false["neighbours_kept"] < 0.4
    assert false["genre_lift"] == pytest.approx(1.0, abs=0.15)


def test_the_map_is_published_and_read_back(bundle: Bundle, drawn: TasteMap, tmp_path: Path) -> None:
    version = publish(bundle, tmp_path)
    read = load_bundle(tmp_path).read_map()
    assert read is not None
    assert np.array_equal(read.positions, drawn.positions)
    assert read.config == asdict(MapConfig())
    assert read.metrics == drawn.metrics
    assert "perplexity: 15.0" in (tmp_path / version / "training.yaml").read_text()


def test_a_map_can_be_added_to_a_bundle_that_has_none(bundle: Bundle, drawn: TasteMap, tmp_path: Path) -> None:
    bare = replace(bundle, read_map=lambda: None)
    before, after = publish(bare, tmp_path), publish(replace(bare, read_map=lambda: drawn), tmp_path)
    assert before != after
    files = {path.relative_to(tmp_path / after) for path in (tmp_path / after).rglob("*") if path.is_file()}
    different = {
        str(name)
        for name in files
        if not (tmp_path / before / name).is_file()
        or (tmp_path / before / name).read_bytes() != (tmp_path / after / name).read_bytes()
    }
    assert different == {"map.npy", "training.yaml", "manifest.json"}
    (tmp_path / "manifest.json").write_bytes((tmp_path / before / "manifest.json").read_bytes())
    assert load_bundle(tmp_path).read_map() is None


def test_a_map_needs_a_model_with_vectors(small_data: Path) -> None:
    with pytest.raises(DataError, match="A map is drawn from a model with vectors; train one of svd_likes, svd, als"):
        build_bundle(read_dataset(small_data), ["ease"], SMALL, with_map=True)


def test_train_draws_a_map_when_asked(small_data: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "matinee", "train", "--data", str(small_data), "--out", str(tmp_path)]
    options = ["--model", "svd", "--min-user-ratings", "5", "--min-movie-ratings", "5", "--dimensions", "4", "--json"]
    asked, plain = (
        subprocess.run([*command, *options, *more], cwd=ROOT, check=True, capture_output=True, text=True)
        for more in (["--map"], [])
    )
    assert json.loads(asked.stdout)["metrics"]["map"]["films"] == 60
    assert "map" not in json.loads(plain.stdout)["metrics"]

"""A bundle whose digests match and whose content does not is refused in one sentence that names the file or field."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import matinee
from benchmarks.small_bundle import FAVOURITES, publish_small_bundle, small_bundle
from matinee.engine.bundle.bundle import load_bundle
from matinee.engine.bundle.manifest import Manifest, content_digest, read_manifest
from matinee.engine.bundle.verification import verify_bundle
from matinee.engine.bundle.versions import read_version, use_version
from matinee.engine.errors import BundleError
from matinee.engine.paths import MANIFEST
from matinee.training.publish import publish

Change = Callable[[np.ndarray], np.ndarray]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small bundle; do not change it."""
    folder = tmp_path_factory.mktemp("original")
    publish_small_bundle(folder)
    return folder


@pytest.fixture
def copy(original: Path, tmp_path: Path) -> Path:
    """A copy of the small bundle."""
    return Path(shutil.copytree(original, tmp_path / "bundle"))


def read_json(path: Path) -> Any:
    return json.loads(path.read_bytes())


def write_manifest(folder: Path, content: dict[str, Any]) -> None:
    """Replace the manifest of a bundle by one whose version is its digest."""
    before = read_json(folder / MANIFEST)["version"]
    content["version"] = content_digest(content)
    (folder / before).rename(folder / content["version"])
    for place in (folder, folder / content["version"]):
        (place / MANIFEST).write_text(json.dumps(content), encoding="utf-8")


def put(folder: Path, name: str, content: bytes) -> None:
    """Replace a file of a bundle; its digest in the manifest is that of the new content."""
    manifest = read_json(folder / MANIFEST)
    (folder / manifest["version"] / name).write_bytes(content)
    manifest["files"][name] = hashlib.sha256(content).hexdigest()
    write_manifest(folder, manifest)


def put_array(folder: Path, name: str, change: Change) -> None:
    """Replace an array of a bundle by what ``change`` makes of it."""
    path = folder / read_json(folder / MANIFEST)["version"] / name
    np.save(path, change(np.load(path)), allow_pickle=True)
    put(folder, name, path.read_bytes())


def refusal(folder: Path) -> str:
    """The sentence with which a bundle is refused, which `bundle verify` and `bundle use` give too."""
    with pytest.raises(BundleError) as raised:
        verify_bundle(folder)
    message = str(raised.value)
    version = read_version(folder, read_json(folder / MANIFEST)["version"])
    assert message in [each.replace(f"/{version.name}/{MANIFEST}", f"/{MANIFEST}") for each in version.damage.values()]
    with pytest.raises(BundleError, match="cannot be used"):
        use_version(folder, version.name)
    return message


def set_at(change: tuple[Any, ...], value: Any) -> Change:
    """Replace some values of an array."""

    def changed(array: np.ndarray) -> np.ndarray:
        array[change] = value
        return array

    return changed


def shortened(value: str | bytes) -> str:
    """The name of a case, without the end of a long value."""
    return repr(value[:40])


def first_of(array: np.ndarray) -> np.ndarray:
    return array[:1]


def without_last(array: np.ndarray) -> np.ndarray:
    return array[:-1]


def as_objects(array: np.ndarray) -> np.ndarray:
    return array.astype(object)


@pytest.mark.parametrize(
    ("name", "change", "problem"),
    [
        ("years.npy", lambda array: array.astype(np.float64), "it holds float64 values instead of integers"),
        ("years.npy", as_objects, "not an array of numbers"),
        ("years.npy", lambda array: array.astype(">i2"), "not an array of numbers"),
        ("years.npy", without_last, "its shape is 15 instead of 16"),
        ("years.npy", lambda array: array[:0], "its shape is 0 instead of 16"),
        ("years.npy", set_at((0,), -5), "values outside 0 to 9999"),
        ("movie_ids.npy", set_at((0,), 2), "not all different"),
        ("genres.npy", lambda array: array.astype(np.uint8), "instead of flags"),
        ("genres.npy", lambda array: array.T, "its shape is 3 × 16 instead of 16 × 3"),
        ("rating_histogram.npy", set_at((0, 0), -1), "values outside 0"),
        ("users/starts.npy", set_at((2,), 3), "do not rise from 0"),
        ("users/starts.npy", set_at((0,), 1), "do not rise from 0"),
        ("users/seen.npy", set_at((0,), 16), "values outside 0 to 15"),
        ("users/seen.npy", without_last, "its shape is 47 instead of 48"),
        ("users/liked.npy", without_last, "its shape is 5 instead of 6"),
        ("users/genre_weights.npy", set_at((0, 0), np.nan), "values outside 0 to 1"),
        ("texts.npy", lambda array: array[:, :3], "its shape is 16 × 3 instead of 16 × 384"),
        ("texts.npy", set_at((0, 0), np.inf), "values outside"),
        ("map.npy", set_at((0, 0), 7), "values outside -1.001 to 1.001"),
        ("map.npy", set_at((), np.nan), "no film is on the map"),
        ("facts/cast_counts.npy", lambda array: array / 2, "it holds float64 values instead of integers"),
        ("facts/cast_columns.npy", without_last, "its shape is 31 instead of 32"),
        ("facts/cast_columns.npy", set_at((0,), 9), "values outside 0 to 4"),
        ("facts/minutes.npy", first_of, "its shape is 1 instead of 16"),
        ("factors/rows.npy", set_at((0,), 16), "values outside 0 to 15"),
        ("factors/rows.npy", set_at((0,), 1), "not all different"),
        ("factors/vectors.npy", lambda array: array[:, :0], "its vectors have 0 dimensions"),
        ("factors/vectors.npy", lambda array: np.tile(array, 1250), "have 5000 dimensions"),
        ("factors/users.npy", lambda array: array[:, :-1], "its shape is 6 × 3 instead of 6 × 4"),
        ("factors/prior_precision.npy", lambda array: array * 0, "not the precision of a distribution"),
        ("factors/prior_precision.npy", set_at((0, 1), 0.5), "not the precision of a distribution"),
        ("factors/prior_mean.npy", first_of, "its shape is 1 instead of 4"),
        ("weights/columns.npy", set_at((0, 0), 16), "values outside 0 to 15"),
        ("weights/weights.npy", without_last, "its shape is 15 × 6 instead of 16 × 6"),
        ("network/history.npy", lambda array: array[:, :5], "its users have 5 dimensions"),
        ("network/second.npy", without_last, "its shape is 4 × 3 instead of 5 × any"),
        ("network/attention/keys.npy", lambda array: array[:, :0], "its films have no texts"),
        ("network/intent/first.npy", without_last, "its shape is 383 × 6 instead of 384 × any"),
    ],
)
def test_an_array_that_does_not_match_is_refused(copy: Path, name: str, change: Change, problem: str) -> None:
    put_array(copy, name, change)
    message = refusal(copy)
    assert f"/{name} is not as the manifest describes it: " in message
    assert problem in message
    assert message.endswith("; rebuild the bundle with `matinee train`.")


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("years.npy", b"", "not an array of numbers"),
        ("titles.json", b"[" * 100_000, "titles.json"),
        ("titles.json", b"{}", "Expected `array`, got `object`"),
        ("titles.json", b'[["A film"]]', "the titles of 1 films instead of 16"),
        ("titles.json", json.dumps([[]] * 16).encode(), "length >= 1"),
        ("titles.json", json.dumps([["x" * 5000]] * 16).encode(), "length <= 1000"),
        ("titles.json", b'[["\\ud800"]]', "titles.json is not as"),
        ("titles.json", b'[["\xff"]]', "UTF-8"),
        ("facts/names.json", b"{}", "it has no directors"),
        ("facts/pages.json", b"[]", "the pages of 0 films instead of 16"),
    ],
    ids=shortened,
)
def test_a_document_that_does_not_match_is_refused(copy: Path, name: str, content: bytes, problem: str) -> None:
    put(copy, name, content)
    message = refusal(copy)
    assert name in message
    assert problem.casefold() in message.casefold()  # msgspec writes UTF-8 in two ways


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("default_model", 7, "Expected `str`, got `int` - at `$.default_model`"),
        ("default_model", "svd", "there is no model 'svd' - at `$.default_model`"),
        ("default_model", "a\x1b[31mb", "expected a plain name - at `$.default_model`"),
        ("dataset.users", -1, "`int` >= 0 - at `$.dataset.users`"),
        ("dataset.users", 1.5, "at `$.dataset.users`"),
        ("dataset.films", 10**30, "at `$.dataset.films`"),
        ("dataset.films", 0, "`int` >= 1 - at `$.dataset.films`"),
        ("genres", ["Drama", "Drama", "War"], "a genre occurs twice - at `$.genres`"),
        ("genres", "Drama", "at `$.genres`"),
        ("models", {}, "at `$.default_model`"),
        ("models.blend.parts", {"blend": 1.0}, "its part 'blend' is not a trained model - at `$.models.blend`"),
        ("models.blend.parts", {"svd": 1.0}, "its part 'svd' is not a trained model - at `$.models.blend`"),
        ("models.blend.parts", {}, "length >= 1 - at `$.models[...].parts`"),
        ("models.factors.rule", "magic", "Invalid enum value 'magic' - at `$.models[...].rule`"),
        ("models.factors.rule", "least_squares", "the rule 'least_squares' needs a confidence - at `$.models.factors`"),
        ("models.averages.rule", "posterior", "the rule 'posterior' needs a prior - at `$.models.averages`"),
        ("models.factors.confidence", 1e300, "at `$.models[...].confidence`"),
        ("models.network.scale.shrinkage", 0, "at `$.models[...].scale.shrinkage`"),
        ("models.network.scale.like", "1", "at `$.models[...].scale.like`"),
        ("kinship.metrics.frontier", 7, "at `$.kinship.metrics.frontier`"),
        ("files.../../secret", "0" * 64, "expected a plain name - at `key` in `$.files`"),
        ("files./etc/passwd", "0" * 64, "expected a plain name - at `key` in `$.files`"),
        ("files.years\x1b[31m", "0" * 64, "expected a plain name - at `key` in `$.files`"),
        ("kinship", {"config": {"kin_genre_weight": -5}, "metrics": {}}, "must be a number from 0 to 100, not -5"),
    ],
)
def test_a_manifest_that_contradicts_itself_is_refused(copy: Path, path: str, value: Any, field: str) -> None:
    content = read_json(copy / MANIFEST)
    *parents, last = path.split(".", 1) if path.startswith("files.") else path.split(".")
    holder = content
    for name in parents:
        holder = holder[name]
    holder[last] = value
    write_manifest(copy, content)
    assert field in refusal(copy)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"format": 4, "format": 4}', "the key 'format' occurs twice"),
        ('{"format": 4, "models": ' + "[" * 900 + "]" * 900 + "}", "nested more than 20 levels deep"),
        ("[" * 200_000, "cannot be read"),
        ('{"format": 4, "x": NaN}', "not finite"),
        ('{"format": 4, "x": 1e999}', "not finite"),
        ('{"format": ' + "9" * 5000 + "}", "cannot be read"),
        ('{"format": true}', "is of format True"),
        ('{"format": 4.0}', "is of format 4.0"),
        ("{'format': 4}", "cannot be read"),
    ],
    ids=shortened,
)
def test_a_manifest_in_odd_json_is_refused(copy: Path, text: str, problem: str) -> None:
    (copy / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(BundleError) as raised:
        load_bundle(copy)
    assert problem in str(raised.value)


@pytest.mark.parametrize("name", [MANIFEST, "years.npy", "titles.json", "factors/rows.npy"])
def test_files_that_are_none_are_refused_at_once(copy: Path, name: str) -> None:
    version = copy / read_json(copy / MANIFEST)["version"]
    path = (copy if name == MANIFEST else version) / name
    for make in (os.mkfifo, lambda place: place.symlink_to("/dev/zero"), Path.mkdir):
        path.unlink()
        make(path)
        with pytest.raises(BundleError, match="it is not a regular file"):
            verify_bundle(copy)
        path.rmdir() if path.is_dir() else path.unlink()
        path.touch()
    os.truncate(path, 10**12)  # takes no space
    with pytest.raises(BundleError, match="it is larger than"):
        verify_bundle(copy)


@pytest.mark.parametrize(("films", "users"), [(1, 1), (1, 0), (2, 1), (4, 2)])
def test_the_smallest_bundles_work(tmp_path: Path, films: int, users: int) -> None:
    publish(small_bundle(films, users), tmp_path)
    assert verify_bundle(tmp_path) > 50
    recommender = matinee.load(tmp_path)
    assert recommender.search("film 0")[0].movie.id == 1
    assert len(recommender.recommend([1])) <= films - 1
    assert {each.movie.id for each in recommender.similar(1)} <= set(range(2, films + 1))
    if films == len(FAVOURITES):
        assert recommender.session(FAVOURITES).next() is None


def test_a_version_that_another_process_replaced_is_read_again(
    copy: Path, original: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_array(copy, "years.npy", lambda array: array + 1)
    former = read_json(original / MANIFEST)["version"]
    shutil.copytree(original / former, copy / former)
    later = read_manifest(copy)

    def read_and_replace(folder: Path) -> Manifest:
        manifest = read_manifest(folder)
        if manifest.version == later.version:
            (copy / MANIFEST).unlink()
            shutil.copy(original / MANIFEST, copy / MANIFEST)
            shutil.rmtree(copy / later.version)
        return manifest

    monkeypatch.setattr("matinee.engine.bundle.bundle.read_manifest", read_and_replace)
    assert load_bundle(copy).version == former

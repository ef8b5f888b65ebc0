"""Large arrays are mapped, verified on first use, and verified again once they have changed."""

import os
import shutil
from collections.abc import Callable
from mmap import mmap
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import matinee
from benchmarks.small_bundle import FAVOURITES, publish_small_bundle, small_bundle
from matinee.engine.bundle import bundle_files, catalogue_files, model_files
from matinee.engine.bundle.bundle import Bundle, load_bundle
from matinee.engine.bundle.verification import verify_bundle
from matinee.engine.errors import BundleError
from matinee.engine.models.factor_models import ItemFactors
from matinee.engine.models.item_item import ItemWeights
from matinee.engine.paths import MANIFEST, user_cache
from matinee.policy.array_types import release_pages
from matinee.training import publish as publishing
from tests.engine.bundle.test_crafted_bundles import put_array, read_json, set_at

LARGE = 128
"""Bytes from which files are large in these tests."""


@pytest.fixture(autouse=True)
def _small_files_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (bundle_files, catalogue_files, model_files):
        monkeypatch.setattr(module, "MAPPED_FROM", LARGE)
    monkeypatch.setattr(publishing, "MAPPED_FROM", 2 * LARGE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small bundle, with an index of who likes each film and all vectors, as in a large one."""
    publish_small_bundle(tmp_path / "bundle")
    return tmp_path / "bundle"


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files whose digest is compared."""
    names: list[str] = []
    check = bundle_files.BundleFiles._check_digest

    def noted(files: bundle_files.BundleFiles, name: str, found: str) -> None:
        names.append(name)
        check(files, name, found)

    monkeypatch.setattr(bundle_files.BundleFiles, "_check_digest", noted)
    return names


def version_folder(folder: Path) -> Path:
    return folder / str(read_json(folder / MANIFEST)["version"])


def owner_of(array: Any) -> object:
    """The object that holds the memory of an array."""
    while isinstance(array, np.ndarray | memoryview):
        array = array.base if isinstance(array, np.ndarray) else array.obj
    return array


def factors_of(bundle: Bundle) -> ItemFactors:
    found = bundle.trained["factors"]
    assert isinstance(found, ItemFactors)
    return found


def test_what_is_mapped_is_what_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mapped = matinee.load(folder)
    answers = [[row.score for row in mapped.recommend(FAVOURITES)], [row.score for row in mapped.similar(1)]]
    networked = [row.score for row in mapped.recommend(FAVOURITES, model="network")]
    users = mapped.bundle.users
    for array in (factors_of(mapped.bundle).vectors, users.genre_weights, mapped.bundle.trained["weights"].weights):  # type: ignore[union-attr]
        assert isinstance(owner_of(array), mmap)
        assert not array.flags.writeable
    for module in (bundle_files, catalogue_files, model_files):
        monkeypatch.setattr(module, "MAPPED_FROM", 10**9)
    read = matinee.load(folder)
    assert not isinstance(owner_of(factors_of(read.bundle).vectors), mmap)
    assert [row.score for row in read.recommend(FAVOURITES)] == answers[0]
    assert [row.score for row in read.recommend(FAVOURITES, model="network")] == networked
    assert [row.score for row in read.similar(1)] == pytest.approx(answers[1], abs=1e-5)
    assert read.bundle.users.seen.tolist() == users.seen.tolist()


def test_a_large_file_is_verified_once(folder: Path, hashed: list[str]) -> None:
    first = factors_of(load_bundle(folder))
    assert "factors/vectors.npy" in hashed
    hashed.clear()
    again = factors_of(load_bundle(folder))
    assert "factors/vectors.npy" not in hashed
    assert "titles.json" in hashed  # small files are verified at every start
    assert np.array_equal(first.vectors, again.vectors)
    assert verify_bundle(folder)  # verifies all of them
    assert "factors/vectors.npy" in hashed


@pytest.mark.parametrize("change", ["content", "size", "replaced", "missing"])
def test_a_changed_large_file_is_refused(folder: Path, change: str) -> None:
    factors_of(load_bundle(folder))
    path = version_folder(folder) / "factors" / "vectors.npy"
    content = path.read_bytes()
    if change == "replaced":  # with the times of the original
        times = path.stat()
        path.unlink()
        path.write_bytes(content[:-1] + b"\x42")
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    elif change == "content":
        with path.open("r+b") as stream:
            stream.seek(-1, 2)
            stream.write(b"\x42")
    elif change == "size":
        os.truncate(path, len(content) - 4)
    else:
        path.unlink()
    with pytest.raises(BundleError, match=r"vectors\.npy (has been modified; reinstall|is missing)") as raised:
        load_bundle(folder).trained["factors"]
    assert "\n" not in str(raised.value)
    path.write_bytes(content)
    factors_of(load_bundle(folder))  # restored, it is verified and used


def test_values_out_of_range_are_refused_whether_mapped_or_not(folder: Path) -> None:
    put_array(folder, "weights/columns.npy", set_at((3, 2), 16))
    for _ in range(2):  # what was refused is not noted as verified
        with pytest.raises(BundleError, match=r"weights/columns\.npy is not as .* values outside 0 to 15"):
            load_bundle(folder).trained["weights"]


def write_nonsense(notes: Path) -> None:
    for path in notes.iterdir():
        path.write_text('{"factors/vectors.npy": "yes", ', encoding="utf-8")


def forbid_writing(notes: Path) -> None:
    shutil.rmtree(notes)
    notes.write_text("a file where the folder should be", encoding="utf-8")


@pytest.mark.parametrize("damage", [write_nonsense, forbid_writing, shutil.rmtree])
def test_without_usable_notes_files_are_verified_again(
    folder: Path, hashed: list[str], damage: Callable[[Path], None]
) -> None:
    factors_of(load_bundle(folder))
    cache = user_cache()
    assert cache is not None
    damage(cache / "verified")
    hashed.clear()
    assert factors_of(load_bundle(folder)).vectors.any()
    assert "factors/vectors.npy" in hashed


def test_a_copy_is_verified_for_itself(folder: Path, tmp_path: Path, hashed: list[str]) -> None:
    factors_of(load_bundle(folder))
    hashed.clear()
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    factors_of(load_bundle(copy))
    assert "factors/vectors.npy" in hashed
    hashed.clear()
    factors_of(load_bundle(folder))
    assert "factors/vectors.npy" not in hashed  # the notes of the first are not lost


def test_pages_that_are_released_are_read_again(folder: Path) -> None:
    vectors = factors_of(load_bundle(folder)).vectors
    before = vectors.copy()
    release_pages(vectors[2:, 1:])
    assert np.array_equal(vectors, before)
    release_pages(before)  # an array of its own stays as it is
    assert np.array_equal(vectors, before)


def test_users_are_read_when_they_are_asked_for(folder: Path, hashed: list[str]) -> None:
    bundle = load_bundle(folder)
    assert not [name for name in hashed if name.startswith("users/")]
    assert "users/fans.npy" not in read_json(folder / MANIFEST)["files"]  # so few likes are sorted at once
    assert len(bundle.users.ids) == bundle.catalogue.n_users == 6
    assert "users/ids.npy" in hashed


def test_the_index_of_likes_gives_the_same_similarities(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "MAPPED_FROM", 64)
    publishing.publish(small_bundle(), tmp_path / "indexed")
    assert "users/fans.npy" in read_json(tmp_path / "indexed" / MANIFEST)["files"]
    plain, indexed = load_bundle(folder), load_bundle(tmp_path / "indexed")
    for row in range(len(plain.catalogue)):
        scores = [bundle.users.shared_likes(16).cosine(row).tolist() for bundle in (plain, indexed)]
        assert scores[0] == scores[1]
    weights = [bundle.trained["weights"] for bundle in (plain, indexed)]
    assert all(isinstance(each, ItemWeights) for each in weights)
    put_array(tmp_path / "indexed", "users/fan_starts.npy", set_at((1,), 40))
    with pytest.raises(BundleError, match=r"fan_starts\.npy is not as .* do not rise from 0"):
        load_bundle(tmp_path / "indexed").users.shared_likes(16)

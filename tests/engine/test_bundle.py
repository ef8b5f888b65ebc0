"""A bundle is whole, or refused in one sentence that says what to do."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from engine.bundle import load_bundle, verify_bundle, version_of
from engine.errors import BundleError
from engine.paths import find_bundle
from tests.conftest import ROOT


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A bundle that may be damaged."""
    return Path(shutil.copytree(ROOT / "artifacts", tmp_path / "bundle"))


def manifest(folder: Path) -> dict[str, object]:
    content: dict[str, object] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return content


def test_the_shipped_bundle_is_whole_and_small() -> None:
    assert verify_bundle(ROOT / "artifacts") >= 15
    assert sum(path.stat().st_size for path in (ROOT / "artifacts").rglob("*")) < 25_000_000
    bundle = load_bundle(ROOT / "artifacts")
    assert len(bundle.catalogue) == 9742
    assert bundle.dataset["name"] == "ml-latest-small"


def test_every_file_is_checked(copy: Path) -> None:
    for name in manifest(copy)["files"]:  # type: ignore[attr-defined]
        path = copy / str(manifest(copy)["version"]) / name
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        with pytest.raises(BundleError, match="has been changed since it was made") as refused:
            verify_bundle(copy)
        assert name in str(refused.value)
        path.unlink()
        with pytest.raises(BundleError, match="is missing"):
            load_bundle(copy)
        path.write_bytes(whole)
    verify_bundle(copy)


def test_a_pickle_is_never_opened(copy: Path) -> None:
    evil = copy / str(manifest(copy)["version"]) / "years.npy"
    np.save(evil, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(BundleError):
        load_bundle(copy)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 99}, "is of format 99, this Matinee reads format 1"),
        ({"models": {}}, "has been changed since it was made"),
        ({"version": "0" * 12}, "has been changed since it was made"),
        ({"default_model": "svd"}, "has been changed since it was made"),
    ],
)
def test_a_changed_manifest_is_refused(copy: Path, change: dict[str, object], said: str) -> None:
    (copy / "manifest.json").write_text(json.dumps(manifest(copy) | change), encoding="utf-8")
    with pytest.raises(BundleError, match=said):
        load_bundle(copy)


@pytest.mark.parametrize(
    "change",
    [{"models": {"svd": {}}}, {"models": []}, {"files": []}, {"genres": None}, {"dataset": {}}, {"files": {"a": "b"}}],
)
def test_a_manifest_of_another_shape_is_refused(copy: Path, change: dict[str, object]) -> None:
    old = manifest(copy)
    new = old | change
    new["version"] = version_of(new)
    (copy / str(old["version"])).rename(copy / str(new["version"]))
    (copy / "manifest.json").write_text(json.dumps(new), encoding="utf-8")
    with pytest.raises(BundleError):
        load_bundle(copy)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\x00"])
def test_a_manifest_that_is_none_is_refused(copy: Path, text: str) -> None:
    (copy / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(BundleError):
        load_bundle(copy)


def test_where_a_bundle_is_found(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_bundle() == ROOT / "artifacts"
    assert find_bundle(copy) == copy
    monkeypatch.setenv("MATINEE_HOME", str(copy))
    assert find_bundle() == copy
    home = tmp_path / "home"
    shutil.copytree(copy, home / "artifacts")
    monkeypatch.setenv("MATINEE_HOME", str(home))
    assert find_bundle() == home / "artifacts"
    monkeypatch.setenv("MATINEE_HOME", str(tmp_path / "absent"))
    with pytest.raises(BundleError, match="which is no folder"):
        find_bundle()
    with pytest.raises(BundleError, match="holds no bundle"):
        find_bundle(tmp_path)

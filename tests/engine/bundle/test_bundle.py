"""A bundle is whole, or refused in one sentence that says what to do."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import matinee
from matinee.engine.bundle.bundle import load_bundle, verify_bundle, version_of
from matinee.engine.diagnostics import examine
from matinee.engine.errors import BundleError
from matinee.engine.paths import find_bundle
from matinee.policy import Policy
from tests.conftest import ROOT


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A bundle that may be damaged."""
    return Path(shutil.copytree(ROOT / "artifacts", tmp_path / "bundle"))


def manifest(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return content


def rewrite(folder: Path, change: dict[str, Any]) -> None:
    """Put a manifest that says something else in place of a bundle's, as if it had been made so."""
    old = manifest(folder)
    new = old | change
    new["version"] = version_of(new)
    (folder / str(old["version"])).rename(folder / str(new["version"]))
    (folder / "manifest.json").write_text(json.dumps(new), encoding="utf-8")


def test_the_shipped_bundle_is_whole_and_small() -> None:
    assert verify_bundle(ROOT / "artifacts") >= 60
    files = [path for path in (ROOT / "artifacts").rglob("*") if path.is_file()]
    encoder = sum(path.stat().st_size for path in files if path.parent.name == "encoder")
    assert sum(path.stat().st_size for path in files) - encoder < 25_000_000
    assert encoder < 30_000_000
    bundle = load_bundle(ROOT / "artifacts")
    assert len(bundle.catalogue) == 9742
    assert bundle.dataset["name"] == "ml-latest-small"
    texts = bundle.read_texts()
    assert texts is not None
    assert texts.vectors.shape == (9742, 384)


def ask_for_everything(folder: Path) -> None:
    """Open a bundle, every model of it and the films' texts."""
    bundle = load_bundle(folder)
    for name in bundle.trained:
        assert bundle.trained[name] is bundle.trained[name]
    assert bundle.read_texts() is not None
    assert bundle.read_map() is not None


def flip_a_bit(path: Path) -> bytes:
    """Damage a file; returns what it was."""
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    return whole


def test_every_file_is_checked(copy: Path) -> None:
    for name in manifest(copy)["files"]:
        path = copy / manifest(copy)["version"] / name
        whole = flip_a_bit(path)
        with pytest.raises(BundleError, match="has been changed since it was made") as refused:
            verify_bundle(copy)
        assert name in str(refused.value)
        path.unlink()
        with pytest.raises(BundleError, match="is missing"):
            verify_bundle(copy)
        if name != "training.yaml":  # for people, and for `matinee train --config`
            with pytest.raises(BundleError, match="is missing"):
                ask_for_everything(copy)
        path.write_bytes(whole)
    verify_bundle(copy)
    ask_for_everything(copy)


def test_a_damaged_model_is_refused_when_it_is_asked_for(copy: Path, policy: Policy) -> None:
    folder = copy / manifest(copy)["version"]
    for name, entry in manifest(copy)["models"].items():
        if entry["kind"] == "blend":
            continue
        path = sorted((folder / name).rglob("*.npy"))[0]
        whole = flip_a_bit(path)
        opened = matinee.load(copy, policy)
        assert name in opened.model_names
        with pytest.raises(BundleError, match="has been changed since it was made") as refused:
            opened.model(name)
        assert str(path) in str(refused.value)
        for other in opened.bundle.trained.keys() - {name}:
            assert opened.model(other).scorable.any()
        path.write_bytes(whole)
        assert opened.model(name).scorable.any()  # mended, it is read after all


def test_doctor_finds_a_damaged_model_that_nobody_asked_for(copy: Path) -> None:
    assert all(check["ok"] for check in examine(copy)["checks"])
    flip_a_bit(copy / manifest(copy)["version"] / "neumf" / "factors.npy")
    checks = {check["name"]: check for check in examine(copy)["checks"]}
    assert [name for name, check in checks.items() if not check["ok"]] == ["bundle"]
    assert checks.keys() == {"policy", "bundle", "serving", "prompts"}
    assert "factors.npy has been changed since it was made" in checks["bundle"]["detail"]


def test_doctor_says_why_prompts_are_read_by_the_lexicon_alone(copy: Path) -> None:
    assert prompts_check(copy) == {"name": "prompts", "ok": True, "detail": "encoder whole"}
    whole = flip_a_bit(copy / "encoder" / "model.onnx")
    detail = prompts_check(copy)["detail"]
    assert "read by the lexicon alone" in detail
    assert "model.onnx has been changed since it was made" in detail
    (copy / "encoder" / "model.onnx").write_bytes(whole)
    flip_a_bit(copy / manifest(copy)["version"] / "texts.npy")
    assert "texts.npy has been changed since it was made" in prompts_check(copy)["detail"]


def prompts_check(folder: Path) -> dict[str, Any]:
    """What doctor says of prompts; sessions can be had whatever that is."""
    checks: dict[str, dict[str, Any]] = {check["name"]: check for check in examine(folder)["checks"]}
    assert checks["serving"]["ok"]
    return checks["prompts"]


def test_a_pickle_is_never_opened(copy: Path) -> None:
    evil = copy / str(manifest(copy)["version"]) / "years.npy"
    np.save(evil, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(BundleError):
        load_bundle(copy)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 99}, "is of format 99, this Matinee reads format 3"),
        ({"format": 2}, "is of format 2, this Matinee reads format 3; update Matinee or make the bundle anew"),
        ({"models": {}}, "has been changed since it was made"),
        ({"version": "0" * 12}, "has been changed since it was made"),
        ({"default_model": "svd"}, "has been changed since it was made"),
    ],
)
def test_a_changed_manifest_is_refused(copy: Path, change: dict[str, Any], said: str) -> None:
    (copy / "manifest.json").write_text(json.dumps(manifest(copy) | change), encoding="utf-8")
    with pytest.raises(BundleError, match=said):
        load_bundle(copy)


@pytest.mark.parametrize(
    "change",
    [
        {"format": 1},
        {"models": {"svd": {}}},
        {"models": []},
        {"files": []},
        {"genres": None},
        {"dataset": {}},
        {"files": {"a": "b"}},
    ],
)
def test_a_manifest_of_another_shape_is_refused(copy: Path, change: dict[str, Any]) -> None:
    rewrite(copy, change)
    with pytest.raises(BundleError):
        load_bundle(copy)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("neumf", {"scale": {}}),
        ("neumf", {"scale": None}),
        ("neumf", {"intent": True}),
        ("rating", {"kind": "vectors"}),
        ("svd", {"kind": "neighbours"}),
        ("als", {"kind": "network"}),
        ("ease", {"kind": "vectors", "prior": False, "rule": "ema", "confidence": 0.0}),
    ],
)
def test_a_model_that_is_not_what_the_manifest_says_is_refused(copy: Path, name: str, change: dict[str, Any]) -> None:
    models = manifest(copy)["models"]
    rewrite(copy, {"models": models | {name: models[name] | change}})
    bundle = load_bundle(copy)
    with pytest.raises(BundleError, match=f"holds no whole model '{name}'|is missing"):
        bundle.trained[name]


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

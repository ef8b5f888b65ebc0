"""Bundles are verified; errors are one sentence that says what to do."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import matinee
from matinee.engine.bundle.bundle import load_bundle
from matinee.engine.bundle.manifest import content_digest
from matinee.engine.bundle.verification import verify_bundle
from matinee.engine.catalogue.facts import FilmFacts
from matinee.engine.diagnostics import diagnose
from matinee.engine.errors import BundleError, MatineeError
from matinee.engine.paths import find_bundle
from matinee.engine.recommender import load_user_policy
from matinee.policy import Policy, load_policy
from tests.conftest import ROOT


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped bundle."""
    return Path(shutil.copytree(ROOT / "artifacts", tmp_path / "bundle"))


def manifest(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return content


def rewrite(folder: Path, change: dict[str, Any]) -> None:
    """Replace parts of a bundle's manifest, with a valid digest."""
    replace_manifest(folder, manifest(folder) | change)


def replace_manifest(folder: Path, new: dict[str, Any]) -> None:
    """Replace a bundle's manifest, with a valid digest."""
    old = manifest(folder)
    new["version"] = content_digest(new)
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
    assert bundle.dataset.name == "ml-latest-small"
    texts = bundle.read_texts()
    assert texts is not None
    assert texts.vectors.shape == (9742, 384)


def read_everything(folder: Path) -> None:
    """Read a bundle with all models, texts and the map."""
    bundle = load_bundle(folder)
    for name in bundle.trained:
        assert bundle.trained[name] is bundle.trained[name]
    assert bundle.read_texts() is not None
    assert bundle.read_facts() is not None
    assert bundle.read_map() is not None


def flip_a_bit(path: Path) -> bytes:
    """Damage a file and return its original content."""
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    return whole


@pytest.mark.slow
def test_every_file_is_checked(copy: Path) -> None:
    for name in manifest(copy)["files"]:
        path = copy / manifest(copy)["version"] / name
        original = flip_a_bit(path)
        with pytest.raises(BundleError, match="has been modified") as raised:
            verify_bundle(copy)
        assert name in str(raised.value)
        path.unlink()
        with pytest.raises(BundleError, match="is missing"):
            verify_bundle(copy)
        if name != "training.yaml":  # not read by the app
            with pytest.raises(BundleError, match="is missing"):
                read_everything(copy)
        path.write_bytes(original)
    verify_bundle(copy)
    read_everything(copy)


def test_a_damaged_model_raises_when_it_is_read(copy: Path, policy: Policy) -> None:
    folder = copy / manifest(copy)["version"]
    for name, entry in manifest(copy)["models"].items():
        if entry["kind"] == "blend":
            continue
        path = sorted((folder / name).rglob("*.npy"))[0]
        original = flip_a_bit(path)
        opened = matinee.load(copy, policy)
        assert name in opened.model_names
        with pytest.raises(BundleError, match="has been modified") as raised:
            opened.model(name)
        assert str(path) in str(raised.value)
        for other in opened.bundle.trained.keys() - {name}:
            assert opened.model(other).known.any()
        path.write_bytes(original)
        assert opened.model(name).known.any()  # restored, it is read


def test_doctor_finds_a_damaged_model(copy: Path) -> None:
    assert all(check["ok"] for check in diagnose(copy)["checks"])
    flip_a_bit(copy / manifest(copy)["version"] / "neumf" / "factors.npy")
    checks = {check["name"]: check for check in diagnose(copy)["checks"]}
    assert [name for name, check in checks.items() if not check["ok"]] == ["bundle"]
    assert checks.keys() == {"policy", "bundle", "serving", "prompts"}
    assert "factors.npy has been modified" in checks["bundle"]["detail"]


def test_doctor_says_why_prompts_are_read_by_the_lexicon_alone(copy: Path) -> None:
    assert prompts_check(copy) == {"name": "prompts", "ok": True, "detail": "encoder loaded"}
    original = flip_a_bit(copy / "encoder" / "model.onnx")
    detail = prompts_check(copy)["detail"]
    assert "lexicon only" in detail
    assert "model.onnx has been modified" in detail
    (copy / "encoder" / "model.onnx").write_bytes(original)
    flip_a_bit(copy / manifest(copy)["version"] / "texts.npy")
    assert "texts.npy has been modified" in prompts_check(copy)["detail"]


def prompts_check(folder: Path) -> dict[str, Any]:
    """The prompts check of doctor; serving works in any case."""
    checks: dict[str, dict[str, Any]] = {check["name"]: check for check in diagnose(folder)["checks"]}
    assert checks["serving"]["ok"]
    return checks["prompts"]


def test_a_bundle_of_the_format_before_opens_without_facts(copy: Path) -> None:
    old = {name: value for name, value in manifest(copy).items() if name not in ("facts", "kinship")}
    replace_manifest(copy, old | {"format": 3})
    recommender = matinee.load(copy)
    assert recommender.film_facts is None
    assert recommender.facts(318) == FilmFacts()
    assert recommender.policy == load_policy()
    suggestion = recommender.session([318, 858, 296, 2959]).next()
    assert suggestion is not None
    assert {"kin_genre", "kin_decade"} <= suggestion.terms.keys()
    assert "kin_director" not in suggestion.terms
    assert "directors" not in {term for film in recommender.similar(318) for term in film.terms}


def test_damaged_facts_are_rejected(copy: Path) -> None:
    counts = copy / str(manifest(copy)["version"]) / "facts" / "directors_counts.npy"
    original = counts.read_bytes()
    flip_a_bit(counts)
    with pytest.raises(BundleError, match=r"directors_counts.npy has been modified"):
        matinee.load(copy).facts(318)
    counts.write_bytes(original)
    short = np.load(counts)[:-1]
    np.save(counts, short)
    digest = hashlib.sha256(counts.read_bytes()).hexdigest()
    rewrite(copy, {"files": manifest(copy)["files"] | {"facts/directors_counts.npy": digest}})
    with pytest.raises(BundleError, match=r"directors_counts\.npy is not as .*: its shape is 9741 instead of 9742"):
        matinee.load(copy).facts(318)


def test_the_users_policy_takes_precedence_over_the_bundles(copy: Path, tmp_path: Path) -> None:
    chosen = load_bundle(copy).settings
    assert load_user_policy(chosen).kin_genre_weight == chosen["kin_genre_weight"]
    own = tmp_path / "policy.yaml"
    own.write_text("kin_genre_weight: 7\n", encoding="utf-8")
    policy = load_policy(override=own, chosen=chosen)
    assert policy.kin_genre_weight == 7
    assert policy.kin_language_weight == chosen["kin_language_weight"]


def test_a_bundle_with_an_unknown_setting_is_rejected(copy: Path) -> None:
    rewrite(copy, {"kinship": {"config": {"kin_gnre_weight": 1.0}, "metrics": {}}})
    with pytest.raises(MatineeError, match="There is no setting 'kin_gnre_weight'; did you mean 'kin_genre_weight'"):
        matinee.load(copy)


def test_a_pickle_is_never_opened(copy: Path) -> None:
    evil = copy / str(manifest(copy)["version"]) / "years.npy"
    np.save(evil, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(BundleError):
        load_bundle(copy)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": 99}, "is of format 99, this Matinee reads formats 3 and 4"),
        ({"format": 2}, "is of format 2, this Matinee reads formats 3 and 4; update Matinee or rebuild the bundle"),
        ({"models": {}}, "has been modified"),
        ({"version": "0" * 12}, "has been modified"),
        ({"default_model": "svd"}, "has been modified"),
    ],
)
def test_a_changed_manifest_is_rejected(copy: Path, change: dict[str, Any], message: str) -> None:
    (copy / "manifest.json").write_text(json.dumps(manifest(copy) | change), encoding="utf-8")
    with pytest.raises(BundleError, match=message):
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
def test_a_manifest_of_another_shape_is_rejected(copy: Path, change: dict[str, Any]) -> None:
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
def test_a_model_that_does_not_match_the_manifest_is_rejected(copy: Path, name: str, change: dict[str, Any]) -> None:
    models = manifest(copy)["models"]
    rewrite(copy, {"models": models | {name: models[name] | change}})
    with pytest.raises(
        BundleError, match=f"{name}/.* is not as the manifest|is missing|not describe a complete bundle"
    ):
        load_bundle(copy).trained[name]


def test_former_model_names_are_read_as_the_current_ones(copy: Path, policy: Policy) -> None:
    models, former = manifest(copy)["models"], {"blend": "session"}
    rewrite(
        copy, {"models": {former.get(name, name): entry for name, entry in models.items()}, "default_model": "session"}
    )
    opened = matinee.load(copy, policy)
    assert opened.bundle.default_model == opened.model().name == opened.model("session").name == "blend"
    assert opened.model_names[0] == "blend"
    assert "session" not in opened.model_names
    assert opened.bundle.blends == {"blend": {"svd_likes": 1.0, "edlae": 0.5}}


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\x00"])
def test_an_unreadable_manifest_is_rejected(copy: Path, text: str) -> None:
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
    with pytest.raises(BundleError, match="which is not a folder"):
        find_bundle()
    with pytest.raises(BundleError, match="is not a bundle"):
        find_bundle(tmp_path)

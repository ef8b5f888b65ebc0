"""Bundles are written atomically."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from matinee.engine.bundle.bundle import Bundle, load_bundle
from matinee.engine.bundle.model_factory import create_model, model_names
from matinee.engine.bundle.verification import verify_bundle
from matinee.engine.bundle.versions import locked_for_change
from matinee.engine.models.profile import Answer, Profile
from matinee.engine.paths import MANIFEST
from matinee.policy import Policy
from matinee.training.build import build_bundle
from matinee.training.data.movielens import read_dataset
from matinee.training.publish import publish
from tests.conftest import ROOT
from tests.training.models.test_models import SMALL


@pytest.fixture
def bundle(small_data: Path) -> Bundle:
    return build_bundle(read_dataset(small_data), config=SMALL)


def test_what_is_written_is_what_is_read(bundle: Bundle, tmp_path: Path, policy: Policy) -> None:
    version = publish(bundle, tmp_path / "out")
    read = load_bundle(tmp_path / "out")
    assert read.version == version
    assert list(read.catalogue.titles) == list(bundle.catalogue.titles)
    assert read.catalogue.movie(0) == bundle.catalogue.movie(0)
    assert read.blends == bundle.blends
    profile = Profile((1, 5, 8, 11), ((13, Answer.LIKE), (4, Answer.DISLIKE)))
    for name in model_names(bundle):
        written, back = (create_model(one, name, policy).scores(profile) for one in (bundle, read))
        assert written.tolist() == back.tolist()
    assert np.array_equal(read.users.seen, bundle.users.seen)
    assert not list((tmp_path / "out").glob(".*"))


def test_the_same_content_is_the_same_version(bundle: Bundle, tmp_path: Path) -> None:
    versions = {publish(bundle, tmp_path / name) for name in ("a", "b", "b")}
    assert len(versions) == 1
    first, second = ((tmp_path / name / MANIFEST).read_bytes() for name in ("a", "b"))
    assert first == second


def test_an_earlier_version_stays_and_can_be_gone_back_to(bundle: Bundle, small_data: Path, tmp_path: Path) -> None:
    first = publish(bundle, tmp_path)
    second = publish(build_bundle(read_dataset(small_data), ["svd_likes"], SMALL), tmp_path)
    assert load_bundle(tmp_path).version == second != first
    (tmp_path / MANIFEST).write_bytes((tmp_path / first / MANIFEST).read_bytes())
    assert load_bundle(tmp_path).version == first


def test_a_failure_while_writing_leaves_the_old_bundle(
    bundle: Bundle, small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(bundle, tmp_path)
    other = build_bundle(read_dataset(small_data), ["svd"], SMALL)
    write = Path.write_bytes
    written = []

    def full_disk(path: Path, content: bytes) -> int:
        written.append(path)
        if len(written) > 3:
            raise OSError(28, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(OSError, match="No space left"):
        publish(other, tmp_path)
    monkeypatch.undo()
    assert load_bundle(tmp_path).version == first
    assert load_bundle(tmp_path).version != publish(other, tmp_path)  # leftovers of the failure do no harm
    assert verify_bundle(tmp_path) > 0


@pytest.mark.slow
def test_killing_training_at_any_moment_leaves_a_whole_bundle(bundle: Bundle, small_data: Path, tmp_path: Path) -> None:
    publish(bundle, tmp_path)
    command = [sys.executable, "-m", "matinee", "train", "--data", str(small_data), "--out", str(tmp_path)]
    options = ["--min-user-ratings", "5", "--min-movie-ratings", "5", "--dimensions", "6"]
    started = time.monotonic()
    subprocess.run([*command, *options], cwd=ROOT, check=True, capture_output=True)
    duration = time.monotonic() - started
    publish(bundle, tmp_path)
    for share in (0.3, 0.6, 0.8, 0.9, 0.95, 1.0):
        process = subprocess.Popen([*command, *options], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(duration * share)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        load_bundle(tmp_path)


def test_publishing_waits_for_the_lock(bundle: Bundle, small_data: Path, tmp_path: Path) -> None:
    first = publish(bundle, tmp_path)
    other = build_bundle(read_dataset(small_data), ["svd"], SMALL)
    published: list[str] = []
    thread = threading.Thread(target=lambda: published.append(publish(other, tmp_path)))
    with locked_for_change(tmp_path):
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
        assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [first]
        assert load_bundle(tmp_path).version == first
    thread.join(20)
    assert [load_bundle(tmp_path).version] == published != [first]
    assert not list(tmp_path.glob(".*"))


def test_the_encoder_is_written_without_the_lock_and_replaced_under_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from torch import nn

    from matinee.training.text import onnx_export

    encoder = tmp_path / "encoder"
    encoder.mkdir()
    (encoder / "old").touch()
    written, locked = threading.Event(), threading.Event()

    def write_two_files(folder: Path, *_arguments: Any) -> dict[str, Any]:
        (folder / "encoder.onnx").touch()
        (folder / "tokenizer.json").touch()
        written.set()
        assert locked.wait(20)
        return {}

    loader = SimpleNamespace(from_pretrained=lambda *_arguments, **_options: nn.Identity())
    monkeypatch.setitem(sys.modules, "transformers", SimpleNamespace(AutoModel=loader))
    monkeypatch.setattr(onnx_export, "find_weights", lambda: tmp_path)
    monkeypatch.setattr(onnx_export, "write_encoder", write_two_files)
    thread = threading.Thread(target=onnx_export.export_encoder, args=(tmp_path, [], 0, lambda _step: None))
    thread.start()
    assert written.wait(20)
    with locked_for_change(tmp_path):
        locked.set()
        thread.join(0.5)
        assert thread.is_alive()
        assert [path.name for path in encoder.iterdir()] == ["old"]
    thread.join(20)
    assert sorted(path.name for path in encoder.iterdir()) == ["encoder.onnx", "tokenizer.json"]
    assert not list(tmp_path.glob(".*"))


def test_publishing_an_intact_version_again_writes_nothing(bundle: Bundle, tmp_path: Path) -> None:
    version = publish(bundle, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / version).rglob("*")}
    publish(bundle, tmp_path)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / version).rglob("*")} == before


@pytest.mark.parametrize("file", ["years.npy", MANIFEST])
def test_publishing_again_repairs_a_damaged_version(bundle: Bundle, tmp_path: Path, file: str) -> None:
    version = publish(bundle, tmp_path)
    (tmp_path / version / file).unlink()
    publish(bundle, tmp_path)
    verify_bundle(tmp_path)
    assert (tmp_path / version / file).is_file()


def test_preprocess_writes_all_or_nothing(small_data: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "matinee", "preprocess", "--data", str(small_data), "--out", str(tmp_path / "out")]
    options = ["--min-movie-ratings", "5000"]
    done = subprocess.run([*command, *options], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert "No rating is left" in done.stderr
    assert not (tmp_path / "out").exists()


def test_train_prints_its_metrics(small_data: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "matinee", "train", "--data", str(small_data), "--out", str(tmp_path / "b")]
    options = ["--model", "svd", "--min-user-ratings", "5", "--min-movie-ratings", "5", "--dimensions", "4", "--json"]
    done = subprocess.run([*command, *options], cwd=ROOT, check=True, capture_output=True, text=True)
    report = json.loads(done.stdout)
    assert report["metrics"]["svd"]["films"] == 60
    assert load_bundle(tmp_path / "b").version == report["version"]


def test_preprocess_writes_readable_tables(small_data: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "matinee", "preprocess", "--data", str(small_data), "--out", str(tmp_path)]
    options = ["--min-user-ratings", "5", "--min-movie-ratings", "5", "--json"]
    done = subprocess.run([*command, *options], cwd=ROOT, check=True, capture_output=True, text=True)
    stages = json.loads(done.stdout)["stages"]
    assert sum(stages[name]["ratings"] for name in ("train", "validation", "test")) == stages["filtered"]["ratings"]
    header = (tmp_path / "train_transformed.csv").read_text().splitlines()[0]
    assert header == "user,movie,rating,timestamp,final_rating"
    assert len(json.loads((tmp_path / "user_means.json").read_text())) == 80
    assert int((tmp_path / "train_max_timestamp.txt").read_text()) > 1_000_000_000
    assert (tmp_path / "catalogue.csv").read_text().splitlines()[1].startswith("1,The Film 1,1951,Comedy|Romance")

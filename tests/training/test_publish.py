"""A bundle is written whole or not at all."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from engine.bundle import Bundle, load_bundle, verify_bundle
from engine.bundle_lock import changing
from engine.events import Answer
from engine.models.selection import model_names, select_model
from engine.paths import MANIFEST
from engine.profile import Profile
from policy import Policy
from tests.conftest import ROOT
from tests.training.test_models import SMALL
from training.build import build_bundle
from training.data.formats import read_dataset
from training.publish import publish


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
        written, back = (select_model(one, name, policy).scores(profile) for one in (bundle, read))
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
    assert load_bundle(tmp_path).version != publish(other, tmp_path)  # what the failure left is in nobody's way
    assert verify_bundle(tmp_path) > 0


def test_killing_training_at_any_moment_leaves_a_whole_bundle(bundle: Bundle, small_data: Path, tmp_path: Path) -> None:
    publish(bundle, tmp_path)
    command = [sys.executable, "matinee.py", "train", "--data", str(small_data), "--out", str(tmp_path)]
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


def test_a_new_bundle_waits_until_others_are_done(bundle: Bundle, small_data: Path, tmp_path: Path) -> None:
    first = publish(bundle, tmp_path)
    other = build_bundle(read_dataset(small_data), ["svd"], SMALL)
    written: list[str] = []
    thread = threading.Thread(target=lambda: written.append(publish(other, tmp_path)))
    with changing(tmp_path):
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
        assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [first]
        assert load_bundle(tmp_path).version == first
    thread.join(20)
    assert [load_bundle(tmp_path).version] == written != [first]
    assert not list(tmp_path.glob(".*"))


def test_a_new_encoder_waits_until_others_are_done(tmp_path: Path) -> None:
    from training.text.export import replace_folder

    (tmp_path / "staging" / "whole").mkdir(parents=True)
    (tmp_path / "encoder").mkdir()
    (tmp_path / "encoder" / "former").touch()
    arguments = (tmp_path / "staging" / "whole", tmp_path / "encoder", tmp_path / "staging" / "former")
    thread = threading.Thread(target=replace_folder, args=arguments)
    with changing(tmp_path):
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
        assert (tmp_path / "encoder" / "former").exists()
    thread.join(20)
    assert not list((tmp_path / "encoder").iterdir())
    assert (tmp_path / "staging" / "former" / "former").exists()


def test_training_the_same_again_leaves_what_is_served_alone(bundle: Bundle, tmp_path: Path) -> None:
    version = publish(bundle, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / version).rglob("*")}
    publish(bundle, tmp_path)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / version).rglob("*")} == before


@pytest.mark.parametrize("file", ["years.npy", MANIFEST])
def test_training_the_same_again_mends_a_damaged_bundle(bundle: Bundle, tmp_path: Path, file: str) -> None:
    version = publish(bundle, tmp_path)
    (tmp_path / version / file).unlink()
    publish(bundle, tmp_path)
    verify_bundle(tmp_path)
    assert (tmp_path / version / file).is_file()


def test_preprocess_writes_all_or_nothing(small_data: Path, tmp_path: Path) -> None:
    command = [sys.executable, "matinee.py", "preprocess", "--data", str(small_data), "--out", str(tmp_path / "out")]
    options = ["--min-movie-ratings", "5000"]
    done = subprocess.run([*command, *options], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert "No rating is left" in done.stderr
    assert not (tmp_path / "out").exists()


def test_train_prints_its_metrics(small_data: Path, tmp_path: Path) -> None:
    command = [sys.executable, "matinee.py", "train", "--data", str(small_data), "--out", str(tmp_path / "b")]
    options = ["--model", "svd", "--min-user-ratings", "5", "--min-movie-ratings", "5", "--dimensions", "4", "--json"]
    done = subprocess.run([*command, *options], cwd=ROOT, check=True, capture_output=True, text=True)
    report = json.loads(done.stdout)
    assert report["metrics"]["svd"]["films"] == 60
    assert load_bundle(tmp_path / "b").version == report["version"]


def test_preprocess_writes_readable_tables(small_data: Path, tmp_path: Path) -> None:
    command = [sys.executable, "matinee.py", "preprocess", "--data", str(small_data), "--out", str(tmp_path)]
    options = ["--min-user-ratings", "5", "--min-movie-ratings", "5", "--json"]
    done = subprocess.run([*command, *options], cwd=ROOT, check=True, capture_output=True, text=True)
    stages = json.loads(done.stdout)["stages"]
    assert sum(stages[name]["ratings"] for name in ("train", "validation", "test")) == stages["filtered"]["ratings"]
    header = (tmp_path / "train_transformed.csv").read_text().splitlines()[0]
    assert header == "user,movie,rating,timestamp,final_rating"
    assert len(json.loads((tmp_path / "user_means.json").read_text())) == 80
    assert int((tmp_path / "train_max_timestamp.txt").read_text()) > 1_000_000_000
    assert (tmp_path / "catalogue.csv").read_text().splitlines()[1].startswith("1,The Film 1,1951,Comedy|Romance")

"""Processes that change a bundle wait for each other, readers always find it whole, and litter is cleared."""

import signal
import subprocess
import sys
from pathlib import Path

from benchmarks.small_bundle import publish_small_bundle, small_bundle
from matinee.engine.atomic import REMOVED, STAGING, clear_litter, temporary_folder
from matinee.engine.bundle.bundle import load_bundle
from matinee.engine.bundle.verification import verify_bundle
from matinee.engine.bundle.versions import LOCK, all_versions, locked_for_change, use_version
from matinee.training.publish import publish
from tests.conftest import ROOT

CHANGES = """
import sys
from pathlib import Path
from benchmarks.small_bundle import small_bundle
from matinee.engine.bundle.versions import remove_version, use_version
from matinee.engine.errors import BundleError
from matinee.training.publish import publish
what, folder, names = sys.argv[1], Path(sys.argv[2]), sys.argv[3].split(",")
bundles = [small_bundle(films) for films in (16, 17)]
train = lambda folder, name: publish(bundles[names.index(name)], folder)
changes = {"use": use_version, "remove": remove_version, "train": train}
for number in range(12):
    try:
        changes[what](folder, names[number % 2])
    except BundleError as error:
        assert "in use; switch" in str(error) or "There is no version" in str(error), error
"""
"""Changes a bundle twelve times: arguments are the change, the folder, and the names of two versions."""
KILLED = """
import os, signal, sys
from pathlib import Path
from benchmarks.small_bundle import publish_small_bundle
left, write = [9], Path.write_bytes
def deadly(path, content):
    left[0] -= 1
    return os.kill(os.getpid(), signal.SIGKILL) if left[0] == 0 else write(path, content)
Path.write_bytes = deadly
publish_small_bundle(Path(sys.argv[1]))
"""


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def hidden(folder: Path) -> list[str]:
    """Names of the hidden files and folders in a folder."""
    return sorted(path.name for path in folder.glob(".*"))


def test_use_remove_and_training_leave_a_whole_bundle(tmp_path: Path) -> None:
    names = ",".join(publish(small_bundle(films), tmp_path) for films in (16, 17))
    processes = [start(CHANGES, what, str(tmp_path), names) for what in ("use", "remove", "train")]
    while any(process.poll() is None for process in processes):
        assert len(load_bundle(tmp_path).catalogue) in (16, 17)
    for process in processes:
        _, errors = process.communicate(timeout=30)
        assert (process.returncode, errors) == (0, "")
    assert verify_bundle(tmp_path) > 50
    assert all(not version.damage for version in all_versions(tmp_path))
    assert hidden(tmp_path) == []


def test_litter_of_a_killed_training_is_cleared_by_the_next(tmp_path: Path) -> None:
    version = publish_small_bundle(tmp_path)
    other = tmp_path / "other"
    killed = start(KILLED, str(other))
    assert killed.wait(60) == -signal.SIGKILL
    assert [name[: len(STAGING)] for name in hidden(other)] == sorted([LOCK[: len(STAGING)], STAGING])
    (other / LOCK).rename(tmp_path / LOCK)
    (next(other.glob(f"{STAGING}*"))).rename(tmp_path / f"{STAGING}x")
    use_version(tmp_path, version)
    assert hidden(tmp_path) == []
    verify_bundle(tmp_path)


def test_only_what_nobody_uses_is_litter(tmp_path: Path) -> None:
    (tmp_path / f"{REMOVED}a" / "folder").mkdir(parents=True)
    (tmp_path / f"{STAGING}b").mkdir()
    (tmp_path / f"{STAGING}file").touch()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / f"{STAGING}link").symlink_to(tmp_path / "elsewhere")
    with temporary_folder(tmp_path, STAGING) as used:
        clear_litter(tmp_path)
        assert used.is_dir()
        assert hidden(tmp_path) == sorted([used.name, f"{STAGING}file", f"{STAGING}link"])
    assert not used.exists()
    assert (tmp_path / "elsewhere").is_dir()


def test_an_encoder_being_written_is_not_litter(tmp_path: Path) -> None:
    with temporary_folder(tmp_path, STAGING) as staging:
        (staging / "model.onnx").touch()
        with locked_for_change(tmp_path):
            assert (staging / "model.onnx").exists()

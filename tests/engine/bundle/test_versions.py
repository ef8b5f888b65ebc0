"""Versions of a bundle: listed as they are, and an intact one is always in use."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from matinee.engine.bundle import versions
from matinee.engine.bundle.bundle import Bundle, load_bundle
from matinee.engine.bundle.manifest import content_digest
from matinee.engine.bundle.model_factory import create_model
from matinee.engine.bundle.verification import verify_bundle
from matinee.engine.bundle.versions import (
    LOCK,
    all_versions,
    find_version,
    locked_for_change,
    read_version,
    remove_version,
    served_version,
    use_version,
)
from matinee.engine.errors import BundleError
from matinee.engine.models.profile import Answer, Profile
from matinee.engine.paths import MANIFEST
from matinee.policy import Policy
from matinee.training.build import build_bundle
from matinee.training.data.movielens import read_dataset
from matinee.training.publish import publish
from tests.conftest import ROOT
from tests.training.models.test_models import SMALL

PROFILE = Profile((1, 5, 8, 11), ((13, Answer.LIKE), (4, Answer.DISLIKE)))


@pytest.fixture(scope="module")
def trained(small_data: Path) -> tuple[Bundle, Bundle]:
    """An earlier bundle and a later one, on the same films."""
    dataset = read_dataset(small_data)
    return build_bundle(dataset, ["svd_likes"], SMALL), build_bundle(dataset, ["svd"], SMALL)


@pytest.fixture
def names(trained: tuple[Bundle, Bundle], tmp_path: Path) -> tuple[str, str]:
    """The versions in tmp_path: the earlier one, and the later one, which is served."""
    earlier, later = (publish(bundle, tmp_path) for bundle in trained)
    os.utime(tmp_path / earlier / MANIFEST, (1_000_000_000, 1_000_000_000))
    return earlier, later


def scores(folder: Path, policy: Policy) -> list[float]:
    found: list[float] = create_model(load_bundle(folder), None, policy).scores(PROFILE).tolist()
    return found


def flip_a_bit(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def of_another_format(folder: Path, name: str) -> str:
    """Turn a version into one of a later format and return its name."""
    manifest = json.loads((folder / name / MANIFEST).read_text()) | {"format": 99}
    manifest["version"] = content_digest(manifest)
    (folder / name / MANIFEST).write_text(json.dumps(manifest))
    (folder / name).rename(folder / manifest["version"])
    return str(manifest["version"])


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "matinee", "bundle", *arguments, "--bundle", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def answer(folder: Path, *arguments: str, code: int = 0) -> Any:
    """The JSON document a command prints, and nothing else."""
    done = run(folder, *arguments, "--json")
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def refused(folder: Path, *arguments: str) -> str:
    """The error message of a command, which must be one sentence."""
    done = run(folder, *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith("matinee: ")
    return sentence


def test_going_back_gives_the_earlier_scores(
    trained: tuple[Bundle, Bundle], names: tuple[str, str], tmp_path: Path, policy: Policy
) -> None:
    before, after = (create_model(bundle, None, policy).scores(PROFILE).tolist() for bundle in trained)
    assert scores(tmp_path, policy) == after != before
    use_version(tmp_path, names[0])
    assert scores(tmp_path, policy) == before
    assert (tmp_path / MANIFEST).read_bytes() == (tmp_path / names[0] / MANIFEST).read_bytes()
    use_version(tmp_path, names[1])
    assert scores(tmp_path, policy) == after
    assert not list(tmp_path.glob(".*"))


def test_the_list_is_newest_first_and_marks_the_one_served(names: tuple[str, str], tmp_path: Path) -> None:
    earlier, later = names
    listed = answer(tmp_path, "list")
    assert listed["served"] == later
    assert [(row["version"], row["served"], row["models"]) for row in listed["versions"]] == [
        (later, True, ["svd"]),
        (earlier, False, ["svd_likes"]),
    ]
    assert listed["versions"][1]["written"] == "2001-09-09T01:46:40+00:00"
    assert listed["versions"][0]["size"] == sum(
        path.stat().st_size for path in (tmp_path / later).rglob("*") if path.is_file()
    )
    lines = run(tmp_path, "list").stdout.splitlines()
    assert [line.split()[:3] for line in lines[3:]] == [["▸", later, "small0"], [earlier, "small0", "svd_likes"]]


def test_other_folders_are_not_listed(names: tuple[str, str], tmp_path: Path) -> None:
    for other in (".partial-x", ".removed-y", "notes", names[0] + "0"):
        (tmp_path / other).mkdir()
    assert {version.name for version in all_versions(tmp_path)} == set(names)


def test_show_prints_the_whole_manifest(names: tuple[str, str], tmp_path: Path) -> None:
    earlier, later = names
    assert answer(tmp_path, "show")["version"] == later
    shown = answer(tmp_path, "show", earlier[:6])
    manifest = json.loads((tmp_path / earlier / MANIFEST).read_text())
    assert shown["manifest"] == manifest
    assert shown["sizes"]["years.npy"] == (tmp_path / earlier / "years.npy").stat().st_size
    text = run(tmp_path, "show", earlier).stdout
    for expected in (manifest["dataset"]["sha256"], "rule posterior", "min_user_ratings 5", "films 60", "years.npy"):
        assert expected in text


def test_the_beginning_of_a_name_is_enough(names: tuple[str, str], tmp_path: Path) -> None:
    earlier, later = names
    assert find_version(tmp_path, earlier[:4]) == find_version(tmp_path, earlier.upper()) == earlier
    twin = earlier[:5] + "0" * 7
    shutil.copytree(tmp_path / earlier, tmp_path / twin)
    with pytest.raises(BundleError, match=r"could be \w{12} or \w{12}; give more of it"):
        find_version(tmp_path, earlier[:4])
    assert find_version(tmp_path, earlier) == earlier
    for text, message in (
        ("", "is too short"),
        ("zzzz", "There is no version 'zzzz'"),
        (later[:3], "give at least 4 characters"),
    ):
        sentence = refused(tmp_path, "use", text)
        assert message in sentence
        assert all(name in sentence for name in (earlier, later, twin))


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda folder: flip_a_bit(folder / "years.npy"), "years.npy has been modified"),
        (lambda folder: (folder / "users" / "ids.npy").unlink(), "ids.npy is missing"),
        (lambda folder: (folder / MANIFEST).unlink(), "manifest.json is missing"),
        (lambda folder: (folder / MANIFEST).write_text("{"), "manifest.json cannot be read"),
        (lambda folder: (folder / MANIFEST).write_bytes((folder.parent / MANIFEST).read_bytes()), "is that of version"),
        (lambda folder: shutil.rmtree(folder) or folder.mkdir(), "manifest.json is missing"),
    ],
)
def test_a_damaged_version_is_reported_and_never_used(
    names: tuple[str, str], tmp_path: Path, policy: Policy, damage: Any, message: str
) -> None:
    earlier, later = names
    before = scores(tmp_path, policy)
    damage(tmp_path / earlier)
    assert message in refused(tmp_path, "use", earlier)
    assert scores(tmp_path, policy) == before
    rows = {row["version"]: row["damage"] for row in answer(tmp_path, "list")["versions"]}
    assert rows[later] == {}
    assert message in "".join(rows[earlier].values())
    assert answer(tmp_path, "verify")["versions"][0]["damage"] == {}
    assert message in "".join(answer(tmp_path, "verify", earlier, code=1)["versions"][0]["damage"].values())


def test_verify_names_every_damaged_file(names: tuple[str, str], tmp_path: Path) -> None:
    earlier, later = names
    flip_a_bit(tmp_path / earlier / "years.npy")
    (tmp_path / earlier / "svd_likes" / "vectors.npy").unlink()
    flip_a_bit(tmp_path / later / "titles.json")
    done = run(tmp_path, "verify", "--all")
    assert done.returncode == 1
    assert all(f"{tmp_path / name}" in done.stdout for name in (f"{earlier}/years.npy", f"{later}/titles.json"))
    assert set(read_version(tmp_path, earlier).damage) == {"years.npy", "svd_likes/vectors.npy"}
    assert "2 of its files are damaged" in refused(tmp_path, "use", earlier)
    assert "either VERSION or --all" in refused(tmp_path, "verify", earlier, "--all")


def test_another_format_is_refused_in_one_sentence(names: tuple[str, str], tmp_path: Path) -> None:
    foreign, message = of_another_format(tmp_path, names[0]), "is of format 99, this Matinee reads formats 3 and 4"
    assert message in refused(tmp_path, "use", foreign)
    assert served_version(tmp_path) == names[1]
    assert (
        message
        in answer(tmp_path, "verify", "--all", code=1)["versions"][0 if foreign < names[1] else 1]["damage"][MANIFEST]
    )
    (tmp_path / MANIFEST).write_bytes((tmp_path / foreign / MANIFEST).read_bytes())
    for command in ("list", "show", "remove " + names[1]):
        assert message in refused(tmp_path, *command.split())
    assert message in answer(tmp_path, "verify", code=1)["damage"][MANIFEST]


def test_a_manifest_of_another_shape_is_damage(names: tuple[str, str], tmp_path: Path) -> None:
    manifest = json.loads((tmp_path / names[0] / MANIFEST).read_text())
    for change in ({"models": []}, {"models": {"svd": 1}}, {"dataset": None}, {"files": ["years.npy"]}):
        changed = manifest | change
        folder = tmp_path / content_digest(changed)
        folder.mkdir()
        (folder / MANIFEST).write_text(json.dumps(changed | {"version": folder.name}))
        assert "does not describe a complete bundle" in read_version(tmp_path, folder.name).damage[MANIFEST]


@pytest.mark.parametrize("text", ["", "{", "null"])
def test_versions_are_listed_without_a_readable_manifest(names: tuple[str, str], tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    listed = answer(tmp_path, "list", code=2)
    assert listed["served"] is None
    assert {row["version"] for row in listed["versions"]} == set(names)
    assert answer(tmp_path, "use", names[0]) == {"folder": str(tmp_path), "served": names[0], "before": None}
    assert load_bundle(tmp_path).version == names[0]


def test_a_missing_version_in_use_is_listed_as_damaged(names: tuple[str, str], tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / names[1])
    rows = {row["version"]: row for row in answer(tmp_path, "list")["versions"]}
    assert rows[names[1]]["served"]
    assert rows[names[1]]["damage"]
    assert rows[names[1]]["written"] is None


def test_the_version_in_use_cannot_be_removed(names: tuple[str, str], tmp_path: Path) -> None:
    earlier, later = names
    assert "switch to another one first" in refused(tmp_path, "remove", later)
    removed = answer(tmp_path, "remove", earlier[:5])
    assert removed["removed"] == earlier
    assert removed["size"] > 10_000
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([later, MANIFEST])
    load_bundle(tmp_path)


def test_a_damaged_version_can_be_removed(names: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / names[0] / MANIFEST).unlink()
    remove_version(tmp_path, names[0])
    assert [version.name for version in all_versions(tmp_path)] == [names[1]]


KILLED = """
import os, signal, sys
from pathlib import Path
from matinee.engine.bundle.versions import remove_version
left, unlink = [3], os.unlink
def deadly(*arguments, **options):
    left[0] -= 1
    os.kill(os.getpid(), signal.SIGKILL) if left[0] == 0 else unlink(*arguments, **options)
os.unlink = deadly
remove_version(Path(sys.argv[1]), sys.argv[2])
"""


def test_a_removal_that_is_killed_leaves_no_half_version(names: tuple[str, str], tmp_path: Path) -> None:
    earlier, later = names
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), earlier], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert list(tmp_path.glob(".removed-*"))  # killed half-way
    assert [version.name for version in all_versions(tmp_path)] == [later]
    load_bundle(tmp_path)
    with pytest.raises(BundleError, match="There is no version"):
        remove_version(tmp_path, earlier)
    assert not list(tmp_path.glob(".*"))  # asking again cleans up


SWITCHING = """
import sys
from pathlib import Path
from matinee.engine.bundle.versions import use_version
for _ in range(40):
    use_version(Path(sys.argv[1]), sys.argv[2])
"""


def test_processes_may_switch_versions_concurrently(names: tuple[str, str], tmp_path: Path) -> None:
    whole = {(tmp_path / name / MANIFEST).read_bytes() for name in names}
    commands = [[sys.executable, "-c", SWITCHING, str(tmp_path), name] for name in names * 2]
    processes = [subprocess.Popen(command, cwd=ROOT) for command in commands]
    seen = set()
    while any(process.poll() is None for process in processes):
        seen.add((tmp_path / MANIFEST).read_bytes())
    assert [process.returncode for process in processes] == [0] * 4
    assert seen == whole
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names, MANIFEST])


WORKER = """
import sys
from pathlib import Path
from matinee.engine.bundle import versions
from matinee.engine.errors import BundleError
change = getattr(versions, sys.argv[1])
for line in sys.stdin:
    try:
        change(Path(sys.argv[2]), line.strip())
    except BundleError as error:
        print(error, flush=True)
    else:
        print("done", flush=True)
"""
"""Changes a bundle once per line of input and prints the result."""


def start_worker(change: str, folder: Path) -> Any:
    """Start a process that changes a bundle: it reads one version name per line and answers each with one line."""
    command = [sys.executable, "-c", WORKER, change, str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)


def test_no_version_is_removed_while_another_process_switches_to_it(names: tuple[str, str], tmp_path: Path) -> None:
    earlier, later = names
    copy = tmp_path / "copy"
    shutil.copytree(tmp_path / earlier, copy)
    with start_worker("use_version", tmp_path) as use, start_worker("remove_version", tmp_path) as remove:
        for number in range(30):
            for process in (use, remove) if number % 2 else (remove, use):
                process.stdin.write(f"{earlier}\n")
            used, removed = use.stdout.readline(), remove.stdout.readline()
            verify_bundle(tmp_path)  # the version in use exists and is intact
            if used == "done\n":
                assert served_version(tmp_path) == earlier
                assert f"Version {earlier} is in use; switch to another one first" in removed
            else:
                assert served_version(tmp_path) == later
                assert f"There is no version '{earlier}'" in used
                assert removed == "done\n"
                shutil.copytree(copy, tmp_path / earlier)
            use_version(tmp_path, later)
    assert not list(tmp_path.glob(".*"))


def switch_without_lock(folder: Path, name: str) -> None:
    """Do what `matinee bundle use` does, without the lock."""
    (folder / MANIFEST).write_bytes((folder / name / MANIFEST).read_bytes())


@pytest.mark.parametrize(
    ("change", "meanwhile", "message"),
    [
        (use_version, lambda folder, name: shutil.rmtree(folder / name), "There is no version"),
        (use_version, lambda folder, name: flip_a_bit(folder / name / "years.npy"), "years.npy has been modified"),
        (use_version, lambda _folder, _name: None, ""),
        (remove_version, switch_without_lock, "is in use; switch to another one first"),
        (remove_version, lambda _folder, _name: None, ""),
    ],
)
def test_a_change_waits_for_the_lock_and_then_checks_the_bundle(
    names: tuple[str, str], tmp_path: Path, change: Any, meanwhile: Any, message: str
) -> None:
    results: list[str] = []

    def attempt() -> None:
        try:
            change(tmp_path, names[0])
        except BundleError as error:
            results.append(str(error))
        else:
            results.append("")

    thread = threading.Thread(target=attempt)
    with locked_for_change(tmp_path):
        before = (tmp_path / MANIFEST).read_bytes()
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
        assert (tmp_path / MANIFEST).read_bytes() == before
        assert {version.name for version in all_versions(tmp_path)} == set(names)
        meanwhile(tmp_path, names[0])
    thread.join(20)
    assert not thread.is_alive()
    assert message in results[0]
    assert bool(message) == bool(results[0])
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("change", [use_version, remove_version])
def test_waiting_too_long_for_the_lock_is_reported(
    names: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Any
) -> None:
    monkeypatch.setattr(versions, "LOCK_TIMEOUT", 0.1)
    before = (tmp_path / MANIFEST).read_bytes()
    with locked_for_change(tmp_path):
        assert LOCK not in {version.name for version in all_versions(tmp_path)}
        with pytest.raises(BundleError, match=r"^Another Matinee has been changing .* try again when it is done\.$"):
            change(tmp_path, names[0])
    assert (tmp_path / MANIFEST).read_bytes() == before
    assert {version.name for version in all_versions(tmp_path)} == set(names)


HOLDING = """
import sys, time
from pathlib import Path
from matinee.engine.bundle.versions import locked_for_change
with locked_for_change(Path(sys.argv[1])):
    print("locked", flush=True)
    time.sleep(600)
"""


def test_the_lock_ends_with_a_killed_process(
    names: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "LOCK_TIMEOUT", 0.1)
    command = [sys.executable, "-c", HOLDING, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "locked\n"
            with pytest.raises(BundleError, match="Another Matinee"):
                use_version(tmp_path, names[0])
        finally:
            process.kill()
    assert (tmp_path / LOCK).exists()
    monkeypatch.setattr(versions, "LOCK_TIMEOUT", 5.0)
    use_version(tmp_path, names[0])
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names, MANIFEST])


def test_reading_neither_waits_for_the_lock_nor_imports_filelock(names: tuple[str, str], tmp_path: Path) -> None:
    code = (
        "import sys, matinee; from pathlib import Path; from matinee.engine.bundle.versions import all_versions; "
        "matinee.load(sys.argv[1]); print(len(all_versions(Path(sys.argv[1]))), 'filelock' in sys.modules)"
    )
    with locked_for_change(tmp_path):
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
            timeout=30,
        )
    assert done.stdout == f"{len(names)} False\n"


@pytest.mark.parametrize("command", ["use", "remove"])
def test_a_folder_without_write_permission_is_reported(names: tuple[str, str], tmp_path: Path, command: str) -> None:
    tmp_path.chmod(0o555)
    try:
        if os.access(tmp_path, os.W_OK):
            pytest.skip("this user may write anywhere")
        assert "cannot be changed" in refused(tmp_path, command, names[0])
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.parametrize("call", ["open", "mkdir"])
@pytest.mark.parametrize("change", [use_version, remove_version])
def test_a_read_only_disk_is_reported(
    names: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Any, call: str
) -> None:
    original = getattr(os, call)

    def read_only(path: str, flags: int = 0, mode: int = 0o777, **options: Any) -> int:
        if call == "open" and not flags & os.O_CREAT:
            return int(original(path, flags, mode, **options))
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)

    monkeypatch.setattr(os, call, read_only)
    with pytest.raises(BundleError, match=r"cannot be changed \(Read-only file system\); copy it"):
        change(tmp_path, names[0])
    monkeypatch.undo()
    assert {version.name for version in all_versions(tmp_path)} == set(names)
    assert not list(tmp_path.glob(".*"))


def test_a_full_disk_leaves_the_version_in_use(
    names: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        use_version(tmp_path, names[0])
    assert load_bundle(tmp_path).version == names[1]
    assert not list(tmp_path.glob(".*"))

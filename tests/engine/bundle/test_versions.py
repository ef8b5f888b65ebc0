"""Versions of a bundle: what is there is told as it is, and what is served is always whole."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from matinee.engine.bundle.bundle import Bundle, load_bundle, version_of
from matinee.engine.bundle.model_factory import select_model
from matinee.engine.bundle.versions import (
    all_versions,
    find_version,
    read_version,
    remove_version,
    served_version,
    use_version,
)
from matinee.engine.errors import BundleError
from matinee.engine.models.profile import Profile
from matinee.engine.paths import MANIFEST
from matinee.engine.session.events import Answer
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
    found: list[float] = select_model(load_bundle(folder), None, policy).scores(PROFILE).tolist()
    return found


def flip_a_bit(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def of_another_format(folder: Path, name: str) -> str:
    """Turn a version into one that a later Matinee would make; returns its name."""
    manifest = json.loads((folder / name / MANIFEST).read_text()) | {"format": 99}
    manifest["version"] = version_of(manifest)
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
    """The one sentence a command is refused with."""
    done = run(folder, *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith("matinee: ")
    return sentence


def test_going_back_gives_the_earlier_scores(
    trained: tuple[Bundle, Bundle], names: tuple[str, str], tmp_path: Path, policy: Policy
) -> None:
    before, after = (select_model(bundle, None, policy).scores(PROFILE).tolist() for bundle in trained)
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


def test_folders_that_are_no_versions_are_left_out(names: tuple[str, str], tmp_path: Path) -> None:
    for other in (".partial-x", ".removed-y", "notes", names[0] + "0"):
        (tmp_path / other).mkdir()
    assert {version.name for version in all_versions(tmp_path)} == set(names)


def test_show_tells_everything_the_manifest_says(names: tuple[str, str], tmp_path: Path) -> None:
    earlier, later = names
    assert answer(tmp_path, "show")["version"] == later
    shown = answer(tmp_path, "show", earlier[:6])
    manifest = json.loads((tmp_path / earlier / MANIFEST).read_text())
    assert shown["manifest"] == manifest
    assert shown["sizes"]["years.npy"] == (tmp_path / earlier / "years.npy").stat().st_size
    text = run(tmp_path, "show", earlier).stdout
    for told in (manifest["dataset"]["sha256"], "rule posterior", "min_user_ratings 5", "films 60", "years.npy"):
        assert told in text


def test_the_beginning_of_a_name_is_enough(names: tuple[str, str], tmp_path: Path) -> None:
    earlier, later = names
    assert find_version(tmp_path, earlier[:4]) == find_version(tmp_path, earlier.upper()) == earlier
    twin = earlier[:5] + "0" * 7
    shutil.copytree(tmp_path / earlier, tmp_path / twin)
    with pytest.raises(BundleError, match=r"could be \w{12} or \w{12}; give more of it"):
        find_version(tmp_path, earlier[:4])
    assert find_version(tmp_path, earlier) == earlier
    for text, said in (
        ("", "is too short"),
        ("zzzz", "There is no version 'zzzz'"),
        (later[:3], "give at least 4 characters"),
    ):
        sentence = refused(tmp_path, "use", text)
        assert said in sentence
        assert all(name in sentence for name in (earlier, later, twin))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda own: flip_a_bit(own / "years.npy"), "years.npy has been changed since it was made"),
        (lambda own: (own / "users" / "ids.npy").unlink(), "ids.npy is missing"),
        (lambda own: (own / MANIFEST).unlink(), "manifest.json is missing"),
        (lambda own: (own / MANIFEST).write_text("{"), "manifest.json cannot be read"),
        (lambda own: (own / MANIFEST).write_bytes((own.parent / MANIFEST).read_bytes()), "is that of version"),
        (lambda own: shutil.rmtree(own) or own.mkdir(), "manifest.json is missing"),
    ],
)
def test_a_damaged_version_is_told_and_never_served(
    names: tuple[str, str], tmp_path: Path, policy: Policy, damage: Any, said: str
) -> None:
    earlier, later = names
    before = scores(tmp_path, policy)
    damage(tmp_path / earlier)
    assert said in refused(tmp_path, "use", earlier)
    assert scores(tmp_path, policy) == before
    rows = {row["version"]: row["damage"] for row in answer(tmp_path, "list")["versions"]}
    assert rows[later] == {}
    assert said in "".join(rows[earlier].values())
    assert answer(tmp_path, "verify")["versions"][0]["damage"] == {}
    assert said in "".join(answer(tmp_path, "verify", earlier, code=1)["versions"][0]["damage"].values())


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
    foreign, said = of_another_format(tmp_path, names[0]), "is of format 99, this Matinee reads format 3"
    assert said in refused(tmp_path, "use", foreign)
    assert served_version(tmp_path) == names[1]
    assert (
        said
        in answer(tmp_path, "verify", "--all", code=1)["versions"][0 if foreign < names[1] else 1]["damage"][MANIFEST]
    )
    (tmp_path / MANIFEST).write_bytes((tmp_path / foreign / MANIFEST).read_bytes())
    for command in ("list", "show", "remove " + names[1]):
        assert said in refused(tmp_path, *command.split())
    assert said in answer(tmp_path, "verify", code=1)["damage"][MANIFEST]


def test_a_manifest_of_another_shape_is_damage(names: tuple[str, str], tmp_path: Path) -> None:
    manifest = json.loads((tmp_path / names[0] / MANIFEST).read_text())
    for change in ({"models": []}, {"models": {"svd": 1}}, {"dataset": None}, {"files": ["years.npy"]}):
        changed = manifest | change
        own = tmp_path / version_of(changed)
        own.mkdir()
        (own / MANIFEST).write_text(json.dumps(changed | {"version": own.name}))
        assert "does not describe a whole bundle" in read_version(tmp_path, own.name).damage[MANIFEST]


@pytest.mark.parametrize("text", ["", "{", "null"])
def test_where_nothing_can_be_served_the_list_still_tells_what_to_go_back_to(
    names: tuple[str, str], tmp_path: Path, text: str
) -> None:
    (tmp_path / MANIFEST).write_text(text)
    listed = answer(tmp_path, "list", code=2)
    assert listed["served"] is None
    assert {row["version"] for row in listed["versions"]} == set(names)
    assert answer(tmp_path, "use", names[0]) == {"folder": str(tmp_path), "served": names[0], "before": None}
    assert load_bundle(tmp_path).version == names[0]


def test_a_served_version_that_is_gone_is_told(names: tuple[str, str], tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / names[1])
    rows = {row["version"]: row for row in answer(tmp_path, "list")["versions"]}
    assert rows[names[1]]["served"]
    assert rows[names[1]]["damage"]
    assert rows[names[1]]["written"] is None


def test_removal_spares_the_version_that_is_served(names: tuple[str, str], tmp_path: Path) -> None:
    earlier, later = names
    assert "use another one first" in refused(tmp_path, "remove", later)
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


def test_several_may_change_what_is_served_at_once(names: tuple[str, str], tmp_path: Path) -> None:
    whole = {(tmp_path / name / MANIFEST).read_bytes() for name in names}
    commands = [[sys.executable, "-c", SWITCHING, str(tmp_path), name] for name in names * 2]
    processes = [subprocess.Popen(command, cwd=ROOT) for command in commands]
    seen = set()
    while any(process.poll() is None for process in processes):
        seen.add((tmp_path / MANIFEST).read_bytes())
    assert [process.returncode for process in processes] == [0] * 4
    assert seen == whole
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names, MANIFEST])


@pytest.mark.parametrize("command", ["use", "remove"])
def test_a_folder_that_may_not_be_changed_is_told(names: tuple[str, str], tmp_path: Path, command: str) -> None:
    tmp_path.chmod(0o555)
    try:
        if os.access(tmp_path, os.W_OK):
            pytest.skip("this user may write anywhere")
        assert "may not be changed" in refused(tmp_path, command, names[0])
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.parametrize("change", [use_version, remove_version])
def test_a_read_only_disk_is_told(
    names: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Any
) -> None:
    def read_only(path: str, _mode: int = 0) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)

    monkeypatch.setattr(os, "mkdir", read_only)
    with pytest.raises(BundleError, match=r"may not be changed \(Read-only file system\); copy it"):
        change(tmp_path, names[0])
    assert {version.name for version in all_versions(tmp_path)} == set(names)


def test_a_full_disk_leaves_what_is_served(
    names: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        use_version(tmp_path, names[0])
    assert load_bundle(tmp_path).version == names[1]
    assert not list(tmp_path.glob(".*"))

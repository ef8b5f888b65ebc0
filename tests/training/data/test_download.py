"""`matinee data` against a real server that cuts, corrupts, refuses and stalls: whole or not there."""

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from click.testing import CliRunner, Result

from matinee.training.cli.data_commands import data
from matinee.training.data.download import download
from matinee.training.data.movielens import read_dataset
from matinee.training.data.sources import find_readme, find_terms
from matinee.training.errors import DownloadError
from tests.training.archive_server import ArchiveServer, serve

NAME = "ml-latest-small"
TERMS = "The user may not redistribute the data without separate permission."
NOISE = 400_000
"""Bytes in each archive that do not pack, so that there is something to cut."""


def packed(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.fixture(scope="session")
def archive(small_data: Path) -> bytes:
    """The small data set as GroupLens packs its own: one folder with a README."""
    files = {f"{NAME}/{path.name}": path.read_bytes() for path in small_data.iterdir()}
    noise = random.Random(5).randbytes(NOISE)
    return packed({f"{NAME}/": b"", **files, f"{NAME}/README.txt": f"* {TERMS}\n".encode(), f"{NAME}/noise": noise})


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loopback is reached past any proxy."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def server(archive: bytes) -> Iterator[ArchiveServer]:
    """A server that has the archive."""
    with serve() as server:
        server.put(NAME, archive)
        yield server


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pauses between tries."""
    monkeypatch.setattr("matinee.training.data.transfer.PAUSES", (0, 0, 0))


def command(server: ArchiveServer, out: Path, *options: str, name: str = NAME) -> list[str]:
    return [
        *[sys.executable, "-m", "matinee", "data", name],
        *["--out", str(out), "--mirror", server.address, *options],
    ]


def run(server: ArchiveServer, out: Path, *options: str, name: str = NAME) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command(server, out, *options, name=name), capture_output=True, text=True, check=False, timeout=60
    )
    assert "Traceback" not in done.stderr
    return done


def message(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a failed command."""
    assert done.stdout == ""
    return done.stderr.splitlines()[-1]


def names_in(out: Path) -> list[str]:
    """The names of all files in a folder, also hidden ones."""
    return sorted(path.name for path in out.iterdir()) if out.exists() else []


def assert_whole(out: Path, small_data: Path) -> None:
    """The data set is there, byte for byte, and nothing else is."""
    assert names_in(out) == [NAME]
    assert read_dataset(out / NAME).digest == read_dataset(small_data).digest
    assert (out / NAME / "noise").stat().st_size == NOISE


def invoke(server: ArchiveServer, out: Path) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(data, [NAME, "--out", str(out), "--mirror", server.address], standalone_mode=False)


def test_a_data_set_is_fetched_and_the_next_step_named(server: ArchiveServer, small_data: Path, tmp_path: Path) -> None:
    out = tmp_path / "my data"
    done = run(server, out)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert_whole(out, small_data)
    assert done.stdout.splitlines() == [
        f"{NAME} is in {out / NAME}.",
        f"Its terms are in {out / NAME / 'README.txt'}. {TERMS}",
        f"Next: matinee train --data '{out / NAME}'",
    ]


def test_a_downloaded_data_set_is_not_fetched_again(server: ArchiveServer, tmp_path: Path) -> None:
    answers = [json.loads(run(server, tmp_path, "--json").stdout) for _ in range(2)]
    assert [answer.pop("fetched") for answer in answers] == [True, False]
    expected = {"name": NAME, "folder": str(tmp_path / NAME), "readme": str(tmp_path / NAME / "README.txt")}
    assert answers == [expected | {"redistribution": TERMS}] * 2
    assert len(server.requests) == 1
    server.files.clear()
    assert "already in" in invoke(server, tmp_path).stdout


def test_options_may_stand_before_the_name(server: ArchiveServer, tmp_path: Path) -> None:
    options = ["--mirror", server.address, "--out", str(tmp_path / "ml-1m"), "--json"]
    done = CliRunner().invoke(data, [*options, NAME], standalone_mode=False)
    assert json.loads(done.stdout)["folder"] == str(tmp_path / "ml-1m" / NAME)
    done = CliRunner().invoke(data, [*options[:2], NAME, "--out", str(tmp_path / "after")], standalone_mode=False)
    assert f"{NAME} is in {tmp_path / 'after' / NAME}." in done.stdout


def test_the_next_call_resumes_after_a_cut(
    server: ArchiveServer, archive: bytes, small_data: Path, tmp_path: Path
) -> None:
    server.cuts = [200_000, 0, 0, 0]
    done = run(server, tmp_path)
    assert done.returncode == 1
    assert "broke off; 0.2 MB are kept in" in message(done)
    assert "the same command resumes from there" in message(done)
    assert names_in(tmp_path) == [f"{NAME}.zip.part"]
    kept = (tmp_path / f"{NAME}.zip.part").stat().st_size
    assert 0 < kept <= 200_000

    server.requests.clear()
    assert run(server, tmp_path).returncode == 0
    assert server.requests == [(f"bytes={kept}-", len(archive) - kept)]
    assert_whole(tmp_path, small_data)


@pytest.mark.usefixtures("_impatient")
def test_a_call_resumes_after_cuts(server: ArchiveServer, archive: bytes, small_data: Path, tmp_path: Path) -> None:
    server.cuts = [150_000, 150_000]
    done = invoke(server, tmp_path)
    assert done.exception is None
    assert done.stderr.count("broke off; trying again.") == 2
    assert [wanted is None for wanted, _ in server.requests] == [True, False, False]
    assert server.requests[-1][1] < len(archive) - 200_000
    assert_whole(tmp_path, small_data)


@pytest.mark.usefixtures("_impatient")
def test_a_server_without_ranges_starts_over(server: ArchiveServer, small_data: Path, tmp_path: Path) -> None:
    server.ranges, server.cuts = False, [150_000]
    assert invoke(server, tmp_path).exception is None
    assert_whole(tmp_path, small_data)


def test_a_corrupted_archive_is_deleted(server: ArchiveServer, small_data: Path, tmp_path: Path) -> None:
    server.corrupt = True
    done = run(server, tmp_path)
    assert done.returncode == 1
    assert "does not match its checksum" in message(done)
    assert "was deleted" in message(done)
    assert names_in(tmp_path) == []
    server.corrupt = False
    assert invoke(server, tmp_path).exception is None
    assert_whole(tmp_path, small_data)


@pytest.mark.parametrize("size", [100_000, 1_000_000])
def test_a_part_of_another_file_is_fetched_again(
    server: ArchiveServer, archive: bytes, small_data: Path, tmp_path: Path, size: int
) -> None:
    (tmp_path / f"{NAME}.zip.part").write_bytes(bytes(size))
    assert invoke(server, tmp_path).exception is None
    assert server.requests[-1] == (None, len(archive))
    assert_whole(tmp_path, small_data)


def test_a_whole_part_is_kept(server: ArchiveServer, archive: bytes, small_data: Path, tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.zip.part").write_bytes(archive)
    assert invoke(server, tmp_path).exception is None
    assert server.requests == [(f"bytes={len(archive)}-", 0)]
    assert_whole(tmp_path, small_data)


@pytest.mark.usefixtures("_impatient")
def test_a_temporary_refusal_is_retried_and_reported(server: ArchiveServer, small_data: Path, tmp_path: Path) -> None:
    server.refusals = [503] * 4
    done = run(server, tmp_path / "out")
    assert done.returncode == 1
    assert "refuses for now (HTTP 503 Service Unavailable); check the network, and try again later." in message(done)
    assert names_in(tmp_path / "out") == []
    server.refusals = [503, 429]
    assert invoke(server, tmp_path / "out").exception is None
    assert_whole(tmp_path / "out", small_data)


@pytest.mark.parametrize(("status", "sentence"), [(404, "does not exist (HTTP 404"), (403, "refuses http://127")])
def test_a_final_refusal_is_not_retried(server: ArchiveServer, tmp_path: Path, status: int, sentence: str) -> None:
    server.refusals = [status, 200]
    failure = invoke(server, tmp_path).exception
    assert isinstance(failure, DownloadError)
    assert sentence in str(failure)
    assert server.refusals == [200]
    assert names_in(tmp_path) == []


@pytest.mark.usefixtures("_impatient")
def test_an_unreachable_server(tmp_path: Path) -> None:
    with serve() as server:
        pass
    done = invoke(server, tmp_path / "out")
    assert isinstance(done.exception, DownloadError)
    assert "cannot be reached; check the network" in str(done.exception)
    assert done.stderr.count("cannot be reached; trying again.") == 3
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("published", [b"<html>Sign in to this network</html>", b""])
def test_without_a_checksum_nothing_is_fetched(server: ArchiveServer, tmp_path: Path, published: bytes) -> None:
    server.files[f"/{NAME}.zip.md5"] = published
    failure = invoke(server, tmp_path).exception
    assert isinstance(failure, DownloadError)
    assert "holds no MD5" in str(failure)
    assert server.requests == []


def test_a_checksum_in_the_format_of_ml_25m(server: ArchiveServer, small_data: Path, tmp_path: Path) -> None:
    digest = server.files[f"/{NAME}.zip.md5"].split()[-1]
    server.files[f"/{NAME}.zip.md5"] = digest.upper() + f"  {NAME}.zip\n".encode()
    assert invoke(server, tmp_path).exception is None
    assert_whole(tmp_path, small_data)


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"../escaped.txt": b"x"}, "'../escaped.txt' in ml-latest-small.zip leads outside the folder"),
        ({f"{NAME}/README.txt": b"x"}, "holds no MovieLens data set"),
        ({f"{NAME}/ratings.csv": b"x"}, "holds no MovieLens data set"),
    ],
)
def test_another_archive_is_not_used(
    server: ArchiveServer, tmp_path: Path, files: dict[str, bytes], sentence: str
) -> None:
    server.put(NAME, packed(files))
    done = run(server, tmp_path / "deep" / "out")
    assert done.returncode == 2
    assert sentence in message(done)
    assert [path.name for path in tmp_path.rglob("*")] == ["deep", "out"]


def stalled(server: ArchiveServer, out: Path) -> subprocess.Popen[str]:
    """A call that waits for the rest of an archive, with the start of it in the part file."""
    server.stall = 300_000
    process = subprocess.Popen(command(server, out), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    part = out / f"{NAME}.zip.part"
    deadline = time.monotonic() + 30
    while not (part.exists() and part.stat().st_size >= 200_000):
        assert time.monotonic() < deadline, process.communicate()
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    return process


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -15), (signal.SIGKILL, -9)])
def test_stopped_in_the_middle(
    server: ArchiveServer, archive: bytes, small_data: Path, tmp_path: Path, how: signal.Signals, code: int
) -> None:
    process = stalled(server, tmp_path)
    os.kill(process.pid, how)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == code
    assert "Traceback" not in errors
    assert not (tmp_path / NAME).exists()
    if how == signal.SIGINT:
        assert names_in(tmp_path) == [f"{NAME}.zip.part"]
    kept = (tmp_path / f"{NAME}.zip.part").stat().st_size

    server.stall = None
    assert invoke(server, tmp_path).exception is None
    assert server.requests[-1] == (f"bytes={kept}-", len(archive) - kept)
    assert_whole(tmp_path, small_data)


def test_one_call_at_a_time(server: ArchiveServer, small_data: Path, tmp_path: Path) -> None:
    process = stalled(server, tmp_path)
    done = run(server, tmp_path)
    assert done.returncode == 2
    assert f"Another process is fetching {NAME}" in message(done)
    server.resume.set()
    assert process.wait(30) == 0
    process.communicate()
    assert_whole(tmp_path, small_data)


def test_stopped_while_unpacking_nothing_is_fetched_twice(
    server: ArchiveServer, archive: bytes, small_data: Path, tmp_path: Path
) -> None:
    def stop(doing: str, done: int, _total: int | None) -> None:
        if doing.startswith("unpacking") and done > NOISE:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download(NAME, tmp_path, server.address, stop, print)
    assert names_in(tmp_path) == [f"{NAME}.zip.part"]
    assert invoke(server, tmp_path).exception is None
    assert server.requests[1:] == [(f"bytes={len(archive)}-", 0)]
    assert_whole(tmp_path, small_data)


def test_leftovers_of_a_killed_call_are_removed(
    server: ArchiveServer, archive: bytes, small_data: Path, tmp_path: Path
) -> None:
    unfinished = tmp_path / f".partial-{NAME}" / "unfinished"
    (unfinished / "unpacked" / NAME).mkdir(parents=True)
    (unfinished / "unpacked" / NAME / "ratings.csv").write_text("half of")
    (unfinished / f"{NAME}.zip").write_bytes(archive)
    assert invoke(server, tmp_path).exception is None
    assert server.requests == [(f"bytes={len(archive)}-", 0)]
    assert_whole(tmp_path, small_data)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk(server: ArchiveServer, tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.zip.part").symlink_to("/dev/full")
    done = run(server, tmp_path)
    assert done.returncode == 1
    assert "is full; free some space" in message(done)
    assert names_in(tmp_path) == []


def test_other_files_in_the_way_are_left_alone(server: ArchiveServer, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / NAME).write_text("mine")
    (tmp_path / "b" / NAME).mkdir(parents=True)
    (tmp_path / "b" / NAME / "ratings.csv").write_text("mine")
    for out, sentence in (
        (tmp_path / "a", "is a file; move it away"),
        (tmp_path / "b", "is there but holds no whole data set"),
        (tmp_path / "a" / NAME, "is a file"),
    ):
        done = run(server, out)
        assert done.returncode == 2
        assert sentence in message(done)
    assert (tmp_path / "a" / NAME).read_text() == (tmp_path / "b" / NAME / "ratings.csv").read_text() == "mine"
    assert server.requests == []


@pytest.mark.parametrize(
    ("name", "mirror", "sentence"),
    [
        ("ml-100", "http://x", "there is no data set 'ml-100'; did you mean 'ml-100k'? There are ml-latest-small, "),
        ("netflix", "http://x", "there is no data set 'netflix'; there are ml-latest-small, ml-100k, ml-1m, ml-10m, "),
        (NAME, "ftp://x", "'ftp://x' is not a web address that begins with https:// or http://."),
        (NAME, "http://[", "'http://[' is not a valid web address"),
        ("", "http://x", "there is no data set ''; there are ml-latest-small"),
    ],
)
def test_bad_usage(tmp_path: Path, name: str, mirror: str, sentence: str) -> None:
    server = ArchiveServer(address=mirror)
    done = run(server, tmp_path / "out", name=name)
    assert done.returncode == 2
    assert sentence in message(done)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_name_is_needed(options: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "matinee", "data", *options], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "matinee: Missing argument 'NAME'.\n")


def test_the_terms_are_the_data_sets_own_words(movielens: Path) -> None:
    small, old = (find_readme(folder) for folder in (movielens, movielens.parent / "ml-100k"))
    assert small
    assert old
    assert find_terms(small) == (
        "The user may redistribute the data set, including transformations, "
        "so long as it is distributed under these same license conditions."
    )
    assert find_terms(old) == TERMS

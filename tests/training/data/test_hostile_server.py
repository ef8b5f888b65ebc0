"""A mirror may be anything: wherever it sends us and whatever it sends, a sentence comes of it."""

import io
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from click import BadParameter
from click.testing import CliRunner, Result

from matinee.training.cli.data_commands import data
from matinee.training.data import transfer
from matinee.training.data.movielens import read_dataset
from matinee.training.data.sources import find_readme, find_terms
from matinee.training.errors import DownloadError
from tests.training.archive_server import ArchiveServer, serve
from tests.training.data.test_movielens import write_double_colon

NAME = "ml-latest-small"
BAD_ADDRESSES = [
    "http://[::1",
    "http://[::1]:99999/",
    "http://[zzz]/",
    "http://",
    "http:///x",
    "http://" + "a" * 70 + ".example/",
    "http://a..b/",
    "http://*.example/",
    "ftp://example.org/x",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "http://exa mple/",
    "http://\x7f/",
    "//[",
    "http://ex\u00e4mple\u3002/".encode().decode("latin-1"),
    "http://127.0.0.1:0/",
]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loopback is reached past any proxy, and there are no pauses between tries."""
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setattr("matinee.training.data.transfer.PAUSES", (0,))


@pytest.fixture
def server(small_data: Path) -> Iterator[ArchiveServer]:
    """A server with the small data set."""
    with serve() as server:
        server.put(NAME, packed({f"{NAME}/{path.name}": path.read_bytes() for path in small_data.iterdir()}))
        yield server


def packed(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def fetch(mirror: str, out: Path, name: str = NAME) -> Result:
    return CliRunner().invoke(data, [name, "--out", str(out), "--mirror", mirror], standalone_mode=False)


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_a_redirect_to_a_bad_address(server: ArchiveServer, tmp_path: Path, address: str) -> None:
    server.redirect = address
    failure = fetch(server.address, tmp_path).exception
    assert isinstance(failure, DownloadError), repr(failure)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "mirror",
    ["http://[::1", "http://x:99999", "http://x:port", "http://", "http:///x", "http://a b/", "http://a\tb", "x", ""],
)
def test_a_mirror_with_a_bad_address(tmp_path: Path, mirror: str) -> None:
    failure = fetch(mirror, tmp_path).exception
    assert isinstance(failure, BadParameter), repr(failure)
    assert "web address" in failure.message


@pytest.mark.parametrize("length", ["9" * 5000, "-1", "1,2", "x", "", "٣"])
def test_a_size_that_is_not_a_number(server: ArchiveServer, tmp_path: Path, length: str) -> None:
    server.headers = {"Content-Length": length} if length.isascii() else {}
    failure = fetch(server.address, tmp_path).exception
    assert failure is None or isinstance(failure, DownloadError), repr(failure)


def test_an_endless_file_is_not_fetched(server: ArchiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "MAX_BYTES", 10_000)
    for headers in ({}, {"Content-Length": "3000000000"}):
        server.headers = headers
        failure = fetch(server.address, tmp_path).exception
        assert isinstance(failure, DownloadError)
        assert "is larger than 10 kB, which no data set is" in str(failure)


def test_an_archive_is_not_compressed_again(server: ArchiveServer, tmp_path: Path) -> None:
    server.headers = {"Content-Encoding": "gzip"}
    failure = fetch(server.address, tmp_path).exception
    assert isinstance(failure, DownloadError)
    assert "compresses" in str(failure)


@pytest.mark.parametrize("name", ["ml-10m", "ml-20m"])
def test_the_large_data_sets_have_the_layouts_of_their_archives(
    server: ArchiveServer, small_data: Path, tmp_path: Path, name: str
) -> None:
    inner = {"ml-10m": "ml-10M100K", "ml-20m": "ml-20m"}[name]
    source = tmp_path / "source"
    source.mkdir()
    if name == "ml-10m":
        write_double_colon(small_data, source)
        html = "<p>The user may not redistribute the\ndata <b>without</b> separate permission.</p>"
        (source / "README.html").write_text(html)
    else:
        for path in small_data.iterdir():
            (source / path.name).write_bytes(path.read_bytes())
    server.put(
        name, packed({f"{inner}/": b""} | {f"{inner}/{path.name}": path.read_bytes() for path in source.iterdir()})
    )
    done = fetch(server.address, tmp_path / "out", name)
    assert done.exception is None
    assert f"{name} is in {tmp_path / 'out' / name}." in done.stdout
    assert len(read_dataset(tmp_path / "out" / name).ratings) == 3200
    if name == "ml-10m":
        readme = find_readme(tmp_path / "out" / name)
        assert readme is not None
        assert find_terms(readme) == "The user may not redistribute the data without separate permission."

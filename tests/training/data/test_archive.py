"""Nothing an archive says makes anything appear outside its folder, or the disk fill up."""

import io
import stat
import warnings
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from matinee.training.data import archive as archives
from matinee.training.data.archive import unpack
from matinee.training.errors import DataError


def ignore(_done: int, _total: int | None) -> None:
    """No progress bar."""


def pack(path: Path, *entries: ZipInfo | str, content: bytes = b"text") -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as packed, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that come twice
        for entry in entries:
            packed.writestr(entry, content)
    return path


def of_kind(name: str, kind: int) -> ZipInfo:
    entry = ZipInfo(name)
    entry.external_attr = (kind | 0o777) << 16
    return entry


def packed_as(name: str, method: int) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = method
    return entry


def test_files_and_folders_are_unpacked(tmp_path: Path) -> None:
    pack(tmp_path / "a.zip", "top/deep/file.csv", "top/ünï.txt", of_kind("top/mode.txt", stat.S_IFREG))
    with ZipFile(tmp_path / "a.zip", "a") as packed:
        packed.writestr("top/", b"")
    counted: list[tuple[int, int | None]] = []
    unpack(tmp_path / "a.zip", tmp_path / "out", lambda *progress: counted.append(progress))
    files = {str(path.relative_to(tmp_path / "out")): path for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert files.keys() == {"top/deep/file.csv", "top/ünï.txt", "top/mode.txt"}
    assert all(path.read_bytes() == b"text" for path in files.values())
    assert counted == [(4, 12), (8, 12), (12, 12)]
    assert not files["top/mode.txt"].stat().st_mode & 0o111


@pytest.mark.parametrize(
    "name",
    [
        *["../out.txt", "a/../../out.txt", "a/..", "..", "/etc/out.txt", "//server/share/out.txt"],
        *["..\\out.txt", "a\\..\\..\\out.txt", "\\out.txt", "C:\\out.txt", "C:out.txt", "file.txt:stream"],
    ],
)
def test_paths_that_lead_outside_are_refused(tmp_path: Path, name: str) -> None:
    path = pack(tmp_path / "a.zip", "first.txt", name)
    with pytest.raises(DataError, match="leads outside the folder, so the archive was not unpacked"):
        unpack(path, tmp_path / "in" / "out", ignore)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "name", ["a/" * 1500 + "b", "a/" * 11 + "b", "a\\" * 11 + "b", "n" * 300, "ü" * 150 + "/b", "a/" + "n" * 255]
)
def test_deep_folders_and_long_names_are_refused(tmp_path: Path, name: str) -> None:
    path = pack(tmp_path / "a.zip", name)
    with pytest.raises(DataError, match="lies too deep, or has too long a name, so the archive was not") as refused:
        unpack(path, tmp_path / "out", ignore)
    assert len(str(refused.value)) < 250
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", "../\x1b[2Jcleared")
    with pytest.raises(DataError, match=r"'\.\./\\x1b\[2Jcleared' in a\.zip leads outside"):
        unpack(path, tmp_path / "out", ignore)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
def test_links_and_devices_are_refused(tmp_path: Path, kind: int) -> None:
    path = pack(tmp_path / "a.zip", of_kind("link", kind), "link/escaped.txt", content=b"..")
    with pytest.raises(DataError, match=r"'link' in a\.zip is not a regular file"):
        unpack(path, tmp_path / "out", ignore)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("names", [("a", "a"), ("a", "a/b"), ("a/b", "a"), (".", "b")])
def test_one_thing_never_overwrites_another(tmp_path: Path, names: tuple[str, str]) -> None:
    with pytest.raises(DataError, match="two entries of the same name"):
        unpack(pack(tmp_path / "a.zip", *names), tmp_path / "out", ignore)


def test_what_would_fill_the_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = pack(tmp_path / "bomb.zip", "zeros", content=bytes(10_000_000))
    assert bomb.stat().st_size < 20_000
    crowd = pack(tmp_path / "crowd.zip", *(str(number) for number in range(archives.MAX_FILES + 1)))
    big = pack(tmp_path / "big.zip", "one", "two")
    monkeypatch.setattr(archives, "MAX_BYTES", 7)
    for path in (bomb, crowd, big):
        with pytest.raises(DataError, match="which no MovieLens data set does"):
            unpack(path, tmp_path / "out", ignore)
    assert not (tmp_path / "out").exists()


def test_a_file_gives_no_more_bytes_than_it_declares(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", "zeros", content=bytes(3_000_000))
    declared = (3_000_000).to_bytes(4, "little")
    assert path.read_bytes().count(declared) == 2
    path.write_bytes(path.read_bytes().replace(declared, (5_000).to_bytes(4, "little")))
    with pytest.raises(DataError, match="not a readable zip archive"):
        unpack(path, tmp_path / "out", ignore)
    assert (tmp_path / "out" / "zeros").stat().st_size <= 5_000


@pytest.mark.parametrize("part", [slice(0, 0), slice(0, 40), slice(0, -30)])
def test_damaged_archives_are_refused(tmp_path: Path, part: slice) -> None:
    path = pack(tmp_path / "a.zip", "one.csv", "two.csv")
    path.write_bytes(path.read_bytes()[part])
    with pytest.raises(DataError, match=r"a\.zip is not a readable zip archive"):
        unpack(path, tmp_path / "out", ignore)


def test_an_archive_without_its_start_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", "one.csv", "two.csv")
    path.write_bytes(path.read_bytes()[5:])
    with pytest.raises(DataError, match=r"'one\.csv' in a\.zip is cut off"):
        unpack(path, tmp_path / "out", ignore)


def test_a_file_without_a_name_is_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("name", b"text")
        packed.filelist[0].filename = ""  # the table of contents is written when the archive is closed
    with pytest.raises(DataError, match=r"'' in .* so the archive was not unpacked"):
        unpack(tmp_path / "a.zip", tmp_path / "out", ignore)


def test_flipped_bytes_are_noticed(tmp_path: Path) -> None:
    content = bytes(range(256)) * 40
    path = pack(tmp_path / "a.zip", packed_as("a", 0), content=content)
    path.write_bytes(path.read_bytes().replace(b"\x10\x11\x12", b"\x10\x11\x13", 1))
    with pytest.raises(DataError, match="Bad CRC-32"):
        unpack(path, tmp_path / "out", ignore)


def test_encrypted_and_unusually_packed_files_are_refused(tmp_path: Path) -> None:
    unusual = pack(tmp_path / "unusual.zip", packed_as("a", ZIP_BZIP2))
    stream = io.BytesIO(pack(tmp_path / "encrypted.zip", "a").read_bytes())
    encrypted = bytearray(stream.getvalue())
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "encrypted.zip").write_bytes(encrypted)
    for path in (unusual, tmp_path / "encrypted.zip"):
        with pytest.raises(DataError, match="is encrypted or packed in an unusual way"):
            unpack(path, tmp_path / "out", ignore)

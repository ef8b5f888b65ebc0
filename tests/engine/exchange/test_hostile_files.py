"""Files that are crafted to take memory and time, or that are not files."""

import os
import socket
import struct
import tracemalloc
import zlib
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZipFile

import pytest

from matinee.engine.errors import ExchangeError
from matinee.engine.exchange import csv_tables, export_files
from matinee.engine.exchange.readers import detect
from matinee.engine.exchange.readers.detect import read_export
from matinee.engine.exchange.records import ImportedFilm, deduplicate
from tests.engine.exchange.sample_exports import RATED, csv_text, letterboxd_row, sample_export, write_zip

MB = 1 << 20
HEADER = b"Date,Name,Year,Letterboxd URI,Rating\n"


def zip_that_lies(path: Path, declared: int, megabytes: int) -> Path:
    """A zip whose only file unpacks to more bytes than it declares."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(compressor.compress(bytes(MB)) for _ in range(megabytes)) + compressor.flush()
    name = b"ratings.csv"
    sizes = (0, len(packed), declared)
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, *sizes, len(name), 0) + name + packed
    central = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0, *sizes, len(name), *[0] * 6) + name
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(central), len(local), 0)
    path.write_bytes(local + central + end)
    return path


@pytest.mark.parametrize("declared", [100, 31 * MB, 2**32 - 2])
def test_a_zip_that_lies_about_its_size_takes_no_memory(tmp_path: Path, declared: int) -> None:
    path = zip_that_lies(tmp_path / "lie.zip", declared, megabytes=200)
    tracemalloc.start()
    try:
        with pytest.raises(ExchangeError, match=r"lie\.zip"):
            read_export(path)
        assert tracemalloc.get_traced_memory()[1] < 100 * MB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("method", [ZIP_BZIP2, ZIP_LZMA])
def test_other_compressions_are_refused_because_they_cannot_be_limited(tmp_path: Path, method: int) -> None:
    with ZipFile(tmp_path / "export.zip", "w", method) as packed:
        packed.writestr("ratings.csv", bytes(MB))
    with pytest.raises(
        ExchangeError, match=r"ratings\.csv in export\.zip is packed in an uncommon way; unpack the zip"
    ):
        read_export(tmp_path / "export.zip")


def test_a_zip_with_deep_folders_is_read(tmp_path: Path) -> None:
    assert len(read_export(write_zip(tmp_path / "deep.zip", sample_export(), "a/" * 1500)).films) == 9


def test_a_zip_with_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matinee.engine.exchange.zip_files.MAX_ENTRIES", 3)
    with pytest.raises(ExchangeError, match=r"export\.zip holds more than 3 files"):
        read_export(write_zip(tmp_path / "export.zip", sample_export()))


def test_a_zip_in_a_zip_is_named(tmp_path: Path) -> None:
    inner = write_zip(tmp_path / "inner.zip", sample_export()).read_bytes()
    with pytest.raises(ExchangeError, match=r"holds no tables but another zip \(in ner\.zip\); give that one"):
        read_export(write_zip(tmp_path / "outer.zip", {"in\x1b[2J ner.zip": inner}))


def test_names_in_a_zip_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    rows = csv_text(RATED, [letterboxd_row("", 1995, rating=4), letterboxd_row("Heat", 1995, rating=4)])
    path = write_zip(tmp_path / "export.zip", {"\x1b]0;x\x07ratings-1.csv": rows})
    (row,) = read_export(path).skipped
    assert row.file.isprintable()


@pytest.mark.parametrize("limit", ["MAX_ROWS", "MAX_RECORDS"])
def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(csv_tables if limit == "MAX_RECORDS" else detect, limit, 1000)
    (tmp_path / "ratings.csv").write_bytes(HEADER + b"2024-01-01,Heat,1995,u,4\n" * 998 + b",,,,\n" * 10_000)
    if limit == "MAX_ROWS":
        assert len(read_export(tmp_path / "ratings.csv").films) == 1
        (tmp_path / "ratings.csv").write_bytes(HEADER + b"2024-01-01,Heat,1995,u,4\n" * 1001)
    with pytest.raises(ExchangeError, match=r"ratings\.csv is too long: an export of more than .* rows"):
        read_export(tmp_path / "ratings.csv")


def test_too_many_rows_in_all_tables_together_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detect, "MAX_ROWS", 15)
    with pytest.raises(ExchangeError, match=r"ratings\.csv is too long"):
        read_export(write_zip(tmp_path / "export.zip", sample_export()))


@pytest.mark.parametrize(
    "text", ["[" + '{"title":"Heat"},' * 20 + "{}]", '{"liked":[' + '{"title":"Heat"},' * 20 + "{}]}"]
)
def test_too_many_items_in_json_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    (tmp_path / "ratings.json").write_text(text)
    assert len(read_export(tmp_path / "ratings.json").films) == 1
    monkeypatch.setattr(detect, "MAX_ROWS", 20)
    with pytest.raises(ExchangeError, match=r"ratings\.json is too long"):
        read_export(tmp_path / "ratings.json")


def test_more_films_than_a_person_can_have_seen_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detect, "MAX_FILMS", 8)
    with pytest.raises(ExchangeError, match=r"export\.zip lists 9 films, more than one person's"):
        read_export(write_zip(tmp_path / "export.zip", sample_export()))


@pytest.mark.parametrize(
    "content",
    [HEADER + b'"' + b"2024-01-01,Heat,1995,u,4\n" * 8000, b"," * (20 * MB), b"a" * (20 * MB), HEADER + b"\n" * 99_000],
    ids=["quote", "commas", "letters", "blank"],
)
def test_large_tables_take_little_memory(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ratings.csv").write_bytes(content)
    tracemalloc.start()
    try:
        try:
            assert len(read_export(tmp_path / "ratings.csv").films) <= 1
        except ExchangeError as refused:
            assert len(str(refused)) < 300
        assert tracemalloc.get_traced_memory()[1] < 120 * MB
    finally:
        tracemalloc.stop()


def test_special_files_are_refused_in_one_sentence(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ratings.csv")
    for path in (tmp_path / "ratings.csv", Path("/dev/zero"), Path("/dev/null")):
        with pytest.raises(ExchangeError, match="is not a file"):
            read_export(path)
    with pytest.raises(ExchangeError, match="holds none of Letterboxd's tables"):
        read_export(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        with pytest.raises(ExchangeError, match="is not a file"):
            read_export(tmp_path / "socket")


@pytest.mark.parametrize("name", ["a\0b.csv", "~nobody-of-this-name/x", "n" * 5000, "\x1b[2Jgone", "\udcff", "~\0"])
def test_impossible_paths_are_refused_in_one_printable_sentence(name: str) -> None:
    with pytest.raises(ExchangeError) as refused:
        read_export(Path(name))
    assert str(refused.value).isprintable()


def test_a_home_folder_is_expanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_zip(tmp_path / "export.zip", sample_export())
    monkeypatch.setenv("HOME", str(tmp_path))
    assert len(read_export(Path("~/export.zip")).films) == 9


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_subfolder_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir(mode=0)
    (tmp_path / "ratings.csv").write_text(sample_export()["ratings.csv"])
    assert len(read_export(tmp_path).films) == 6


def test_a_folder_with_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_files, "MAX_FOLDER_ENTRIES", 3)
    for number in range(5):
        (tmp_path / f"{number}.txt").touch()
    with pytest.raises(ExchangeError, match="holds more than 3 files; name the export in it"):
        read_export(tmp_path)


def test_films_are_merged_in_linear_time() -> None:
    n_films = 20_000
    namesakes = {("film", 1995)}
    films = [ImportedFilm("Film", 1995, stars=4.0, uri=str(number)) for number in range(n_films)]
    merged = deduplicate([*films, *(ImportedFilm("Film", 1995, stars=4.0) for _ in range(n_films))], namesakes)
    assert len(merged) == n_films
    assert len(deduplicate(films * 3)) == 1

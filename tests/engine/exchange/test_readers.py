"""Reading exports of Letterboxd and IMDb, and the errors for those that cannot be read."""

import os
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from matinee.engine.errors import ExchangeError
from matinee.engine.exchange import export_files
from matinee.engine.exchange.readers.detect import read_export
from matinee.engine.exchange.records import Export, ImportedFilm
from tests.engine.exchange.sample_exports import (
    DIARY,
    IMDB,
    IMDB_LIST,
    IMDB_OLD,
    PLAIN,
    RATED,
    REVIEWS,
    csv_text,
    imdb_row,
    letterboxd_row,
    sample_export,
    write_zip,
)


def read(path: Path, content: str | bytes) -> Export:
    """Read a file with this content."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_export(path)


def by_title(export: Export) -> dict[str, ImportedFilm]:
    return {film.title: film for film in export.films}


def test_a_zip_lists_each_film_once_with_everything_known_about_it(tmp_path: Path) -> None:
    export = read_export(write_zip(tmp_path / "letterboxd.zip", sample_export()))
    films = by_title(export)
    assert export.source == "Letterboxd"
    assert len(export.films) == 9
    assert films["Heat"] == ImportedFilm("Heat", 1995, stars=5.0, liked=True, watched=True, date=date(2024, 2, 1))
    assert films["Jaws"] == ImportedFilm("Jaws", 1975, watched=True, date=date(2024, 2, 7))
    assert films["Solaris"] == ImportedFilm("Solaris", 1972, on_watchlist=True, date=date(2024, 2, 8))
    assert not export.skipped


@pytest.mark.parametrize("folder", ["letterboxd-user-2024-02-09/", "a/b/", "back\\slashes\\"])
def test_the_tables_may_be_in_a_folder_of_the_zip_next_to_files_that_macos_adds(tmp_path: Path, folder: str) -> None:
    path = write_zip(tmp_path / "export.zip", sample_export(), folder)
    with ZipFile(path, "a") as packed:
        packed.writestr(f"__MACOSX/{folder}ratings.csv", b"\0\5\26\7 resource fork")
        packed.writestr(f"{folder}._ratings.csv", b"\0\5\26\7 resource fork")
        packed.writestr(f"{folder}deleted/diary.csv", csv_text(PLAIN, [letterboxd_row("Deleted", 2001)]))
        packed.writestr(f"{folder}lists/watchlist.csv", "Letterboxd list export v7\n")
    export = read_export(path)
    assert len(export.films) == 9
    assert "Deleted" not in by_title(export)


@pytest.mark.parametrize("deeper", ["", "letterboxd-user"])
def test_an_unpacked_export_is_read_like_the_zip(tmp_path: Path, deeper: str) -> None:
    for name, content in sample_export().items():
        path = tmp_path / "unpacked" / deeper / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    zipped = read_export(write_zip(tmp_path / "letterboxd.zip", sample_export()))
    assert read_export(tmp_path / "unpacked") == zipped


@pytest.mark.parametrize(
    ("name", "film"),
    [
        ("watched.csv", ImportedFilm("Heat", 1995, watched=True)),
        ("watched (1).csv", ImportedFilm("Heat", 1995, watched=True)),
        ("my-watchlist.csv", ImportedFilm("Heat", 1995, on_watchlist=True)),
        ("films.csv", ImportedFilm("Heat", 1995, liked=True)),
        ("likes.csv", ImportedFilm("Heat", 1995, liked=True)),
    ],
)
def test_a_table_without_telling_columns_is_recognised_by_its_name(
    tmp_path: Path, name: str, film: ImportedFilm
) -> None:
    assert read(tmp_path / name, csv_text(PLAIN, [letterboxd_row("Heat", 1995, date="")])).films == (film,)


def test_an_ambiguous_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match=r"could list watched films, likes or a watchlist; give it the name"):
        read(tmp_path / "export.csv", csv_text(PLAIN, [letterboxd_row("Heat", 1995)]))


@pytest.mark.parametrize(
    ("columns", "cells"), [(RATED, {}), (DIARY, {}), (REVIEWS, {"review": 'Great.\n\n"Wow", he said'})]
)
def test_ratings_diary_and_reviews_are_recognised_by_their_columns(
    tmp_path: Path, columns: tuple[str, ...], cells: dict[str, object]
) -> None:
    rows = [letterboxd_row("Heat", 1995, rating=4.5, **cells), letterboxd_row("Jaws", 1975, **cells)]
    heat, jaws = read(tmp_path / "whatever.txt", csv_text(columns, rows)).films
    assert (heat.stars, heat.watched) == (4.5, True)
    assert (jaws.stars, jaws.watched) == (None, True)


def test_the_newest_rating_of_a_film_counts_in_any_order(tmp_path: Path) -> None:
    rows = [
        letterboxd_row("Heat", 1995, rating=3, watched="2020-01-01"),
        letterboxd_row("Heat", 1995, rating=5, watched="2023-01-01"),
        letterboxd_row("Heat", 1995, rating=2, watched="2021-01-01"),
        letterboxd_row("Heat", 1995, watched="2024-01-01"),
    ]
    (film,) = read(tmp_path / "diary.csv", csv_text(DIARY, rows)).films
    assert (film.stars, film.date) == (5.0, date(2023, 1, 1))


def test_the_ratings_table_counts_before_the_diary_of_the_same_day(tmp_path: Path) -> None:
    tables = {
        "ratings.csv": csv_text(RATED, [letterboxd_row("Heat", 1995, "2023-01-01", rating=4)]),
        "diary.csv": csv_text(DIARY, [letterboxd_row("Heat", 1995, rating=2, watched="2023-01-01")]),
    }
    (film,) = read_export(write_zip(tmp_path / "export.zip", tables)).films
    assert film.stars == 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_accents_are_read_in_every_encoding_and_with_every_kind_of_newline(
    tmp_path: Path, encoding: str, newline: str
) -> None:
    rows = [letterboxd_row("Amélie", 2001, rating=5), letterboxd_row("Léon, né à Paris", 1994, rating=4)]
    export = read(tmp_path / "ratings.csv", csv_text(RATED, rows, newline).encode(encoding))
    assert [film.title for film in export.films] == ["Amélie", "Léon, né à Paris"]


def test_an_invalid_row_is_reported_with_its_line_and_the_rest_is_read(tmp_path: Path) -> None:
    rows = [
        letterboxd_row("Two\nlines", 1995, rating=4),
        letterboxd_row("Too good", 1995, rating=5.5),
        letterboxd_row("Too bad", 1995, rating=0),
        letterboxd_row("No number", 1995, rating="good"),
        letterboxd_row("", 1995, rating=3),
        letterboxd_row("When?", "soon", rating=3),
        letterboxd_row("Jaws", 1975, rating=""),
    ]
    text = csv_text(RATED, rows) + "2024-01-01,One,2,3,4,5,6\n\n2024-01-01,Short"
    export = read(tmp_path / "ratings.csv", text)
    assert [(film.title, film.year, film.stars) for film in export.films] == [
        ("Two lines", 1995, 4),
        ("Too good", 1995, None),
        ("Too bad", 1995, None),
        ("No number", 1995, None),
        ("When?", None, 3),
        ("Jaws", 1975, None),
        ("Short", None, None),
    ]
    assert all(film.watched for film in export.films)
    assert [(row.line, row.problem, row.film_read) for row in export.skipped] == [
        (4, "the rating '5.5' is not between 0.5 and 5", True),
        (5, "the rating '0' is not between 0.5 and 5", True),
        (6, "'good' is not a valid rating", True),
        (7, "the title is missing", False),
        (8, "'soon' is not a valid year", True),
        (10, "expected 5 cells, found 7", False),
    ]
    assert {row.file for row in export.skipped} == {"ratings.csv"}


def test_control_characters_are_stripped_from_titles(tmp_path: Path) -> None:
    export = read(tmp_path / "ratings.csv", csv_text(RATED, [letterboxd_row("\x1b[2JHeat\x07", 1995, rating=4)]))
    assert export.films[0].title == "[2JHeat"


def test_ratings_of_imdb_are_halved_and_only_films_are_kept(tmp_path: Path) -> None:
    rows = [
        imdb_row("tt0113277", "Heat", 1995, 9),
        imdb_row("tt0903747", "Breaking Bad", 2008, 10, "TV Series"),
        imdb_row("tt0903748", "Ozymandias", 2013, 10, "tvEpisode"),
        imdb_row("tt0903749", "Chernobyl", 2019, 9, "Mini serie TV"),
        imdb_row("tt0903740", "A Game", 2009, 9, "videoGame"),
        imdb_row("tt0903741", "A Film for TV", 2009, 7, "tvMovie"),
        imdb_row("tt0903742", "Un film", 2009, 1, "Film"),
        imdb_row("tt0903743", "Eleven", 2009, 11),
    ]
    export = read(tmp_path / "ratings.csv", csv_text(IMDB, rows))
    assert export.source == "IMDb"
    assert [(film.title, film.stars) for film in export.films] == [
        ("Heat", 4.5),
        ("A Film for TV", 3.5),
        ("Un film", 0.5),
        ("Eleven", None),
    ]
    assert export.films[0] == ImportedFilm("Heat", 1995, 113277, 4.5, watched=True, date=date(2023, 5, 6))
    assert export.not_films == 4
    assert [(row.line, row.problem) for row in export.skipped] == [(9, "the rating '11' is not between 1 and 10")]


def test_unrated_films_of_an_imdb_list_are_on_the_watchlist(tmp_path: Path) -> None:
    rows = [
        imdb_row("tt0113277", "Heat", 1995) | {"Created": "2022-03-04"},
        imdb_row("tt10872600", "Spider-Man: No Way Home", 2021, 8),
    ]
    heat, spider = read(tmp_path / "WATCHLIST.csv", csv_text(IMDB_LIST, rows)).films
    assert heat == ImportedFilm("Heat", 1995, 113277, on_watchlist=True, date=date(2022, 3, 4))
    assert (spider.imdb_id, spider.stars, spider.watched, spider.on_watchlist) == (10872600, 4.0, True, False)


def test_an_old_export_of_imdb_is_read(tmp_path: Path) -> None:
    rows = [
        {"const": "tt0211915", "Title": "Le fabuleux destin d'Amélie", "Title type": "Feature Film", "You rated": 8,
         "Year": 2001, "created": "Mon Jan 16 00:00:00 2012"},
        {"const": "tt0903747", "Title": "Lost", "Title type": "Mini-Series", "You rated": 8, "Year": 2004},
    ]  # fmt: skip
    export = read(tmp_path / "ratings.csv", csv_text(IMDB_OLD, rows, "\r\n").encode("cp1252"))
    assert export.films == (
        ImportedFilm("Le fabuleux destin d'Amélie", 2001, 211915, 4.0, watched=True, date=date(2012, 1, 16)),
    )
    assert export.not_films == 1


def test_an_imdb_list_of_people_has_no_films(tmp_path: Path) -> None:
    rows = [imdb_row("nm0000199", "Al Pacino", "")]
    assert read(tmp_path / "list.csv", csv_text(IMDB_LIST, rows)).skipped[0].problem == (
        "'nm0000199' is not the IMDb id of a film"
    )


def test_a_table_without_rows_has_no_films(tmp_path: Path) -> None:
    assert read(tmp_path / "ratings.csv", csv_text(RATED, [])) == Export("Letterboxd", ())


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("ratings.csv", b"", "is empty"),
        ("ratings.csv", b"\xef\xbb\xbf\r\n\r\n", "has no text in it"),
        ("ratings.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is not a text file"),
        ("ratings.csv", bytes(range(1, 256)), "is not an export that Matinee knows"),
        (
            "ratings.csv",
            b"Artist name,Plays\nBach,3\n",
            "its first line names the columns 'Artist name', 'Plays'; name",
        ),
        ("ratings.csv", b"Date,Name" + b"a" * (5 << 20), "line 1 is longer than 4 MB"),
        ("ratings.csv", b"a," * 1000, "has 1,001 columns"),
        ("export.zip", b"PK\x03\x04 and no more", "is a damaged zip"),
        ("export.zip", b"PK\x05\x06", "is a damaged zip"),
    ],
)
def test_other_files_are_refused_in_one_sentence(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    with pytest.raises(ExchangeError, match=message) as refused:
        read(tmp_path / name, content)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 400


def test_missing_and_special_files_are_refused_in_one_sentence(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, message in ((tmp_path / "gone.zip", "does not exist"), (tmp_path / "pipe", "is not a file")):
        with pytest.raises(ExchangeError, match=message):
            read_export(path)
    with pytest.raises(ExchangeError, match="holds none of Letterboxd's tables"):
        read_export(tmp_path)
    with pytest.raises(ExchangeError, match="holds none of Letterboxd's tables"):
        read_export(write_zip(tmp_path / "photos.zip", {"beach.jpg": b"\xff\xd8"}))


def test_a_truncated_or_corrupted_zip_is_read_or_refused_in_one_sentence(tmp_path: Path) -> None:
    whole = write_zip(tmp_path / "whole.zip", sample_export()).read_bytes()
    refused = 0
    for place in range(4, len(whole), 7):
        for content in (whole[:place], whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]):
            try:
                read(tmp_path / "broken.zip", content)
            except ExchangeError:
                refused += 1
    assert refused > len(whole) // 7


def test_an_encrypted_zip_is_refused_in_one_sentence(tmp_path: Path) -> None:
    content = bytearray(
        write_zip(tmp_path / "export.zip", {"ratings.csv": sample_export()["ratings.csv"]}).read_bytes()
    )
    content[6] |= 1  # flags of the entry, in its local header and in the central directory
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ExchangeError, match=r"ratings\.csv in export\.zip is encrypted; unpack the zip"):
        read(tmp_path / "export.zip", bytes(content))


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "bomb.zip", "w", ZIP_DEFLATED) as packed, packed.open("ratings.csv", "w") as stream:
        for _ in range((export_files.MAX_BYTES >> 20) + 1):
            stream.write(bytes(1 << 20))
    assert (tmp_path / "bomb.zip").stat().st_size < 1 << 20
    with pytest.raises(ExchangeError, match=r"ratings\.csv in bomb\.zip is larger than 32 MB"):
        read_export(tmp_path / "bomb.zip")


@pytest.mark.parametrize("name", ["ratings.csv", "export.zip"])
def test_a_file_that_is_too_large_is_refused(tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("wb") as stream:
        stream.write(b"PK\x03\x04" if name.endswith("zip") else b"Date,Name")
        stream.truncate(export_files.MAX_BYTES + 1)
    with pytest.raises(ExchangeError, match="is larger than 32 MB"):
        read_export(tmp_path / name)


def test_a_folder_with_tables_of_two_services_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ratings.csv").write_text(csv_text(IMDB, [imdb_row("tt0113277", "Heat", 1995, 9)]))
    (tmp_path / "watched.csv").write_text(sample_export()["watched.csv"])
    with pytest.raises(ExchangeError, match="holds tables from IMDb and Letterboxd; import one file at a time"):
        read_export(tmp_path)

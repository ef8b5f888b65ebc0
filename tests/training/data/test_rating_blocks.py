"""Ratings read in blocks, from any place, are those of the whole file."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from matinee.training.data.movielens import read_dataset
from matinee.training.data.places import find_parts, open_place
from matinee.training.data.rating_blocks import read_in_blocks
from matinee.training.data.ratings import RatingFile, RawRatings, read_ratings
from matinee.training.errors import DataError

HEADER = "userId,movieId,rating,timestamp"
ROWS = [f"{user},{film},{1 + (user * film) % 9 / 2},{1_000_000_000 + film}" for user in range(30) for film in range(9)]


def same(left: RawRatings, right: RawRatings) -> bool:
    """Whether both hold the same ratings, and would name the same lines."""
    names = ("users", "movies", "stars", "seconds")
    equal = (np.array_equal(getattr(left, name), getattr(right, name)) for name in names)
    return all(equal) and left.files == right.files


@pytest.mark.parametrize("size", [1, 7, 25, 1_000, 1 << 24])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ratings.csv", "\n".join([HEADER, *ROWS]) + "\n"),
        ("ratings.csv", "\ufeff" + "\r\n".join(["sep=,", HEADER, *ROWS]) + "\r\n\r\n\r\n"),
        ("ratings.csv", "\n".join([HEADER, *ROWS])),
        ("ratings.dat", "\n".join(ROWS).replace(",", "::") + "\n"),
        ("u.data", "\n".join(ROWS).replace(",", "\t") + "\n\n"),
    ],
    ids=["plain", "of a spreadsheet", "no last newline", "double colons", "tabs"],
)
def test_blocks_of_any_size_hold_the_whole_file(tmp_path: Path, name: str, content: str, size: int) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode())
    file = RatingFile(path, {"ratings.dat": "::", "u.data": "\t"}.get(name, ","), has_header=name == "ratings.csv")
    assert same(read_in_blocks(file, size=size), read_ratings(file))


@pytest.mark.parametrize(
    "change",
    [
        {200: "3,4,seven,1000000000"},
        {150: ""},
        {150: "1,2,3"},
        {0: "x"},
        {269: "29,8,3.5,10000000"},
        {200: ROWS[100]},
    ],
    ids=["stars", "empty line", "few fields", "first line", "last line cut short", "rated twice"],
)
@pytest.mark.parametrize("size", [100, 1 << 24])
def test_the_same_line_is_named(tmp_path: Path, change: dict[int, str], size: int) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text("\n".join([HEADER, *(change.get(number, row) for number, row in enumerate(ROWS))]))
    file = RatingFile(path, ",", has_header=True)
    with pytest.raises(DataError) as expected:
        read_ratings(file)
    with pytest.raises(DataError) as caught:
        read_in_blocks(file, size=size)
    assert str(caught.value) == str(expected.value)


def test_ratings_at_a_url_make_the_same_data_set(small_data: Path, tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    (tmp_path / "movies.csv").write_bytes((small_data / "movies.csv").read_bytes())
    with fsspec.open("memory://films/ratings.csv", "wb") as stream:
        stream.write((small_data / "ratings.csv").read_bytes())
    found = read_dataset(tmp_path, ratings_file="memory://films/ratings.csv", read=read_in_blocks)
    expected = read_dataset(small_data)
    assert found.ratings.equals(expected.ratings)
    assert found.digest == expected.digest


def test_parquet_holds_the_same_ratings(small_data: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    arrow = pytest.importorskip("pyarrow")
    expected = read_ratings(RatingFile(small_data / "ratings.csv", ",", has_header=True))
    table = pd.read_csv(small_data / "ratings.csv")
    for name, written in {"whole": table, "odd": table.assign(rating=7.0)}.items():
        parquet.write_table(arrow.Table.from_pandas(written), tmp_path / f"{name}.parquet", row_group_size=700)
    found = read_in_blocks(RatingFile(tmp_path / "whole.parquet", ","))
    assert all(np.array_equal(getattr(found, each), getattr(expected, each)) for each in ("users", "movies", "stars"))
    assert np.array_equal(found.seconds, expected.seconds)
    with pytest.raises(DataError, match=r"odd\.parquet, row group 1: a row is not a rating"):
        read_in_blocks(RatingFile(tmp_path / "odd.parquet", ","))


@pytest.mark.parametrize("place", ["nowhere://films/ratings.csv", "/no/such/ratings.csv", "memory://nothing.csv"])
def test_a_place_that_cannot_be_read_is_named(place: str) -> None:
    with pytest.raises(DataError, match=f"^{place} cannot be read"), open_place(place):
        pass


def test_a_folder_without_films_is_refused(small_data: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"has no movies\.csv, which --ratings needs"):
        read_dataset(tmp_path, ratings_file=small_data / "ratings.csv", read=read_in_blocks)


def write_parts(folder: Path, table: Path) -> list[pd.DataFrame]:
    """Divide a table of ratings into CSV and Parquet files, whose names are not in the order of their making."""
    rows = pd.read_csv(table)
    parts = [rows[:1_000], rows[1_000:1_001], rows[1_001:]]
    parts[2].to_parquet(folder / "part-2.parquet", row_group_size=700)
    parts[1][["rating", "movieId", "userId", "timestamp"]].to_csv(folder / "part-1.csv", index=False)
    parts[0].to_csv(folder / "part-0.csv", index=False)
    (folder / "_SUCCESS").touch()
    (folder / ".part-0.csv.crc").touch()
    return parts


@pytest.mark.parametrize("pattern", ["", "part*", "../*/part-[012].*"])
def test_parts_in_the_order_of_their_names_are_the_whole(small_data: Path, tmp_path: Path, pattern: str) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "parts").mkdir()
    write_parts(tmp_path / "parts", small_data / "ratings.csv")
    place = tmp_path / "parts" / pattern
    (tmp_path / "movies.csv").write_bytes((small_data / "movies.csv").read_bytes())
    found = read_dataset(tmp_path, ratings_file=place, read=read_in_blocks)
    assert found.ratings.equals(read_dataset(small_data).ratings)
    assert found.digest == read_dataset(tmp_path, ratings_file=place, read=read_in_blocks).digest
    (tmp_path / "parts" / "part-0.csv").write_text(HEADER + "\n1,1,4.5,1000000000\n")
    assert found.digest != read_dataset(tmp_path, ratings_file=place, read=read_in_blocks).digest


def test_parts_at_a_url_are_the_whole() -> None:
    fsspec = pytest.importorskip("fsspec")
    for number in range(3):
        with fsspec.open(f"memory://parts/{number}.csv", "w") as stream:
            stream.write("\n".join([HEADER, *ROWS[number::3]]) + "\n")
    for place in ("memory://parts/", "memory://parts/*.csv"):
        ratings = read_in_blocks(RatingFile(place, ",", has_header=True), size=500)
        assert ratings.users.tolist() == [int(row.split(",")[0]) for number in range(3) for row in ROWS[number::3]]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"1.csv": ROWS[:50], "2.csv": [*ROWS[50:99], "3,4,seven,1", ROWS[99]]},
            r"2\.csv, line 51: .*'3,4,seven,1' is not a rating",
        ),
        ({"1.csv": ROWS[:50], "2.csv": [*ROWS[50:99], ROWS[7]]}, r"2\.csv, line 51: user 0 rates film 7 a second time"),
        ({"1.csv": [*ROWS[:50], "9,9,3,1000000"], "2.csv": ROWS[50:99]}, r"1\.csv, line 52 is cut short"),
        (
            {"1.csv": ROWS[:50], "2.csv.gz": ROWS[50:]},
            r"parts holds '2\.csv\.gz', which is neither a CSV nor a Parquet",
        ),
        (
            {"1.csv": ROWS[:50], "year/2.csv": ROWS[50:]},
            r"parts holds 'year', .* pattern such as '.*parts/\*\.parquet'",
        ),
        ({"1.csv": [], "2.csv": []}, "parts holds no ratings"),
        ({"_SUCCESS": []}, "parts holds no CSV or Parquet file"),
    ],
)
def test_parts_that_cannot_be_read_are_named(tmp_path: Path, files: dict[str, list[str]], message: str) -> None:
    for name, rows in files.items():
        (tmp_path / "parts" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "parts" / name).write_text("\n".join([HEADER, *rows]))
    with pytest.raises(DataError, match=message):
        read_in_blocks(RatingFile(tmp_path / "parts", ",", has_header=True), size=100)


def test_a_pattern_that_no_file_matches_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"No file matches .*/\*\.parquet"):
        read_in_blocks(RatingFile(tmp_path / "*.parquet", ","))


def test_a_file_with_an_asterisk_in_its_name_is_itself(tmp_path: Path) -> None:
    for name in ("a*.csv", "ab.csv"):
        (tmp_path / name).write_text("\n".join([HEADER, *ROWS]))
    assert find_parts(tmp_path / "a*.csv") == [tmp_path / "a*.csv"]

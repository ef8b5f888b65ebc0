"""Ratings and films are read in the forms in which people have them: Kaggle's, a spreadsheet's, another program's."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from matinee.training.cli.commands import preprocess
from matinee.training.data import text_files
from matinee.training.data.layouts import find_layout
from matinee.training.data.movielens import Dataset, read_dataset
from matinee.training.errors import DataError
from tests.training.data.test_movielens import rows_of

RATINGS = ["userId", "movieId", "rating", "timestamp"]
MOVIES = ["movieId", "title", "genres"]
LIMIT = 200
"""Ratings of the small data set that are written again."""


@pytest.fixture(scope="module")
def expected(small_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The first ratings of the small data set, in the usual form."""
    folder = tmp_path_factory.mktemp("usual")
    write(folder / "ratings.csv", [RATINGS, *rows_of(small_data / "ratings.csv")[:LIMIT]])
    write(folder / "movies.csv", [MOVIES, *rows_of(small_data / "movies.csv")])
    return read_dataset(folder)


def write(path: Path, rows: list[list[str]], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]


def write_both(
    small_data: Path,
    folder: Path,
    change: Callable[[list[str]], list[str]] = list,
    *,
    names: tuple[str, str] = ("ratings.csv", "movies.csv"),
    header: list[str] = RATINGS,
    delimiter: str = ",",
    quoting: int = csv.QUOTE_MINIMAL,
) -> None:
    """Write the small data set in another form."""
    ratings = [change(row) for row in rows_of(small_data / "ratings.csv")[:LIMIT]]
    write(folder / names[0], [header, *ratings], delimiter, quoting)
    write(folder / names[1], [MOVIES, *rows_of(small_data / "movies.csv")], delimiter, quoting)


def assert_same(folder: Path, expected: Dataset) -> None:
    found = read_dataset(folder)
    pd.testing.assert_frame_equal(found.ratings, expected.ratings)
    pd.testing.assert_frame_equal(found.movies, expected.movies)
    assert found.bad_timestamps == 0


def time(row: list[str], text: str) -> list[str]:
    return [*row[:3], text]


def dated(row: list[str], form: str) -> list[str]:
    return time(row, datetime.fromtimestamp(int(row[3]), UTC).strftime(form))


@pytest.mark.parametrize(
    "names", [("rating.csv", "movie.csv"), ("Ratings.CSV", "Movies.csv"), ("RATING.csv", "movies.csv")]
)
def test_files_have_kaggles_names_or_capital_letters(
    small_data: Path, tmp_path: Path, expected: Dataset, names: tuple[str, str]
) -> None:
    write_both(small_data, tmp_path, names=names)
    assert_same(tmp_path, expected)


def test_kaggles_ml_20m(small_data: Path, tmp_path: Path, expected: Dataset) -> None:
    write_both(small_data, tmp_path, lambda row: dated(row, "%Y-%m-%d %H:%M:%S"), names=("rating.csv", "movie.csv"))
    text = (tmp_path / "rating.csv").read_text()
    lines = [",".join([*line.split(",")[:3], f'"{line.split(",")[3]}"']) for line in text.splitlines()[1:]]
    (tmp_path / "rating.csv").write_text("\n".join(['"userId","movieId","rating","timestamp"', *lines]) + "\n")
    write(tmp_path / "link.csv", [["movieId", "imdbId", "tmdbId"], ["1", "114709.0", "862.0"], ["2", "113497", ""]])
    write(tmp_path / "tag.csv", [["userId", "movieId", "tag", "timestamp"], ["1", "2", "slow", "2009-04-24 18:19:40"]])
    found = read_dataset(tmp_path)
    pd.testing.assert_frame_equal(found.ratings, expected.ratings)
    assert found.movies[["imdb", "tmdb"]].iloc[:2].to_numpy().tolist() == [[114709, 862], [113497, 0]]
    assert found.tags is not None
    assert found.tags["tag"].tolist() == ["slow"]


@pytest.mark.parametrize("below", ["ml-20m", "archive/ml-20m"])
def test_the_files_may_lie_two_levels_deeper(small_data: Path, tmp_path: Path, expected: Dataset, below: str) -> None:
    write_both(small_data, tmp_path / below)
    (tmp_path / "another").mkdir()
    (tmp_path / "another" / "movies.csv").touch()  # half a data set beside a whole one
    assert_same(tmp_path, expected)
    assert find_layout(tmp_path).folder == tmp_path / below


def test_three_levels_deeper_nothing_is_found(small_data: Path, tmp_path: Path) -> None:
    write_both(small_data, tmp_path / "a" / "b" / "c")
    with pytest.raises(DataError, match="none of the MovieLens layouts"):
        read_dataset(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        lambda row: time(row, row[3] + "000"),
        lambda row: time(row, row[3] + "999"),
        lambda row: time(row, row[3] + "000000"),
        lambda row: time(row, row[3] + "000000000"),
        lambda row: time(row, row[3] + ".25"),
        lambda row: time(row, row[3] + "000.0"),
        lambda row: dated(row, "%Y-%m-%d %H:%M:%S"),
        lambda row: dated(row, "%Y-%m-%dT%H:%M:%SZ"),
        lambda row: dated(row, "%Y-%m-%dT%H:%M:%S.000+00:00"),
        lambda row: dated(row, "%d/%m/%Y %H:%M:%S"),
        lambda row: dated(row, "%d %B %Y %H:%M:%S"),
    ],
)
@pytest.mark.parametrize("end", ["\n", ""])
def test_times_have_any_unit_or_are_written_dates(
    small_data: Path, tmp_path: Path, expected: Dataset, change: Callable[[list[str]], list[str]], end: str
) -> None:
    write_both(small_data, tmp_path, change)
    (tmp_path / "ratings.csv").write_text((tmp_path / "ratings.csv").read_text().rstrip("\n") + end)
    assert_same(tmp_path, expected)


@pytest.mark.parametrize(
    "header",
    [
        ["user_id", "movie_id", "rating", "timestamp"],
        ["UserID", "MovieID", "Rating", "Timestamp"],
        ["user id", *RATINGS[1:]],
    ],
)
def test_columns_have_another_spelling(small_data: Path, tmp_path: Path, expected: Dataset, header: list[str]) -> None:
    write_both(small_data, tmp_path, header=header)
    assert_same(tmp_path, expected)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("comma", [False, True])
def test_fields_are_separated_otherwise(
    small_data: Path, tmp_path: Path, expected: Dataset, delimiter: str, quoting: int, comma: bool
) -> None:
    def change(row: list[str]) -> list[str]:
        return [*row[:2], row[2].replace(".", ",") if comma else row[2], row[3]]

    write_both(small_data, tmp_path, change, delimiter=delimiter, quoting=quoting)
    assert_same(tmp_path, expected)


@pytest.mark.parametrize("before", ["sep={mark}\n", "\n", "\n\n", '"sep={mark}"\n', "\ufeff", "\ufeffsep={mark}\n"])
@pytest.mark.parametrize("mark", [",", ";"])
def test_a_spreadsheet_adds_a_line_before_the_header(
    small_data: Path, tmp_path: Path, expected: Dataset, before: str, mark: str
) -> None:
    write_both(small_data, tmp_path, delimiter=mark)
    for name in ("ratings.csv", "movies.csv"):
        (tmp_path / name).write_text(before.format(mark=mark) + (tmp_path / name).read_text(), encoding="utf-8")
    assert_same(tmp_path, expected)
    text = (tmp_path / "ratings.csv").read_text(encoding="utf-8")
    (tmp_path / "ratings.csv").write_text(text + f"1{mark}2{mark}9{mark}9\n", encoding="utf-8")
    with pytest.raises(DataError, match=rf"ratings\.csv, line {text.count(chr(10)) + 1}: "):
        read_dataset(tmp_path)


@pytest.mark.parametrize("size", [1 << 24, 100])
@pytest.mark.parametrize("end", ["", "\r", "\r\r\r"])
def test_lines_end_as_on_old_machines(
    small_data: Path, tmp_path: Path, expected: Dataset, size: int, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_files.read_blocks, "__defaults__", (size,))
    write_both(small_data, tmp_path)
    for name in ("ratings.csv", "movies.csv"):
        content = (tmp_path / name).read_bytes().rstrip(b"\n").replace(b"\n", b"\r")
        (tmp_path / name).write_bytes(content + end.encode())
    assert_same(tmp_path, expected)


def test_ids_are_written_as_fractions_beside_other_columns(small_data: Path, tmp_path: Path, expected: Dataset) -> None:
    write_both(
        small_data,
        tmp_path,
        lambda row: ["a, note", row[3], f"{row[1]}.0", row[2], f"{row[0]}.0"],
        header=["", "timestamp", "movieId", "rating", "userId"],
    )
    films = [[f"{movie}.0", "x", genres, title] for movie, title, genres in rows_of(small_data / "movies.csv")]
    write(tmp_path / "movies.csv", [["movieId", "note", "genres", "title"], *films])
    assert_same(tmp_path, expected)


@pytest.mark.parametrize(
    ("last", "message"),
    [
        ("1,3,4.0,96498270300", "line 4 is cut short: the file ends in '96498270300'"),
        ("1,3,4.0,964982", "line 4 is cut short: the file ends in '964982'"),
    ],
)
def test_milliseconds_that_are_cut_short_are_named(tmp_path: Path, last: str, message: str) -> None:
    lines = [",".join(RATINGS), "1,1,4.0,964982703000", "1,2,4.0,964982703000", last]
    (tmp_path / "ratings.csv").write_text("\n".join(lines))
    write(tmp_path / "movies.csv", [MOVIES, *[[str(movie), "A (1999)", "Drama"] for movie in range(1, 4)]])
    with pytest.raises(DataError, match=message):
        read_dataset(tmp_path)


def test_a_date_that_is_cut_short_is_named(tmp_path: Path) -> None:
    whole = "1,2,4.0,2005-04-02 23:53:47"
    write(tmp_path / "movies.csv", [MOVIES, ["1", "A (1999)", "Drama"], ["2", "B (1999)", "Drama"]])
    for length in range(1, 12):
        text = "\n".join([",".join(RATINGS), "1,1,4.0,2005-04-02 23:53:47", whole[:-length]])
        (tmp_path / "ratings.csv").write_text(text)
        with pytest.raises(DataError, match="line 3 is cut short"):
            read_dataset(tmp_path)


@pytest.mark.parametrize("name", ["movielens-kaggle-names", "movielens-milliseconds"])
def test_the_examples(name: str) -> None:
    folder = Path(__file__).parents[4] / "shared" / "cases" / name
    if not folder.is_dir():
        pytest.skip("the examples in ../shared are not available")
    found = read_dataset(folder)
    assert found.ratings["timestamp"].iloc[1:].tolist() == [964982931, 1112486027]
    assert found.bad_timestamps == 0


def test_kaggles_files_are_preprocessed(small_data: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    write_both(small_data, data, lambda row: dated(row, "%Y-%m-%d %H:%M:%S"), names=("rating.csv", "movie.csv"))
    arguments = ["--data", str(data), "--out", str(tmp_path / "out"), "--min-movie-ratings", "1", "--json"]
    done = CliRunner().invoke(preprocess, arguments, standalone_mode=False)
    assert done.exception is None
    assert json.loads(done.stdout)["stages"]["raw"] == {"ratings": LIMIT, "users": 5, "films": 60}
    assert json.loads(done.stdout)["bad_timestamps_dropped"] == 0

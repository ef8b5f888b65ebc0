"""A file that is damaged is named with its line; nothing of it is used."""

from collections.abc import Callable
from pathlib import Path

import pytest

from matinee.training.data import text_files
from matinee.training.data.movielens import read_dataset
from matinee.training.errors import DataError
from tests.training.data.test_movielens import write_100k, write_double_colon

RATINGS = "userId,movieId,rating,timestamp\n"
MOVIES = "movieId,title,genres\n"
DAMAGED = [
    # headers
    ("ratings.csv", "", "holds no ratings"),
    ("ratings.csv", RATINGS, "holds no ratings"),
    ("ratings.csv", "userId,movieId,rating\n", "line 1: the column 'timestamp' is missing"),
    ("ratings.csv", "1,2,4.0,9\n", "line 1: the column 'userId' is missing"),
    ("movies.csv", "", "is empty; expected the header movieId,title,genres"),
    ("movies.csv", MOVIES, "ratings.csv, line 2: it rates film"),
    ("movies.csv", "movieId,title\n", "line 1: the column 'genres' is missing"),
    # fields
    ("ratings.csv", RATINGS + "1,2,4.0,9\n3,296\n", "line 3: '3,296' has 2 fields where 4 are expected"),
    ("ratings.csv", RATINGS + "3,296,4\n1,2,4.0,9\n", "line 2: '3,296,4' has 3 fields where 4 are expected"),
    ("ratings.csv", RATINGS + "1,2,4.0,9,7\n3,2,4.0,9\n", "line 2: '1,2,4.0,9,7' has 5 fields where 4 are expected"),
    ("ratings.csv", RATINGS + "1,2,4.0,9,7\n3,2,4.0\n", "line 2: '1,2,4.0,9,7' has 5 fields where 4 are expected"),
    ("ratings.csv", RATINGS + "1,2,4.0,9\n\n3,2,4.0,9\n", "line 3: '' has 1 field where 4 are expected"),
    ("ratings.csv", RATINGS + '1,2,"4.0,9\n3,2,4.0,9\n', "line 2: '1,2,\"4.0,9' has quotation marks that do not match"),
    ("movies.csv", MOVIES + "1,A,Drama\n2,B\n3,C,Drama\n", "line 3: 2 fields where 3 are expected"),
    ("movies.csv", MOVIES + "1,A, too,Drama\n", "line 2: 4 fields where 3 are expected"),
    ("movies.csv", MOVIES + "1,A,Drama\n\n2,B,Drama\n", "line 3: 1 field where 3 are expected"),
    ("movies.csv", MOVIES + '1,A,Drama\n2,"B,Drama\n3,"C",Drama\n', "line 3: its quotation marks do not match"),
    ("movies.csv", MOVIES + '1,A,Drama\n2,"B,Drama\n3,C,Drama\n', "line 3: its quotation marks do not match"),
    ("movies.csv", MOVIES + '1,"A\nB\nC",Drama\n1,"A",Drama\n', "line 5: '1' occurs twice"),
    # values
    ("ratings.csv", RATINGS + "1,2,4.0,9\n1,3,7.5,9\n", "line 3: '1,3,7.5,9' is not a rating; expected a user id"),
    ("ratings.csv", RATINGS + "1,2,0,9\n", "line 2: '1,2,0,9' is not a rating"),
    ("ratings.csv", RATINGS + "x,2,4.0,9\n", "line 2: 'x,2,4.0,9' is not a rating"),
    ("ratings.csv", RATINGS + "1,-2,4.0,9\n", "line 2: '1,-2,4.0,9' is not a rating"),
    ("ratings.csv", RATINGS + "1.5,2,4.0,9\n", "line 2: '1.5,2,4.0,9' is not a rating"),
    ("ratings.csv", RATINGS + "1e300,2,4.0,9\n", "line 2: '1e300,2,4.0,9' is not a rating"),
    ("ratings.csv", RATINGS + "1,2,,9\n", "line 2: '1,2,,9' is not a rating"),
    ("ratings.csv", RATINGS + "1,2,nan,9\n", "line 2: '1,2,nan,9' is not a rating"),
    ("ratings.csv", RATINGS + "1,2,\x1b[2J,9\n", r"line 2: '1,2,\x1b[2J,9' is not a rating"),
    ("ratings.csv", RATINGS + "1,2,7,9\n3,296\n", "line 2: '1,2,7,9' is not a rating"),
    ("ratings.csv", RATINGS + "1,2,4.0,never\n", "holds no rating with a readable time"),
    ("ratings.csv", RATINGS + "1,2,4.0,1e30\n", "holds no rating with a readable time"),
    ("ratings.csv", RATINGS + "1,2,4,9\n3,2,4,no\n1,2,5,8\n", "line 4: user 1 rates film 2 a second time"),
    ("ratings.csv", RATINGS + "1,2,4,no\n1,888888,4,9\n", "line 3: it rates film 888888, which movies.csv does not"),
    ("movies.csv", MOVIES + "1,A,Drama\n1,B,Drama\n", "line 3: '1' occurs twice"),
    ("movies.csv", MOVIES + "x,A film,Drama\n", "line 2: 'x' is not a valid movie id"),
    ("movies.csv", MOVIES + "-1,A film,Drama\n", "line 2: '-1' is not a valid movie id"),
    ("movies.csv", MOVIES + f"1,{'A' * 500},Drama\n", "line 2: the title is longer than 400 characters"),
    ("movies.csv", MOVIES + f"1,A,{'|'.join(map(str, range(201)))}\n", "line 2: these are more than 200 genres"),
    ("movies.csv", MOVIES + f"1,A,Drama\n2,B,{'g' * 101}\n", "line 3: a genre has a name of more than 100 characters"),
    ("links.csv", "movieId,imdbId,tmdbId\n1,tt0114709,862\n", "line 2: 'tt0114709' is not a valid imdbId"),
    ("links.csv", "movieId,imdbId,tmdbId\n1,1,1\n2,2,\n1,3,3\n", "line 4: '1' occurs twice"),
    ("links.csv", "movieId,imdbId,tmdbId\n1,1,1\n2,2\n", "line 3: 2 fields where 3 are expected"),
    # the end of a file that was cut
    ("ratings.csv", RATINGS + "1,2,4.0,9\n1,3", "line 3 is cut short: the file ends in '1,3'"),
    ("ratings.csv", RATINGS + "1,2,4.0,9\n1,3,", "line 3 is cut short: the file ends in '1,3,'"),
    ("ratings.csv", RATINGS + "1,2,4.0,9\n1,3,4.0,", "line 3 is cut short: the file ends in '1,3,4.0,'"),
    ("ratings.csv", RATINGS + "1,2,4.0,964982703\n1,3,4.0,9649", "line 3 is cut short: the file ends in '9649'"),
    ("ratings.csv", RATINGS + '1,2,4.0,9\n1,"3', "line 3 is cut short"),
    ("movies.csv", MOVIES + "1,A,Drama\n2,B", "line 3 is cut short: the file ends in '2,B'"),
    ("movies.csv", MOVIES + "1,A,Drama\n2,B,", "line 3 is cut short: the file ends in '2,B,'"),
    ("movies.csv", MOVIES + '1,A,Drama\n2,"B (19', "line 3 is cut short: the file ends in '2,\"B (19'"),
    ("links.csv", "movieId,imdbId,tmdbId\n1,1,1\n2", "line 3 is cut short: the file ends in '2'"),
    # no text at all, or of another kind
    ("ratings.csv", RATINGS + "1,2,4.0,9\n1,3,4.0,9\0\0\n", "line 3 holds a zero byte"),
    ("movies.csv", MOVIES + "1,A,Drama\n2,B\0,Drama\n", "line 3 holds a zero byte"),
]


@pytest.fixture
def folder(small_data: Path, tmp_path: Path) -> Path:
    """A copy to damage."""
    for name in ("ratings.csv", "movies.csv"):
        (tmp_path / name).write_bytes((small_data / name).read_bytes())
    return tmp_path


def read_error(folder: Path) -> str:
    with pytest.raises(DataError) as refused:
        read_dataset(folder)
    return str(refused.value)


@pytest.mark.parametrize(("file", "text", "message"), DAMAGED)
def test_a_damaged_file_is_named_with_its_line(folder: Path, file: str, text: str, message: str) -> None:
    (folder / file).write_text(text, newline="")
    sentence = read_error(folder)
    assert message in sentence
    assert message.startswith("ratings.csv") or sentence.startswith(str(folder / file))


@pytest.mark.parametrize("size", [1, 30, 1 << 24])
def test_lines_count_on_from_block_to_block(folder: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files.read_blocks, "__defaults__", (size,))
    good = "1,2,4.0,9\n1,3,4.0,9\n1,4,4.0,9\n"
    for bad, message in (
        ("1,5\n", "line 5: '1,5' has 2 fields"),
        ("1,5,6,9\n", "line 5: '1,5,6,9' is not a rating"),
        ("1,3,5,9\n", "line 5: user 1 rates film 3 a second time"),
        ("1,5\0,5,9\n", "line 5 holds a zero byte"),
    ):
        (folder / "ratings.csv").write_text(RATINGS + good + bad + "1,6,4.0,9\n")
        assert message in read_error(folder)


def test_a_file_cut_anywhere_in_its_last_line_is_named(folder: Path) -> None:
    whole = (folder / "ratings.csv").read_bytes()
    count = whole.count(b"\n")
    last = whole.removesuffix(b"\n").rpartition(b"\n")[2]
    for length in range(1, len(last)):
        (folder / "ratings.csv").write_bytes(whole[: -1 - length])
        assert f"line {count} is cut short" in read_error(folder), whole[: -1 - length][-30:]
    (folder / "ratings.csv").write_bytes(whole[:-1])  # only the newline is missing
    assert len(read_dataset(folder).ratings) == count - 1


def test_another_encoding_is_named(folder: Path) -> None:
    text = (folder / "movies.csv").read_text()
    (folder / "movies.csv").write_bytes(text.replace("Film 7,", "Café 7,").encode("latin-1"))
    assert "movies.csv, line 8 is not text in UTF-8" in read_error(folder)
    (folder / "movies.csv").write_text(text, encoding="utf-16")
    assert "movies.csv is in UTF-16; save it as UTF-8" in read_error(folder)


def test_a_title_may_hold_a_newline(folder: Path) -> None:
    films = (folder / "movies.csv").read_text().replace("Film 7, The", 'Film\n7, ""The""')
    (folder / "movies.csv").write_text(films)
    assert read_dataset(folder).movies["title"].tolist()[6] == 'Film\n7, "The" (1957)'
    (folder / "movies.csv").write_text(films + "7,again,Drama\n")
    assert "movies.csv, line 63: '7' occurs twice" in read_error(folder)


def test_a_bad_time_is_dropped_and_counted(folder: Path) -> None:
    text = (folder / "ratings.csv").read_text().splitlines()
    for line, time in ((1, "yesterday"), (2, ""), (3, "-5"), (4, "1e30")):
        text[line] = text[line].rsplit(",", 1)[0] + f",{time}"
    text[5] = text[5].rsplit(",", 1)[0] + ",2000-07-30 18:45:03"
    (folder / "ratings.csv").write_text("\n".join(text) + "\n")
    dataset = read_dataset(folder)
    assert dataset.bad_timestamps == 4
    assert len(dataset.ratings) == len(text) - 1 - 4
    assert dataset.ratings["timestamp"].iloc[0] == 964982703


@pytest.mark.parametrize(
    ("write", "file", "damage", "message"),
    [
        (write_double_colon, "ratings.dat", lambda text: text + "1::2::3\n", "line 3201: '1::2::3' has 3 fields"),
        (write_double_colon, "ratings.dat", lambda text: text[:-12], "line 3200 is cut short"),
        (write_double_colon, "ratings.dat", lambda text: text.replace("::", ":::", 1), "line 1: '"),
        (write_double_colon, "movies.dat", lambda text: text[:-18], "line 60 is cut short"),
        (write_double_colon, "movies.dat", lambda text: text + "61::x\n", "line 61: 2 fields where 3 are expected"),
        (write_100k, "u.data", lambda text: text + "1\t2\t9\t5\n", r"line 3201: '1\t2\t9\t5' is not a rating"),
        (write_100k, "u.data", lambda text: text[:-4], "line 3200 is cut short"),
        (write_100k, "u.item", lambda text: text[:-4], "line 60 is cut short"),
        (write_100k, "u.item", lambda text: text.replace("|1\n", "|x\n", 1), "a genre is neither 0 nor 1"),
        (write_100k, "u.genre", lambda text: text.replace("|1", "|x"), "line 2: the genre's number is 'x' where 1 is"),
    ],
)
def test_the_older_layouts_are_looked_at_as_closely(
    small_data: Path,
    tmp_path: Path,
    write: Callable[[Path, Path], None],
    file: str,
    damage: Callable[[str], str],
    message: str,
) -> None:
    write(small_data, tmp_path)
    text = (tmp_path / file).read_bytes().decode("latin-1")
    (tmp_path / file).write_bytes(damage(text).encode("latin-1"))
    sentence = read_error(tmp_path)
    assert message in sentence
    assert file in sentence


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="none of the MovieLens layouts"):
        read_dataset(tmp_path)
    (tmp_path / "movies.csv").touch()
    with pytest.raises(DataError, match=r"has no ratings\.csv"):
        read_dataset(tmp_path)

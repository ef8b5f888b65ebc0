"""The table of film facts as a file."""

import gzip
import zlib
from pathlib import Path

import pytest

from matinee.training.errors import DataError
from matinee.training.facts.table import COLUMNS, SHIPPED_TABLE, TABLE, FilmRecord, find_table, read_table, write_table

HEAT = FilmRecord(
    imdb=113277,
    title="Heat",
    year=1995,
    page="Heat (1995 film)",
    directors=("Michael Mann",),
    cast=("Al Pacino", "Steve McQueen (Q313041)", "Q555092"),
    countries=("United States",),
    languages=("English",),
    keywords=("heist", "crime"),
    subjects=("Los Angeles",),
    based_on=("L.A. Takedown",),
    series=("A series",),
    minutes=170,
)
HEADING = "\t".join(COLUMNS)


def write_lines(path: Path, *lines: str) -> Path:
    path.write_bytes(gzip.compress("".join(f"{line}\n" for line in lines).encode()))
    return path


def line(**cells: str) -> str:
    """A line of the table, with other cells than those of a small film."""
    return "\t".join((dict.fromkeys(COLUMNS, "") | {"imdb": "7", "title": "Ran"} | cells).values())


def test_round_trip(tmp_path: Path) -> None:
    records = [FilmRecord(5, "A film"), HEAT, FilmRecord(7, "千と千尋の神隠し", 2001, minutes=125)]
    assert write_table(tmp_path / "new" / TABLE, records[::-1], ["First", "Second"]) == 3
    assert read_table(tmp_path / "new" / TABLE) == [records[0], records[2], HEAT]
    lines = gzip.decompress((tmp_path / "new" / TABLE).read_bytes()).decode().splitlines()
    assert lines[:3] == ["# First", "# Second", HEADING]
    assert [path.name for path in (tmp_path / "new").iterdir()] == [TABLE]


def test_the_same_films_give_the_same_bytes(tmp_path: Path) -> None:
    for name, records in (("a", [HEAT, FilmRecord(5, "A film")]), ("b", [FilmRecord(5, "A film"), HEAT])):
        write_table(tmp_path / name, records, ["Source"])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_characters_that_separate_cells_are_replaced(tmp_path: Path) -> None:
    write_table(tmp_path / TABLE, [FilmRecord(5, "A\tB\nC\u2028D", directors=("Either|Or", "\x85X"))], [])
    (record,) = read_table(tmp_path / TABLE)
    assert (record.title, record.directors) == ("A B C D", ("Either/Or", "X"))


def test_an_empty_table(tmp_path: Path) -> None:
    assert write_table(tmp_path / TABLE, [], ["Source"]) == 0
    assert read_table(tmp_path / TABLE) == []


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([], "line 1: expected the columns imdb, title, year, page, directors,"),
        (["# Source"], "line 2: expected the columns imdb"),
        (["# Source", "imdb\ttitle"], "line 2: expected the columns imdb"),
        (["# Source", HEADING, line(), "8\tRan"], "line 4: expected 13 columns, found 2."),
        ([HEADING, line(imdb="tt7")], "line 2: 'tt7' is not a valid value for imdb, a whole number up to "),
        ([HEADING, line(year="-1")], "line 2: '-1' is not a valid value for year"),
        ([HEADING, line(minutes="40000")], "'40000' is not a valid value for minutes, a whole number up to 32767."),
        ([HEADING, line(minutes="\x1b[2J")], "line 2: '' is not a valid value for minutes"),
    ],
)
def test_a_malformed_table_is_rejected_with_the_line(tmp_path: Path, lines: list[str], problem: str) -> None:
    path = write_lines(tmp_path / TABLE, *lines)
    with pytest.raises(DataError) as caught:
        read_table(path)
    assert str(caught.value).startswith(str(path))
    assert problem in str(caught.value)


WHOLE = gzip.compress(f"{HEADING}\n{line()}\n".encode(), mtime=0)  # the workers collect the same test names


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"imdb,title\n",
        WHOLE[:-9],
        WHOLE[:12] + b"\xff\xff\xff\xff" + WHOLE[16:],
        gzip.compress(b"\xff\xfe", mtime=0),
    ],
    ids=["empty", "plain text", "cut short", "damaged", "not UTF-8"],
)
def test_a_damaged_file_is_rejected(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / TABLE
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"is damaged, or not a table of film facts|line 1: expected"):
        read_table(path)


def test_the_damage_in_the_middle_is_one_that_zlib_finds() -> None:
    with pytest.raises(zlib.error):
        gzip.decompress(WHOLE[:12] + b"\xff\xff\xff\xff" + WHOLE[16:])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere cannot be read \(No such file or directory\)\."):
        read_table(tmp_path / "nowhere")


def test_a_data_set_may_have_a_table_of_its_own(tmp_path: Path) -> None:
    assert find_table(tmp_path) == SHIPPED_TABLE
    write_table(tmp_path / TABLE, [HEAT], [])
    assert find_table(tmp_path) == tmp_path / TABLE


def test_the_shipped_table() -> None:
    films = {record.imdb: record for record in read_table(SHIPPED_TABLE)}
    assert len(films) > 40_000
    assert films[113277].directors == ("Michael Mann",)
    assert films[113277].cast[:2] == ("Al Pacino", "Robert De Niro")

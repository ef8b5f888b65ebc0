"""Cells of exports: years, ratings, ids and titles, as services and spreadsheets write them."""

import pytest

from matinee.engine.exchange.cells import (
    CellError,
    RowError,
    parse_id,
    parse_imdb_id,
    parse_stars,
    parse_title,
    parse_year,
    split_year,
)


@pytest.mark.parametrize("cell", ["1999", "(1999)", "1999.0", "1999–2003", "1999-03-31", "1999-03-31T00:00:00Z"])
def test_a_year_is_read_in_every_form(cell: str) -> None:
    assert parse_year(cell) == 1999


@pytest.mark.parametrize("cell", ["", "????", "N/A", "null", "-", "unknown"])
def test_a_cell_that_says_nothing_is_empty(cell: str) -> None:
    assert parse_year(cell) is None
    assert parse_stars(cell, 10) is None
    assert parse_imdb_id(cell) is None
    assert parse_id(cell, "TMDB") is None


@pytest.mark.parametrize("cell", ["soon", "199", "19999", "0000", "3000", "١٩٩٩", "-1999", "1999 A.D."])
def test_another_year_is_a_problem_of_the_cell(cell: str) -> None:
    with pytest.raises(CellError, match="is not a valid year"):
        parse_year(cell)


@pytest.mark.parametrize(
    ("cell", "best", "stars"),
    [
        ("4.5", 5, 4.5), ("4,5", 5, 4.5), ("9", 10, 4.5), ("9.0", 10, 4.5), ("90", 100, 4.5), ("90%", 100, 4.5),
        ("9/10", 5, 4.5), ("4.5/5", 10, 4.5), ("★★★★½", 10, 4.5), ("★★★★☆", 5, 4.0), ("½", 5, 0.5),
    ],
)  # fmt: skip
def test_a_rating_is_read_in_every_form(cell: str, best: int, stars: float) -> None:
    assert parse_stars(cell, best) == pytest.approx(stars)


@pytest.mark.parametrize("cell", ["0", "6", "-1", "inf", "1e400", "1_0", "four", "4.5.6", "9/0", "☆☆", "5" * 400, "٤"])
def test_another_rating_is_a_problem_of_the_cell(cell: str) -> None:
    with pytest.raises(CellError, match="rating"):
        parse_stars(cell, 5)


@pytest.mark.parametrize(
    "cell",
    ["tt0111161", "TT0111161", "0111161", "111161", "https://www.imdb.com/title/tt0111161/?ref_=x",
     "imdb.com/title/tt0111161", "https://m.imdb.com/de/title/tt0111161/"],
)  # fmt: skip
def test_an_imdb_id_is_read_in_every_form(cell: str) -> None:
    assert parse_imdb_id(cell) == 111161


@pytest.mark.parametrize("cell", ["tt", "tt0", "tt" + "9" * 13, "0111161a", "٣", "https://www.imdb.com/chart/top"])
def test_another_id_is_a_problem_of_the_cell(cell: str) -> None:
    with pytest.raises(CellError, match="is not the IMDb id of a film"):
        parse_imdb_id(cell)


def test_the_id_of_a_person_is_a_problem_of_the_row() -> None:
    with pytest.raises(RowError, match="'nm0000199' is not the IMDb id of a film"):
        parse_imdb_id("nm0000199")


@pytest.mark.parametrize(("cell", "number"), [("603", 603), ("603.0", 603)])
def test_an_id_of_another_service_is_a_number(cell: str, number: int) -> None:
    assert parse_id(cell, "TMDB") == number
    with pytest.raises(CellError, match="'x603' is not the TMDB id of a film"):
        parse_id("x" + cell[:3], "TMDB")


def test_a_title_is_one_line_and_not_a_text() -> None:
    assert parse_title(" The\tMatrix \x1b[2J\n") == "The Matrix [2J"
    with pytest.raises(RowError, match="is longer than"):
        parse_title("word " * 100)
    with pytest.raises(RowError, match="is missing"):
        parse_title(" \x07 ")
    with pytest.raises(RowError, match="is longer than 250 characters"):
        parse_title("\ufdfa" * 20)  # a ligature of eighteen letters
    with pytest.raises(RowError, match="is longer than 60 words"):
        parse_title("e " * 61)
    assert parse_title("½ " * 60) == "½ " * 59 + "½"


@pytest.mark.parametrize(
    ("title", "split"),
    [
        ("Heat (1995)", ("Heat", 1995)),
        ("Heat [1995]", ("Heat", 1995)),
        ("1917", ("1917", None)),
        ("(500) Days of Summer", ("(500) Days of Summer", None)),
        ("(1995)", ("(1995)", None)),
        ("Blade Runner (2049)", ("Blade Runner", 2049)),
    ],
)
def test_a_year_behind_a_title_is_split_off(title: str, split: tuple[str, int | None]) -> None:
    assert split_year(title) == split

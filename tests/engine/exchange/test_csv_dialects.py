"""CSV files in every dialect and encoding, and with damaged quotation marks."""

from pathlib import Path

import pytest

from matinee.engine.exchange import csv_records
from matinee.engine.exchange.readers.detect import read_export
from matinee.engine.exchange.records import Export

HEADER = "Date,Name,Year,Letterboxd URI,Rating\n"
AMELIE = "2024-02-01,Amélie,2001,https://boxd.it/a1,4.5\n"
QUIET = '2024-02-02,"Good Night, and Good Luck.",2005,https://boxd.it/a2,3\n'


def read(tmp_path: Path, content: str | bytes, name: str = "ratings.csv") -> Export:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_export(path)


def titles(export: Export) -> list[tuple[str, int | None, float | None]]:
    return [(film.title, film.year, film.stars) for film in export.films]


BOTH = [("Amélie", 2001, 4.5), ("Good Night, and Good Luck.", 2005, 3.0)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end_is_understood(tmp_path: Path, delimiter: str, newline: str) -> None:
    text = (HEADER + AMELIE).replace(",", delimiter) + QUIET.replace(",", delimiter).replace(
        f"Night{delimiter}", "Night,"
    )
    assert titles(read(tmp_path, text.replace("\n", newline))) == BOTH


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_is_understood(tmp_path: Path, encoding: str) -> None:
    assert titles(read(tmp_path, (HEADER + AMELIE + QUIET).encode(encoding))) == BOTH


def test_utf_16_with_the_other_order_of_bytes_is_understood(tmp_path: Path) -> None:
    assert titles(read(tmp_path, b"\xfe\xff" + (HEADER + AMELIE + QUIET).encode("utf-16-be"))) == BOTH


@pytest.mark.parametrize(
    "before",
    [
        "\n",
        "\r\n\r\n",
        " \n,,,,\n",
        "sep=,\n",
        '"sep=,"\n',
        "\ufeffsep=,\n",
        "\nsep=,\n\n",
        "SEP=,\n",
        'sep="\n',
        "sep= \n",
        "sep=x\n",
    ],
)
def test_what_stands_before_the_columns_is_passed_over(tmp_path: Path, before: str) -> None:
    assert titles(read(tmp_path, before + HEADER + AMELIE + QUIET)) == BOTH


def test_a_line_can_name_the_delimiter(tmp_path: Path) -> None:
    text = "sep=;\n" + (HEADER + AMELIE).replace(",", ";").replace("4.5", "4,5")
    assert titles(read(tmp_path, text)) == BOTH[:1]


def test_rows_of_a_spreadsheet_that_are_one_quoted_cell_each_are_unwrapped(tmp_path: Path) -> None:
    rows = [*HEADER.splitlines(), *AMELIE.splitlines(), *QUIET.splitlines()]
    text = "".join('"' + row.replace('"', '""') + '"\n' for row in rows)
    assert titles(read(tmp_path, text)) == BOTH


def test_single_quotation_marks_and_backslashes_are_understood(tmp_path: Path) -> None:
    single = "'Title','Year','Rating10'\n'Good Night, and Good Luck.','2005','6'\n"
    assert titles(read(tmp_path, single)) == BOTH[1:]
    escaped = 'Title,Year,Rating10,Review\nAmélie,2001,9,"She said: \\"No, never\\", and left."\nHeat,1995,8,\n'
    assert titles(read(tmp_path, escaped)) == [*BOTH[:1], ("Heat", 1995, 4.0)]


def test_spaces_behind_delimiters_do_not_matter(tmp_path: Path) -> None:
    text = 'Score, Film Name, Year\n60, "Good Night, and Good Luck.", 2005\n'
    assert titles(read(tmp_path, text)) == BOTH[1:]


def test_a_title_with_commas_that_is_not_quoted_is_put_together(tmp_path: Path) -> None:
    assert titles(read(tmp_path, HEADER + AMELIE + QUIET.replace('"', ""))) == BOTH


def test_one_damaged_byte_does_not_change_the_encoding(tmp_path: Path) -> None:
    text = HEADER.encode() + (AMELIE * 2).encode() + b"2024-01-01,L\xe9on,1994,u,4\n"
    assert titles(read(tmp_path, text)) == [("Amélie", 2001, 4.5), ("L\ufffdon", 1994, 4.0)]


def test_a_null_character_costs_only_its_cell(tmp_path: Path) -> None:
    text = HEADER + AMELIE + "x\0,Heat,1995,u,4\n" * 2
    export = read(tmp_path, text + QUIET * 200)
    assert titles(export) == [BOTH[0], ("Heat", 1995, 4.0), BOTH[1]]
    assert [(row.problem, row.count) for row in export.skipped] == [(r"'x\x00' is not a valid date", 2)]


@pytest.mark.parametrize("n_characters", [200_000, 3_000_000])
def test_a_long_review_is_read(tmp_path: Path, n_characters: int) -> None:
    review = 'It is long.\n""Very"" long, ' * (n_characters // 24)
    text = f'Date,Name,Year,Letterboxd URI,Rating,Review\n2024-01-01,Heat,1995,u,5,"{review}"\n,Alien,1979,u,4,\n'
    assert titles(read(tmp_path, text, "reviews.csv")) == [("Heat", 1995, 5.0), ("Alien", 1979, 4.0)]


@pytest.mark.parametrize("title", ['"Heat', '"Heat" 2"', '"'])
def test_a_quotation_mark_that_is_not_closed_does_not_swallow_the_rest(tmp_path: Path, title: str) -> None:
    export = read(tmp_path, HEADER + AMELIE + f"2024-01-01,{title},1995,u,5\n" + QUIET)
    assert titles(export)[0] == BOTH[0]
    assert titles(export)[-1] == BOTH[1]


def test_an_unclosed_quotation_mark_is_reported_once_with_its_line(tmp_path: Path) -> None:
    export = read(tmp_path, HEADER + AMELIE + '2024-01-01,"Heat,1995,u,5\n' + QUIET)
    assert titles(export) == [BOTH[0], ("Heat", 1995, 5.0), BOTH[1]]
    assert [(row.line, row.problem) for row in export.skipped] == [(3, csv_records.UNCLOSED)]


def test_the_rest_of_a_truncated_review_is_not_taken_for_films(tmp_path: Path) -> None:
    text = 'Date,Name,Year,Letterboxd URI,Rating,Review\n2024-01-01,Heat,1995,u,5,"It is\nHeat, Alien\nand so'
    export = read(tmp_path, text, "reviews.csv")
    assert titles(export) == [("Heat", 1995, 5.0)]
    assert [row.line for row in export.skipped] == [2, 3, 4]


def test_many_unclosed_quotation_marks_take_no_more_time_than_one(tmp_path: Path) -> None:
    row = '2024-01-01,"Heat,1995,u,5\n2024-01-01,Heat,1995,u,5\n' + "2024-01-01,Alien,1979,u,5\n" * 7
    assert ("Alien", 1979, 5.0) in titles(read(tmp_path, HEADER + row * 1001))


def test_the_same_problem_is_reported_once_with_a_count_and_blank_rows_are_not(tmp_path: Path) -> None:
    text = HEADER + "2024-01-01,,1995,u,5\n" * 470 + ",,,,\n" * 470 + " , ,\t,,\n" + AMELIE
    export = read(tmp_path, text)
    assert [(row.line, row.problem, row.count) for row in export.skipped] == [(2, "the title is missing", 470)]
    assert titles(export) == BOTH[:1]


def test_the_order_of_day_and_month_is_that_of_the_file(tmp_path: Path) -> None:
    rows = "01/02/2020,Heat,1995,u,2\n03/01/2020,Heat,1995,u,5\n"
    (month_first,) = read(tmp_path, HEADER + rows).films
    assert month_first.stars == 5
    (heat, _) = read(tmp_path, HEADER + rows + "31/01/2020,Alien,1979,u,4\n").films
    assert heat.stars == 2

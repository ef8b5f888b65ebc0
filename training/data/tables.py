"""The tables of films and links as text, with the line each row stands in: CSV, ``::`` and the layout of ml-100k."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from matinee.training.data.text_files import cut_short, fault, whole_text, wrong_count
from matinee.training.errors import DataError

MOVIE_COLUMNS = ["movieId", "title", "genres"]
TAG_COLUMNS = ["movieId", "tag"]
LINK_COLUMNS = ["movieId", "imdbId", "tmdbId"]
ITEM_COLUMNS = ["movieId", "title", "released", "video", "address"]
"""Of ml-100k; a column of 0 or 1 for each genre follows."""


@dataclass(frozen=True, eq=False)
class RawTable:
    """A table as text, and where it comes from.

    Attributes:
        rows: the columns by name.
        path: the file.
        lines: the line that each row begins in.
        whole: whether the last line has its newline.
    """

    rows: pd.DataFrame
    path: Path
    lines: Sequence[int]
    whole: bool

    def fault(self, place: int, problem: str) -> DataError:
        """What is wrong with a row counted from 0, or that the file is cut short in it."""
        if place == len(self.lines) - 1 and not self.whole:
            return cut_short(self.path, self.lines[place], ",".join(self.rows.iloc[place].tolist()))
        return fault(self.path, self.lines[place], problem)


def read_csv(path: Path, columns: list[str]) -> RawTable:
    """The named columns of a CSV file with a header. Raises DataError."""
    records, lines, whole = csv_records(path)
    if not records:
        raise DataError(f"{path} is empty; expected the header {','.join(columns)}.")
    places = column_places(path, records[0], columns)
    table = table_of(path, records[1:], lines[1:], whole, records[0])
    return RawTable(table.rows.iloc[:, places].set_axis(columns, axis=1), path, table.lines, whole)


def csv_records(path: Path) -> tuple[list[list[str]], list[int], bool]:
    """The records of a CSV file, the line each begins in, and whether the last line has its newline.

    A quoted field may hold newlines. Raises DataError.
    """
    text = whole_text(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[list[str]] = []
    lines = []
    line, whole = 1, text.endswith("\n")
    try:
        for record in reader:
            records.append(record or [""])
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        if not whole and "\n" not in (rest := text.split("\n", line - 1)[-1]):
            raise cut_short(path, line, rest) from error
        raise fault(path, line, "its quotation marks do not match") from error
    return records, lines, whole


def column_places(path: Path, header: Sequence[str], columns: list[str]) -> list[int]:
    """Where the wanted columns stand. Raises DataError."""
    missing = [column for column in columns if column not in header]
    if missing:
        raise DataError(f"{path}, line 1: the column '{missing[0]}' is missing; expected {', '.join(columns)}.")
    return [header.index(column) for column in columns]


def read_divided(path: Path, divider: str, columns: list[str]) -> RawTable:
    """A file of fields between dividers, without a header. Raises DataError."""
    text = whole_text(path, older="latin-1").replace("\r\n", "\n")
    whole = text.endswith("\n")
    records = [line.split(divider) for line in text.removesuffix("\n").split("\n")] if text else []
    return table_of(path, records, range(1, len(records) + 1), whole, columns)


def table_of(
    path: Path, records: list[list[str]], lines: Sequence[int], whole: bool, columns: Sequence[str]
) -> RawTable:
    """Records as a table, if each has a field for every column. Raises DataError."""
    for record, line in zip(records, lines, strict=True):
        if len(record) != len(columns):
            if line == lines[-1] and not whole:
                raise cut_short(path, line, ",".join(record))
            raise fault(path, line, wrong_count(len(record), len(columns)))
    return RawTable(pd.DataFrame(records, columns=columns, dtype=str), path, lines, whole)


def read_items(items: Path, genres: Path) -> RawTable:
    """The films of ml-100k under the columns of the other layouts: u.item, and u.genre with the genres' names.

    Raises:
        DataError: a row cannot be read; named with its line.
    """
    names = genre_names(read_divided(genres, "|", ["name", "number"]))
    table = read_divided(items, "|", [*ITEM_COLUMNS, *names])
    flags = table.rows.iloc[:, len(ITEM_COLUMNS) :].to_numpy()
    for place, film in enumerate(flags):
        if not set(film) <= {"0", "1"}:
            raise table.fault(place, "a genre is neither 0 nor 1")
    carried = ["|".join(name for name, flag in zip(names, film, strict=True) if flag == "1") for film in flags]
    return RawTable(table.rows[["movieId", "title"]].assign(genres=carried), items, table.lines, table.whole)


def genre_names(table: RawTable) -> list[str]:
    """The names in u.genre by their numbers, which count from 0. Raises DataError."""
    numbers = table.rows["number"].tolist()
    for place, number in enumerate(numbers):
        if number != str(place):
            raise table.fault(place, f"the genre's number is '{number}' where {place} is expected")
    return table.rows["name"].tolist()

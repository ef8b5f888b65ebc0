"""Finds the header of a CSV file: its columns in any spelling and order, and what separates them."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

from matinee.training.data.places import Place
from matinee.training.data.text_files import line_error
from matinee.training.errors import DataError

DELIMITERS = (",", ";", "\t", "|")
MAX_LINES = 4
"""Lines in which the header is looked for: spreadsheets add an empty line, or one such as ``sep=;``."""
SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?')


@dataclass(frozen=True)
class Header:
    """The columns of a file of delimited fields.

    Attributes:
        columns: all of them, in the order of the file; those that were looked for under their usual names.
        delimiter: what separates the fields of a line.
        n_lines: lines up to the header, with it; 0 for a file without one.
    """

    columns: Sequence[str]
    delimiter: str
    n_lines: int = 0


def find_header(path: Place, lines: Sequence[str], expected: Sequence[str]) -> Header:
    """Find the header in the first lines of a file.

    Args:
        path: the file, for messages.
        lines: its first lines, at least one of which is not empty.
        expected: the columns to find; "movieId" is also found as "movie_id" and "MovieID".

    Raises:
        DataError: a column is missing, or the header cannot be read.
    """
    delimiters: Sequence[str] = DELIMITERS
    for number, line in enumerate(lines[:MAX_LINES], 1):
        line = line.rstrip("\r")  # noqa: PLW2901 - of CR LF
        if separator := SEPARATOR_LINE.fullmatch(line):
            delimiters = separator.group(1)
        elif line.strip():
            return choose_delimiter(path, line, number, delimiters, expected)
    raise line_error(path, 1, f"there is no header; expected {', '.join(expected)}")


def choose_delimiter(path: Place, line: str, number: int, delimiters: Sequence[str], expected: Sequence[str]) -> Header:
    """Split a header by the delimiter that yields most of the expected columns.

    Raises:
        DataError: a column is missing, or the line cannot be read.
    """
    try:
        found = [(rename_columns(next(csv.reader([line], delimiter=mark)), expected), mark) for mark in delimiters]
    except csv.Error as error:
        raise line_error(
            path, number, f"the header cannot be read ({error}); expected {', '.join(expected)}"
        ) from error
    columns, delimiter = max(found, key=lambda option: len(set(option[0]) & set(expected)))
    if missing := [column for column in expected if column not in columns]:
        raise line_error(path, number, f"the column '{missing[0]}' is missing; expected {', '.join(expected)}")
    return Header(columns, delimiter, number)


def rename_columns(names: Sequence[str], expected: Sequence[str]) -> list[str]:
    """Give the expected columns their usual names.

    >>> rename_columns(["user_id", "MovieID", "note"], ["userId", "movieId"])
    ['userId', 'movieId', 'note']
    """
    usual = {fold_name(name): name for name in expected}
    return [usual.get(fold_name(name), name) for name in names]


def fold_name(name: str) -> str:
    """Reduce the name of a column to its letters and digits."""
    return "".join(filter(str.isalnum, name)).casefold()


def column_positions(columns: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """The positions of columns, all of which exist; the first of several with the same name counts."""
    return [columns.index(column) for column in wanted]


def unreadable_field(path: Place, line: int, error: csv.Error) -> DataError:
    """Create the error for a line that the CSV reader rejects."""
    is_long = "field limit" in str(error)
    problem = f"a field is longer than {csv.field_size_limit():,} characters" if is_long else None
    return line_error(path, line, problem or "its quotation marks do not match")

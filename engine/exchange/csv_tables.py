"""CSV tables of an export, read from untrusted bytes into rows of named cells."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import islice
from typing import TypeVar

from matinee.engine.errors import ExchangeError
from matinee.engine.exchange import dates
from matinee.engine.exchange.cells import MAX_YEAR, CellError, is_nothing, quote
from matinee.engine.exchange.csv_records import Dialect, Record, detect_dialect, read_records
from matinee.engine.exchange.records import SkippedRow
from matinee.engine.exchange.text_encoding import detect_encoding, open_text

MAX_ROWS = 100_000
"""Most rows of an export with text in them; a person with 20,000 films has that many in all tables together."""
MAX_RECORDS = 1_100_000
"""Most rows of a table with blank ones; spreadsheets have a million."""
MAX_COLUMNS = 500
DATED_ROWS = 5000
"""Rows in which a date is looked for that tells the order of day and month."""
DATE_COLUMNS = ("date", "created", "modified", "watched", "listed", "rated", "added")
"""Parts of the names of columns with dates."""
TITLE_COLUMNS = ("name", "title", "film name")
Cell = TypeVar("Cell")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        line: the line on which the row begins, counted from 1.
        cells: lower-case column name → cell.
        problems: what is wrong with cells that were read; the film is read without them.
        day_first: the order of day and month in the dates of the table; None if unknown.
    """

    line: int
    cells: dict[str, str]
    problems: list[str] = field(default_factory=list)
    day_first: bool | None = None

    def get(self, *columns: str) -> str:
        """The first of these cells that is not empty, or ""."""
        for column in columns:
            if column in self.cells and (cell := self.cells[column].strip()):
                return cell
        return ""

    def read(self, parse: Callable[[str], Cell | None], *columns: str) -> Cell | None:
        """Parse the first of these cells that is not empty; None, and a problem of the row, if it cannot be read."""
        cell = self.get(*columns)
        if not cell:
            return None
        try:
            return parse(cell)
        except CellError as problem:
            self.problems.append(str(problem))
            return None

    def read_date(self, *columns: str) -> date | None:
        """The date in the first of these cells that is not empty; None, and a problem of the row, if it is not one."""
        cell = self.get(*columns)
        if is_nothing(cell):
            return None
        found = dates.parse_date(cell, day_first=self.day_first)
        if found is None:
            self.problems.append(f"{quote(cell)} is not a valid date")
        return found


@dataclass(frozen=True)
class Table:
    """A table of an export; its rows are read from its bytes each time, so that a large one takes no memory.

    Attributes:
        name: the name of its file.
        content: the bytes of the file.
        encoding: of the text.
        dialect: how the file writes its cells.
        header: the names of the columns as written.
        after_line: the rows begin behind this line.
        max_rows: most rows with text that are read.
    """

    name: str
    content: bytes = field(repr=False)
    encoding: str
    dialect: Dialect
    header: tuple[str, ...]
    after_line: int
    max_rows: int

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in lower case."""
        return tuple(name.casefold() for name in self.header)

    @cached_property
    def columns(self) -> frozenset[str]:
        """The set of the names of the columns, in lower case."""
        return frozenset(self.names)

    def records(self) -> Iterator[Record]:
        """The rows as records, without blank ones. Raises ExchangeError if there are too many."""
        records = read_records(self.name, open_text(self.content, self.encoding), self.dialect)
        n_rows = 0
        for number, record in enumerate(records):
            if number >= MAX_RECORDS:
                raise too_many_rows_error(self.name)
            if record.line > self.after_line and any(not cell.isspace() for cell in record.cells if cell):
                n_rows += 1
                if n_rows > self.max_rows:
                    raise too_many_rows_error(self.name)
                yield record

    def rows(self) -> Iterator[Row | SkippedRow]:
        """The rows, and those that do not fit the columns. Raises ExchangeError if there are too many."""
        for record in self.records():
            cells = fit_cells(record, self.names, self.dialect.delimiter)
            if cells is None:
                problem = f"expected {len(self.names)} cells, found {len(record.cells)}"
                yield SkippedRow(self.name, record.line, problem)
            else:
                problems = [record.problem] if record.problem else []
                yield Row(record.line, dict(zip(self.names, cells, strict=False)), problems, self.day_first)

    @cached_property
    def day_first(self) -> bool | None:
        """The order of day and month in dates of numbers; None if no date among the first rows tells."""
        places = [place for place, name in enumerate(self.names) if any(part in name for part in DATE_COLUMNS)]
        if not places:
            return None
        records = islice(read_records(self.name, open_text(self.content, self.encoding), self.dialect), DATED_ROWS)
        return dates.detect_day_first(cell for record in records for cell in pick_cells(record.cells, places))

    def with_header(self, header: tuple[str, ...]) -> "Table":
        """The same table with names for its columns, the first record being a row."""
        return replace(self, header=header, after_line=self.after_line - 1)


def read_table(name: str, content: bytes, max_rows: int = MAX_ROWS) -> Table:
    """Detect encoding, dialect and columns of a CSV file.

    Args:
        name: the name of the file, for messages.
        content: its bytes.
        max_rows: most rows with text; a table with more cannot be read.

    Raises:
        ExchangeError: the file is empty, is not a text, or has too many columns.
    """
    if not content.strip():
        raise ExchangeError(f"{name} is empty; export it again.")
    encoding = detect_encoding(content)
    if encoding is None:
        raise not_text_error(name)
    dialect = detect_dialect(open_text(content, encoding))
    header, line = find_header(read_records(name, open_text(content, encoding), dialect))
    if any("\0" in cell for cell in header):
        raise not_text_error(name)
    if not any(header):
        raise ExchangeError(f"{name} has no text in it; export it again.")
    if len(header) > MAX_COLUMNS:
        raise ExchangeError(f"{name} has {len(header):,} columns, more than any export; export it again.")
    return Table(name, content, encoding, dialect, header, line, max_rows)


def find_header(records: Iterator[Record]) -> tuple[tuple[str, ...], int]:
    """The names of the columns, in the first record that is not blank and names no delimiter, and its line."""
    for record in records:
        names = tuple(cell.strip("\ufeff \t\r\n") for cell in record.cells)
        if any(names) and not names[0].casefold().startswith("sep="):
            return names, record.line
    return ("",), 0


def fit_cells(record: Record, names: tuple[str, ...], delimiter: str) -> list[str] | None:
    """The cells of a record, as many as there are columns; None if they cannot be assigned to the columns.

    Missing cells at the end are empty. Delimiters in a title that is not quoted are undone if a year follows it.
    """
    cells = record.cells
    excess = len(cells) - len(names)
    if excess <= 0:
        return None if excess and record.after_problem else cells + [""] * -excess
    if not any(cells[len(names) :]):
        return cells
    if len(names) == 1:
        return [f"{delimiter} ".join(cells)]
    title = next((place for place, name in enumerate(names) if name in TITLE_COLUMNS), None)
    if title is None or "year" not in names:
        return None
    joined = [*cells[:title], f"{delimiter} ".join(cells[title : title + excess + 1]), *cells[title + excess + 1 :]]
    year = names.index("year")
    return joined if is_year(joined[year]) and not is_year(cells[year]) else None


def pick_cells(cells: Sequence[str], places: Iterable[int]) -> list[str]:
    """The cells in these places, where there are so many."""
    return [cells[place] for place in places if place < len(cells)]


def is_year(cell: str) -> bool:
    """Whether a cell is nothing but a year."""
    digits = cell.strip()
    return len(digits) == 4 and digits.isascii() and digits.isdigit() and int(digits) <= MAX_YEAR


def not_text_error(name: str) -> ExchangeError:
    """The error for a file that is not a text."""
    return ExchangeError(
        f"{name} is not a text file; give a Letterboxd export (.zip), or a CSV from Letterboxd, IMDb or elsewhere."
    )


def too_many_rows_error(name: str) -> ExchangeError:
    """The error for a file with which an export has more rows than a person has films."""
    return ExchangeError(
        f"{name} is too long: an export of more than {MAX_ROWS:,} rows is not one person's films; import a part of it."
    )

"""CSV tables of an export, read from untrusted bytes into rows of named cells."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from matinee.engine.errors import ExchangeError
from matinee.engine.exchange.records import Export, ImportedFilm, SkippedRow

OLD_IMDB_DATE = "%a %b %d %H:%M:%S %Y"
"""As in "Mon Jan 16 00:00:00 2012"."""
MIN_YEAR, MAX_YEAR = 1870, 2100
MAX_QUOTED = 40
"""Characters of a cell that are quoted in a message."""


class RowError(ValueError):
    """A row with a value that no film can have; the row is skipped and the rest of the export is read."""


@dataclass(frozen=True)
class Row:
    """A row of a table.

    Attributes:
        line: the line on which the row begins, counted from 1.
        cells: lower-case column name → cell.
    """

    line: int
    cells: dict[str, str]

    def get(self, *columns: str) -> str:
        """The first of these cells that is not empty, or ""."""
        return next((cell for column in columns if (cell := self.cells.get(column, ""))), "")


@dataclass(frozen=True)
class Table:
    """A table of an export.

    Attributes:
        name: the name of its file.
        columns: lower-case column names.
        rows: the rows that fit the columns.
        skipped: the rows that do not.
    """

    name: str
    columns: frozenset[str]
    rows: tuple[Row, ...]
    skipped: tuple[SkippedRow, ...]


def read_table(name: str, content: bytes) -> Table:
    """Read a CSV file, in UTF-8 or in the encoding of old exports.

    Args:
        name: the name of the file, for messages.
        content: its bytes.

    Raises:
        ExchangeError: the file is empty, is not text, or is not CSV.
    """
    if not content.strip():
        raise ExchangeError(f"{name} is empty; export it again.")
    if b"\0" in content:
        raise ExchangeError(
            f"{name} is not a text file; give a Letterboxd export (.zip), or a CSV from Letterboxd or IMDb."
        )
    reader = csv.reader(io.StringIO(decode_text(content), newline=""))
    rows: list[Row] = []
    skipped: list[SkippedRow] = []
    try:
        columns = [cell.strip().lower() for cell in next(reader)]
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) < len(columns) or any(cells[len(columns) :]):
                if any(cells):
                    skipped.append(SkippedRow(name, line, f"expected {len(columns)} cells, found {len(cells)}"))
            else:
                rows.append(Row(line, {column: cell.strip() for column, cell in zip(columns, cells, strict=False)}))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ExchangeError(f"{name}, line {reader.line_num} cannot be read ({error}); export it again.") from error
    return Table(name, frozenset(columns), tuple(rows), tuple(skipped))


def decode_text(content: bytes) -> str:
    """Decode UTF-8, or Windows-1252, the encoding of old IMDb exports."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def parse_rows(source: str, table: Table, parse_film: Callable[[Row], ImportedFilm | None]) -> Export:
    """Parse the films in the rows of a table.

    Args:
        source: the service the table comes from.
        table: as ``read_table`` returns it.
        parse_film: returns the film in a row, or None if the row is not a film; raises RowError for a row to skip.
    """
    films: list[ImportedFilm] = []
    skipped = list(table.skipped)
    not_films = 0
    for row in table.rows:
        try:
            film = parse_film(row)
        except RowError as problem:
            skipped.append(SkippedRow(table.name, row.line, str(problem)))
            continue
        if film is None:
            not_films += 1
        else:
            films.append(film)
    skipped.sort(key=lambda row: row.line)
    return Export(source, tuple(films), tuple(skipped), not_films)


def parse_title(cell: str) -> str:
    """The title on one line, without control characters. Raises RowError if it is empty."""
    title = " ".join("".join(letter if letter.isprintable() else " " for letter in cell).split())
    if not title:
        raise RowError("the title is missing")
    return title


def parse_year(cell: str) -> int | None:
    """The year, or None for an empty cell. Raises RowError for anything else."""
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit() and len(cell) == 4 and MIN_YEAR <= int(cell) <= MAX_YEAR):
        raise RowError(f"{quote(cell)} is not a valid year")
    return int(cell)


def parse_stars(cell: str, best: int) -> float | None:
    """The rating converted to 0.5–5 stars, or None for an empty cell.

    Args:
        cell: a number from ``best / 10`` to ``best``.
        best: the highest rating of the service's scale.

    Raises:
        RowError: the cell is not a number in this range.
    """
    if not cell:
        return None
    try:
        stars = float(cell) * 5 / best
    except ValueError:
        raise RowError(f"{quote(cell)} is not a valid rating") from None
    if not 0.5 <= stars <= 5:
        raise RowError(f"the rating {quote(cell)} is not between {best / 10:g} and {best}")
    return stars


def parse_date(cell: str) -> date | None:
    """The date, or None if it is missing or in an unknown format: dates only order the films."""
    for parse in (date.fromisoformat, lambda text: datetime.strptime(text, OLD_IMDB_DATE).date()):
        try:
            return parse(cell)
        except ValueError:
            continue
    return None


def quote(cell: str) -> str:
    """Quote a cell for a message: shortened, control characters escaped."""
    text = cell if len(cell) <= MAX_QUOTED else cell[:MAX_QUOTED] + "…"
    return f"'{text}'" if text.isprintable() else ascii(text)

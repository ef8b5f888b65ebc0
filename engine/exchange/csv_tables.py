"""The tables of an export: bytes that nobody vouches for, read as rows of named cells."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from matinee.engine.exchange.errors import ExchangeError, UnreadableRow
from matinee.engine.exchange.records import Export, ImportedFilm, Unreadable

OLD_IMDB_DATE = "%a %b %d %H:%M:%S %Y"
"""Mon Jan 16 00:00:00 2012."""
EARLIEST, LATEST = 1870, 2100
LONGEST_SHOWN = 40


@dataclass(frozen=True)
class Row:
    """A row: the line it begins at, counted from 1, and its cells by the lower-case name of their column."""

    line: int
    cells: dict[str, str]

    def get(self, *columns: str) -> str:
        """The first of these cells that is filled, "" where none is."""
        return next((cell for column in columns if (cell := self.cells.get(column, ""))), "")


@dataclass(frozen=True)
class Table:
    """A table: the name of its file, the lower-case names of its columns, its rows, and those that fit no columns."""

    name: str
    columns: frozenset[str]
    rows: tuple[Row, ...]
    unreadable: tuple[Unreadable, ...]


def read_table(name: str, content: bytes) -> Table:
    """Read a CSV in UTF-8, or in the encoding of old exports. Raises ExchangeError for what is empty or no text."""
    if not content.strip():
        raise ExchangeError(f"{name} is empty; export it again.")
    if b"\0" in content:
        raise ExchangeError(f"{name} is no text; give a Letterboxd export (.zip), or a CSV of Letterboxd or IMDb.")
    reader = csv.reader(io.StringIO(text_of(content), newline=""))
    rows: list[Row] = []
    unreadable: list[Unreadable] = []
    try:
        columns = [cell.strip().lower() for cell in next(reader)]
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) < len(columns) or any(cells[len(columns) :]):
                if any(cells):
                    problem = f"{len(cells)} cells where there are {len(columns)} columns"
                    unreadable.append(Unreadable(name, line, problem))
            else:
                rows.append(Row(line, {column: cell.strip() for column, cell in zip(columns, cells, strict=False)}))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ExchangeError(f"{name}, line {reader.line_num} cannot be read ({error}); export it again.") from error
    return Table(name, frozenset(columns), tuple(rows), tuple(unreadable))


def text_of(content: bytes) -> str:
    """Text in UTF-8, or in Windows' Western encoding, which is what exports of IMDb once were in."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def films_of(source: str, table: Table, film_of: Callable[[Row], ImportedFilm | None]) -> Export:
    """The films that the rows of a table tell of; ``film_of`` gives None for what is no film."""
    films: list[ImportedFilm] = []
    unreadable = list(table.unreadable)
    not_films = 0
    for row in table.rows:
        try:
            film = film_of(row)
        except UnreadableRow as problem:
            unreadable.append(Unreadable(table.name, row.line, str(problem)))
            continue
        if film is None:
            not_films += 1
        else:
            films.append(film)
    unreadable.sort(key=lambda row: row.line)
    return Export(source, tuple(films), tuple(unreadable), not_films)


def title_in(cell: str) -> str:
    """A title on one line, without characters that steer a terminal. Raises UnreadableRow where there is none."""
    title = " ".join("".join(letter if letter.isprintable() else " " for letter in cell).split())
    if not title:
        raise UnreadableRow("it has no title")
    return title


def year_in(cell: str) -> int | None:
    """A year; None where none is given. Raises UnreadableRow for anything else."""
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit() and len(cell) == 4 and EARLIEST <= int(cell) <= LATEST):
        raise UnreadableRow(f"{shown(cell)} is no year")
    return int(cell)


def stars_in(cell: str, best: int) -> float | None:
    """A rating up to ``best``, told in up to five stars; None where none is given. Raises UnreadableRow otherwise."""
    if not cell:
        return None
    try:
        stars = float(cell) * 5 / best
    except ValueError:
        raise UnreadableRow(f"{shown(cell)} is no rating") from None
    if not 0.5 <= stars <= 5:
        raise UnreadableRow(f"the rating {shown(cell)} is not between {best / 10:g} and {best}")
    return stars


def date_in(cell: str) -> date | None:
    """A date, which only orders the films: None where it is not given or written in some other way."""
    for parse in (date.fromisoformat, lambda text: datetime.strptime(text, OLD_IMDB_DATE).date()):
        try:
            return parse(cell)
        except ValueError:
            continue
    return None


def shown(cell: str) -> str:
    """A cell as it can be quoted in a sentence: short, and nothing that steers a terminal."""
    text = cell if len(cell) <= LONGEST_SHOWN else cell[:LONGEST_SHOWN] + "…"
    return f"'{text}'" if text.isprintable() else ascii(text)

"""The table of film facts: one film a line, readable without Matinee, compressed.

Columns are separated by tabs, values within a column by "|". A person is a name; "Steve McQueen (Q313041)" where
two people share one, and the Wikidata id alone ("Q555092") where the name is not known: the id still shows that two
films have the same director.
"""

import gzip
import io
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from matinee.engine.atomic import replace_file
from matinee.engine.scrubbing import scrub_text
from matinee.training.data.compressed_files import read_expanded
from matinee.training.errors import DataError

TABLE = "film_facts.tsv.gz"
"""Name of the table, in the folder of a data set too."""
SHIPPED_TABLE = Path(__file__).parents[2] / "processed" / TABLE
"""The table that ships with Matinee."""
MAX_BYTES = 100_000_000
"""Size of an expanded table; the one that ships has 7 MB."""
SEPARATOR = "|"
HEADING = "# "
"""Lines at the top of the table that say where it comes from."""


def find_table(folder: Path) -> Path:
    """Find the table for a data set: its own, in the folder of its files, or else the one that ships."""
    own = folder / TABLE
    return own if own.is_file() else SHIPPED_TABLE


@dataclass(frozen=True)
class FilmRecord:
    """What the table knows of one film; people, places and the like as text.

    Attributes:
        imdb: IMDb id, without "tt" and leading zeros.
        title: English title.
        year: year of first publication; 0 if unknown.
        page: title of the English Wikipedia page; empty if there is none.
        directors: directors.
        cast: actors, the most important first where that is known.
        countries, languages: countries of origin and original languages, such as "Japan" and "Japanese".
        keywords: fine genres, such as "heist" and "film noir".
        subjects: what the film is about, such as "World War II".
        based_on: the work it is based on.
        series: the series it belongs to.
        minutes: running time; 0 if unknown.
    """

    imdb: int
    title: str
    year: int = 0
    page: str = ""
    directors: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    based_on: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    minutes: int = 0


COLUMNS = tuple(field.name for field in fields(FilmRecord))
NUMBERS = {"imdb": 2**53, "year": 9999, "minutes": 32767}
"""Columns of whole numbers → the greatest allowed; a bundle stores years and minutes in 16 bits."""
TEXTS = ("title", "page")


def write_table(path: Path, records: Iterable[FilmRecord], sources: Sequence[str]) -> int:
    """Write a table, sorted by IMDb id; the same records give the same bytes.

    Args:
        path: the file, ``*.tsv.gz``.
        records: the films.
        sources: lines that say where the facts come from.

    Returns:
        The number of films.
    """
    ordered = sorted(records, key=lambda record: record.imdb)
    lines = [*(f"{HEADING}{source}" for source in sources), "\t".join(COLUMNS), *map(format_record, ordered)]
    stream = io.BytesIO()
    with gzip.GzipFile(fileobj=stream, mode="wb", mtime=0) as compressed:  # a time would change the bytes
        compressed.write(("\n".join(lines) + "\n").encode())
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, stream.getvalue())
    return len(ordered)


def format_record(record: FilmRecord) -> str:
    """One line of the table."""
    return "\t".join(
        SEPARATOR.join(map(clean_cell, value)) if isinstance(value, tuple) else clean_cell(str(value or ""))
        for value in astuple(record)
    )


def clean_cell(text: str) -> str:
    """A text without the characters that separate cells."""
    return " ".join(text.replace(SEPARATOR, "/").split())


def read_table(path: Path) -> list[FilmRecord]:
    """Read a table.

    Args:
        path: the file, ``*.tsv.gz``.

    Returns:
        The films, in the order of the file.

    Raises:
        DataError: the file cannot be read or is not such a table; the message names the line.
    """
    try:
        text = read_expanded(path, MAX_BYTES).decode("utf-8")
    except (EOFError, ValueError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(f"{path} is damaged, or not a table of film facts ({error}).") from error
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}).") from error
    lines = text.splitlines()
    start = next((place for place, line in enumerate(lines) if not line.startswith(HEADING)), len(lines))
    if lines[start : start + 1] != ["\t".join(COLUMNS)]:
        raise DataError(f"{path}, line {start + 1}: expected the columns {', '.join(COLUMNS)}.")
    return [parse_record(line, f"{path}, line {number}") for number, line in enumerate(lines[start + 1 :], start + 2)]


def parse_record(line: str, where: str) -> FilmRecord:
    """Parse one line. Raises DataError, which begins with ``where``."""
    cells = line.split("\t")
    if len(cells) != len(COLUMNS):
        raise DataError(f"{where}: expected {len(COLUMNS)} columns, found {len(cells)}.")
    try:
        values = [parse_cell(name, cell) for name, cell in zip(COLUMNS, cells, strict=True)]
    except ValueError as error:
        raise DataError(f"{where}: {error}.") from error
    return FilmRecord(*values)  # type: ignore[arg-type]


def parse_cell(column: str, cell: str) -> int | str | tuple[str, ...]:
    """The value of one cell. Raises ValueError with a clause for the user."""
    if column in NUMBERS:
        if cell and not (cell.isascii() and cell.isdecimal() and int(cell) <= NUMBERS[column]):
            shown = scrub_text(cell)[:40]
            raise ValueError(f"'{shown}' is not a valid value for {column}, a whole number up to {NUMBERS[column]}")
        return int(cell or 0)
    return cell if column in TEXTS else tuple(dict.fromkeys(filter(None, cell.split(SEPARATOR))))

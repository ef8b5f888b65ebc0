"""Detects which service an export comes from, and reads it."""

from pathlib import Path

from matinee.engine.errors import ExchangeError
from matinee.engine.exchange.csv_tables import Table, read_table
from matinee.engine.exchange.export_files import find_tables
from matinee.engine.exchange.readers.imdb import is_imdb, read_imdb
from matinee.engine.exchange.readers.letterboxd import is_letterboxd, read_letterboxd
from matinee.engine.exchange.records import Export, deduplicate


def read_export(path: Path) -> Export:
    """Read a Letterboxd export (zip, folder or one of its tables) or an IMDb CSV.

    Args:
        path: a file or folder.

    Returns:
        Each film once, and the rows that were skipped.

    Raises:
        ExchangeError: the path does not exist, is not an export, or is too large, encrypted or damaged.
    """
    parts = [parse_table(read_table(name, content)) for name, content in find_tables(path)]
    sources = {part.source for part in parts}
    if len(sources) > 1:
        raise ExchangeError(f"{path} holds tables from {' and '.join(sorted(sources))}; import one file at a time.")
    return Export(
        source=sources.pop(),
        films=deduplicate(film for part in parts for film in part.films),
        skipped=tuple(row for part in parts for row in part.skipped),
        not_films=sum(part.not_films for part in parts),
    )


def parse_table(table: Table) -> Export:
    """Parse a table with the reader for its columns. Raises ExchangeError if no reader knows them."""
    if is_imdb(table):
        return read_imdb(table)
    if is_letterboxd(table):
        return read_letterboxd(table)
    raise ExchangeError(
        f"{table.name} is not from Letterboxd or IMDb: its first line must name the columns Name, Year and "
        "Letterboxd URI, or Const and Title."
    )

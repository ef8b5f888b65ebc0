"""An export of films, recognised by what is in it."""

from pathlib import Path

from matinee.engine.exchange.csv_tables import Table, read_table
from matinee.engine.exchange.errors import ExchangeError
from matinee.engine.exchange.export_files import tables_at
from matinee.engine.exchange.readers.imdb import is_imdb, read_imdb
from matinee.engine.exchange.readers.letterboxd import is_letterboxd, read_letterboxd
from matinee.engine.exchange.records import Export, each_once


def read_export(path: Path) -> Export:
    """Read a Letterboxd export, zipped or unpacked, one table of it, or a CSV of IMDb: each film once.

    Raises:
        ExchangeError: it is not there, no export, too large, encrypted or damaged.
    """
    parts = [read_one(read_table(name, content)) for name, content in tables_at(path)]
    sources = {part.source for part in parts}
    if len(sources) > 1:
        raise ExchangeError(f"{path} holds tables of {' and '.join(sorted(sources))}; give one file after the other.")
    return Export(
        source=sources.pop(),
        films=each_once(film for part in parts for film in part.films),
        unreadable=tuple(row for part in parts for row in part.unreadable),
        not_films=sum(part.not_films for part in parts),
    )


def read_one(table: Table) -> Export:
    """The films of one table. Raises ExchangeError where it is of no world that is known."""
    if is_imdb(table):
        return read_imdb(table)
    if is_letterboxd(table):
        return read_letterboxd(table)
    raise ExchangeError(
        f"{table.name} is neither of Letterboxd nor of IMDb: its first line names no columns Name, Year and "
        "Letterboxd URI, and none Const and Title."
    )

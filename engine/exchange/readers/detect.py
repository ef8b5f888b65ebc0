"""Detects which service an export comes from, and reads it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from matinee.engine.errors import ExchangeError
from matinee.engine.exchange.csv_tables import MAX_ROWS, Table, read_table
from matinee.engine.exchange.export_files import ExportFiles, find_tables
from matinee.engine.exchange.readers.criticker import is_criticker, read_criticker
from matinee.engine.exchange.readers.imdb import is_imdb, read_imdb
from matinee.engine.exchange.readers.json_exports import as_json, read_json
from matinee.engine.exchange.readers.letterboxd import is_letterboxd, read_letterboxd
from matinee.engine.exchange.readers.letterboxd_lists import (
    favourite_links,
    is_letterboxd_list,
    is_letterboxd_profile,
    mark_favourites,
    read_letterboxd_list,
    refuse_profile,
)
from matinee.engine.exchange.readers.movielens import is_movielens, read_movielens
from matinee.engine.exchange.readers.netflix import is_netflix, read_netflix
from matinee.engine.exchange.readers.plain import is_plain_table, read_plain_table
from matinee.engine.exchange.readers.plain_lists import is_plain_list, read_plain_list
from matinee.engine.exchange.readers.refusals import refuse_beginning, refuse_columns, unknown_table_error
from matinee.engine.exchange.readers.simkl import SIMKL, is_simkl
from matinee.engine.exchange.readers.tmdb import TMDB, is_tmdb
from matinee.engine.exchange.readers.trackers import reader_of
from matinee.engine.exchange.readers.trakt import TRAKT, is_trakt
from matinee.engine.exchange.records import Export, ImportedFilm, ListedAs, deduplicate, find_namesakes
from matinee.engine.scrubbing import scrub_text

MAX_FILMS = 30_000
"""Most films of an export; nobody has seen as many."""
MAX_TOTAL = 64 << 20
"""Bytes of all tables of an export."""


@dataclass(frozen=True)
class Reader:
    """How the tables of a service are recognised and read.

    Attributes:
        recognises: whether a table has the columns of the service.
        read: reads such a table; what a list without ratings holds is given if it is known.
    """

    recognises: Callable[[Table], bool]
    read: Callable[[Table, ListedAs | None], Export]


READERS = (
    Reader(is_letterboxd_list, read_letterboxd_list),
    Reader(is_letterboxd_profile, refuse_profile),
    Reader(is_plain_list, read_plain_list),
    Reader(is_criticker, read_criticker),
    Reader(is_simkl, reader_of(SIMKL)),
    Reader(is_trakt, reader_of(TRAKT)),
    Reader(is_tmdb, reader_of(TMDB)),
    Reader(is_movielens, read_movielens),
    Reader(is_imdb, read_imdb),
    Reader(is_letterboxd, read_letterboxd),
    Reader(is_netflix, read_netflix),
    Reader(is_plain_table, read_plain_table),
)
"""In this order: the first that recognises a table reads it."""


def read_export(path: Path, listed_as: ListedAs | None = None) -> Export:
    """Read the export of a service: a zip, a folder, or a single table.

    Args:
        path: a file or folder.
        listed_as: what the films of a list without ratings are; by default the list's name decides.

    Returns:
        Each film once, the rows that were skipped, and notes on how the export was read.

    Raises:
        ExchangeError: the path does not exist, is not an export, or is too large, encrypted or damaged.
    """
    files = find_tables(path)
    parts = read_parts(files, listed_as)
    sources = {part.source for part in parts}
    if len(sources) > 1:
        raise ExchangeError(
            f"{files.label} holds tables from {' and '.join(sorted(sources))}; import one file at a time."
        )
    namesakes = set(chain.from_iterable(find_namesakes(part.films) for part in parts))
    films = deduplicate(chain.from_iterable(part.films for part in parts), namesakes)
    if len(films) > MAX_FILMS:
        raise ExchangeError(f"{files.label} lists {len(films):,} films, more than one person's; import a part of it.")
    films, profile_notes = add_favourites(films, files)
    return Export(
        source=sources.pop(),
        films=films,
        skipped=tuple(row for part in parts for row in part.skipped),
        not_films=sum(part.not_films for part in parts),
        notes=(*(note for part in parts for note in part.notes), *profile_notes, *lists_notes(files)),
        n_rows=sum(part.n_rows for part in parts),
    )


def read_parts(files: ExportFiles, listed_as: ListedAs | None) -> list[Export]:
    """Read each table of an export; those that are not of films are left out with a note if others are.

    Raises:
        ExchangeError: no table can be read, a table of Letterboxd cannot be, or they are too large together.
    """
    parts: list[Export] = []
    refused: list[ExchangeError] = []
    n_bytes = 0
    for name, place in files.tables.items():
        content = files.load(place)
        n_bytes += len(content)
        if n_bytes > MAX_TOTAL:
            raise ExchangeError(f"{files.label} holds more than {MAX_TOTAL >> 20} MB of tables; import one at a time.")
        try:
            parts.append(read_file(name, content, listed_as, MAX_ROWS - sum(part.n_rows for part in parts)))
        except ExchangeError as error:
            if files.are_letterboxd:
                raise
            refused.append(error)
    if not parts:
        raise refused[0]
    notes = tuple(f"Left out: {error}" for error in refused)
    return [replace(parts[0], notes=(*parts[0].notes, *notes)), *parts[1:]]


def read_file(name: str, content: bytes, listed_as: ListedAs | None, max_rows: int) -> Export:
    """Read a file with the reader for its columns. Raises ExchangeError if there is none, or too many rows."""
    refuse_beginning(name, content)
    if (document := as_json(content)) is not None:
        return read_json(name, document, listed_as, max_rows)
    table = read_table(name, content, max_rows)
    refuse_columns(table)
    for reader in READERS:
        if reader.recognises(table):
            return reader.read(table, listed_as)
    raise unknown_table_error(table)


def add_favourites(
    films: tuple[ImportedFilm, ...], files: ExportFiles
) -> tuple[tuple[ImportedFilm, ...], tuple[str, ...]]:
    """Mark the favourites of Letterboxd's profile, and say how many of them are in no table. Raises ExchangeError."""
    if files.profile is None:
        return films, ()
    links = favourite_links(read_table(files.profile, files.load(files.profile)))
    marked, missing = mark_favourites(films, links)
    note = f"{missing} of the profile's {len(links)} favourites {'is' if missing == 1 else 'are'} in no other table."
    return marked, (note,) * (missing > 0)


def lists_notes(files: ExportFiles) -> Iterator[str]:
    """What can be done with the lists of an export."""
    if files.lists:
        count = len(files.lists)
        yield (
            f"{count:,} list{'s' * (count != 1)} in lists/ {'was' if count == 1 else 'were'} not read; import one by "
            f"itself, such as {scrub_text(files.lists[0])} of the unpacked export."
        )

"""Letterboxd: the tables of its exports, and those its importer accepts."""

from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from matinee.engine.errors import ExchangeError
from matinee.engine.exchange.csv_tables import (
    Row,
    RowError,
    Table,
    parse_date,
    parse_rows,
    parse_stars,
    parse_title,
    parse_year,
    quote,
)
from matinee.engine.exchange.records import Export, ImportedFilm

SOURCE = "Letterboxd"
TABLES = ("watchlist.csv", "watched.csv", "diary.csv", "reviews.csv", "likes/films.csv", "ratings.csv")
"""The tables of an export that list films; ratings last, so that they win over a diary entry of the same day."""
EXPORT_COLUMNS = {"name", "year", "letterboxd uri"}
IMPORT_COLUMNS = {"imdbid", "title", "year"}
"""Columns of a table for Letterboxd's importer, as `matinee session export` writes it."""
WATCHED_COLUMNS = {"rating", "rating10", "watched date", "watcheddate", "rewatch", "review"}
"""Columns that only tables of watched films have."""
WATCHED = ImportedFilm("", watched=True)
LIKED = ImportedFilm("", liked=True)
ON_WATCHLIST = ImportedFilm("", on_watchlist=True)


def is_letterboxd(table: Table) -> bool:
    """Whether a table has the columns of an export or of a table for the importer."""
    return table.columns >= EXPORT_COLUMNS or table.columns >= IMPORT_COLUMNS


def read_letterboxd(table: Table) -> Export:
    """Read one table. Raises ExchangeError if neither its columns nor its name say what it lists."""
    return parse_rows(SOURCE, table, partial(parse_film, kind=table_kind(table)))


def table_kind(table: Table) -> ImportedFilm:
    """What a table lists: an untitled film that is watched, liked or on the watchlist.

    Raises:
        ExchangeError: neither the columns nor the name of the table say.
    """
    if table.columns & WATCHED_COLUMNS:
        return WATCHED
    name = PurePosixPath(table.name).name.casefold()
    if "watchlist" in name:
        return ON_WATCHLIST
    if "watched" in name:
        return WATCHED
    if "like" in name or name.startswith("films"):
        return LIKED
    raise ExchangeError(
        f"{table.name} could list watched films, likes or a watchlist; give it the name it has in Letterboxd's export: "
        "watched.csv, films.csv (the likes) or watchlist.csv."
    )


def parse_film(row: Row, kind: ImportedFilm) -> ImportedFilm:
    """The film in a row of a table of this kind. Raises RowError."""
    stars = parse_stars(row.get("rating"), best=5)
    return replace(
        kind,
        title=parse_title(row.get("name", "title")),
        year=parse_year(row.get("year")),
        imdb_id=parse_imdb_id(row.get("imdbid")),
        stars=parse_stars(row.get("rating10"), best=10) if stars is None else stars,
        date=parse_date(row.get("watched date", "watcheddate", "date")),
    )


def parse_imdb_id(cell: str) -> int | None:
    """ "tt0111161" → 111161; None for an empty cell. Raises RowError for anything else."""
    if not cell:
        return None
    digits = cell.removeprefix("tt")
    if digits == cell or not (digits.isascii() and digits.isdigit() and len(digits) <= 12 and int(digits)):
        raise RowError(f"{quote(cell)} is not the IMDb id of a film")
    return int(digits)

"""Letterboxd: the tables of its exports, and those its importer accepts."""

from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from matinee.engine.errors import ExchangeError
from matinee.engine.exchange.cells import parse_stars
from matinee.engine.exchange.csv_tables import Row, Table
from matinee.engine.exchange.readers.film_cells import FilmColumns, detect_scale, identify_film
from matinee.engine.exchange.records import Export, ImportedFilm, ListedAs, listed_film
from matinee.engine.exchange.row_films import parse_rows

SOURCE = "Letterboxd"
BEST = 5
"""The highest rating of its exports; tables that people make for its importer often have another scale."""
EXPORT_COLUMNS = {"name", "letterboxd uri"}
IMPORT_COLUMNS = {"imdbid", "tmdbid", "letterboxduri", "rating10", "watcheddate"}
"""Columns that only tables for Letterboxd's importer have, as `matinee session export` writes them."""
WATCHED_COLUMNS = {"rating", "rating10", "watched date", "watcheddate", "rewatch", "review"}
"""Columns that only tables of watched films have."""
ENTRY_COLUMNS = {"watched date", "rewatch", "review"}
"""Columns of tables of which the links are those of diary entries, not of films."""
FILM = FilmColumns(title=("name", "title"), imdb=("imdbid",), tmdb=("tmdbid",))


def is_letterboxd(table: Table) -> bool:
    """Whether a table has the columns of an export or of a table for the importer."""
    has_importer_columns = bool(table.columns & IMPORT_COLUMNS) and "movieid" not in table.columns
    return table.columns >= EXPORT_COLUMNS or ("title" in table.columns and has_importer_columns)


def read_letterboxd(table: Table, listed_as: ListedAs | None) -> Export:
    """Read one table. Raises ExchangeError if neither its columns nor its name say what it lists."""
    kind = listed_film(table_kind(table, listed_as))
    is_diary = bool(table.columns & ENTRY_COLUMNS)
    best = BEST if table.columns >= EXPORT_COLUMNS else detect_scale(table, "rating")
    return parse_rows(SOURCE, table, partial(parse_film, kind=kind, best=best, is_diary=is_diary))


def table_kind(table: Table, listed_as: ListedAs | None) -> ListedAs:
    """What a table lists: watched films, likes or a watchlist.

    Raises:
        ExchangeError: neither the columns nor the name of the table say.
    """
    if table.columns & WATCHED_COLUMNS:
        return "watched"
    if listed_as is not None:
        return listed_as
    name = PurePosixPath(table.name).name.casefold()
    if "watchlist" in name:
        return "wanted"
    if "watched" in name:
        return "watched"
    if "like" in name or name.startswith("films"):
        return "liked"
    raise ExchangeError(
        f"{table.name} could list watched films, likes or a watchlist; give it the name it has in Letterboxd's export: "
        "watched.csv, films.csv (the likes) or watchlist.csv, or say it with --as."
    )


def parse_film(row: Row, kind: ImportedFilm, best: int, *, is_diary: bool) -> ImportedFilm:
    """The film in a row of a table of this kind. Raises RowError."""
    film = identify_film(row, FILM)
    stars = row.read(partial(parse_stars, best=best), "rating")
    return replace(
        film,
        liked=kind.liked,
        watched=kind.watched,
        on_watchlist=kind.on_watchlist,
        stars=row.read(partial(parse_stars, best=10), "rating10") if stars is None else stars,
        date=row.read_date("watched date", "watcheddate", "date"),
        uri=None if is_diary else film_link(row.get("letterboxd uri", "letterboxduri")) or None,
    )


def film_link(cell: str) -> str:
    """The link of a film in one form: "http://boxd.it/a1/" → "boxd.it/a1"."""
    return cell.strip().removeprefix("https://").removeprefix("http://").removesuffix("/")

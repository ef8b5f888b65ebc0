"""Letterboxd: the tables of its export, and those its importer takes."""

from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from matinee.engine.exchange.csv_tables import Row, Table, date_in, films_of, shown, stars_in, title_in, year_in
from matinee.engine.exchange.errors import ExchangeError, UnreadableRow
from matinee.engine.exchange.records import Export, ImportedFilm

SOURCE = "Letterboxd"
TABLES = ("watchlist.csv", "watched.csv", "diary.csv", "reviews.csv", "likes/films.csv", "ratings.csv")
"""The tables of an export that tell of films; the ratings last, so that they count among those of the same day."""
EXPORTED = {"name", "year", "letterboxd uri"}
FOR_IMPORT = {"imdbid", "title", "year"}
"""The columns of a table for Letterboxd's importer, which `matinee session export` writes."""
SEEN_COLUMNS = {"rating", "rating10", "watched date", "watcheddate", "rewatch", "review"}
"""Only films that were seen have these."""
WATCHED, LIKED, WANTED = ImportedFilm("", watched=True), ImportedFilm("", liked=True), ImportedFilm("", wanted=True)


def is_letterboxd(table: Table) -> bool:
    """Whether a table has the columns of an export, or those of a table for Letterboxd's importer."""
    return table.columns >= EXPORTED or table.columns >= FOR_IMPORT


def read_letterboxd(table: Table) -> Export:
    """The films of one table. Raises ExchangeError where neither columns nor name tell what they are."""
    return films_of(SOURCE, table, partial(film_in, said=what_it_says(table)))


def what_it_says(table: Table) -> ImportedFilm:
    """What being in a table says about a film: the nameless film that is watched, liked or wanted."""
    if table.columns & SEEN_COLUMNS:
        return WATCHED
    name = PurePosixPath(table.name).name.casefold()
    if "watchlist" in name:
        return WANTED
    if "watched" in name:
        return WATCHED
    if "like" in name or name.startswith("films"):
        return LIKED
    raise ExchangeError(
        f"{table.name} could be films watched, liked or wanted; give it the name it has in Letterboxd's export: "
        "watched.csv, films.csv (the likes) or watchlist.csv."
    )


def film_in(row: Row, said: ImportedFilm) -> ImportedFilm:
    """The film in a row. Raises UnreadableRow."""
    stars = stars_in(row.get("rating"), best=5)
    return replace(
        said,
        title=title_in(row.get("name", "title")),
        year=year_in(row.get("year")),
        imdb_id=imdb_number(row.get("imdbid")),
        stars=stars_in(row.get("rating10"), best=10) if stars is None else stars,
        date=date_in(row.get("watched date", "watcheddate", "date")),
    )


def imdb_number(cell: str) -> int | None:
    """ "tt0111161" → 111161; None where nothing is given. Raises UnreadableRow for anything else."""
    if not cell:
        return None
    digits = cell.removeprefix("tt")
    if digits == cell or not (digits.isascii() and digits.isdigit() and len(digits) <= 12 and int(digits)):
        raise UnreadableRow(f"{shown(cell)} is no film's id at IMDb")
    return int(digits)

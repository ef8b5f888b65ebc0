"""Criticker: the CSV of its scores, which are 0 to 100."""

from dataclasses import replace

from matinee.engine.exchange.cells import parse_number, parse_stars
from matinee.engine.exchange.csv_tables import Row, Table
from matinee.engine.exchange.readers.film_cells import FilmColumns, identify_film
from matinee.engine.exchange.records import Export, ImportedFilm, ListedAs
from matinee.engine.exchange.row_films import parse_rows

SOURCE = "Criticker"
COLUMNS = {"score", "film name"}
BEST = 100
LOWEST = BEST // 10
"""Scores below this are half a star, as this one is."""
FILM = FilmColumns(title=("film name",), imdb=("imdb id",))


def is_criticker(table: Table) -> bool:
    """Whether a table has Criticker's columns."""
    return table.columns >= COLUMNS


def read_criticker(table: Table, _listed_as: ListedAs | None) -> Export:
    """Read scores."""
    return parse_rows(SOURCE, table, parse_film)


def parse_film(row: Row) -> ImportedFilm:
    """The film in a row. Raises RowError."""
    film = identify_film(row, FILM)
    return replace(film, stars=row.read(parse_score, "score"), watched=True, date=row.read_date("date rated"))


def parse_score(cell: str) -> float | None:
    """The score converted to 0.5–5 stars. Raises CellError."""
    score = parse_number(cell)
    if score is not None and 0 <= score < LOWEST:
        return 0.5
    return parse_stars(cell, BEST)

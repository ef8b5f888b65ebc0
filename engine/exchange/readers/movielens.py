"""movielens.org's export of the ratings and the wishlist of one person."""

from dataclasses import replace
from functools import partial

from matinee.engine.catalogue.title_normalization import restore_article
from matinee.engine.exchange.cells import parse_stars
from matinee.engine.exchange.csv_tables import Row, Table
from matinee.engine.exchange.readers.film_cells import FilmColumns, guess_kind, identify_film, kind_note
from matinee.engine.exchange.records import Export, ImportedFilm, ListedAs, listed_film
from matinee.engine.exchange.row_films import parse_rows

SOURCE = "MovieLens"
COLUMNS = {"movie_id", "imdb_id", "tmdb_id"}
RATING_COLUMN = "rating"
FILM = FilmColumns(imdb=("imdb_id",), tmdb=("tmdb_id",), movielens=("movie_id",))


def is_movielens(table: Table) -> bool:
    """Whether a table has the columns of movielens.org's exports."""
    return table.columns >= COLUMNS


def read_movielens(table: Table, listed_as: ListedAs | None) -> Export:
    """Read ratings, or a wishlist, which has no column of ratings."""
    if RATING_COLUMN in table.columns:
        return parse_rows(SOURCE, table, partial(parse_film, kind=listed_film("watched")))
    kind = listed_as or guess_kind((table.name,), default="wanted")
    export = parse_rows(SOURCE, table, partial(parse_film, kind=listed_film(kind)))
    return replace(export, notes=(kind_note(table.name, kind),) * (listed_as is None))


def parse_film(row: Row, kind: ImportedFilm) -> ImportedFilm:
    """The film in a row; ratings are 0.5 to 5 stars. Raises RowError."""
    film = identify_film(row, FILM)
    return replace(
        film,
        title=restore_article(film.title),
        stars=row.read(partial(parse_stars, best=5), RATING_COLUMN),
        liked=kind.liked,
        watched=kind.watched,
        on_watchlist=kind.on_watchlist,
    )

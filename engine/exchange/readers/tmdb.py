"""TMDB: CSV exports of ratings, watchlist, favourites and lists."""

from matinee.engine.exchange.csv_tables import Table
from matinee.engine.exchange.readers.film_cells import FilmColumns
from matinee.engine.exchange.readers.trackers import Tracker

TMDB = Tracker(
    source="TMDB",
    film=FilmColumns(title=("name", "title"), year=("release date", "year"), imdb=("imdb id",), tmdb=("tmdb id",)),
    rating=("your rating",),
    best=10,
    dates=("date rated", "date added", "created at"),
    watched=("date rated",),
)


def is_tmdb(table: Table) -> bool:
    """Whether a table has TMDB's columns."""
    return "tmdb id" in table.columns and bool(table.columns & {"name", "title"})

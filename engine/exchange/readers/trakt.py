"""Trakt: CSV exports of ratings, history, watchlist, lists and collection."""

from matinee.engine.exchange.csv_tables import Table
from matinee.engine.exchange.readers.film_cells import FilmColumns
from matinee.engine.exchange.readers.trackers import Tracker

TRAKT = Tracker(
    source="Trakt",
    film=FilmColumns(
        title=("title", "movie_title", "name"),
        imdb=("imdb_id", "imdb id", "imdb"),
        tmdb=("tmdb_id", "tmdb id", "tmdb"),
    ),
    rating=("my_rating", "your_rating", "user_rating", "rating"),
    best=10,
    dates=("rated_at", "watched_at", "last_watched_at", "listed_at", "collected_at"),
    watched=("rated_at", "watched_at", "last_watched_at", "plays"),
)


def is_trakt(table: Table) -> bool:
    """Whether a table has Trakt's ids."""
    return bool(table.columns & {"trakt_id", "trakt id", "trakt_rating", "trakt"})

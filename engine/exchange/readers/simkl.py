"""Simkl: the CSV of its backup."""

from matinee.engine.exchange.csv_tables import Table
from matinee.engine.exchange.readers.film_cells import FilmColumns
from matinee.engine.exchange.readers.trackers import Tracker

SIMKL = Tracker(
    source="Simkl",
    film=FilmColumns(imdb=("imdb", "imdb id"), tmdb=("tmdb", "tmdb id")),
    rating=("rating", "user rating"),
    best=10,
    dates=("watcheddate", "watched date", "last watched"),
    watched=("watcheddate", "watched date"),
    status=("watchlist", "status"),
)


def is_simkl(table: Table) -> bool:
    """Whether a table has Simkl's ids."""
    return bool(table.columns & {"simkl id", "simkl_id", "simklid", "simkl"})

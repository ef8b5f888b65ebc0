"""IMDb's exports of ratings and watchlists, in the current and the old format."""

import unicodedata
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from matinee.engine.exchange.cells import parse_stars
from matinee.engine.exchange.csv_tables import Row, Table
from matinee.engine.exchange.readers.film_cells import FilmColumns, identify_film, kind_note
from matinee.engine.exchange.records import Export, ImportedFilm, ListedAs, listed_film
from matinee.engine.exchange.row_films import parse_rows

SOURCE = "IMDb"
ID_COLUMN = "const"
NOT_FILMS = (
    "serie", "serial", "episod", "game", "podcast", "musicvideo", "pilot", "videojuego", "videospiel", "videogioco",
    "jeuvideo", "tvshow", "season",
)  # fmt: skip
"""Parts of title types that are not films, in the languages IMDb exports: "tvSeries", "TV Mini Series"."""
NOT_FILM_TYPES = {"show", "shows", "tv", "anime", "person", "book", "music"}
"""Title types of other services that are not films."""
FILM = FilmColumns(imdb=(ID_COLUMN, "url"))


def is_imdb(table: Table) -> bool:
    """Whether a table has IMDb's columns, in any order."""
    return ID_COLUMN in table.columns


def read_imdb(table: Table, listed_as: ListedAs | None) -> Export:
    """Read an IMDb table: a film with a rating was watched, one without is wanted unless ``listed_as`` says else."""
    export = parse_rows(SOURCE, table, partial(parse_film, unrated=listed_film(listed_as or "wanted")))
    is_other_list = "position" in table.columns and "watchlist" not in PurePosixPath(table.name).name.casefold()
    if listed_as is None and is_other_list and not any(film.watched for film in export.films):
        return replace(export, notes=(kind_note(table.name, "wanted"),))
    return export


def parse_film(row: Row, unrated: ImportedFilm) -> ImportedFilm | None:
    """The film in a row, or None for a series, episode or game. Raises RowError."""
    if not is_film(row.get("title type")):
        return None
    rating = row.get("your rating", "you rated")
    kind = listed_film("watched") if rating else unrated
    return replace(
        identify_film(row, FILM),
        stars=row.read(partial(parse_stars, best=10), "your rating", "you rated"),
        liked=kind.liked,
        watched=kind.watched,
        on_watchlist=kind.on_watchlist,
        date=row.read_date("date rated", "created"),
    )


def is_film(title_type: str) -> bool:
    """Whether a title type, of IMDb or another service, is a film's; an empty one counts as a film."""
    letters = unicodedata.normalize("NFKD", title_type.casefold())
    bare = "".join(letter for letter in letters if letter.isalpha())
    return bare not in NOT_FILM_TYPES and not any(word in bare for word in NOT_FILMS)

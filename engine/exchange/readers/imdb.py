"""IMDb: its exports of ratings and of the watchlist, as they are today and as they were."""

import unicodedata

from matinee.engine.exchange.csv_tables import Row, Table, date_in, films_of, stars_in, title_in, year_in
from matinee.engine.exchange.readers.letterboxd import imdb_number
from matinee.engine.exchange.records import Export, ImportedFilm

SOURCE = "IMDb"
COLUMNS = {"const", "title"}
NOT_FILMS = (
    "serie", "episod", "game", "podcast", "musicvideo", "pilot", "videojuego", "videospiel", "videogioco", "jeuvideo",
)  # fmt: skip
"""What the type of something that is no film contains, in the languages IMDb writes it: tvSeries, "TV Mini Series"."""


def is_imdb(table: Table) -> bool:
    """Whether a table has IMDb's columns, in any order."""
    return table.columns >= COLUMNS


def read_imdb(table: Table) -> Export:
    """The films of a table: what is rated was seen, what is not is wanted."""
    return films_of(SOURCE, table, film_in)


def film_in(row: Row) -> ImportedFilm | None:
    """The film in a row; None for a series, an episode or a game. Raises UnreadableRow."""
    if not is_film(row.get("title type")):
        return None
    stars = stars_in(row.get("your rating", "you rated"), best=10)
    return ImportedFilm(
        title=title_in(row.get("title")),
        year=year_in(row.get("year")),
        imdb_id=imdb_number(row.get("const")),
        stars=stars,
        watched=stars is not None,
        wanted=stars is None,
        date=date_in(row.get("date rated", "created")),
    )


def is_film(title_type: str) -> bool:
    """Whether IMDb's type of a title is that of a film; also where it is not given."""
    letters = unicodedata.normalize("NFKD", title_type.casefold())
    bare = "".join(letter for letter in letters if letter.isalpha())
    return not any(word in bare for word in NOT_FILMS)

"""IMDb's exports of ratings and watchlists, in the current and the old format."""

import unicodedata

from matinee.engine.exchange.csv_tables import Row, Table, parse_date, parse_rows, parse_stars, parse_title, parse_year
from matinee.engine.exchange.readers.letterboxd import parse_imdb_id
from matinee.engine.exchange.records import Export, ImportedFilm

SOURCE = "IMDb"
COLUMNS = {"const", "title"}
NOT_FILMS = (
    "serie", "episod", "game", "podcast", "musicvideo", "pilot", "videojuego", "videospiel", "videogioco", "jeuvideo",
)  # fmt: skip
"""Parts of title types that are not films, in the languages IMDb exports: "tvSeries", "TV Mini Series"."""


def is_imdb(table: Table) -> bool:
    """Whether a table has IMDb's columns, in any order."""
    return table.columns >= COLUMNS


def read_imdb(table: Table) -> Export:
    """Read an IMDb table: a film with a rating was watched, one without is on the watchlist."""
    return parse_rows(SOURCE, table, parse_film)


def parse_film(row: Row) -> ImportedFilm | None:
    """The film in a row, or None for a series, episode or game. Raises RowError."""
    if not is_film(row.get("title type")):
        return None
    stars = parse_stars(row.get("your rating", "you rated"), best=10)
    return ImportedFilm(
        title=parse_title(row.get("title")),
        year=parse_year(row.get("year")),
        imdb_id=parse_imdb_id(row.get("const")),
        stars=stars,
        watched=stars is not None,
        on_watchlist=stars is None,
        date=parse_date(row.get("date rated", "created")),
    )


def is_film(title_type: str) -> bool:
    """Whether an IMDb title type is a film's; an empty one counts as a film."""
    letters = unicodedata.normalize("NFKD", title_type.casefold())
    bare = "".join(letter for letter in letters if letter.isalpha())
    return not any(word in bare for word in NOT_FILMS)

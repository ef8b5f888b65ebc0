"""Tables of people's own making, by the names of their columns, and lists without columns."""

from dataclasses import dataclass, replace
from functools import partial

from matinee.engine.exchange.cells import (
    IMDB_ID,
    IMDB_LINK,
    TITLE_WITH_YEAR,
    clean_text,
    parse_stars,
)
from matinee.engine.exchange.csv_tables import Row, Table
from matinee.engine.exchange.readers.film_cells import FilmColumns, detect_scale, guess_kind, identify_film, kind_note
from matinee.engine.exchange.readers.imdb import is_film
from matinee.engine.exchange.records import Export, ImportedFilm, ListedAs, listed_film
from matinee.engine.exchange.row_films import parse_rows

TITLES = (
    "title", "film", "movie", "name", "film name", "movie name", "film title", "movie title", "film_name", "movie_name",
    "film_title", "movie_title", "primary title", "titel", "filmtitel", "titre", "título", "titulo", "título original",
    "titolo", "tytuł", "titul",
)  # fmt: skip
YEARS = (
    "year", "release year", "release_year", "released", "release date", "release_date", "jahr", "année", "annee", "año",
    "ano", "anno", "rok", "jaar", "år",
)  # fmt: skip
RATINGS = (
    "your rating", "my rating", "my_rating", "your_rating", "user rating", "user_rating", "rating", "ratings", "score",
    "my score", "stars", "grade", "bewertung", "wertung", "note", "nota", "puntuación", "puntuacion", "tu nota",
    "calificación", "valutazione", "voto", "ocena", "betyg", "cijfer",
)  # fmt: skip
IMDB_IDS = ("imdb_id", "imdb id", "imdbid", "imdb", "imdb link", "imdb url", "imdb_url", "tconst", "const", "id", "url")
TMDB_IDS = ("tmdb_id", "tmdb id", "tmdbid", "tmdb")
DATES = ("date rated", "watched date", "date watched", "date_watched", "date", "datum", "fecha", "data")
WATCHED_ON = {"watched date", "date watched", "date_watched", "date rated"}
KINDS = ("type", "title type", "media type", "media_type", "kind")


@dataclass(frozen=True)
class Layout:
    """The columns of a table that are understood.

    Attributes:
        film: those that identify a film.
        rating: the one with the rating; () if there is none.
        best: the highest rating of the scale.
    """

    film: FilmColumns
    rating: tuple[str, ...]
    best: int


def is_plain_table(table: Table) -> bool:
    """Whether a table has a column with titles or ids of films."""
    return bool(table.columns & {*TITLES, *TMDB_IDS}) or bool(id_columns(table))


def id_columns(table: Table) -> tuple[str, ...]:
    """The columns with IMDb ids; "id" and "url" are such if their first cell is one."""
    named = [name for name in IMDB_IDS if name in table.columns]
    first = next((row for row in table.rows() if isinstance(row, Row)), None)
    return tuple(
        name for name in named if name not in ("id", "url") or (first is not None and has_imdb_id(first.get(name)))
    )


def has_imdb_id(cell: str) -> bool:
    """Whether a cell is an IMDb id with its letters, or a link with one."""
    return bool(IMDB_LINK.fullmatch(cell) or (cell[:2].casefold() == "tt" and IMDB_ID.fullmatch(cell)))


def read_plain_table(table: Table, listed_as: ListedAs | None) -> Export:
    """Read a table with titles, years and ratings, or some of them."""
    rating = next(((name,) for name in RATINGS if name in table.columns), ())
    best = detect_scale(table, *rating)
    film = FilmColumns(TITLES, YEARS, imdb=id_columns(table), tmdb=TMDB_IDS)
    unrated = listed_as or guess_kind((table.name,), default="watched" if table.columns & WATCHED_ON else "liked")
    kinds = listed_film("watched" if rating else unrated)
    export = parse_rows(table.name, table, partial(parse_film, layout=Layout(film, rating, best), kind=kinds))
    if rating:
        return replace(export, notes=(f"{table.name}: the ratings were read as out of {best}.",))
    return replace(export, notes=(kind_note(table.name, unrated),) * (listed_as is None))


def parse_film(row: Row, layout: Layout, kind: ImportedFilm) -> ImportedFilm | None:
    """The film in a row, or None for something else. Raises RowError."""
    if not is_film(row.get(*KINDS)):
        return None
    return replace(
        identify_film(row, layout.film),
        stars=row.read(partial(parse_stars, best=layout.best), *layout.rating),
        liked=kind.liked,
        watched=kind.watched,
        on_watchlist=kind.on_watchlist,
        date=row.read_date(*DATES),
    )


def is_plain_list(table: Table) -> bool:
    """Whether a file is a list without columns: an IMDb id, a link, or a title with its year on each line."""
    first = clean_text(table.dialect.delimiter.join(table.header))
    return has_imdb_id(table.header[0]) or bool(TITLE_WITH_YEAR.fullmatch(first))


def read_plain_list(table: Table, listed_as: ListedAs | None) -> Export:
    """Read a list without columns: of liked films, unless its name or ``listed_as`` says something else."""
    is_ids = has_imdb_id(table.header[0])
    lines = table.with_header(("imdb", *("" for _ in table.header[1:])) if is_ids else ("title",))
    kind = listed_as or guess_kind((table.name,), default="liked")
    film = FilmColumns(imdb=("imdb",)) if is_ids else FilmColumns()
    layout = Layout(film, (), best=5)
    export = parse_rows(table.name, lines, partial(parse_film, layout=layout, kind=listed_film(kind)))
    return replace(export, notes=(kind_note(table.name, kind),) * (listed_as is None))

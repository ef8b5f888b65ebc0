"""Tables of people's own making, by the names of their columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from matinee.engine.exchange.cells import IMDB_ID, IMDB_LINK, parse_stars
from matinee.engine.exchange.csv_tables import Row, Table
from matinee.engine.exchange.readers.film_cells import (
    FilmColumns,
    detect_scale,
    guess_kind,
    identify_film,
    kind_note,
)
from matinee.engine.exchange.readers.imdb import is_film
from matinee.engine.exchange.records import Export, ImportedFilm, ListedAs, listed_film
from matinee.engine.exchange.row_films import parse_rows

TITLES = (
    "title", "film", "movie", "name", "film name", "movie name", "film title", "movie title", "primary title",
    "original title", "titel", "filmtitel", "titre", "título", "titulo", "título original", "titolo", "tytuł", "titul",
)  # fmt: skip
YEARS = (
    "year", "release year", "movie year", "film year", "year of release", "released", "release date", "jahr",
    "erscheinungsjahr", "année", "annee", "año", "ano", "anno", "rok", "jaar", "år",
)  # fmt: skip
RATINGS = (
    "rating", "ratings", "rate", "score", "stars", "grade", "vote", "bewertung", "wertung", "note", "nota",
    "puntuación", "puntuacion", "calificación", "valutazione", "voto", "ocena", "betyg", "cijfer",
)  # fmt: skip
OWN = frozenset(
    {"your", "my", "user", "personal", "own", "mi", "tu", "ma", "mon", "ta", "meine", "mein", "deine", "mio", "tuo"}
    | {"minha", "sua", "twoja", "moja", "min", "mijn"}
)
"""Words before the name of a column with a person's own ratings; of several columns, such a one is read."""
IMDB_IDS = ("imdb id", "imdbid", "imdb", "imdb link", "imdb url", "tconst", "const", "id", "url")
TMDB_IDS = ("tmdb id", "tmdbid", "tmdb")
DATES = ("date rated", "watched date", "watched at", "date watched", "date", "datum", "fecha", "data")
WATCHED_ON = {"watched date", "date watched", "watched at", "date rated"}
SCALE = re.compile(r"\s*(?:[(\[].*?|/|\bout of|\bof)\s*(?P<best>5|10|100)?\s*[)\]]?$")
"""What follows the name of a column: "(1-10)", "/10", "(mins)"."""
WORD_ENDS = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])|_")
"""Where a name without spaces is split: "userRating", "movie_title"."""
KINDS = ("type", "title type", "media type", "kind")


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
    table = with_plain_names(table)
    return bool(table.columns & {*TITLES, *TMDB_IDS}) or bool(id_columns(table))


def with_plain_names(table: Table) -> Table:
    """The same table with plain names for its columns; of those with one name the exact one has it, or the first."""
    exact = set(table.names)
    names: list[str] = []
    for written, name in zip(table.header, table.names, strict=True):
        plain = plain_name(written)
        is_taken = plain in names or (plain != name and plain in exact)
        names.append("" if is_taken else plain)
    return replace(table, header=tuple(names))


def plain_name(column: str) -> str:
    """The name of a column in lower-case words, without a scale or a unit.

    >>> plain_name("My Rating (1-10)"), plain_name("userRating"), plain_name("movie_title")
    ('my rating', 'user rating', 'movie title')
    """
    return SCALE.sub("", WORD_ENDS.sub(" ", column)).casefold().strip()


def find_rating(names: Sequence[str]) -> tuple[str, ...]:
    """The column with a person's own ratings, among columns with plain names; () if there is none."""
    own = [name for name in names if " " in name and name.split()[0] in OWN and name.split(" ", 1)[1] in RATINGS]
    return (*own, *(name for name in RATINGS if name in names))[:1]


def find_scale(table: Table, named: Table, rating: tuple[str, ...]) -> int:
    """The highest rating of a column: as its name says, or else by the ratings in it.

    Args:
        table: the table with the names of its columns as written.
        named: the same table with plain names.
        rating: the plain name of the column.
    """
    if rating and (found := SCALE.search(table.header[named.names.index(rating[0])])) and found["best"]:
        return int(found["best"])
    return detect_scale(named, *rating)


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
    named = with_plain_names(table)
    rating = find_rating(named.names)
    best = find_scale(table, named, rating)
    film = FilmColumns(TITLES, YEARS, imdb=id_columns(named), tmdb=TMDB_IDS)
    unrated = listed_as or guess_kind((table.name,), default="watched" if named.columns & WATCHED_ON else "liked")
    kinds = listed_film("watched" if rating else unrated)
    export = parse_rows(table.name, named, partial(parse_film, layout=Layout(film, rating, best), kind=kinds))
    if rating:
        return replace(export, notes=(scale_note(table.name, best),))
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


def scale_note(name: str, best: int) -> str:
    """The sentence for the report on the scale of the ratings."""
    return f"{name}: the ratings were read as out of {best}."

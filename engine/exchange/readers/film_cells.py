"""Reads what identifies a film, and what a list without ratings is, from the tables of any service."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from matinee.engine.exchange.cells import parse_id, parse_imdb_id, parse_number, parse_title, parse_year, split_year
from matinee.engine.exchange.csv_tables import Row, Table
from matinee.engine.exchange.records import ImportedFilm, ListedAs

SCALES = (5, 10, 100)
"""Highest ratings of the usual scales; the first that the ratings of a table do not exceed is taken."""
MISPRINTS = 0.05
"""Share of the ratings that may exceed a scale."""
HINTS: dict[ListedAs, re.Pattern[str]] = {
    "wanted": re.compile(
        r"\b(watch ?list|wish ?list|my ?list|want(ed)?|(to|must|plan ?to) ?(watch|see)|unseen|not seen|queue|backlog)\b"
    ),
    "watched": re.compile(r"\b(watched|seen|history|diary|worst|hated?|disliked?)\b"),
    "liked": re.compile(r"\b(likes?|liked|favou?rites?|best|great|loved?|top)\b"),
}
"""Words in the name of a list that say what its films are, in the order in which they are looked for."""


@dataclass(frozen=True)
class FilmColumns:
    """The columns that identify a film, each the first that is not empty."""

    title: tuple[str, ...] = ("title",)
    year: tuple[str, ...] = ("year",)
    imdb: tuple[str, ...] = ()
    tmdb: tuple[str, ...] = ()
    movielens: tuple[str, ...] = ()


def identify_film(row: Row, columns: FilmColumns) -> ImportedFilm:
    """The film in a row, without anything about its ratings.

    A film without a title is named by its id. A year in parentheses behind the title counts if there is no other.

    Raises:
        RowError: neither a title nor an id is given, or the id is of a person.
    """
    imdb_id = row.read(parse_imdb_id, *columns.imdb)
    tmdb_id = row.read(partial(parse_id, service="TMDB"), *columns.tmdb)
    movie_id = row.read(partial(parse_id, service="MovieLens"), *columns.movielens)
    year = row.read(parse_year, *columns.year)
    title = row.get(*columns.title)
    if not title and (named := id_text(imdb_id, tmdb_id, movie_id)):
        return ImportedFilm(named, year, imdb_id, movie_id=movie_id, tmdb_id=tmdb_id)
    title = parse_title(title)
    if year is None:
        title, year = split_year(title)
    return ImportedFilm(title, year, imdb_id, movie_id=movie_id, tmdb_id=tmdb_id)


def id_text(imdb_id: int | None, tmdb_id: int | None, movie_id: int | None) -> str:
    """The name of a film of which only ids are known; "" if none is."""
    if imdb_id is not None:
        return f"tt{imdb_id:07}"
    if tmdb_id is not None:
        return f"TMDB {tmdb_id}"
    return f"MovieLens {movie_id}" if movie_id is not None else ""


def detect_scale(table: Table, *rating: str) -> int:
    """The highest rating of the scale on which the ratings of a table are: 5, 10 or 100.

    Args:
        table: a table of a service without a scale of its own.
        rating: the columns with the rating.
    """
    cells = (row.get(*rating) for row in table.rows() if isinstance(row, Row)) if rating else ()
    ratings = [number for cell in cells if (number := parse_number(cell.removesuffix("%"))) is not None]
    fitting = (best for best in SCALES if sum(number > best for number in ratings) <= MISPRINTS * len(ratings))
    return next(fitting, SCALES[-1])


def guess_kind(names: Iterable[str], default: ListedAs) -> ListedAs:
    """What a list holds by its names, such as that of its file."""
    text = re.sub(r"[\W_]+", " ", " ".join(names).casefold())
    return next((kind for kind, hint in HINTS.items() if hint.search(text)), default)


def kind_note(name: str, kind: ListedAs) -> str:
    """The sentence for the report on what a list was taken for."""
    others = " or ".join(f"--as {other}" for other in HINTS if other != kind)
    return f"{name} has no ratings: its films were read as {kind} (give {others} if they are not)."

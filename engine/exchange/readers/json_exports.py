"""Exports as JSON: those of Trakt and Simkl, and Matinee's own."""

import re
from dataclasses import replace
from typing import TypeAlias

import msgspec

from matinee.engine.errors import ExchangeError
from matinee.engine.exchange.cells import RowError, quote
from matinee.engine.exchange.csv_tables import MAX_ROWS, Row, too_many_rows_error
from matinee.engine.exchange.readers.film_cells import FilmColumns, guess_kind, kind_note
from matinee.engine.exchange.readers.trackers import Tracker, parse_tracked
from matinee.engine.exchange.records import Export, ImportedFilm, ListedAs
from matinee.engine.exchange.row_films import Problems
from matinee.engine.exchange.text_encoding import detect_encoding

SAMPLE = 4096
"""Bytes by which the encoding is detected."""
JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")
MAX_OBJECTS = 4 * MAX_ROWS
"""Objects in a file; a film of Trakt has three."""
Cell: TypeAlias = str | int | float | bool | None
TRACKER = Tracker(
    source="Trakt",
    film=FilmColumns(imdb=("imdb", "imdb_id"), tmdb=("tmdb", "tmdb_id"), movielens=("movie_id",)),
    rating=("rating", "user_rating"),
    best=10,
    dates=("rated_at", "user_rated_at", "watched_at", "last_watched_at", "listed_at", "added_to_watchlist_at"),
    watched=("watched_at", "last_watched_at", "plays"),
    status=("status",),
)


class Ids(msgspec.Struct):
    """The ids of a film."""

    imdb: Cell = None
    tmdb: Cell = None


class Movie(msgspec.Struct):
    """A film."""

    title: Cell = None
    year: Cell = None
    ids: Ids | Cell = None


class Item(msgspec.Struct):
    """A film with what a person says of it, nested as Trakt and Simkl write it, or flat."""

    type: Cell = None
    rating: Cell = None
    user_rating: Cell = None
    rated_at: Cell = None
    user_rated_at: Cell = None
    watched_at: Cell = None
    last_watched_at: Cell = None
    listed_at: Cell = None
    added_to_watchlist_at: Cell = None
    plays: Cell = None
    status: Cell = None
    movie: Movie | Cell = None
    title: Cell = None
    year: Cell = None
    imdb_id: Cell = None
    tmdb_id: Cell = None
    movie_id: Cell = None


class Document(msgspec.Struct):
    """The sections of Simkl's backup, and of a session as `matinee session export` writes it."""

    movies: list[Item] = []
    shows: list[Item] = []
    anime: list[Item] = []
    favourites: list[Item] = []
    liked: list[Item] = []
    watchlist: list[Item] = []


def as_json(content: bytes) -> bytes | None:
    """The content of a file of JSON in UTF-8; None if it does not begin like JSON."""
    encoding = detect_encoding(content[:SAMPLE])
    if encoding is not None and encoding.startswith("utf-16"):  # as PowerShell writes what a command prints
        if JSON.match(content[:SAMPLE].decode(encoding, "replace").encode()) is None:
            return None
        content = content.decode(encoding, "replace").encode()
    return content if JSON.match(content) else None


def read_json(name: str, content: bytes, listed_as: ListedAs | None, max_rows: int) -> Export:
    """Read a file of JSON.

    Args:
        name: the name of the file, for messages.
        content: its bytes.
        listed_as: what the films of a list without ratings are.
        max_rows: most items; a file with more cannot be read.

    Raises:
        ExchangeError: the file is not JSON, not of one of these services, or has too many items.
    """
    document = decode(name, content)
    if count_items(document) > max_rows:
        raise too_many_rows_error(name)
    if isinstance(document, list):
        unrated = listed_as or guess_kind((name,), default="wanted")
        export = parse_items("Trakt", name, document, unrated)
        is_list = listed_as is None and not any(film.watched for film in export.films)
        export = replace(export, notes=(kind_note(name, unrated),) * is_list)
    elif document.movies or document.shows or document.anime:
        export = parse_items("Simkl", name, [*document.movies, *document.shows, *document.anime], "watched")
    else:
        export = parse_session(name, document)
    if not export.films and not export.not_films:
        raise ExchangeError(f"{name} is JSON of neither Trakt, Simkl nor Matinee; give a CSV with Title, Year, Rating.")
    return export


def decode(name: str, content: bytes) -> list[Item] | Document:
    """Decode JSON without keeping what is not needed of it. Raises ExchangeError."""
    if content.count(b"{") > MAX_OBJECTS:
        raise too_many_rows_error(name)
    try:
        return msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=list[Item] | Document)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ExchangeError(f"{name} cannot be read as JSON of Trakt or Simkl ({error}); export it again.") from error


def count_items(document: list[Item] | Document) -> int:
    """Number of items in a file."""
    if isinstance(document, list):
        return len(document)
    return sum(len(getattr(document, section)) for section in document.__struct_fields__)


def parse_session(name: str, document: Document) -> Export:
    """The films of a session: favourites, likes and watchlist."""
    favourites = parse_items("Matinee", name, document.favourites, "liked")
    marked = tuple(replace(film, favourite=place) for place, film in enumerate(favourites.films))
    others = [
        parse_items("Matinee", name, document.liked, "liked"),
        parse_items("Matinee", name, document.watchlist, "wanted"),
    ]
    return replace(
        favourites,
        films=marked + tuple(film for part in others for film in part.films),
        skipped=favourites.skipped + tuple(row for part in others for row in part.skipped),
    )


def parse_items(source: str, name: str, items: list[Item], unrated: ListedAs) -> Export:
    """The films among the items of a list; problems are reported by the number of the item."""
    films: list[ImportedFilm] = []
    problems = Problems(name)
    not_films = 0
    for number, item in enumerate(items, start=1):
        row = Row(number, item_cells(item))
        if item.movie is not None and not isinstance(item.movie, Movie):
            problems.add(number, f"{quote(cell_text(item.movie))} is not a film")
            continue
        if not is_film_item(item):
            not_films += item.type is not None or item.status is not None
            continue
        try:
            film = parse_tracked(row, TRACKER, unrated)
        except RowError as problem:
            problems.add(number, str(problem))
            continue
        for cell_problem in row.problems:
            problems.add(number, cell_problem, film_read=True)
        if film is None:
            not_films += 1
        else:
            films.append(film)
    return Export(source, tuple(films), problems.listed(), not_films, n_rows=len(items))


def is_film_item(item: Item) -> bool:
    """Whether an item holds a film, and not a series, or something unknown."""
    return isinstance(item.movie, Movie) or any((item.title, item.imdb_id, item.tmdb_id, item.movie_id))


def item_cells(item: Item) -> dict[str, str]:
    """The cells of an item, as a table would have them."""
    cells = {name: cell_text(getattr(item, name)) for name in item.__struct_fields__ if name != "movie"}
    if isinstance(item.movie, Movie):
        ids = item.movie.ids if isinstance(item.movie.ids, Ids) else Ids()
        nested = {"title": item.movie.title, "year": item.movie.year, "imdb": ids.imdb, "tmdb": ids.tmdb}
        cells |= {name: cell_text(value) for name, value in nested.items()}
    return cells


def cell_text(value: Cell) -> str:
    """A value as the text of a cell."""
    return "" if value is None else str(value)

"""Services that track films: what their tables and JSON have in common."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from matinee.engine.exchange.cells import parse_stars
from matinee.engine.exchange.csv_tables import Row, Table
from matinee.engine.exchange.readers.film_cells import FilmColumns, guess_kind, identify_film, kind_note
from matinee.engine.exchange.readers.imdb import is_film
from matinee.engine.exchange.records import Export, ImportedFilm, ListedAs, listed_film
from matinee.engine.exchange.row_films import parse_rows

STATUSES: dict[str, ListedAs] = {
    "completed": "watched",
    "watched": "watched",
    "dropped": "watched",
    "watching": "watched",
    "plantowatch": "wanted",
    "plan to watch": "wanted",
    "watchlist": "wanted",
}
"""What services call the state of a film."""


@dataclass(frozen=True)
class Tracker:
    """The columns of a service's tables.

    Attributes:
        source: the name of the service.
        film: the columns that identify a film.
        rating: the columns with the rating of the person, not of all people.
        best: the highest rating.
        kind: the columns with the kind of the work, such as "movie" or "episode".
        dates: the columns with dates, the rating's first.
        watched: columns that only watched films have.
        status: the columns that say whether a film was watched or is wanted.
        default: what a list without ratings is if its name does not say.
    """

    source: str
    film: FilmColumns
    rating: tuple[str, ...]
    best: int
    kind: tuple[str, ...] = ("type",)
    dates: tuple[str, ...] = ()
    watched: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    default: ListedAs = "wanted"


def read_tracker(table: Table, listed_as: ListedAs | None, tracker: Tracker) -> Export:
    """Read a table of a service; films without a rating are what the name of the table says."""
    unrated = listed_as or guess_kind((table.name,), default=tracker.default)
    export = parse_rows(tracker.source, table, partial(parse_tracked, tracker=tracker, unrated=unrated))
    says_itself = bool(table.columns & {*tracker.rating, *tracker.watched, *tracker.status})
    return replace(export, notes=(kind_note(table.name, unrated),) * (listed_as is None and not says_itself))


def parse_tracked(row: Row, tracker: Tracker, unrated: ListedAs) -> ImportedFilm | None:
    """The film in a row, or None for something else. Raises RowError."""
    if not is_film(row.get(*tracker.kind)):
        return None
    if row.get(*tracker.rating) or row.get(*tracker.watched):
        kind: ListedAs = "watched"
    else:
        kind = STATUSES.get(row.get(*tracker.status).casefold(), unrated)
    listed = listed_film(kind)
    return replace(
        identify_film(row, tracker.film),
        stars=row.read(partial(parse_stars, best=tracker.best), *tracker.rating),
        liked=listed.liked,
        watched=listed.watched,
        on_watchlist=listed.on_watchlist,
        date=row.read_date(*tracker.dates),
    )


def reader_of(tracker: Tracker) -> Callable[[Table, ListedAs | None], Export]:
    """The reader of a service's tables."""
    return partial(read_tracker, tracker=tracker)

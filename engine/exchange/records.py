"""The films of an export, whichever service it comes from."""

import datetime
from collections.abc import Hashable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Literal

from matinee.engine.catalogue.title_normalization import normalize_title

ListedAs = Literal["liked", "wanted", "watched"]
"""What the films of a list without ratings are."""


@dataclass(frozen=True, slots=True)
class ImportedFilm:
    """A film as listed by another service.

    Attributes:
        title: as written there; the id as a text if only that is given.
        year: None if not given.
        imdb_id: the number in its IMDb id; None if not given.
        stars: 0.5 to 5; None if not rated.
        liked: marked with a heart.
        watched: marked as watched, or rated.
        on_watchlist: on the watchlist.
        date: of the rating, else of the viewing or of the entry; None if not given.
        movie_id: its MovieLens id; None if not given.
        tmdb_id: its TMDB id; None if not given.
        favourite: its place among the favourites of the profile, 0 to 3; None if it is not one of them.
        uri: the link by which Letterboxd identifies the film; None if not given.
    """

    title: str
    year: int | None = None
    imdb_id: int | None = None
    stars: float | None = None
    liked: bool = False
    watched: bool = False
    on_watchlist: bool = False
    date: datetime.date | None = None
    movie_id: int | None = None
    tmdb_id: int | None = None
    favourite: int | None = None
    uri: str | None = field(default=None, compare=False, repr=False)

    @property
    def label(self) -> str:
        """ "The Matrix (1999)"."""
        return f"{self.title} ({self.year})" if self.year else self.title


def listed_film(kind: ListedAs) -> ImportedFilm:
    """An untitled film as it is on a list of this kind."""
    return ImportedFilm("", liked=kind == "liked", on_watchlist=kind == "wanted", watched=kind == "watched")


@dataclass(frozen=True)
class SkippedRow:
    """A problem that one or more rows of a file have.

    Attributes:
        file: the name of the file.
        line: the line on which the first of these rows begins, counted from 1.
        problem: what is wrong with it.
        count: number of rows of the file with this problem.
        film_read: the film was read without the cell in question; False if the row was left out.
    """

    file: str
    line: int
    problem: str
    count: int = 1
    film_read: bool = False


@dataclass(frozen=True)
class Export:
    """The content of an export.

    Attributes:
        source: the service it comes from, such as "Letterboxd"; the name of the file for a table of one's own.
        films: each film once.
        skipped: the rows that could not be read, or not in full.
        not_films: number of series, episodes and games, which are left out.
        notes: sentences for the report on how the export was read, such as what a list was taken for.
        n_rows: number of rows that were read, blank ones included.
    """

    source: str
    films: tuple[ImportedFilm, ...]
    skipped: tuple[SkippedRow, ...] = ()
    not_films: int = 0
    notes: tuple[str, ...] = ()
    n_rows: int = field(default=0, compare=False)


def deduplicate(mentions: Iterable[ImportedFilm], namesakes: Set[Hashable] = frozenset()) -> tuple[ImportedFilm, ...]:
    """Merge the mentions of each film, in the order of first mention.

    Mentions are of one film if they have the same id, or else the same title and year.

    Args:
        mentions: films as the tables of an export list them.
        namesakes: keys that stand for several films, as ``find_namesakes`` returns them; their links count too.
    """
    groups: dict[Hashable, list[ImportedFilm]] = {}
    for film in mentions:
        groups.setdefault(film_key(film), []).append(film)
    return tuple(
        merge_mentions(of_film)
        for key, group in groups.items()
        for of_film in (split_by_link(group) if key in namesakes else [group])
    )


def film_key(film: ImportedFilm) -> Hashable:
    """What identifies a film: an id, or else its title and year."""
    for kind, number in (("imdb", film.imdb_id), ("tmdb", film.tmdb_id), ("movielens", film.movie_id)):
        if number is not None:
            return kind, number
    return normalize_title(film.title) or film.title, film.year


def find_namesakes(films: Iterable[ImportedFilm]) -> set[Hashable]:
    """Keys of films of one table that differ in nothing but their links: two films of one title in one year."""
    links: dict[Hashable, str] = {}
    namesakes: set[Hashable] = set()
    for film in films:
        if film.uri is not None and links.setdefault((film.title, film.year), film.uri) != film.uri:
            namesakes.add(film_key(film))
    return namesakes


def split_by_link(mentions: Sequence[ImportedFilm]) -> Iterator[list[ImportedFilm]]:
    """Split the mentions of namesakes by their links.

    Mentions without a link, such as diary entries, go to the film with the same rating, or else to the first.
    """
    films: dict[str, list[ImportedFilm]] = {}
    for film in mentions:
        if film.uri is not None:
            films.setdefault(film.uri, []).append(film)
    by_stars = {film.stars: of_film for of_film in reversed(films.values()) for film in of_film}
    first = next(iter(films.values()))
    for film in mentions:
        if film.uri is None:
            by_stars.get(film.stars, first).append(film)
    yield from films.values()


def merge_mentions(mentions: Sequence[ImportedFilm]) -> ImportedFilm:
    """Merge the mentions of one film; the newest rating counts, on the same day the one mentioned last."""
    if len(mentions) == 1:
        return mentions[0]
    by_date = sorted(mentions, key=lambda film: film.date or datetime.date.min)
    rated = [film for film in by_date if film.stars is not None]
    seen = [film for film in by_date if film.watched or film.liked]
    newest = (rated or seen or by_date)[-1]
    return replace(
        mentions[0],
        stars=newest.stars,
        date=newest.date,
        liked=any(film.liked for film in mentions),
        watched=any(film.watched for film in mentions),
        on_watchlist=any(film.on_watchlist for film in mentions),
        uri=next((film.uri for film in mentions if film.uri), None),
    )

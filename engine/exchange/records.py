"""The films of an export, whichever service it comes from."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from matinee.engine.catalogue.title_normalization import normalize_title


@dataclass(frozen=True)
class ImportedFilm:
    """A film as listed by another service.

    Attributes:
        title: as written there.
        year: None if not given.
        imdb_id: the number in its IMDb id; None if not given.
        stars: 0.5 to 5; None if not rated.
        liked: marked with a heart.
        watched: marked as watched, or rated.
        on_watchlist: on the watchlist.
        date: of the rating, else of the viewing or of the entry; None if not given.
    """

    title: str
    year: int | None = None
    imdb_id: int | None = None
    stars: float | None = None
    liked: bool = False
    watched: bool = False
    on_watchlist: bool = False
    date: datetime.date | None = None

    @property
    def label(self) -> str:
        """ "The Matrix (1999)"."""
        return f"{self.title} ({self.year})" if self.year else self.title


@dataclass(frozen=True)
class SkippedRow:
    """A row that could not be read.

    Attributes:
        file: the name of the file.
        line: the line on which the row begins, counted from 1.
        problem: what is wrong with it.
    """

    file: str
    line: int
    problem: str


@dataclass(frozen=True)
class Export:
    """The content of an export.

    Attributes:
        source: the service it comes from, such as "Letterboxd".
        films: each film once.
        skipped: the rows that could not be read.
        not_films: number of series, episodes and games, which are left out.
    """

    source: str
    films: tuple[ImportedFilm, ...]
    skipped: tuple[SkippedRow, ...] = ()
    not_films: int = 0


def deduplicate(mentions: Iterable[ImportedFilm]) -> tuple[ImportedFilm, ...]:
    """Merge the mentions of each film, in the order of first mention.

    Mentions are of one film if they have the same IMDb id, or else the same title and year.
    """
    films: dict[object, list[ImportedFilm]] = {}
    for film in mentions:
        key = film.imdb_id or (normalize_title(film.title) or film.title, film.year)
        films.setdefault(key, []).append(film)
    return tuple(merge_mentions(of_film) for of_film in films.values())


def merge_mentions(mentions: Sequence[ImportedFilm]) -> ImportedFilm:
    """Merge the mentions of one film; the newest rating counts, on the same day the one mentioned last."""
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
    )

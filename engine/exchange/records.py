"""The films of an export, whichever world they come from."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from matinee.engine.catalogue.title_normalization import plain_words


@dataclass(frozen=True)
class ImportedFilm:
    """A film as another world tells of it.

    Attributes:
        title: as it is written there.
        year: None where it is not given.
        imdb_id: its number at IMDb; None where it is not given.
        stars: half a star to five stars; None where it was not rated.
        liked: it carries a heart.
        watched: it was seen.
        wanted: it is on the watchlist.
        date: when it was rated, else when it was seen or put there; None where that is not told.
    """

    title: str
    year: int | None = None
    imdb_id: int | None = None
    stars: float | None = None
    liked: bool = False
    watched: bool = False
    wanted: bool = False
    date: datetime.date | None = None

    @property
    def label(self) -> str:
        """ "The Matrix (1999)"."""
        return f"{self.title} ({self.year})" if self.year else self.title


@dataclass(frozen=True)
class Unreadable:
    """A row that was passed over.

    Attributes:
        file: the name of the file.
        line: the line at which the row begins, counted from 1.
        problem: what is wrong with it.
    """

    file: str
    line: int
    problem: str


@dataclass(frozen=True)
class Export:
    """What an export tells.

    Attributes:
        source: the world it comes from: "Letterboxd".
        films: each one once.
        unreadable: the rows that were passed over.
        not_films: how many series, episodes and games were left out.
    """

    source: str
    films: tuple[ImportedFilm, ...]
    unreadable: tuple[Unreadable, ...] = ()
    not_films: int = 0


def each_once(mentions: Iterable[ImportedFilm]) -> tuple[ImportedFilm, ...]:
    """The films mentioned, each one once, in the order of their first mention."""
    films: dict[object, list[ImportedFilm]] = {}
    for film in mentions:
        key = film.imdb_id or (plain_words(film.title) or film.title, film.year)
        films.setdefault(key, []).append(film)
    return tuple(together(of_film) for of_film in films.values())


def together(mentions: Sequence[ImportedFilm]) -> ImportedFilm:
    """One film of all that is said about it; the newest rating counts, and of the same day the one mentioned last."""
    by_date = sorted(mentions, key=lambda film: film.date or datetime.date.min)
    rated = [film for film in by_date if film.stars is not None]
    seen = [film for film in by_date if film.watched or film.liked]
    telling = (rated or seen or by_date)[-1]
    return replace(
        mentions[0],
        stars=telling.stars,
        date=telling.date,
        liked=any(film.liked for film in mentions),
        watched=any(film.watched for film in mentions),
        wanted=any(film.wanted for film in mentions),
    )

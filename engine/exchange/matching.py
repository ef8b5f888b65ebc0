"""Which film of the catalogue an imported one is: found for sure or not at all, and then with the nearest as a hint."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from rapidfuzz import fuzz, process

from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.catalogue.title_normalization import natural_order, plain_words, search_keys, without_article
from matinee.engine.exchange.records import ImportedFilm

ABSENT = "not in the catalogue"
LIKE_ENOUGH = 85
"""Two names at least this much alike, of 100, are near."""
MOST_HINTS = 1000
"""So many films get a hint by likeness: each costs a look at every name."""


@dataclass(frozen=True)
class Unmatched:
    """A film that was not found.

    Attributes:
        nearest: what it may be; None where nothing is near.
        why: what kept it from being found, as the end of a sentence.
    """

    film: ImportedFilm
    nearest: Movie | None
    why: str


@dataclass(frozen=True)
class Matched:
    """The films found, with their rows, and those that were not; each in the order they came."""

    found: tuple[tuple[ImportedFilm, int], ...]
    unmatched: tuple[Unmatched, ...]


class Sureness(IntEnum):
    """How a film was found, the surest first."""

    BY_ID = 0
    BY_YEAR = 1
    BY_NEXT_YEAR = 2
    BY_TITLE = 3


def match(films: Sequence[ImportedFilm], catalogue: Catalogue) -> Matched:
    """Find films by their id at IMDb where they have one, else by title and year.

    Of two that are the same film of the catalogue the one that is told more surely is found.
    """
    names = Names(catalogue)
    answers = [names.find(film) for film in films]
    best: dict[int, tuple[Sureness, int]] = {}
    for place, answer in enumerate(answers):
        if isinstance(answer, Found):
            best[answer.row] = min(best.get(answer.row, (answer.sureness, place)), (answer.sureness, place))
    found: list[tuple[ImportedFilm, int]] = []
    missed: list[tuple[ImportedFilm, NotFound]] = []
    for place, (film, answer) in enumerate(zip(films, answers, strict=True)):
        if isinstance(answer, NotFound):
            missed.append((film, answer))
        elif best[answer.row][1] == place:
            found.append((film, answer.row))
        else:
            same = films[best[answer.row][1]]
            missed.append((film, NotFound(f"the same film as {same.label}", answer.row)))
    return Matched(tuple(found), names.with_hints(missed))


@dataclass(frozen=True)
class Found:
    """A row, and how it was found."""

    row: int
    sureness: Sureness


@dataclass(frozen=True)
class NotFound:
    """Why a film is not found, and the row that it may be."""

    why: str
    nearest: int | None = None


class Names:
    """Every name of every film, in the form in which names are compared."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._years = catalogue.years.tolist()
        self._counts = catalogue.rating_counts
        self._by_imdb = {imdb: row for row, imdb in enumerate(catalogue.imdb.tolist()) if imdb}
        self._by_name: dict[str, list[int]] = {}
        for row, (title, others) in enumerate(zip(catalogue.titles, catalogue.alternatives, strict=True)):
            for name in {comparable(each) for each in (title, *others)}:
                self._by_name.setdefault(name, []).append(row)

    def find(self, film: ImportedFilm) -> Found | NotFound:
        """The row of a film, if it is sure."""
        if film.imdb_id in self._by_imdb:
            return Found(self._by_imdb[film.imdb_id], Sureness.BY_ID)
        named = self._by_name.get(comparable(film.title), [])
        if film.imdb_id is not None:  # a film with another id is another film
            others, named = named, [row for row in named if not self._catalogue.imdb[row]]
            if not named:
                return NotFound(ABSENT, self._nearest_year(others, film.year))
        return self._by_title(named, film.year)

    def with_hints(self, missed: Sequence[tuple[ImportedFilm, NotFound]]) -> tuple[Unmatched, ...]:
        """What was not found; the first ``MOST_HINTS`` without a hint get the film with the most similar name."""
        hintless = [place for place, (_, answer) in enumerate(missed) if answer.nearest is None][:MOST_HINTS]
        alike = dict(zip(hintless, self._most_alike([missed[place][0] for place in hintless]), strict=True))
        rows = [alike.get(place, answer.nearest) for place, (_, answer) in enumerate(missed)]
        return tuple(
            Unmatched(film, None if row is None else self._catalogue.movie(row), answer.why)
            for (film, answer), row in zip(missed, rows, strict=True)
        )

    def _by_title(self, named: list[int], year: int | None) -> Found | NotFound:
        """The row, among those that have the title, of the film from a year."""
        if not named:
            return NotFound(ABSENT)
        if year is None:
            if len(named) == 1:
                return Found(named[0], Sureness.BY_TITLE)
            return NotFound(f"{len(named)} films have this title, and it comes without a year", self._known(named))
        for gap, sureness in ((0, Sureness.BY_YEAR), (1, Sureness.BY_NEXT_YEAR)):
            there = [row for row in named if abs(self._years[row] - year) <= gap]
            if len(there) == 1:
                return Found(there[0], sureness)
            if there:
                when = "are from this year" if gap == 0 else "are from the years beside it"
                return NotFound(f"{len(there)} films of this title {when}", self._known(there))
        return NotFound("only films from other years have this title", self._nearest_year(named, year))

    def _known(self, rows: list[int]) -> int:
        """The best known of some films."""
        return max(rows, key=lambda row: float(self._counts[row]))

    def _nearest_year(self, rows: list[int], year: int | None) -> int | None:
        """Of some films the one nearest to a year, the best known among equals; None where there is no film."""
        return min(
            rows,
            key=lambda row: (abs(self._years[row] - year) if year else 0, -float(self._counts[row])),
            default=None,
        )

    def _most_alike(self, films: list[ImportedFilm]) -> list[int | None]:
        """For each film the row with the name, or part of a name, most like its own; None where none is like enough."""
        if not films:
            return []
        parts: dict[str, list[int]] = {}
        for row, (title, others) in enumerate(zip(self._catalogue.titles, self._catalogue.alternatives, strict=True)):
            for part in search_keys(title, others):
                parts.setdefault(part, []).append(row)
        rows = list(parts.values())
        asked = [words_of(film.title) for film in films]
        likeness = process.cdist(asked, list(parts), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH, dtype=np.uint8)
        best = zip(films, likeness.argmax(axis=1).tolist(), likeness.max(axis=1).tolist(), strict=True)
        return [self._nearest_year(rows[place], film.year) if like else None for film, place, like in best]


def comparable(name: str) -> str:
    """A name without what is written now so and now so: case, accents, punctuation, articles, numerals, "&", gaps."""
    return words_of(name).replace(" ", "")


def words_of(name: str) -> str:
    """The words of a name, an article at either end left out."""
    return without_article(plain_words(natural_order(name))) or " ".join(name.casefold().split())

"""Matches imported films with the catalogue: with certainty or not at all, with a hint for films not found."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from rapidfuzz import fuzz, process

from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.catalogue.title_normalization import normalize_title, restore_article, search_keys, without_article
from matinee.engine.exchange.records import ImportedFilm

ABSENT = "not in the catalogue"
HINT_SIMILARITY = 85
"""Least similarity (0–100) of two titles for one to be a hint for the other."""
MAX_HINTS = 1000
"""Films that get a hint by similarity: each is compared with every title."""


@dataclass(frozen=True)
class Unmatched:
    """A film that was not found.

    Attributes:
        nearest: the film it may be; None if there is no similar one.
        why: the reason, as the end of a sentence.
    """

    film: ImportedFilm
    nearest: Movie | None
    why: str


@dataclass(frozen=True)
class MatchResult:
    """Films found, with their catalogue rows, and films not found, both in the order of the export."""

    found: tuple[tuple[ImportedFilm, int], ...]
    unmatched: tuple[Unmatched, ...]


class MatchQuality(IntEnum):
    """How a film was matched, the most certain first."""

    BY_ID = 0
    BY_YEAR = 1
    BY_NEXT_YEAR = 2
    BY_TITLE = 3


def match_films(films: Sequence[ImportedFilm], catalogue: Catalogue) -> MatchResult:
    """Find films in the catalogue by IMDb id if they have one, else by title and year.

    If two match the same film, the more certain match counts and the other is reported as not found.
    """
    index = CatalogueIndex(catalogue)
    answers = [index.find(film) for film in films]
    best: dict[int, tuple[MatchQuality, int]] = {}
    for place, answer in enumerate(answers):
        if isinstance(answer, Found):
            best[answer.row] = min(best.get(answer.row, (answer.quality, place)), (answer.quality, place))
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
    return MatchResult(tuple(found), index.add_hints(missed))


@dataclass(frozen=True)
class Found:
    """A catalogue row, and how it was matched."""

    row: int
    quality: MatchQuality


@dataclass(frozen=True)
class NotFound:
    """Why a film was not found, and the row it may be."""

    why: str
    nearest: int | None = None


class CatalogueIndex:
    """All titles of all films by match key, and all IMDb ids."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._years = catalogue.years.tolist()
        self._counts = catalogue.rating_counts
        self._by_imdb = {imdb: row for row, imdb in enumerate(catalogue.imdb.tolist()) if imdb}
        self._by_name: dict[str, list[int]] = {}
        for row, (title, others) in enumerate(zip(catalogue.titles, catalogue.alternatives, strict=True)):
            for name in {match_key(each) for each in (title, *others)}:
                self._by_name.setdefault(name, []).append(row)

    def find(self, film: ImportedFilm) -> Found | NotFound:
        """Find the row of a film if the match is certain."""
        if film.imdb_id in self._by_imdb:
            return Found(self._by_imdb[film.imdb_id], MatchQuality.BY_ID)
        named = self._by_name.get(match_key(film.title), [])
        if film.imdb_id is not None:  # a film with another id is another film
            others, named = named, [row for row in named if not self._catalogue.imdb[row]]
            if not named:
                return NotFound(ABSENT, self._nearest_year(others, film.year))
        return self._by_title(named, film.year)

    def add_hints(self, missed: Sequence[tuple[ImportedFilm, NotFound]]) -> tuple[Unmatched, ...]:
        """Add hints to films not found; the first ``MAX_HINTS`` without one get the most similar title."""
        hintless = [position for position, (_, answer) in enumerate(missed) if answer.nearest is None][:MAX_HINTS]
        hints = dict(zip(hintless, self._most_similar([missed[position][0] for position in hintless]), strict=True))
        rows = [hints.get(position, answer.nearest) for position, (_, answer) in enumerate(missed)]
        return tuple(
            Unmatched(film, None if row is None else self._catalogue.movie(row), answer.why)
            for (film, answer), row in zip(missed, rows, strict=True)
        )

    def _by_title(self, named: list[int], year: int | None) -> Found | NotFound:
        """Choose among the rows with the same title by year."""
        if not named:
            return NotFound(ABSENT)
        if year is None:
            if len(named) == 1:
                return Found(named[0], MatchQuality.BY_TITLE)
            return NotFound(f"{len(named)} films have this title, and the entry has no year", self._best_known(named))
        for gap, quality in ((0, MatchQuality.BY_YEAR), (1, MatchQuality.BY_NEXT_YEAR)):
            matches = [row for row in named if abs(self._years[row] - year) <= gap]
            if len(matches) == 1:
                return Found(matches[0], quality)
            if matches:
                when = "are from this year" if gap == 0 else "are from an adjacent year"
                return NotFound(f"{len(matches)} films with this title {when}", self._best_known(matches))
        return NotFound("only films from other years have this title", self._nearest_year(named, year))

    def _best_known(self, rows: list[int]) -> int:
        """The row with the most ratings."""
        return max(rows, key=lambda row: float(self._counts[row]))

    def _nearest_year(self, rows: list[int], year: int | None) -> int | None:
        """The row nearest in year, among equals the one with the most ratings; None if there are no rows."""
        return min(
            rows,
            key=lambda row: (abs(self._years[row] - year) if year else 0, -float(self._counts[row])),
            default=None,
        )

    def _most_similar(self, films: list[ImportedFilm]) -> list[int | None]:
        """For each film, the row with the most similar title or part of a title; None if none is similar enough."""
        if not films:
            return []
        parts: dict[str, list[int]] = {}
        for row, (title, others) in enumerate(zip(self._catalogue.titles, self._catalogue.alternatives, strict=True)):
            for part in search_keys(title, others):
                parts.setdefault(part, []).append(row)
        rows = list(parts.values())
        queries = [title_words(film.title) for film in films]
        similarity = process.cdist(
            queries, list(parts), scorer=fuzz.ratio, score_cutoff=HINT_SIMILARITY, dtype=np.uint8
        )
        best = zip(films, similarity.argmax(axis=1).tolist(), similarity.max(axis=1).tolist(), strict=True)
        return [self._nearest_year(rows[part], film.year) if score else None for film, part, score in best]


def match_key(name: str) -> str:
    """Reduce a title to a key that ignores case, accents, punctuation, articles, numerals, "&" and spaces."""
    return title_words(name).replace(" ", "")


def title_words(name: str) -> str:
    """Normalise a title to words, without an article at either end."""
    return without_article(normalize_title(restore_article(name))) or " ".join(name.casefold().split())

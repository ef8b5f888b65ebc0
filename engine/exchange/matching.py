"""Matches imported films with the catalogue: with certainty or not at all, with a hint for films not found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from rapidfuzz import fuzz, process

from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.catalogue.title_normalization import ENGLISH_ARTICLES, restore_article, search_keys
from matinee.engine.exchange.form_index import FormIndex
from matinee.engine.exchange.records import ImportedFilm
from matinee.engine.exchange.title_forms import TitleForms
from matinee.engine.exchange.title_spelling import title_words

ABSENT = "not in the catalogue"
HINT_SIMILARITY = 85
"""Least similarity (0–100) of two titles for one to be a hint for the other."""
MAX_LENGTH = 120
"""Characters of a title whose parts are compared."""
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
    BY_FORM = 2
    BY_NEXT_YEAR = 3
    BY_TITLE = 4


def match_films(films: Sequence[ImportedFilm], catalogue: Catalogue) -> MatchResult:
    """Find films in the catalogue by the ids they have, else by title and year.

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
    """All films by id, by title and by year."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._years: list[int] = catalogue.years.tolist()
        self._counts = catalogue.rating_counts
        by_rating: list[int] = np.argsort(self._counts, kind="stable").tolist()  # of films with one id the last is kept
        imdb, tmdb = catalogue.imdb.tolist(), catalogue.tmdb.tolist()
        self._by_imdb: dict[int, int] = {imdb[row]: row for row in by_rating if imdb[row]}
        self._by_tmdb: dict[int, int] = {tmdb[row]: row for row in by_rating if tmdb[row]}
        self._by_key: dict[str, list[int]] = {}
        for row in range(len(catalogue)):
            for key in {match_key(name) for name in self._names(row)}:
                self._by_key.setdefault(key, []).append(row)
        self._by_year: dict[int, FormIndex] = {}

    def find(self, film: ImportedFilm) -> Found | NotFound:
        """Find the row of a film if the match is certain."""
        if (row := self._by_ids(film)) is not None:
            return Found(row, MatchQuality.BY_ID)
        named = self._by_key.get(match_key(film.title), [])
        others, named = named, self._may_be(film, named)
        if others and not named:
            return NotFound(ABSENT, self._nearest_year(others, film.year))
        answer = self._by_title(film, named)
        if film.year is None or isinstance(answer, Found):
            return answer
        similar = self._by_form(film, film.year)
        is_better = isinstance(similar, Found) or answer.nearest is None
        return similar if similar is not None and is_better else answer

    def add_hints(self, missed: Sequence[tuple[ImportedFilm, NotFound]]) -> tuple[Unmatched, ...]:
        """Add hints to films not found; the first ``MAX_HINTS`` without one get the most similar title."""
        hintless = [position for position, (_, answer) in enumerate(missed) if answer.nearest is None][:MAX_HINTS]
        hints = dict(zip(hintless, self._most_similar([missed[position][0] for position in hintless]), strict=True))
        rows = [hints.get(position, answer.nearest) for position, (_, answer) in enumerate(missed)]
        return tuple(
            Unmatched(film, None if row is None else self._catalogue.movie(row), answer.why)
            for (film, answer), row in zip(missed, rows, strict=True)
        )

    def _by_ids(self, film: ImportedFilm) -> int | None:
        """The row with one of the ids of a film; a MovieLens id counts if the title agrees, since data sets differ."""
        for rows, identity in ((self._by_imdb, film.imdb_id), (self._by_tmdb, film.tmdb_id)):
            if identity is not None and identity in rows:
                return rows[identity]
        row = self._catalogue.rows.get(film.movie_id or 0)
        named = row is not None and match_key(film.title) in {match_key(name) for name in self._names(row)}
        return row if named else None

    def _by_title(self, film: ImportedFilm, named: list[int]) -> Found | NotFound:
        """Choose among the rows with the same title by year."""
        if not named:
            return NotFound(ABSENT)
        year = film.year
        named = self._without_twins(named)
        if year is None or (len(named) == 1 and not self._years[named[0]]):
            if len(named) == 1:
                return Found(named[0], MatchQuality.BY_TITLE)
            return NotFound(f"{len(named)} films have this title, and the entry has no year", self._best_known(named))
        for gap, quality in ((0, MatchQuality.BY_YEAR), (1, MatchQuality.BY_NEXT_YEAR)):
            matches = [row for row in named if abs(self._years[row] - year) <= gap]
            if len(matches) == 1 and (gap == 0 or self._has_same_article(matches[0], film.title)):
                return Found(matches[0], quality)
            if matches:
                when = "are from this year" if gap == 0 else "are from an adjacent year"
                return NotFound(f"{len(matches)} films with this title {when}", self._best_known(matches))
        return NotFound("only films from other years have this title", self._nearest_year(named, year))

    def _by_form(self, film: ImportedFilm, year: int) -> Found | NotFound | None:
        """The only film of the year that has a form of the title, or one that it may be; None if there is none."""
        if len(film.title) > MAX_LENGTH:
            return None
        forms = TitleForms(film.title)
        index = self._of_year(year)
        for rows in (index.same_but_owner(forms), index.with_main_part(forms)):
            matches = self._without_twins(self._may_be(film, rows))
            if len(matches) == 1:
                return Found(matches[0], MatchQuality.BY_FORM)
            if matches:
                return NotFound(ABSENT, self._best_known(matches))
        near = (row for each in (year, year - 1, year + 1) for row in self._of_year(each).sharing_a_part(forms))
        nearest = self._nearest_year(self._may_be(film, near), year)
        return None if nearest is None else NotFound(ABSENT, nearest)

    def _of_year(self, year: int) -> FormIndex:
        """The films of a year."""
        if year not in self._by_year:
            rows = [row for row, own in enumerate(self._years) if own == year]
            self._by_year[year] = FormIndex({row: self._names(row) for row in rows})
        return self._by_year[year]

    def _has_same_article(self, row: int, title: str) -> bool:
        """Whether any title of a row begins with the same article as a title, or with none as well."""
        return leading_article(title) in {leading_article(name) for name in self._names(row)}

    def _names(self, row: int) -> tuple[str, ...]:
        """All titles of a row."""
        return self._catalogue.titles[row], *self._catalogue.alternatives[row]

    def _may_be(self, film: ImportedFilm, rows: Iterable[int]) -> list[int]:
        """The rows that may be a film: if it has an IMDb id, those without one, since another id is another film."""
        return [row for row in rows if film.imdb_id is None or not self._catalogue.imdb[row]]

    def _without_twins(self, rows: Iterable[int]) -> list[int]:
        """The rows, without the less rated of twins."""
        return [row for row in rows if self._catalogue.twins.get(row, (row,))[0] == row]

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
        queries = [" ".join(title_words(film.title)) for film in films]
        similarity = process.cdist(
            queries, list(parts), scorer=fuzz.ratio, score_cutoff=HINT_SIMILARITY, dtype=np.uint8
        )
        best = zip(films, similarity.argmax(axis=1).tolist(), similarity.max(axis=1).tolist(), strict=True)
        return [self._nearest_year(rows[part], film.year) if score else None for film, part, score in best]


def leading_article(title: str) -> str:
    """The English article at the beginning of a title; empty if there is none."""
    first, _, _ = restore_article(title).casefold().partition(" ")
    return first if first in ENGLISH_ARTICLES else ""


def match_key(name: str) -> str:
    """The key of a whole title: titles with the same key are the same."""
    return TitleForms(name).key

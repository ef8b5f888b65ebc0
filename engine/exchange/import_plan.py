"""Turns an export into the start of a session: four suggested favourites, and answers for the other films."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from matinee.engine.catalogue.catalogue import DISLIKED_TO, LIKED_FROM, Catalogue, Movie
from matinee.engine.catalogue.series import series_name
from matinee.engine.catalogue.variety import MAX_PER_SERIES
from matinee.engine.exchange.matching import Unmatched, match_films
from matinee.engine.exchange.records import Export, ImportedFilm, SkippedRow
from matinee.engine.models.profile import FAVOURITES, Answer
from matinee.engine.session.events import Imported
from matinee.policy.array_types import BoolArray

HEART_COUNTS_FROM = 3.0
"""A film with a heart counts as liked unless it is rated below this, in stars."""
COUNT_NAMES = {Answer.LIKE: "liked", Answer.DISLIKE: "disliked", Answer.SEEN: "seen", Answer.WATCHLIST: "wanted"}
"""Names of the counts, in the summary and in JSON."""


@dataclass(frozen=True)
class ImportPlan:
    """What a session takes over from an export.

    Attributes:
        source: the service it comes from, such as "Letterboxd".
        favourites: at most four liked films, suggested as favourites of a session.
        answers: (movie id, answer) of every film found, favourites included, oldest first.
        unmatched: films that were not found.
        skipped: rows that could not be read.
        not_films: number of series, episodes and games, which are left out.
    """

    source: str
    favourites: tuple[Movie, ...]
    answers: tuple[tuple[int, Answer], ...]
    unmatched: tuple[Unmatched, ...]
    skipped: tuple[SkippedRow, ...]
    not_films: int

    @property
    def n_films(self) -> int:
        """Number of films in the export."""
        return len(self.answers) + len(self.unmatched)

    @cached_property
    def counts(self) -> dict[Answer, int]:
        """Number of films found by answer: liked, disliked, seen, wanted."""
        counted = Counter(answer for _, answer in self.answers)
        return {answer: counted[answer] for answer in COUNT_NAMES}

    def event_for(self, favourites: Sequence[int]) -> Imported:
        """The event that gives a session from these favourites (movie ids) all other answers."""
        return Imported(self.source, tuple(pair for pair in self.answers if pair[0] not in favourites))

    @property
    def summary(self) -> str:
        """ "Letterboxd: 812 films read, 640 found: 310 liked, 55 disliked, 235 seen, 40 wanted; 172 not found."."""
        counts = ", ".join(f"{self.counts[answer]:,} {word}" for answer, word in COUNT_NAMES.items())
        parts = [f"{self.source}: {pluralize(self.n_films, 'film')} read, {len(self.answers):,} found: {counts}"]
        if self.unmatched:
            parts.append(f"{len(self.unmatched):,} not found")
        if self.not_films:
            one = self.not_films == 1
            parts.append(
                f"{self.not_films:,} {'entry' if one else 'entries'} skipped: not {'a film' if one else 'films'}"
            )
        if self.skipped:
            parts.append(f"{pluralize(len(self.skipped), 'row')} could not be read")
        return "; ".join(parts) + "."

    def lines(self) -> list[str]:
        """Lines of the full report: the summary, the suggested favourites, films not found and rows not read."""
        parts = {
            "Suggested favourites": [movie.label for movie in self.favourites] or ["none: no liked film was found"],
            "Not found": [describe(each) for each in self.unmatched],
            "Rows that could not be read": [f"{row.file}, line {row.line}: {row.problem}" for row in self.skipped],
        }
        lines = [self.summary]
        for heading, entries in parts.items():
            if entries:
                lines += ["", heading, *(f"  {entry}" for entry in entries)]
        return lines


def plan_import(export: Export, catalogue: Catalogue, known: BoolArray) -> ImportPlan:
    """Match the films of an export with the catalogue and suggest favourites.

    Args:
        export: as ``read_export`` returns it.
        catalogue: all films of the bundle.
        known: (n_movies,) True where the model knows a film; these are suggested before others.
    """
    matched = match_films(export.films, catalogue)
    oldest_first = sorted(matched.found, key=lambda pair: pair[0].date or date.min)
    return ImportPlan(
        source=export.source,
        favourites=tuple(catalogue.movie(row) for row in propose_favourites(matched.found, catalogue, known)),
        answers=tuple((int(catalogue.ids[row]), infer_answer(film)) for film, row in oldest_first),
        unmatched=matched.unmatched,
        skipped=export.skipped,
        not_films=export.not_films,
    )


def infer_answer(film: ImportedFilm) -> Answer:
    """The answer that a film's rating, heart or place on a list amounts to.

    A rating counts before a heart, and both before the watchlist.
    """
    if film.stars is not None and film.stars <= DISLIKED_TO:
        return Answer.DISLIKE
    if (film.stars or 0.0) >= LIKED_FROM or (film.liked and (film.stars or LIKED_FROM) >= HEART_COUNTS_FROM):
        return Answer.LIKE
    return Answer.SEEN if film.watched or film.liked or film.stars is not None else Answer.WATCHLIST


def propose_favourites(found: Sequence[tuple[ImportedFilm, int]], catalogue: Catalogue, known: BoolArray) -> list[int]:
    """Choose at most four favourites among the liked films.

    Films known to the model come first, then the better rated, those with a heart, the newest and the most rated. At
    most two films of a series are chosen if there are others.

    Args:
        found: (film, its row in the catalogue).
        catalogue: all films of the bundle.
        known: (n_movies,) True where the model knows a film.

    Returns:
        Rows, the best first.
    """

    def sort_key(pair: tuple[ImportedFilm, int]) -> tuple[bool, float, bool, date, float]:
        film, row = pair
        count = float(catalogue.rating_counts[row])
        return bool(known[row]), film.stars or 0.0, film.liked, film.date or date.min, count

    liked = [pair for pair in found if infer_answer(pair[0]) is Answer.LIKE]
    best = [row for _, row in sorted(liked, key=sort_key, reverse=True)]
    chosen: list[int] = []
    of_series: Counter[str] = Counter()
    for row in best:
        series = series_name(catalogue.titles[row])
        if of_series[series] < MAX_PER_SERIES:
            chosen.append(row)
            of_series[series] += 1
    return [*chosen, *(row for row in best if row not in chosen)][:FAVOURITES]


def describe(unmatched: Unmatched) -> str:
    """ "Star Wars (1977): not in the catalogue; closest match: Star Wars: Episode IV - A New Hope (1977)"."""
    hint = f"; closest match: {unmatched.nearest.label}" if unmatched.nearest else ""
    return f"{unmatched.film.label}: {unmatched.why}{hint}"


def pluralize(count: int, thing: str) -> str:
    """ "1 film", "812 films"."""
    return f"{count:,} {thing}{'s' * (count != 1)}"

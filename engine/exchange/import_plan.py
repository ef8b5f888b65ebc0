"""Turns an export into the start of a session: four suggested favourites, and answers for the other films."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from matinee.engine.catalogue.catalogue import DISLIKED_TO, LIKED_FROM, Catalogue, Movie
from matinee.engine.catalogue.series import series_name
from matinee.engine.catalogue.variety import MAX_PER_SERIES
from matinee.engine.exchange.matching import MatchResult, Unmatched, match_films
from matinee.engine.exchange.near_misses import accept_matches, near_misses
from matinee.engine.exchange.records import Export, ImportedFilm, SkippedRow
from matinee.engine.models.profile import FAVOURITES, Answer
from matinee.engine.session.events import Imported
from matinee.policy.array_types import BoolArray

HEART_COUNTS_FROM = 3.0
"""A film with a heart counts as liked unless it is rated below this, in stars."""
COUNT_NAMES = {Answer.LIKE: "liked", Answer.DISLIKE: "disliked", Answer.SEEN: "seen", Answer.WATCHLIST: "wanted"}
"""Names of the counts, in the summary and in JSON."""


@dataclass(frozen=True, eq=False)
class ImportPlan:
    """What a session takes over from an export.

    Attributes:
        export: as ``read_export`` returns it.
        matched: which of its films were found.
        catalogue: all films of the bundle.
        known: (n_movies,) True where the model knows a film; these are suggested before others.
        accepted: the films that were found because the user accepted what they may be.
    """

    export: Export
    matched: MatchResult
    catalogue: Catalogue
    known: BoolArray
    accepted: tuple[ImportedFilm, ...] = ()

    @property
    def source(self) -> str:
        """The service it comes from, such as "Letterboxd"."""
        return self.export.source

    @property
    def unmatched(self) -> tuple[Unmatched, ...]:
        """The films that were not found."""
        return self.matched.unmatched

    @property
    def skipped(self) -> tuple[SkippedRow, ...]:
        """The rows that could not be read, or not in full."""
        return self.export.skipped

    @cached_property
    def favourites(self) -> tuple[Movie, ...]:
        """At most four liked films, suggested as favourites of a session."""
        return tuple(map(self.catalogue.movie, propose_favourites(self.matched.found, self.catalogue, self.known)))

    @cached_property
    def answers(self) -> tuple[tuple[int, Answer], ...]:
        """(movie id, answer) of every film found, favourites included, oldest first."""
        oldest_first = sorted(self.matched.found, key=lambda pair: pair[0].date or date.min)
        return tuple((int(self.catalogue.ids[row]), infer_answer(film)) for film, row in oldest_first)

    @cached_property
    def near_misses(self) -> dict[int, Unmatched]:
        """Position in ``unmatched`` → film not found that may be a film of the catalogue."""
        return near_misses(self.matched, self.catalogue)

    @cached_property
    def likely_seen(self) -> tuple[int, ...]:
        """Ids of the films that films not found may be, if those were rated or watched: they are not shown either."""
        likely = dict.fromkeys(
            each.nearest.id
            for each in self.near_misses.values()
            if each.nearest is not None and infer_answer(each.film) is not Answer.WATCHLIST
        )
        return tuple(likely)

    @property
    def n_films(self) -> int:
        """Number of films in the export."""
        return len(self.answers) + len(self.unmatched)

    @cached_property
    def counts(self) -> dict[Answer, int]:
        """Number of films found by answer: liked, disliked, seen, wanted."""
        counted = Counter(answer for _, answer in self.answers)
        return {answer: counted[answer] for answer in COUNT_NAMES}

    def answered(self, *answers: Answer) -> tuple[int, ...]:
        """Ids of the films found with one of these answers, oldest first."""
        return tuple(movie for movie, answer in self.answers if answer in answers)

    def accept(self, accepted: Mapping[int, int]) -> "ImportPlan":
        """The plan with more films found.

        Args:
            accepted: position in ``unmatched`` → id of the film that it is.

        Raises:
            MovieNotFoundError: the catalogue does not have a film.
        """
        matched = accept_matches(self.matched, accepted, self.catalogue)
        new = tuple(film for film, _ in matched.found[len(self.matched.found) :])
        return replace(self, matched=matched, accepted=(*self.accepted, *new))

    def accept_all(self) -> "ImportPlan":
        """The plan with every film found that may be a film of the catalogue."""
        return self.accept(
            {position: each.nearest.id for position, each in self.near_misses.items() if each.nearest is not None}
        )

    def event_for(self, favourites: Sequence[int]) -> Imported:
        """The event that gives a session from these favourites (movie ids) all other answers.

        Films that were likely seen are added as seen.
        """
        answers = (*self.answers, *((movie, Answer.SEEN) for movie in self.likely_seen))
        return Imported(self.source, tuple(pair for pair in answers if pair[0] not in favourites))

    @property
    def summary(self) -> str:
        """ "Letterboxd: 812 films read, 640 found: 310 liked, 55 disliked, 235 seen, 40 wanted; 172 not found."."""
        counts = ", ".join(f"{self.counts[answer]:,} {word}" for answer, word in COUNT_NAMES.items())
        accepted = f" ({len(self.accepted):,} accepted)" if self.accepted else ""
        found = f"{len(self.answers):,} found{accepted}: {counts}"
        parts = [f"{self.source}: {pluralize(self.n_films, 'film')} read, {found}"]
        if self.unmatched:
            parts.append(f"{len(self.unmatched):,} not found")
        if not_films := self.export.not_films:
            one = not_films == 1
            parts.append(f"{not_films:,} {'entry' if one else 'entries'} skipped: not {'a film' if one else 'films'}")
        if unread := sum(row.count for row in self.skipped if not row.film_read):
            parts.append(f"{pluralize(unread, 'row')} could not be read")
        return "; ".join(parts) + "."

    def lines(self) -> list[str]:
        """Lines of the full report: the summary, notes, the suggested favourites, films not found, rows not read."""
        parts = {
            "Suggested favourites": [movie.label for movie in self.favourites] or ["none: no liked film was found"],
            "Not found": [describe(each) for each in self.unmatched],
            "Rows that could not be read": [describe_problem(row) for row in self.skipped if not row.film_read],
            "Films read without a part of their row": [describe_problem(row) for row in self.skipped if row.film_read],
        }
        lines = [self.summary, *self.export.notes]
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
    return ImportPlan(export, match_films(export.films, catalogue), catalogue, known)


def infer_answer(film: ImportedFilm) -> Answer:
    """The answer that a film's rating, heart or place on a list amounts to.

    A favourite of the profile is liked; a rating counts before a heart, and both before the watchlist.
    """
    if film.favourite is not None:
        return Answer.LIKE
    if film.stars is not None and film.stars <= DISLIKED_TO:
        return Answer.DISLIKE
    if (film.stars or 0.0) >= LIKED_FROM or (film.liked and (film.stars or LIKED_FROM) >= HEART_COUNTS_FROM):
        return Answer.LIKE
    return Answer.SEEN if film.watched or film.liked or film.stars is not None else Answer.WATCHLIST


def propose_favourites(found: Sequence[tuple[ImportedFilm, int]], catalogue: Catalogue, known: BoolArray) -> list[int]:
    """Choose at most four favourites among the liked films.

    The favourites of the profile come first, in their order. Of the others, films known to the model come first, then
    the better rated, those with a heart, the newest and the most rated. At most two films of a series are chosen if
    there are others.

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

    places = {film.favourite: row for film, row in found if film.favourite is not None}
    chosen = [places[place] for place in sorted(places)]
    liked = [pair for pair in found if infer_answer(pair[0]) is Answer.LIKE and pair[1] not in chosen]
    best = [row for _, row in sorted(liked, key=sort_key, reverse=True)]
    of_series = Counter(series_name(catalogue.titles[row]) for row in chosen)
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


def describe_problem(row: SkippedRow) -> str:
    """ "ratings.csv, line 7: the title is missing (and in 3 more rows)"."""
    more = f" (and in {pluralize(row.count - 1, 'more row')})" if row.count > 1 else ""
    return f"{row.file}, line {row.line}: {row.problem}{more}"


def pluralize(count: int, thing: str) -> str:
    """ "1 film", "812 films"."""
    return f"{count:,} {thing}{'s' * (count != 1)}"

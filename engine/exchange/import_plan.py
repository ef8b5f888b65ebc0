"""From an export to a session: four favourites are proposed, and the other films are known from the start."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from matinee.engine.catalogue.catalogue import DISLIKED_TO, LIKED_FROM, Catalogue, Movie
from matinee.engine.catalogue.series import MOST, series_name
from matinee.engine.exchange.matching import Unmatched, match
from matinee.engine.exchange.records import Export, ImportedFilm, Unreadable
from matinee.engine.models.profile import FAVOURITES
from matinee.engine.session.events import Answer, Imported
from matinee.policy.array_types import BoolArray

HEART_COUNTS_FROM = 3.0
"""A film with a heart is liked, unless it was rated below this."""
WORDS = {Answer.LIKE: "liked", Answer.DISLIKE: "disliked", Answer.SEEN: "seen", Answer.LATER: "wanted"}


@dataclass(frozen=True)
class ImportPlan:
    """What an export means for a session.

    Attributes:
        source: the world it comes from: "Letterboxd".
        favourites: at most four liked films, the proposal for a session.
        answers: (movie id, answer) of every film found, the favourites too, the oldest first.
        unmatched: films that were not found.
        unreadable: rows that were passed over.
        not_films: how many series, episodes and games were left out.
    """

    source: str
    favourites: tuple[Movie, ...]
    answers: tuple[tuple[int, Answer], ...]
    unmatched: tuple[Unmatched, ...]
    unreadable: tuple[Unreadable, ...]
    not_films: int

    @property
    def read(self) -> int:
        """How many films the export has."""
        return len(self.answers) + len(self.unmatched)

    @cached_property
    def counts(self) -> dict[Answer, int]:
        """How many of the films found are liked, disliked, seen and wanted."""
        counted = Counter(answer for _, answer in self.answers)
        return {answer: counted[answer] for answer in WORDS}

    def event_for(self, favourites: Sequence[int]) -> Imported:
        """What a session from these favourites (movie ids) knows besides them."""
        return Imported(self.source, tuple(known for known in self.answers if known[0] not in favourites))

    @property
    def summary(self) -> str:
        """ "Letterboxd: 812 films read, 640 found: 310 liked, 55 disliked, 235 seen, 40 wanted; 172 not found."."""
        counts = ", ".join(f"{self.counts[answer]:,} {word}" for answer, word in WORDS.items())
        parts = [f"{self.source}: {amount(self.read, 'film')} read, {len(self.answers):,} found: {counts}"]
        if self.unmatched:
            parts.append(f"{len(self.unmatched):,} not found")
        if self.not_films:
            parts.append(f"{self.not_films:,} left out that are no films")
        if self.unreadable:
            parts.append(f"{amount(len(self.unreadable), 'row')} passed over")
        return "; ".join(parts) + "."

    def lines(self) -> list[str]:
        """The whole report, a line each: the summary, the favourites proposed, what was not found or passed over."""
        parts = {
            "Favourites it proposes": [movie.label for movie in self.favourites] or ["none: no film found is liked"],
            "Not found": [told(each) for each in self.unmatched],
            "Passed over": [f"{row.file}, line {row.line}: {row.problem}" for row in self.unreadable],
        }
        lines = [self.summary]
        for heading, entries in parts.items():
            if entries:
                lines += ["", heading, *(f"  {entry}" for entry in entries)]
        return lines


def plan(export: Export, catalogue: Catalogue, scorable: BoolArray) -> ImportPlan:
    """Find the films of an export and what a session can make of them.

    Args:
        export: as ``read_export`` gives it.
        catalogue: the films there are.
        scorable: (n_movies,) True where the model knows a film; such films are proposed before others.
    """
    matched = match(export.films, catalogue)
    oldest_first = sorted(matched.found, key=lambda pair: pair[0].date or date.min)
    return ImportPlan(
        source=export.source,
        favourites=tuple(catalogue.movie(row) for row in proposed(matched.found, catalogue, scorable)),
        answers=tuple((int(catalogue.ids[row]), answer_of(film)) for film, row in oldest_first),
        unmatched=matched.unmatched,
        unreadable=export.unreadable,
        not_films=export.not_films,
    )


def answer_of(film: ImportedFilm) -> Answer:
    """What a film would have been answered; a rating says more than a heart, and both more than a watchlist."""
    if film.stars is not None and film.stars <= DISLIKED_TO:
        return Answer.DISLIKE
    if (film.stars or 0.0) >= LIKED_FROM or (film.liked and (film.stars or LIKED_FROM) >= HEART_COUNTS_FROM):
        return Answer.LIKE
    return Answer.SEEN if film.watched or film.liked or film.stars is not None else Answer.LATER


def proposed(found: Sequence[tuple[ImportedFilm, int]], catalogue: Catalogue, scorable: BoolArray) -> list[int]:
    """The rows of at most four favourites, the best first, no series with all of them where there are others."""

    def worth(pair: tuple[ImportedFilm, int]) -> tuple[bool, float, bool, date, float]:
        film, row = pair
        count = float(catalogue.rating_counts[row])
        return bool(scorable[row]), film.stars or 0.0, film.liked, film.date or date.min, count

    liked = [pair for pair in found if answer_of(pair[0]) is Answer.LIKE]
    best = [row for _, row in sorted(liked, key=worth, reverse=True)]
    chosen: list[int] = []
    of_series: Counter[str] = Counter()
    for row in best:
        series = series_name(catalogue.titles[row])
        if of_series[series] < MOST:
            chosen.append(row)
            of_series[series] += 1
    return [*chosen, *(row for row in best if row not in chosen)][:FAVOURITES]


def told(unmatched: Unmatched) -> str:
    """ "Star Wars (1977): not in the catalogue; the nearest is Star Wars: Episode IV - A New Hope (1977)"."""
    nearest = f"; the nearest is {unmatched.nearest.label}" if unmatched.nearest else ""
    return f"{unmatched.film.label}: {unmatched.why}{nearest}"


def amount(count: int, thing: str) -> str:
    """ "1 film", "812 films"."""
    return f"{count:,} {thing}{'s' * (count != 1)}"

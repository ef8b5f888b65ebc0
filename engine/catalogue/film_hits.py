"""The films that a search found, and how lists of them are joined."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import inf

from matinee.engine.catalogue.people import Person


@dataclass(frozen=True)
class FilmHit:
    """A film that was found.

    Attributes:
        row: row of the film.
        score: quality of the match, from 0 to about 1.
        person: the person for whom it is listed; None if for its title alone.
        by_title: whether the line has its title, with or without the person.
        is_near: whether the title is only near to the line, which means a film that is probably not in the catalogue.
    """

    row: int
    score: float
    person: Person | None = None
    by_title: bool = True
    is_near: bool = False


def combine(first: list[FilmHit], others: Iterable[FilmHit], limit: int, share: float) -> list[FilmHit]:
    """Append films that are not yet listed, with no score above the last one.

    Args:
        first: the films that come first.
        others: the films to append.
        limit: maximum number of films.
        share: share of the list that is kept for the appended films.
    """
    listed = {hit.row for hit in first}
    appended = [hit for hit in others if hit.row not in listed]
    kept = first[: limit - min(int(share * limit), len(appended))]
    most = kept[-1].score if kept else inf
    return [*kept, *(replace(hit, score=min(hit.score, most)) for hit in appended)][:limit]

"""What came of an evening: films liked, disliked and kept, and where the taste went."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from engine.catalogue import Movie
from engine.events import Answer
from engine.session import Session

MOVED = 0.015
"""A genre whose share changed by less has not moved."""


@dataclass(frozen=True)
class Summary:
    """An evening so far.

    Attributes:
        favourites: the four it began with.
        liked, disliked, kept: films that got these answers, in order, those brought from elsewhere included.
        here: answer → how many films got it in this evening.
        moved: (genre, change of its share among the films that fit best), the largest change first.
    """

    favourites: tuple[Movie, ...]
    liked: tuple[Movie, ...]
    disliked: tuple[Movie, ...]
    kept: tuple[Movie, ...]
    here: Mapping[Answer, int]
    moved: tuple[tuple[str, float], ...]


def summarise(session: Session) -> Summary:
    """What came of a session up to now."""
    catalogue, now = session.catalogue, session.standing
    here = set(now.here)

    def films(ids: tuple[int, ...]) -> tuple[Movie, ...]:
        return tuple(catalogue.movie(catalogue.row(movie_id)) for movie_id in ids)

    change = (session.taste - session.starting_taste).tolist()
    moved = sorted(zip(catalogue.genre_names, change, strict=True), key=lambda pair: -abs(pair[1]))
    return Summary(
        favourites=films(session.favourites),
        liked=films(now.of(Answer.LIKE)),
        disliked=films(now.of(Answer.DISLIKE)),
        kept=films(now.of(Answer.LATER)),
        here=Counter(answer for movie, answer in now.answers if movie in here),
        moved=tuple((genre, by) for genre, by in moved if abs(by) >= MOVED),
    )

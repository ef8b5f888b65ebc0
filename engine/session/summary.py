"""What came of an evening: films liked, disliked and kept, and where the taste went."""

from dataclasses import dataclass

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.session.events import Answer
from matinee.engine.session.session import Session
from matinee.engine.session.taste_profile import MOVED


@dataclass(frozen=True)
class Summary:
    """An evening so far.

    Attributes:
        favourites: the four it began with.
        liked, disliked, kept, skipped: films that got these answers in this evening, in order.
        brought: how many films are known from elsewhere.
        moved: (genre, change of its share among the films that fit best), the largest change first.
    """

    favourites: tuple[Movie, ...]
    liked: tuple[Movie, ...]
    disliked: tuple[Movie, ...]
    kept: tuple[Movie, ...]
    skipped: tuple[Movie, ...]
    brought: int
    moved: tuple[tuple[str, float], ...]


def summarise(session: Session) -> Summary:
    """What came of a session up to now."""
    catalogue, now = session.catalogue, session.standing

    def films(wanted: Answer) -> tuple[Movie, ...]:
        return catalogue.movies(movie for movie, answer in now.here if answer is wanted)

    change = (session.taste - session.starting_taste).tolist()
    moved = sorted(zip(catalogue.genre_names, change, strict=True), key=lambda pair: -abs(pair[1]))
    return Summary(
        favourites=catalogue.movies(session.favourites),
        liked=films(Answer.LIKE),
        disliked=films(Answer.DISLIKE),
        kept=films(Answer.LATER),
        skipped=films(Answer.SKIP),
        brought=len(now.answers) - len(now.here),
        moved=tuple((genre, by) for genre, by in moved if abs(by) >= MOVED),
    )

"""Summary of a session: the answers given and how the genre profile changed."""

from dataclasses import dataclass

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.models.profile import Answer
from matinee.engine.session.session import Session
from matinee.engine.session.taste_profile import MIN_GENRE_CHANGE


@dataclass(frozen=True)
class Summary:
    """A session up to now.

    Attributes:
        favourites: the four films the session started from.
        liked, disliked, watchlist, skipped: films that received these answers in this session, in order.
        imported: number of films imported from other services.
        genre_changes: (genre, change of its share in the genre profile since the start), the largest change first;
            changes below ``MIN_GENRE_CHANGE`` are left out.
    """

    favourites: tuple[Movie, ...]
    liked: tuple[Movie, ...]
    disliked: tuple[Movie, ...]
    watchlist: tuple[Movie, ...]
    skipped: tuple[Movie, ...]
    imported: int
    genre_changes: tuple[tuple[str, float], ...]


def summarise(session: Session) -> Summary:
    """Summarise a session up to now."""
    catalogue, state = session.catalogue, session.state

    def films(wanted: Answer) -> tuple[Movie, ...]:
        return catalogue.movies(movie for movie, answer in state.answered_here if answer is wanted)

    watchlist = {*state.watchlist}
    changes = (session.taste - session.starting_taste).tolist()
    ordered = sorted(zip(catalogue.genre_names, changes, strict=True), key=lambda pair: -abs(pair[1]))
    return Summary(
        favourites=catalogue.movies(session.favourites),
        liked=films(Answer.LIKE),
        disliked=films(Answer.DISLIKE),
        watchlist=tuple(movie for movie in dict.fromkeys(films(Answer.WATCHLIST)) if movie.id in watchlist),
        skipped=films(Answer.SKIP),
        imported=len(state.answers) - len(state.answered_here),
        genre_changes=tuple((genre, change) for genre, change in ordered if abs(change) >= MIN_GENRE_CHANGE),
    )

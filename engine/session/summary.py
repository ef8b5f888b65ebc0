"""Summary of a session: the answers given and what they say about the taste."""

from dataclasses import dataclass

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.models.profile import Answer
from matinee.engine.session.learned_taste import LearnedFeature
from matinee.engine.session.session import Session


@dataclass(frozen=True)
class Summary:
    """A session up to now.

    Attributes:
        favourites: the films the session started from, in a session for two those of both.
        liked, disliked, watchlist, skipped: films that received these answers in this session, in order.
        imported: number of films imported from other services.
        learned: what is typical of the liked films, the strongest first.
        is_for_two: whether the films, answers and taste are those of two people.
    """

    favourites: tuple[Movie, ...]
    liked: tuple[Movie, ...]
    disliked: tuple[Movie, ...]
    watchlist: tuple[Movie, ...]
    skipped: tuple[Movie, ...]
    imported: int
    learned: tuple[LearnedFeature, ...]
    is_for_two: bool = False


def summarise(session: Session) -> Summary:
    """Summarise a session up to now."""
    catalogue, state = session.catalogue, session.state

    def films(wanted: Answer) -> tuple[Movie, ...]:
        return catalogue.movies(movie for movie, answer in state.answered_here if answer is wanted)

    watchlist = {*state.watchlist}
    return Summary(
        favourites=catalogue.movies(session.all_favourites),
        liked=films(Answer.LIKE),
        disliked=films(Answer.DISLIKE),
        watchlist=tuple(movie for movie in dict.fromkeys(films(Answer.WATCHLIST)) if movie.id in watchlist),
        skipped=films(Answer.SKIP),
        imported=len(state.answers) - len(state.answered_here),
        learned=tuple(feature for feature in session.learned if feature.is_typical),
        is_for_two=session.companion is not None,
    )

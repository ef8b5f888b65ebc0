"""The genre that a session asks for, and how many of the films shown since then have it."""

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.session.state import SessionState
from matinee.policy.array_types import BoolArray, IntArray
from matinee.policy.genre_share import favour_genre, is_genre_due


def requested_films(catalogue: Catalogue, state: SessionState) -> BoolArray | None:
    """(n_movies,) True for films of the genre that a session asks for; None if it asks for none."""
    request = state.requested_genre
    return None if request is None or request.genre is None else catalogue.genres[:, catalogue.genre(request.genre)]


def shown_rows(catalogue: Catalogue, state: SessionState) -> list[int]:
    """Catalogue rows of the films shown so far, in order."""
    return [catalogue.row(movie) for movie, _ in state.answered_here]


def count_since_request(catalogue: Catalogue, state: SessionState) -> tuple[int, int]:
    """How many films were shown since the genre was requested, and how many of them have it."""
    requested = requested_films(catalogue, state)
    shown = shown_rows(catalogue, state)[state.before_request :]
    return len(shown), 0 if requested is None else int(requested[shown].sum())


def is_requested_genre_due(catalogue: Catalogue, state: SessionState) -> bool:
    """Whether the next film must have the requested genre, as long as one is eligible."""
    return is_genre_due(*count_since_request(catalogue, state))


def favour_requested(catalogue: Catalogue, state: SessionState, order: IntArray, count: int) -> IntArray:
    """Order films so that those of the requested genre have their share of the next ones.

    Args:
        catalogue: all films.
        state: the session state, with the request and the films shown.
        order: (n,) rows, best first.
        count: how many rows to return at most.
    """
    requested = requested_films(catalogue, state)
    if requested is None:
        return order[:count]
    return favour_genre(order, requested, count, *count_since_request(catalogue, state))

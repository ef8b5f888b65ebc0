"""What cannot happen in a session, refused by name before it does."""

from collections.abc import Sequence

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.errors import SessionError
from matinee.engine.session.events import Event, GenreAsked, Weighed, Widened
from matinee.engine.session.state import standing
from matinee.policy import PolicyError, checked_value


def refuse_impossible(
    events: Sequence[Event], before: Sequence[Event], favourites: Sequence[int], catalogue: Catalogue
) -> None:
    """Look at events that are to come after those before, in a session from these favourites.

    Raises:
        UnknownMovie, UnknownGenre: a name that is not there.
        SessionError: a film spoken about twice, a filter closed, a setting that is not there or out of its bounds.
    """
    seen = {*favourites, *(movie for movie, _ in standing(before).answers)}
    for event in events:
        for movie, _ in standing([event]).answers:
            catalogue.row(movie)
            if movie in seen:
                raise SessionError(f"The film {movie} cannot be answered: it was a favourite or answered before.")
            seen.add(movie)
        if isinstance(event, Widened) and event.steps < 1:
            raise SessionError(f"A filter is widened by one step or more, not by {event.steps}.")
        if isinstance(event, GenreAsked) and event.genre is not None:
            catalogue.genre(event.genre)
        if isinstance(event, Weighed):
            refuse_setting(event)


def refuse_setting(event: Weighed) -> None:
    """Raises SessionError for a setting the policy does not have, or a value it cannot have."""
    try:
        checked_value(event.setting, event.value)
    except PolicyError as error:
        raise SessionError(str(error)) from error

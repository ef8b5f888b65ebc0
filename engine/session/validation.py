"""Validates events before they are applied."""

from collections.abc import Sequence

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.errors import SessionError
from matinee.engine.models.profile import MAX_FAVOURITES, Answer
from matinee.engine.session.companion import INVALID_NAME, Companion, is_valid_name
from matinee.engine.session.events import (
    Answered,
    Event,
    GenreRequested,
    WatchlistRequested,
    Widened,
    changed_settings,
)
from matinee.engine.session.state import answers_of, replay
from matinee.policy import PolicyError, validate_setting


def validate_events(
    events: Sequence[Event], before: Sequence[Event], favourites: Sequence[int], catalogue: Catalogue
) -> None:
    """Check that events may follow others in a session.

    Args:
        events: the events to check, in order.
        before: the events that precede them; these are not checked.
        favourites: ids of the favourites the session starts from.
        catalogue: all films.

    Raises:
        MovieNotFoundError, GenreNotFoundError: the catalogue does not have the film or genre.
        SessionError: a film is answered twice and was not chosen from the watchlist, the filter is widened by less
            than one step, or the policy does not accept a setting.
    """
    state = replay(before)
    seen = {*favourites, *(movie for movie, _ in state.answers)}
    watchlist, watchlist_only = {*state.open_watchlist}, state.watchlist_only
    for event in events:
        again = watchlist if watchlist_only and isinstance(event, Answered) else set()
        for movie, answer in answers_of(event):
            catalogue.row(movie)
            if movie in seen and movie not in again:
                raise SessionError(f"The film {movie} cannot be answered: it was a favourite or answered before.")
            if answer is Answer.WATCHLIST and movie not in seen:
                watchlist.add(movie)
            else:
                watchlist.discard(movie)
            seen.add(movie)
        if isinstance(event, WatchlistRequested):
            watchlist_only = event.only
        if isinstance(event, Widened) and event.steps < 1:
            raise SessionError(f"A filter is widened by one step or more, not by {event.steps}.")
        if isinstance(event, GenreRequested) and event.genre is not None:
            catalogue.genre(event.genre)
        for setting, value in changed_settings(event):
            validate_change(setting, value)


def validate_start(favourites: Sequence[int], companion: Companion | None, seed: int) -> None:
    """Raise SessionError unless a session can start from these favourites, this companion and this seed."""
    validate_favourites(favourites)
    if companion is not None:
        validate_companion(companion)
    if seed < 0:
        raise SessionError(f"The seed must be a whole number of at least 0, not {seed}.")


def validate_favourites(favourites: Sequence[int], owner: str = "") -> None:
    """Raise SessionError unless there are one to ten different favourites.

    Args:
        favourites: movie ids.
        owner: whose they are, for the message; empty for those of the user.
    """
    if not 1 <= len(favourites) == len(set(favourites)) <= MAX_FAVOURITES:
        twice = ", some of them twice" if len(set(favourites)) < len(favourites) else ""
        whose = f" for {owner}" if owner else ""
        raise SessionError(
            f"A session starts from one to ten different films; {len(favourites)} were given{whose}{twice}."
        )


def validate_companion(companion: Companion) -> None:
    """Raise SessionError if a companion does not have one to ten different favourites, or no name to show."""
    validate_favourites(companion.favourites, "the second person")
    if not is_valid_name(companion.name):
        raise SessionError(INVALID_NAME)


def validate_change(setting: str, value: float | str) -> None:
    """Raise SessionError if the policy does not have the setting or does not accept the value."""
    try:
        validate_setting(setting, value)
    except PolicyError as error:
        raise SessionError(str(error)) from error

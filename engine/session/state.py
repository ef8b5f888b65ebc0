"""Session state derived from its events."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby

from matinee.engine.models.profile import Answer
from matinee.engine.prompts.prompt import Prompt
from matinee.engine.session.events import (
    Answered,
    Event,
    GenreRequested,
    Imported,
    ModelChosen,
    Prompted,
    SettingChanged,
    SettingsChanged,
    WatchlistRequested,
    Widened,
    changed_settings,
)

BY_WEIGHT = (Answer.LIKE, Answer.DISLIKE, Answer.WATCHLIST, Answer.SEEN, Answer.SKIP)


@dataclass(frozen=True)
class SessionState:
    """The state that results from a list of events.

    Attributes:
        answers: (movie id, answer) of every film answered or imported, in order; a film of the watchlist may have a
            second answer. In a session for two, the answers of both as one (``joint_answer``).
        own_answers: the same films with the answers of the first person.
        companion_answers: the films answered in a session for two, with the answers of the second person.
        answered_here: the films answered in this session, without the imported ones.
        prompt: the active prompt.
        requested_genre: the active genre request.
        before_request: how many films had been answered here when the genre was requested.
        watchlist_only: whether only films of the watchlist are shown.
        model: name of the chosen model; None for the model the session began with.
        settings: (policy setting, value) of every setting that was changed.
        widened: how many steps the genre filter has been relaxed.
        choice_count: how many events led to another film; selects the random generator of the next choice.
    """

    answers: tuple[tuple[int, Answer], ...] = ()
    own_answers: tuple[tuple[int, Answer], ...] = ()
    companion_answers: tuple[tuple[int, Answer], ...] = ()
    answered_here: tuple[tuple[int, Answer], ...] = ()
    prompt: Prompt | None = None
    requested_genre: GenreRequested | None = None
    before_request: int = 0
    watchlist_only: bool = False
    model: str | None = None
    settings: tuple[tuple[str, float | str], ...] = ()
    widened: int = 0
    choice_count: int = 0

    def answered(self, *answers: Answer) -> tuple[int, ...]:
        """Return the ids of the films that received one of these answers, in order."""
        return tuple(movie for movie, answer in self.answers if answer in answers)

    @property
    def watchlist(self) -> tuple[int, ...]:
        """Ids of the films on the watchlist, in order; a like or a dislike takes a film off it."""
        judged = {*self.answered(Answer.LIKE, Answer.DISLIKE)}
        return tuple(movie for movie in dict.fromkeys(self.answered(Answer.WATCHLIST)) if movie not in judged)

    @property
    def open_watchlist(self) -> tuple[int, ...]:
        """Ids of the films that were put on the watchlist and not answered since, in order."""
        counts = Counter(movie for movie, _ in self.answers)
        return tuple(movie for movie in self.answered(Answer.WATCHLIST) if counts[movie] == 1)


def joint_answer(own: Answer, companion: Answer) -> Answer:
    """The answer under which a film of two people is listed: that of the one with an opinion; a like comes first."""
    return next(answer for answer in BY_WEIGHT if answer in (own, companion))


def replay(events: Sequence[Event]) -> SessionState:
    """Return the state after all events, starting from an empty session."""
    state = SessionState()
    for is_answers, run in groupby(events, key=lambda event: isinstance(event, Answered)):
        if is_answers:
            state = add_answers(state, [event for event in run if isinstance(event, Answered)])
        else:
            state = reduce(apply_event, run, state)
    return state


def answers_of(event: Event) -> tuple[tuple[int, Answer], ...]:
    """The (movie id, answer) pairs that an event adds; none for most events."""
    match event:
        case Answered(movie_id, own, companion):
            return ((movie_id, own if companion is None else joint_answer(own, companion)),)
        case Imported(_, answers):
            return answers
    return ()


def add_answers(state: SessionState, answered: Sequence[Answered]) -> SessionState:
    """Return the state after some answers. Adding them one by one would copy all earlier answers each time."""
    pairs = tuple(pair for event in answered for pair in answers_of(event))
    theirs = ((each.movie_id, each.answer if each.companion is None else each.companion) for each in answered)
    return replace(
        state,
        answers=state.answers + pairs,
        own_answers=(*state.own_answers, *((each.movie_id, each.answer) for each in answered)),
        companion_answers=(*state.companion_answers, *theirs),
        answered_here=state.answered_here + pairs,
        choice_count=state.choice_count + len(answered),
    )


def apply_event(state: SessionState, event: Event) -> SessionState:
    """Return the state after one more event."""
    match event:
        case Answered():
            state = add_answers(state, [event])
        case Imported(_, answers):
            state = replace(
                state,
                answers=(*state.answers, *answers),
                own_answers=(*state.own_answers, *answers),
                choice_count=state.choice_count + 1,
            )
        case Widened(steps):
            state = replace(state, widened=state.widened + steps, choice_count=state.choice_count + 1)
        case Prompted(prompt):
            state = replace(state, prompt=prompt)
        case GenreRequested(genre):
            request = None if genre is None else event
            state = replace(state, requested_genre=request, before_request=len(state.answered_here))
        case WatchlistRequested(only):
            state = replace(state, watchlist_only=only)
        case ModelChosen(name):
            state = replace(state, model=name)
        case SettingChanged() | SettingsChanged():
            changed = changed_settings(event)
            others = tuple(pair for pair in state.settings if pair[0] not in dict(changed))
            state = replace(state, settings=(*others, *changed))
    return state

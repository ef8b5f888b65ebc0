"""Events of a session, and the steps that add, undo and redo them."""

from dataclasses import dataclass

from msgspec import Struct

from matinee.engine.models.profile import Answer
from matinee.engine.prompts.prompt import Prompt


class Recorded(Struct, frozen=True, forbid_unknown_fields=True):
    """A step; a saved session has the names of its fields as keys, or what ``rename`` makes of them."""


class Answered(Recorded, frozen=True):
    """The film on screen was answered.

    Attributes:
        companion: the answer of the second person, in a session for two; None if it is the same.
    """

    movie_id: int
    answer: Answer
    companion: Answer | None = None


class Widened(Recorded, frozen=True, rename={"steps": "widen"}):
    """The genre filter was relaxed by a number of steps because no film passed it."""

    steps: int


class Prompted(Recorded, frozen=True):
    """The prompt was set or changed; None means it was cleared."""

    prompt: Prompt | None


class GenreRequested(Recorded, frozen=True):
    """A genre was requested by name; None means the request was cleared.

    Attributes:
        strict: show only films of the genre; otherwise they receive a bonus [S0].
    """

    genre: str | None
    strict: bool = False


class ModelChosen(Recorded, frozen=True, rename={"name": "model"}):
    """Another model scores the films from here on."""

    name: str


class SettingChanged(Recorded, frozen=True):
    """A setting of the policy was changed."""

    setting: str
    value: int | float | str


class SettingsChanged(Recorded, frozen=True):
    """Several settings of the policy were changed at once, as one choice of the user.

    Attributes:
        settings: (setting, value) pairs.
    """

    settings: tuple[tuple[str, int | float | str], ...]


class Imported(Recorded, frozen=True, rename={"source": "imported"}):
    """Ratings were imported from another service.

    Attributes:
        source: name of the service, such as "Letterboxd".
        answers: (movie id, answer), the oldest first.
    """

    source: str
    answers: tuple[tuple[int, Answer], ...]


class WatchlistRequested(Recorded, frozen=True, rename={"only": "watchlist_only"}):
    """Only films of the watchlist were requested; ``only`` is False when all films were requested again."""

    only: bool


Event = (
    Answered
    | Widened
    | Prompted
    | GenreRequested
    | WatchlistRequested
    | ModelChosen
    | SettingChanged
    | SettingsChanged
    | Imported
)


class Undone(Recorded, frozen=True):
    """Undo the last event."""


class Redone(Recorded, frozen=True):
    """Redo the event that was undone last."""


Step = Event | Undone | Redone


@dataclass(frozen=True)
class History:
    """The events of a session and those that can be redone.

    Attributes:
        events: in order.
        undone: events that were undone; the most recently undone comes last.
    """

    events: tuple[Event, ...] = ()
    undone: tuple[Event, ...] = ()

    def apply(self, step: Step) -> "History":
        """Return the history after one more step; an impossible step, such as undoing nothing, changes nothing."""
        if isinstance(step, Undone):
            return History(self.events[:-1], (*self.undone, *self.events[-1:]))
        if isinstance(step, Redone):
            return History((*self.events, *self.undone[-1:]), self.undone[:-1])
        return History((*self._events_before(step), step))

    def _events_before(self, event: Event) -> tuple[Event, ...]:
        """The events that precede a new one; consecutive changes of the same settings count as one event."""
        changed = [name for name, _ in changed_settings(event)]
        replaced = [name for last in self.events[-1:] for name, _ in changed_settings(last)]
        return self.events[:-1] if changed and changed == replaced else self.events


def changed_settings(event: Event) -> tuple[tuple[str, int | float | str], ...]:
    """The (setting, value) pairs of the policy that an event changes; empty for most events."""
    if isinstance(event, SettingChanged):
        return ((event.setting, event.value),)
    return event.settings if isinstance(event, SettingsChanged) else ()

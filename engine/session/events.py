"""What can happen in a session: events, and the steps that add, take back and bring back events."""

from dataclasses import dataclass
from enum import Enum
from typing import Literal


class Answer(Enum):
    """What a person can say about a film."""

    LIKE = "like"
    DISLIKE = "dislike"
    SKIP = "skip"
    LATER = "later"
    """Kept on the watchlist; says nothing of the taste."""
    SEEN = "seen"
    """Seen elsewhere and neither liked nor disliked; says nothing of the taste."""


@dataclass(frozen=True)
class Answered:
    """A film was shown and answered."""

    movie_id: int
    answer: Answer


@dataclass(frozen=True)
class Widened:
    """The genre filter was opened by a number of steps because nothing was left."""

    steps: int


Kind = Literal["mood", "title"]
"""What a line of words may be: a mood, or the title of a film to be like."""


@dataclass(frozen=True)
class Prompt:
    """A line and how it is to be taken.

    Attributes:
        text: what was typed.
        off: labels of the parts that are switched off.
        taken_as: what the person said the line is; None to find out.
        movie_id: the film meant, where it was pointed at and not typed.
    """

    text: str
    off: frozenset[str] = frozenset()
    taken_as: Kind | None = None
    movie_id: int | None = None


@dataclass(frozen=True)
class Prompted:
    """A prompt was given or changed, or cleared where it is None."""

    prompt: Prompt | None


@dataclass(frozen=True)
class GenreAsked:
    """A genre was asked for by name (spec §2.7), or none any more where it is None.

    Attributes:
        strict: only its films; otherwise they get a bonus.
    """

    genre: str | None
    strict: bool = False


@dataclass(frozen=True)
class ModelChosen:
    """Another model chooses from here on."""

    name: str


@dataclass(frozen=True)
class Weighed:
    """A setting of the policy was turned."""

    setting: str
    value: float | str


@dataclass(frozen=True)
class Imported:
    """Films known from elsewhere: (movie id, answer), the oldest first.

    Attributes:
        source: where they come from: "Letterboxd".
    """

    source: str
    answers: tuple[tuple[int, Answer], ...]


Event = Answered | Widened | Prompted | GenreAsked | ModelChosen | Weighed | Imported


@dataclass(frozen=True)
class Undone:
    """The last event is taken back."""


@dataclass(frozen=True)
class Redone:
    """The last event taken back happens again."""


Step = Event | Undone | Redone


@dataclass(frozen=True)
class History:
    """Everything that happened, and what was taken back and can be brought back.

    Attributes:
        events: in order.
        undone: the last one taken back is the last.
    """

    events: tuple[Event, ...] = ()
    undone: tuple[Event, ...] = ()

    def after(self, step: Step) -> "History":
        """The history with one more step; a step that cannot be, such as undoing nothing, changes nothing."""
        if isinstance(step, Undone):
            return History(self.events[:-1], (*self.undone, *self.events[-1:]))
        if isinstance(step, Redone):
            return History((*self.events, *self.undone[-1:]), self.undone[:-1])
        return History((*self._before(step), step))

    def _before(self, step: Event) -> tuple[Event, ...]:
        """The events a new one comes after: a control that is turned on and on is one event."""
        last = self.events[-1] if self.events else None
        turning = isinstance(step, Weighed) and isinstance(last, Weighed) and last.setting == step.setting
        return self.events[:-1] if turning else self.events

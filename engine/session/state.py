"""How things stand after a list of events."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

from matinee.engine.session.events import (
    Answer,
    Answered,
    Event,
    GenreAsked,
    Imported,
    ModelChosen,
    Prompt,
    Prompted,
    Weighed,
    Widened,
)


@dataclass(frozen=True)
class Standing:
    """What the events so far come to.

    Attributes:
        answers: (movie id, answer) of every film answered or brought from elsewhere, in order.
        here: those of them that were answered in this session.
        prompt: the mood that counts now.
        asked: the genre asked for now.
        model: name of the model chosen; None for the one the session began with.
        weights: setting of the policy → what it was turned to.
        widened: steps the genre filter has been opened.
        choices: events so far that moved on; each has random numbers of its own.
    """

    answers: tuple[tuple[int, Answer], ...] = ()
    here: tuple[tuple[int, Answer], ...] = ()
    prompt: Prompt | None = None
    asked: GenreAsked | None = None
    model: str | None = None
    weights: tuple[tuple[str, float | str], ...] = ()
    widened: int = 0
    choices: int = 0

    def of(self, *answers: Answer) -> tuple[int, ...]:
        """Movie ids that got one of these answers, in order."""
        return tuple(movie for movie, answer in self.answers if answer in answers)


def standing(events: Sequence[Event]) -> Standing:
    """How things stand after all of some events."""
    return reduce(after, events, Standing())


def after(now: Standing, event: Event) -> Standing:
    """How things stand after one more event."""
    match event:
        case Answered(movie_id, answer):
            there = (*now.answers, (movie_id, answer))
            now = replace(now, answers=there, here=(*now.here, (movie_id, answer)), choices=now.choices + 1)
        case Imported(_, films):
            now = replace(now, answers=(*now.answers, *films), choices=now.choices + 1)
        case Widened(steps):
            now = replace(now, widened=now.widened + steps, choices=now.choices + 1)
        case Prompted(prompt):
            now = replace(now, prompt=prompt)
        case GenreAsked(genre):
            now = replace(now, asked=None if genre is None else event)
        case ModelChosen(name):
            now = replace(now, model=name)
        case Weighed(setting, value):
            others = tuple(pair for pair in now.weights if pair[0] != setting)
            now = replace(now, weights=(*others, (setting, value)))
    return now

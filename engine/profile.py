"""What a session knows of a person: events in order, and the profile that models read."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

import numpy as np

from policy.arrays import BoolArray, FloatArray

FAVOURITES = 4
"""A session starts from exactly this many films (spec §1.1)."""


class Answer(Enum):
    """What a person can say about a film that was shown."""

    LIKE = "like"
    DISLIKE = "dislike"
    SKIP = "skip"


@dataclass(frozen=True)
class Answered:
    """An event: a film was shown and answered."""

    movie_id: int
    answer: Answer


@dataclass(frozen=True)
class Widened:
    """An event: the genre filter was opened by a number of steps because nothing was left."""

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
    """

    text: str
    off: frozenset[str] = frozenset()
    taken_as: Kind | None = None


@dataclass(frozen=True)
class Prompted:
    """An event: a prompt was given or changed, or cleared where it is None."""

    prompt: Prompt | None


Event = Answered | Widened | Prompted


@dataclass(frozen=True)
class Profile:
    """Rows of the catalogue a person has spoken about, in order.

    Attributes:
        seeds: rows of the favourites.
        answers: (row, answer) in the order they were given.
        intent: (384,) sentence vector of what they are in the mood for; None where nothing was said.
    """

    seeds: tuple[int, ...]
    answers: tuple[tuple[int, Answer], ...] = field(default=())
    intent: FloatArray | None = field(default=None, compare=False)

    def of(self, answer: Answer) -> tuple[int, ...]:
        """Rows that got this answer, in order."""
        return tuple(row for row, given in self.answers if given is answer)

    @property
    def likes(self) -> tuple[int, ...]:
        """Rows of the liked films, without the favourites."""
        return self.of(Answer.LIKE)

    @property
    def dislikes(self) -> tuple[int, ...]:
        """Rows of the disliked films."""
        return self.of(Answer.DISLIKE)

    @property
    def seen(self) -> tuple[int, ...]:
        """Rows never to be shown again: favourites and everything answered."""
        return self.seeds + tuple(row for row, _ in self.answers)


def genre_weights(genres: BoolArray, rows: tuple[int, ...]) -> FloatArray:
    """Share of the given films that carry each genre (spec §1.2), shape (n_genres,); zeros for no films.

    Args:
        genres: (n_movies, n_genres).
        rows: rows of the films.
    """
    if not rows:
        return np.zeros(genres.shape[1])
    return np.asarray(genres[list(rows)].mean(axis=0))

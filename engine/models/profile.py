"""What models read of a person: the films they spoke about, in order."""

from dataclasses import dataclass, field

import numpy as np

from matinee.engine.session.events import Answer
from matinee.policy.array_types import BoolArray, FloatArray

FAVOURITES = 4
"""A session starts from exactly this many films (spec §1.1)."""


@dataclass(frozen=True)
class Profile:
    """Rows of the catalogue a person has spoken about, in order.

    Attributes:
        seeds: rows of the favourites.
        answers: (row, answer) in the order they were given; likes, dislikes and skips.
        passed: rows of films that are not to be shown and say nothing of the taste: kept for later, seen elsewhere.
        intent: (384,) sentence vector of what they are in the mood for; None where nothing was said.
    """

    seeds: tuple[int, ...]
    answers: tuple[tuple[int, Answer], ...] = field(default=())
    intent: FloatArray | None = field(default=None, compare=False)
    passed: tuple[int, ...] = ()

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
        return self.seeds + tuple(row for row, _ in self.answers) + self.passed


def genre_weights(genres: BoolArray, rows: tuple[int, ...]) -> FloatArray:
    """Share of the given films that carry each genre (spec §1.2), shape (n_genres,); zeros for no films.

    Args:
        genres: (n_movies, n_genres).
        rows: rows of the films.
    """
    if not rows:
        return np.zeros(genres.shape[1])
    return np.asarray(genres[list(rows)].mean(axis=0))

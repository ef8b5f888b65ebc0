"""User profiles: the favourites and answers that models score from."""

from dataclasses import dataclass, field
from enum import Enum

import numpy as np

from matinee.policy.array_types import BoolArray, FloatArray

FAVOURITES = 4
"""Number of favourites a session usually starts from: what the picker invites to, and the protocols measure."""
MAX_FAVOURITES = 10
"""Most favourites a session can start from; the fewest is one."""


class Answer(Enum):
    """What a user can answer to a film."""

    LIKE = "like"
    DISLIKE = "dislike"
    SKIP = "skip"
    WATCHLIST = "later"
    """Added to the watchlist; not evidence of taste."""
    SEEN = "seen"
    """Seen elsewhere, neither liked nor disliked; not evidence of taste."""


@dataclass(frozen=True)
class Profile:
    """The films a user has answered, as rows of the catalogue.

    Attributes:
        favourites: rows of the favourites.
        answers: (row, answer) pairs in order; likes, dislikes and skips.
        intent: (384,) sentence vector of the active prompt; None without one.
        excluded: rows of films that must not be recommended and are not evidence of taste: the watchlist, films seen
            elsewhere.
    """

    favourites: tuple[int, ...]
    answers: tuple[tuple[int, Answer], ...] = field(default=())
    intent: FloatArray | None = field(default=None, compare=False)
    excluded: tuple[int, ...] = ()

    def of(self, answer: Answer) -> tuple[int, ...]:
        """Rows with this answer, in order."""
        return tuple(row for row, given in self.answers if given is answer)

    @property
    def likes(self) -> tuple[int, ...]:
        """Rows of the liked films, without the favourites."""
        return self.of(Answer.LIKE)

    @property
    def liked(self) -> tuple[int, ...]:
        """Rows of the favourites and liked films."""
        return self.favourites + self.likes

    @property
    def dislikes(self) -> tuple[int, ...]:
        """Rows of the disliked films."""
        return self.of(Answer.DISLIKE)

    @property
    def seen(self) -> tuple[int, ...]:
        """Rows that must not be recommended: favourites, answered and excluded films."""
        return self.favourites + tuple(row for row, _ in self.answers) + self.excluded


def genre_weights(genres: BoolArray, rows: tuple[int, ...]) -> FloatArray:
    """(n_genres,) share of the given films that carry each genre; zeros without films.

    Args:
        genres: (n_movies, n_genres), True where a film carries a genre.
        rows: rows of the films.
    """
    if not rows:
        return np.zeros(genres.shape[1])
    return np.asarray(genres[list(rows)].mean(axis=0))

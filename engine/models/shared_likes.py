"""Which users like which films, and how many of them two films share."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matinee.engine.models.packed_flags import PackedFlags
from matinee.policy.array_types import BoolArray, FloatArray, IntArray, release_pages

MAX_FANS = 2_000
"""Users of a film whose other likes are counted: those of more are represented by every n-th."""

FANS_AT_ONCE = 250
"""Users whose ratings are in memory at the same time, if these are mapped."""


@dataclass(frozen=True, eq=False)
class Fans:
    """The users who like each film.

    Attributes:
        starts: (n_movies + 1,) where each film's part of ``users`` begins.
        users: (n_likes,) indices of the users who like each film in turn.
    """

    starts: IntArray
    users: IntArray

    def of(self, row: int) -> IntArray:
        """The users who like a film, at most ``MAX_FANS`` of them."""
        fans = self.users[self.starts[row] : self.starts[row + 1]]
        return fans if len(fans) <= MAX_FANS else fans[np.arange(MAX_FANS) * len(fans) // MAX_FANS]


def collect_fans(offsets: IntArray, seen: IntArray, liked: BoolArray | PackedFlags, n_movies: int) -> Fans:
    """Collect the users who like each film.

    Args:
        offsets: (n_users + 1,) where each user's part of ``seen`` begins.
        seen: (n_ratings,) rows of the films that each user rated, user by user.
        liked: (n_ratings,) True where the user liked that film.
        n_movies: size of the catalogue.
    """
    is_liked = np.asarray(liked)
    films = seen[is_liked]
    users = np.repeat(np.arange(len(offsets) - 1, dtype=np.int32), np.diff(offsets))[is_liked]
    starts = np.concatenate([[0], np.cumsum(np.bincount(films, minlength=n_movies))])
    return Fans(starts.astype(np.int32), users[np.argsort(films, kind="stable")])


@dataclass(frozen=True, eq=False)
class SharedLikes:
    """Compares films by the users who like them.

    Attributes:
        offsets, seen, liked: as for ``collect_fans``.
        fans: the users who like each film.
    """

    offsets: IntArray
    seen: IntArray
    liked: BoolArray | PackedFlags
    fans: Fans

    def cosine(self, row: int) -> FloatArray:
        """(n_movies,) cosine of the films' binary like vectors with that of one film; 0 without likes.

        For a film that more than ``MAX_FANS`` users like, an estimate from as many of them.
        """
        fans, counts = self.fans.of(row), self._counts
        shared = np.zeros(len(counts), dtype=np.int64)
        for start in range(0, len(fans), FANS_AT_ONCE):
            shared += np.bincount(self._liked_by(fans[start : start + FANS_AT_ONCE]), minlength=len(counts))
            release_pages(self.seen)  # the next ones are elsewhere
        share = counts[row] / max(len(fans), 1)
        return np.asarray(shared * share / np.sqrt(np.maximum(counts * float(counts[row]), 1.0)))

    def _liked_by(self, users: IntArray) -> IntArray:
        """Rows of the films that some users like, each as often as it is liked."""
        starts, sizes = self.offsets[users].astype(np.int64), self.offsets[users + 1] - self.offsets[users]
        places = np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(int(sizes.sum()))
        return self.seen[places[self.liked[places]]]

    @cached_property
    def _counts(self) -> IntArray:
        """(n_movies,) how many users like each film."""
        return np.diff(self.fans.starts)

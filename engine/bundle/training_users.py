"""The users that a bundle was trained on: what they rated and liked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np

from matinee.engine.bundle.array_checks import integers, numbers, rows_below
from matinee.engine.bundle.bundle_files import BundleFiles
from matinee.engine.bundle.manifest import Manifest
from matinee.engine.errors import UserNotFoundError
from matinee.engine.models.packed_flags import PackedFlags
from matinee.engine.models.shared_likes import Fans, SharedLikes, collect_fans
from matinee.policy.array_types import BoolArray, FloatArray, IntArray

FOLDER = "users/"
"""The folder of their files."""
FANS, FAN_STARTS = f"{FOLDER}fans.npy", f"{FOLDER}fan_starts.npy"
"""The users who like each film: files of bundles whose likes are too many to be sorted at every start."""


@dataclass(frozen=True, eq=False)
class TrainingUsers:
    """The users the models were trained on.

    Attributes:
        ids: (n_users,) user ids.
        offsets: (n_users + 1,) where each user's part of ``seen`` begins.
        seen: (n_ratings,) rows of the films each user rated, user by user.
        liked: (n_ratings,) True where the user liked that film.
        genre_weights: (n_users, n_genres) share of each user's liked films that carry a genre.
        read_fans: returns the users who like each film; None to collect them.
    """

    ids: IntArray
    offsets: IntArray
    seen: IntArray
    liked: BoolArray | PackedFlags
    genre_weights: FloatArray
    read_fans: Callable[[], Fans] | None = None

    def index(self, user_id: int) -> int:
        """The index of a user. Raises UserNotFoundError."""
        found = np.flatnonzero(self.ids == user_id)
        if not len(self.ids):
            raise UserNotFoundError(f"There is no user {user_id}: the bundle has no training users.")
        if not len(found):
            raise UserNotFoundError(
                f"There is no user {user_id} among the {len(self.ids)} the bundle was trained on "
                f"({self.ids.min()} to {self.ids.max()})."
            )
        return int(found[0])

    def shared_likes(self, n_movies: int) -> SharedLikes:
        """Compare films by the users who like them.

        Args:
            n_movies: size of the catalogue.
        """
        collect = self.read_fans or partial(collect_fans, self.offsets, self.seen, self.liked, n_movies)
        return SharedLikes(self.offsets, self.seen, self.liked, collect())

    def liked_rows(self, index: int) -> IntArray:
        """Rows of the films that the user at this index liked."""
        part = slice(self.offsets[index], self.offsets[index + 1])
        return self.seen[part][self.liked[part]]

    def seen_rows(self, index: int) -> IntArray:
        """Rows of the films that the user at this index rated."""
        return self.seen[self.offsets[index] : self.offsets[index + 1]]


def user_files(names: Iterable[str]) -> list[str]:
    """Those of a bundle's files that are of its training users; none if it was made without them."""
    return [name for name in names if name.startswith(FOLDER)]


def read_users(files: BundleFiles, manifest: Manifest, genres: tuple[int, ...]) -> TrainingUsers | None:
    """Read the training users; None if the manifest has none of their files. Raises BundleError.

    Args:
        files: the bundle's files.
        manifest: the bundle's manifest.
        genres: (n_movies, n_genres).
    """
    if not user_files(files.names):
        return None
    count, (n_movies, n_genres) = manifest.dataset.users, genres
    offsets = read_starts(files, f"{FOLDER}starts.npy", count)
    n_ratings = int(offsets[-1])
    packed = files.array(f"{FOLDER}liked.npy", integers((n_ratings + 7) // 8, high=255))
    return TrainingUsers(
        ids=files.distinct(f"{FOLDER}ids.npy", integers(count)),
        offsets=offsets,
        seen=files.array(f"{FOLDER}seen.npy", rows_below(n_movies, n_ratings)),
        liked=PackedFlags(packed.astype(np.uint8, copy=False), n_ratings),
        genre_weights=files.array(f"{FOLDER}genre_weights.npy", numbers(count, n_genres, low=0, high=1)),
        read_fans=partial(read_fans, files, n_movies, count) if FANS in files.names else None,
    )


def read_fans(files: BundleFiles, n_movies: int, n_users: int) -> Fans:
    """Read the users who like each film. Raises BundleError."""
    starts = read_starts(files, FAN_STARTS, n_movies)
    return Fans(starts, files.array(FANS, rows_below(n_users, int(starts[-1]))))


def read_starts(files: BundleFiles, name: str, count: int) -> IntArray:
    """Read where each of ``count`` consecutive parts begins, and the end of the last. Raises BundleError."""
    starts: IntArray = files.array(name, integers(count + 1))
    if starts[0] != 0 or (starts[1:] < starts[:-1]).any():
        raise files.mismatch(name, "its numbers do not rise from 0")
    return starts

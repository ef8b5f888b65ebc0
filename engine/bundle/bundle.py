"""A bundle in memory: the catalogue, the trained models and the training users."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from matinee.engine.bundle.array_checks import integers, numbers, rows_below
from matinee.engine.bundle.bundle_files import BundleFiles
from matinee.engine.bundle.catalogue_files import read_catalogue, read_facts, read_map, read_texts
from matinee.engine.bundle.manifest import BlendEntry, DatasetEntry, Manifest, ModelEntry, Trained, read_manifest
from matinee.engine.bundle.model_files import LazyModels, TrainedModel
from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import CatalogueFacts
from matinee.engine.errors import BundleError, UserNotFoundError
from matinee.engine.models.film_map import TasteMap
from matinee.engine.models.similarity import ItemTexts
from matinee.engine.paths import MANIFEST
from matinee.policy.array_types import BoolArray, FloatArray, IntArray

logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class TrainingUsers:
    """The users the models were trained on.

    Attributes:
        ids: (n_users,) user ids.
        offsets: (n_users + 1,) where each user's part of ``seen`` begins.
        seen: (n_ratings,) rows of the films each user rated, user by user.
        liked: (n_ratings,) True where the user liked that film.
        genre_weights: (n_users, n_genres) share of each user's liked films that carry a genre.
    """

    ids: IntArray
    offsets: IntArray
    seen: IntArray
    liked: BoolArray
    genre_weights: FloatArray

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

    @property
    def likes(self) -> tuple[IntArray, IntArray]:
        """User indices and catalogue rows of all likes, each (n_likes,)."""
        users = np.repeat(np.arange(len(self.ids)), np.diff(self.offsets))
        return users[self.liked], self.seen[self.liked]

    def liked_rows(self, index: int) -> IntArray:
        """Rows of the films that the user at this index liked."""
        part = slice(self.offsets[index], self.offsets[index + 1])
        return self.seen[part][self.liked[part]]

    def seen_rows(self, index: int) -> IntArray:
        """Rows of the films that the user at this index rated."""
        return self.seen[self.offsets[index] : self.offsets[index + 1]]


def no_texts() -> ItemTexts | None:
    """``Bundle.read_texts`` of a bundle without text vectors."""
    return None


def no_facts() -> CatalogueFacts | None:
    """``Bundle.read_facts`` of a bundle without film facts."""
    return None


def no_map() -> TasteMap | None:
    """``Bundle.read_map`` of a bundle without a film map."""
    return None


@dataclass(frozen=True, eq=False)
class Bundle:
    """Everything a session needs, and where it comes from.

    Attributes:
        catalogue: the films.
        trained: model name → trained model, read on first use.
        users: the training users.
        default_model: name of the model used unless another is chosen.
        dataset: name, SHA-256 and size of the data set.
        version: the version's digest; empty if the bundle was not read from a folder.
        folder: the folder it was read from.
        models: model name → kind, training configuration and metrics, as in the manifest.
        read_texts: returns the text vectors of the films; None if the bundle has none.
        read_map: returns the film map; None if the bundle has none.
        read_facts: returns the film facts; None if the bundle has none.
        kinship: weights of the kinship terms that were chosen when the bundle was trained; None if none were.
    """

    catalogue: Catalogue
    trained: Mapping[str, TrainedModel]
    users: TrainingUsers
    default_model: str
    dataset: DatasetEntry
    version: str = ""
    folder: Path | None = None
    models: dict[str, ModelEntry] = field(default_factory=dict)
    read_texts: Callable[[], ItemTexts | None] = no_texts
    read_map: Callable[[], TasteMap | None] = no_map
    read_facts: Callable[[], CatalogueFacts | None] = no_facts
    kinship: Trained | None = None

    @property
    def settings(self) -> dict[str, float]:
        """Settings of the policy that replace the shipped ones for this bundle."""
        return {} if self.kinship is None else self.kinship.config

    @property
    def blends(self) -> dict[str, dict[str, float]]:
        """Name of a blend → {name of a trained model: its weight}."""
        return {name: entry.parts for name, entry in self.models.items() if isinstance(entry, BlendEntry)}


def load_bundle(folder: Path) -> Bundle:
    """Read the bundle in a folder.

    Args:
        folder: the bundle folder, which holds the manifest.

    Raises:
        BundleError: a file is missing, changed, of another version or not as the manifest describes it; the message
            names it and says what to do.
    """
    while True:
        before = last_change(folder)
        try:
            return open_version(folder, read_manifest(folder))
        except BundleError:
            # another process may have switched to another version and removed this one while it was being read
            if last_change(folder) == before:
                raise


def last_change(folder: Path) -> tuple[int, int] | None:
    """What changes whenever another version of a bundle is put to use; None without a manifest."""
    try:
        manifest = (folder / MANIFEST).stat()
    except OSError:  # reading it reports why
        return None
    return manifest.st_ino, manifest.st_mtime_ns


def open_version(folder: Path, manifest: Manifest) -> Bundle:
    """Read the version of a bundle that a manifest describes. Raises BundleError."""
    logger.info("bundle %s in %s: %s", manifest.version, folder, ", ".join(manifest.models))
    files = BundleFiles(folder, manifest)
    catalogue = read_catalogue(files, manifest)
    n_movies = len(catalogue)
    return Bundle(
        catalogue=catalogue,
        trained=LazyModels(files, manifest.models, n_movies, manifest.dataset.users),
        users=read_users(files, manifest.dataset.users, catalogue.genres.shape),
        default_model=manifest.default_model,
        dataset=manifest.dataset,
        version=manifest.version,
        folder=folder,
        models=manifest.models,
        read_texts=lambda: read_texts(files, manifest, n_movies),
        read_map=lambda: read_map(files, manifest, n_movies),
        read_facts=lambda: read_facts(files, manifest, n_movies),
        kinship=manifest.kinship,
    )


def read_users(files: BundleFiles, count: int, genres: tuple[int, ...]) -> TrainingUsers:
    """Read the training users. Raises BundleError.

    Args:
        files: the bundle's files.
        count: number of users.
        genres: (n_movies, n_genres).
    """
    n_movies, n_genres = genres
    offsets = files.array("users/starts.npy", integers(count + 1))
    n_ratings = int(offsets[-1])
    if offsets[0] != 0 or (offsets[1:] < offsets[:-1]).any():
        raise files.mismatch("users/starts.npy", "its numbers do not rise from 0")
    liked = files.array("users/liked.npy", integers((n_ratings + 7) // 8, high=255))
    return TrainingUsers(
        ids=files.distinct("users/ids.npy", integers(count)),
        offsets=offsets,
        seen=files.array("users/seen.npy", rows_below(n_movies, n_ratings)),
        liked=np.unpackbits(liked.astype(np.uint8, copy=False), count=n_ratings).astype(np.bool_),
        genre_weights=files.array("users/genre_weights.npy", numbers(count, n_genres, low=0, high=1)),
    )

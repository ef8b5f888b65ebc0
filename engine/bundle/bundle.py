"""A bundle in memory: the catalogue, the trained models and the training users."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from matinee.engine.bundle.manifest import (
    BlendEntry,
    BundleFiles,
    DatasetEntry,
    Manifest,
    ModelEntry,
    Trained,
    read_manifest,
)
from matinee.engine.bundle.model_files import LazyModels, TrainedModel
from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import KINDS, CatalogueFacts, Features
from matinee.engine.errors import BundleError, UserNotFoundError
from matinee.engine.models.film_map import TasteMap
from matinee.engine.models.similarity import ItemTexts
from matinee.engine.paths import MANIFEST
from matinee.engine.scrubbing import SCRUBBED
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
        BundleError: a file is missing, changed or of another version; the message names it and says what to do.
    """
    manifest = read_manifest(folder)
    logger.info("bundle %s in %s: %s", manifest.version, folder, ", ".join(manifest.models))
    files = BundleFiles(folder, manifest)
    try:
        catalogue = read_catalogue(files, manifest)
        return Bundle(
            catalogue=catalogue,
            trained=LazyModels(files.array, manifest.models, len(catalogue)),
            users=read_users(files),
            default_model=manifest.default_model,
            dataset=manifest.dataset,
            version=manifest.version,
            folder=folder,
            models=manifest.models,
            read_texts=lambda: read_texts(files, manifest),
            read_map=lambda: read_map(files, manifest),
            read_facts=lambda: read_facts(files, manifest),
            kinship=manifest.kinship,
        )
    except (TypeError, IndexError, ValueError, AttributeError) as error:
        raise BundleError(
            f"{folder / MANIFEST} does not describe a complete bundle ({error!r}); rebuild it with `matinee train`."
        ) from error


def read_catalogue(files: BundleFiles, manifest: Manifest) -> Catalogue:
    """Read the catalogue; control characters in titles are scrubbed. Raises BundleError."""
    names = [[title.translate(SCRUBBED) for title in entry] for entry in files.json("titles.json")]
    return Catalogue(
        ids=files.array("movie_ids.npy"),
        titles=[entry[0] for entry in names],
        alternatives=[tuple(entry[1:]) for entry in names],
        years=files.array("years.npy"),
        genres=files.array("genres.npy").astype(np.bool_),
        genre_names=tuple(manifest.genres),
        histogram=files.array("rating_histogram.npy"),
        n_users=manifest.dataset.users,
        imdb=files.array("imdb_ids.npy"),
        tmdb=files.array("tmdb_ids.npy"),
    )


def read_users(files: BundleFiles) -> TrainingUsers:
    """Read the training users. Raises BundleError."""
    offsets = files.array("users/starts.npy")
    return TrainingUsers(
        ids=files.array("users/ids.npy"),
        offsets=offsets,
        seen=files.array("users/seen.npy"),
        liked=np.unpackbits(files.array("users/liked.npy"), count=int(offsets[-1])).astype(np.bool_),
        genre_weights=files.array("users/genre_weights.npy"),
    )


def read_texts(files: BundleFiles, manifest: Manifest) -> ItemTexts | None:
    """Read the text vectors; None if the manifest has no entry for them. Raises BundleError."""
    if (entry := manifest.texts) is None:
        return None
    return ItemTexts(files.array("texts.npy").astype(np.float32), entry.fields, entry.config)


def read_map(files: BundleFiles, manifest: Manifest) -> TasteMap | None:
    """Read the film map; None if the manifest has no entry for it. Raises BundleError."""
    if (entry := manifest.map) is None:
        return None
    return TasteMap(files.array("map.npy"), entry.config, entry.metrics)


def read_facts(files: BundleFiles, manifest: Manifest) -> CatalogueFacts | None:
    """Read the film facts; None if the manifest has no entry for them. Raises BundleError."""
    if (entry := manifest.facts) is None:
        return None
    try:
        names: dict[str, list[str]] = files.json("facts/names.json")
        pages: list[str] = files.json("facts/pages.json")
        return CatalogueFacts(
            **{kind: read_features(files, kind, names[kind], len(pages)) for kind in KINDS},
            pages=[page.translate(SCRUBBED) for page in pages],
            minutes=files.array("facts/minutes.npy"),
            adjectives=entry.adjectives,
        )
    except (KeyError, TypeError, IndexError, ValueError, AttributeError) as error:
        raise BundleError(
            f"The bundle has no complete film facts ({error}); rebuild it with `matinee train`."
        ) from error


def read_features(files: BundleFiles, kind: str, names: list[str], n_movies: int) -> Features:
    """Read the features of one kind. Raises ValueError if the arrays do not match each other."""
    counts, columns = files.array(f"facts/{kind}_counts.npy"), files.array(f"facts/{kind}_columns.npy")
    if len(counts) != n_movies or counts.sum() != len(columns) or columns.max(initial=0) >= max(len(names), 1):
        raise ValueError(f"its {kind} do not match its films")
    starts = np.concatenate([[0], np.cumsum(counts, dtype=np.int32)])
    return Features([name.translate(SCRUBBED) for name in names], starts, columns.astype(np.int32))

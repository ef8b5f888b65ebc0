"""A bundle in memory: the catalogue and, read on first use, the trained models and the training users."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from matinee.engine.bundle.bundle_files import BundleFiles
from matinee.engine.bundle.catalogue_files import read_catalogue, read_facts, read_map, read_texts
from matinee.engine.bundle.manifest import BlendEntry, DatasetEntry, Manifest, ModelEntry, Trained, read_manifest
from matinee.engine.bundle.model_files import LazyModels, TrainedModel
from matinee.engine.bundle.training_users import TrainingUsers, read_users, user_files
from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import CatalogueFacts
from matinee.engine.errors import BundleError, UserNotFoundError
from matinee.engine.models.film_map import TasteMap
from matinee.engine.models.item_texts import ItemTexts
from matinee.engine.paths import MANIFEST

logger = logging.getLogger(__name__)


WITHOUT_USERS = "This bundle was made without its training users (`matinee train --without-users`)"
"""Beginning of a sentence that says what therefore is not possible."""


def no_users() -> TrainingUsers | None:
    """``Bundle.read_users`` of a bundle without training users."""
    return None


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
        default_model: name of the model used unless another is chosen.
        dataset: name, SHA-256 and size of the data set.
        version: the version's digest; empty if the bundle was not read from a folder.
        folder: the folder it was read from.
        models: model name → kind, training configuration and metrics, as in the manifest.
        read_users: returns the training users; None if the bundle was made without them.
        read_texts: returns the text vectors of the films; None if the bundle has none.
        read_map: returns the film map; None if the bundle has none.
        read_facts: returns the film facts; None if the bundle has none.
        kinship: weights of the kinship terms that were chosen when the bundle was trained; None if none were.
    """

    catalogue: Catalogue
    trained: Mapping[str, TrainedModel]
    default_model: str
    dataset: DatasetEntry
    version: str = ""
    folder: Path | None = None
    models: dict[str, ModelEntry] = field(default_factory=dict)
    read_users: Callable[[], TrainingUsers | None] = no_users
    read_texts: Callable[[], ItemTexts | None] = no_texts
    read_map: Callable[[], TasteMap | None] = no_map
    read_facts: Callable[[], CatalogueFacts | None] = no_facts
    kinship: Trained | None = None

    @property
    def users(self) -> TrainingUsers:
        """The training users, read on first use. Raises BundleError, UserNotFoundError if the bundle has none."""
        if self.known_users is None:
            raise UserNotFoundError(
                f"{WITHOUT_USERS}, so there are none to choose from; name films that you like instead."
            )
        return self.known_users

    @cached_property
    def known_users(self) -> TrainingUsers | None:
        """The training users, read on first use; None if the bundle was made without them. Raises BundleError."""
        return self.read_users()

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
    for name in user_files(files.names):  # read later
        files.require(name)
    return Bundle(
        catalogue=catalogue,
        trained=LazyModels(files, manifest.models, n_movies, manifest.dataset.users),
        default_model=manifest.default_model,
        dataset=manifest.dataset,
        version=manifest.version,
        folder=folder,
        models=manifest.models,
        read_users=lambda: read_users(files, manifest, catalogue.genres.shape),
        read_texts=lambda: read_texts(files, manifest, n_movies),
        read_map=lambda: read_map(files, manifest, n_movies),
        read_facts=lambda: read_facts(files, manifest, n_movies),
        kinship=manifest.kinship,
    )

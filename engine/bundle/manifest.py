"""The manifest of a bundle, and the files it lists, each checked against its SHA-256 before it is used."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct, ValidationError, convert
from msgspec.structs import replace

from matinee.engine.errors import BundleError
from matinee.engine.models.neural import FeedbackScale
from matinee.engine.paths import MANIFEST
from matinee.policy.renamed import MODELS, renamed

FORMAT = 4
"""Version of the bundle's layout. Format 4 added film facts and chosen settings of the policy."""
READABLE_FORMATS = (3, FORMAT)
"""Bundles of any other format are rejected."""


class DatasetEntry(Struct, frozen=True):
    """The data set of a bundle: its name, digest and size; ``bad_timestamps`` counts ratings of unknown time."""

    name: str
    sha256: str
    ratings: int
    users: int
    films: int
    bad_timestamps: int


class Trained(Struct, frozen=True, kw_only=True):
    """How something was trained: its configuration, and what was measured."""

    config: dict[str, Any]
    metrics: dict[str, Any]


class BlendEntry(Trained, frozen=True, tag_field="kind", tag="blend"):
    """A weighted sum of other models; ``parts`` is name of a trained model → its weight."""

    parts: dict[str, float]


class VectorsEntry(Trained, frozen=True, tag_field="kind", tag="vectors"):
    """``ItemFactors``; ``rule`` is the default update rule, ``prior`` whether there is a prior for the others."""

    rule: str
    prior: bool
    confidence: float


class NeighboursEntry(Trained, frozen=True, tag_field="kind", tag="neighbours"):
    """``ItemWeights``."""


class NetworkEntry(Trained, frozen=True, tag_field="kind", tag="network"):
    """A ``Network``, and whether it has the parts of these names."""

    scale: FeedbackScale
    attention: bool
    intent: bool


ModelEntry = BlendEntry | VectorsEntry | NeighboursEntry | NetworkEntry


class TextsEntry(Struct, frozen=True):
    """The text vectors, as in ``ItemTexts``."""

    fields: dict[str, int]
    config: dict[str, Any]


class FactsEntry(Struct, frozen=True):
    """The film facts, as in ``CatalogueFacts``; ``films`` is the number of films that have any."""

    films: int
    adjectives: dict[str, str]


class Manifest(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The manifest of a bundle; fields are in the order of the file.

    Attributes:
        version: ``content_digest`` of the rest.
        kinship: the weights of the kinship terms chosen for this bundle, and the frontier they were chosen from.
        files: file name → SHA-256.
    """

    format: int
    version: str
    dataset: DatasetEntry
    genres: list[str]
    default_model: str
    models: dict[str, ModelEntry]
    texts: TextsEntry | None = None
    map: Trained | None = None
    facts: FactsEntry | None = None
    kinship: Trained | None = None
    files: dict[str, str]


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a bundle, with models under their current names.

    Raises:
        BundleError: the manifest is missing, unreadable, incomplete, changed or of another format.
    """
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BundleError(
            f"{folder} holds no bundle: there is no {MANIFEST} in it; name another with --bundle."
        ) from None
    except (OSError, ValueError, RecursionError) as error:
        raise BundleError(f"{path} cannot be read ({error}); restore it or rebuild the bundle.") from error
    found = content.get("format") if isinstance(content, dict) else None
    if found not in READABLE_FORMATS:
        raise BundleError(
            f"{path} is of format {found}, this Matinee reads formats {' and '.join(map(str, READABLE_FORMATS))}; "
            "update Matinee or rebuild the bundle."
        )
    if content.get("version") != content_digest(content):
        raise BundleError(f"{path} has been modified; reinstall Matinee or rebuild the bundle.")
    try:
        manifest = convert(content, Manifest)
    except ValidationError as error:
        raise BundleError(
            f"{path} does not describe a complete bundle ({error}); rebuild it with `matinee train`."
        ) from error
    models = {renamed(name, MODELS): entry for name, entry in manifest.models.items()}
    return replace(manifest, models=models, default_model=renamed(manifest.default_model, MODELS))


def content_digest(manifest: dict[str, Any]) -> str:
    """The version of a bundle: a digest of its manifest without the version, twelve hexadecimal digits."""
    content = {name: value for name, value in manifest.items() if name != "version"}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


class BundleFiles:
    """The files of one bundle version, verified as they are read."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder / manifest.version
        self._digests = manifest.files

    @property
    def names(self) -> list[str]:
        """Names of the files listed in the manifest."""
        return list(self._digests)

    def read(self, name: str) -> bytes:
        """Read a file. Raises BundleError if it is missing, changed or not listed in the manifest."""
        path = self._folder / name
        try:
            content: bytes = path.read_bytes()
        except OSError as error:
            raise BundleError(f"{path} is missing or unreadable; reinstall Matinee or rebuild the bundle.") from error
        if hashlib.sha256(content).hexdigest() != self._digests.get(name):
            raise BundleError(f"{path} has been modified; reinstall Matinee or rebuild the bundle.")
        return content

    def array(self, name: str) -> Any:
        """Read an array; pickled objects are rejected. Raises BundleError."""
        return np.load(io.BytesIO(self.read(name)), allow_pickle=False)

    def json(self, name: str) -> Any:
        """Read a JSON document. Raises BundleError."""
        return json.loads(self.read(name))


def verify_bundle(folder: Path) -> int:
    """Verify every file of a bundle and return their number. Raises BundleError."""
    files = BundleFiles(folder, read_manifest(folder))
    for name in files.names:
        files.read(name)
    return len(files.names)

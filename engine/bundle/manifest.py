"""The manifest of a bundle: what it contains, and the SHA-256 of every file. Parsed once; every field is checked."""

import hashlib
import json
from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta, Struct, ValidationError, convert
from msgspec.structs import replace

from matinee.engine.bundle.documents import parse_document, plain_reason
from matinee.engine.errors import BundleError
from matinee.engine.models.factor_models import RuleName
from matinee.engine.models.neural import FeedbackScale
from matinee.engine.paths import MANIFEST
from matinee.policy.bounded_files import read_bounded
from matinee.policy.renamed import MODELS, renamed

FORMAT = 4
"""Version of the bundle's layout. Format 4 added film facts and chosen settings of the policy."""
READABLE_FORMATS = (3, FORMAT)
"""Bundles of any other format are rejected."""
MAX_BYTES = 5_000_000
"""Size of a manifest; that of the shipped bundle has 20 kB."""

Count = Annotated[int, Meta(ge=0, le=10**12)]
Size = Annotated[int, Meta(ge=1, le=10**9)]
Number = Annotated[float, Meta(ge=-1e6, le=1e6)]
Positive = Annotated[float, Meta(gt=0, le=1e6)]
Text = Annotated[str, Meta(max_length=200)]
Label = Annotated[str, Meta(min_length=1, max_length=200)]
ModelName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,60}\Z")]
FileName = Annotated[str, Meta(pattern=r"^(?:[A-Za-z0-9_-]{1,60}/){0,3}[A-Za-z0-9_-]{1,60}\.[a-z]{1,10}\Z")]
"""A file inside the version's folder: relative, without ".." and without characters that a terminal would obey."""
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


class DatasetEntry(Struct, frozen=True):
    """The data set of a bundle: its name, digest and size; ``bad_timestamps`` counts ratings of unknown time."""

    name: Text
    sha256: Text
    ratings: Count
    users: Count
    films: Size
    bad_timestamps: Count


class Trained(Struct, frozen=True, kw_only=True):
    """How something was trained: its configuration, and what was measured."""

    config: dict[str, Any]
    metrics: dict[str, Any]


class BlendEntry(Trained, frozen=True, tag_field="kind", tag="blend"):
    """A weighted sum of other models; ``parts`` is name of a trained model → its weight."""

    parts: Annotated[dict[ModelName, Number], Meta(min_length=1, max_length=20)]


class VectorsEntry(Trained, frozen=True, tag_field="kind", tag="vectors"):
    """``ItemFactors``; ``rule`` is the default update rule, ``prior`` whether there is a prior for the others."""

    rule: RuleName
    prior: bool
    confidence: Annotated[float, Meta(ge=0, le=1e6)]


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

    fields: dict[Label, Count]
    config: dict[str, Any]


class FactsEntry(Struct, frozen=True):
    """The film facts, as in ``CatalogueFacts``; ``films`` is the number of films that have any."""

    films: Count
    adjectives: dict[Label, Label]


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
    genres: Annotated[list[Label], Meta(max_length=200)]
    default_model: ModelName
    models: dict[ModelName, ModelEntry]
    texts: TextsEntry | None = None
    map: Trained | None = None
    facts: FactsEntry | None = None
    kinship: Trained | None = None
    files: dict[FileName, Digest]


class FrontierLevel(Struct, frozen=True):
    """A level of the kinship weights that was measured; ``docs/evaluation.md`` explains the numbers."""

    scale: Number
    absence: Number
    likes: Number
    weighted_likes: Number
    first5: Number | None = None
    first20: Number | None = None
    worst: Number | None = None


class KinshipMetrics(Struct, frozen=True):
    """The metrics of ``Manifest.kinship``: the level that was chosen, and those that it was chosen from."""

    scale: Number | None = None
    frontier: list[FrontierLevel] = []


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a bundle, with models under their current names.

    Raises:
        BundleError: the manifest is missing, unreadable, incomplete, changed or of another format.
    """
    path = folder / MANIFEST
    try:
        content = parse_document(read_bounded(path, MAX_BYTES))
    except FileNotFoundError:
        raise BundleError(
            f"{folder} holds no bundle: there is no {MANIFEST} in it; name another with --bundle."
        ) from None
    except OSError as error:
        raise BundleError(
            f"{path} cannot be read ({error.strerror or error}); restore it or rebuild the bundle."
        ) from error
    except (ValueError, RecursionError) as error:
        raise BundleError(f"{path} cannot be read ({error}); restore it or rebuild the bundle.") from error
    found = content.get("format") if isinstance(content, dict) else None
    if type(found) is not int or found not in READABLE_FORMATS:
        raise BundleError(
            f"{path} is of format {str(found)[:40]}, this Matinee reads formats "
            f"{' and '.join(map(str, READABLE_FORMATS))}; update Matinee or rebuild the bundle."
        )
    if content.get("version") != content_digest(content):
        raise BundleError(f"{path} has been modified; reinstall Matinee or rebuild the bundle.")
    try:
        return parse_manifest(content)
    except (ValidationError, ValueError) as error:
        raise BundleError(
            f"{path} does not describe a complete bundle ({plain_reason(error)}); rebuild it with `matinee train`."
        ) from error


def parse_manifest(content: Any) -> Manifest:
    """Convert a manifest, with models under their current names; the message of an error names the field.

    Raises:
        ValidationError: a field is missing, has another type or is out of range.
        ValueError: fields contradict each other.
    """
    manifest = convert(content, Manifest)
    models = {renamed(name, MODELS): entry for name, entry in manifest.models.items()}
    manifest = replace(manifest, models=models, default_model=renamed(manifest.default_model, MODELS))
    if len(models) < len(manifest.models):
        raise ValueError("a model occurs twice, once under a former name - at `$.models`")
    if manifest.default_model not in models:
        raise ValueError(f"there is no model '{manifest.default_model}' - at `$.default_model`")
    if len(set(manifest.genres)) < len(manifest.genres):
        raise ValueError("a genre occurs twice - at `$.genres`")
    for name, entry in models.items():
        if problem := contradiction(entry, models):
            raise ValueError(f"{problem} - at `$.models.{name}`")
    if manifest.kinship is not None:
        parse_kinship(manifest.kinship.metrics)
    return manifest


def parse_kinship(metrics: dict[str, Any]) -> KinshipMetrics:
    """Convert the metrics of ``Manifest.kinship``. Raises ValueError that names the field."""
    try:
        return convert(metrics, KinshipMetrics)
    except ValidationError as error:
        raise ValueError(str(error).replace("`$", "`$.kinship.metrics")) from error


def contradiction(entry: ModelEntry, models: dict[str, ModelEntry]) -> str:
    """What is impossible about the entry of a model; empty if nothing is."""
    if isinstance(entry, BlendEntry):
        parts = [part for part in entry.parts if isinstance(models.get(part, entry), BlendEntry)]
        return f"its part '{parts[0]}' is not a trained model" if parts else ""
    if isinstance(entry, VectorsEntry) and entry.rule != "ema" and not entry.prior:
        return f"the rule '{entry.rule}' needs a prior"
    if isinstance(entry, VectorsEntry) and entry.rule == "least_squares" and not entry.confidence:
        return "the rule 'least_squares' needs a confidence"
    return ""


def content_digest(manifest: dict[str, Any]) -> str:
    """The version of a bundle: a digest of its manifest without the version, twelve hexadecimal digits."""
    content = {name: value for name, value in manifest.items() if name != "version"}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]

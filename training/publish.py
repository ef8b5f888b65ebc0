"""Writes bundles atomically.

A bundle folder holds one sub-folder per version, named by its content, and ``manifest.json``, which is the manifest of
the version in use. A new version is written beside the others and ``manifest.json`` is replaced last, in one step, so
that after an interruption either the old or the new version is in use. Each version folder keeps a copy of its
manifest; engine/bundle/versions.py switches versions by copying it.
"""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import to_builtins
from msgspec.structs import replace

from matinee.engine.atomic import replace_file, staged_folder
from matinee.engine.bundle.bundle import Bundle
from matinee.engine.bundle.bundle_files import MAPPED_FROM
from matinee.engine.bundle.manifest import FORMAT, FactsEntry, Manifest, TextsEntry, Trained, content_digest
from matinee.engine.bundle.model_files import NETWORK_ARRAYS, TrainedModel
from matinee.engine.bundle.training_users import TrainingUsers
from matinee.engine.bundle.versions import locked_for_change
from matinee.engine.catalogue.facts import KINDS, CatalogueFacts, Features
from matinee.engine.models.factor_models import ItemFactors
from matinee.engine.models.item_item import ItemWeights
from matinee.engine.models.neural import Network
from matinee.engine.paths import MANIFEST
from matinee.training.config.config_file import to_yaml


def publish(bundle: Bundle, out: Path) -> str:
    """Write a bundle into a folder and switch to it.

    Args:
        bundle: the bundle to write.
        out: the bundle folder; created if missing.

    Returns:
        The version of the bundle.

    Raises:
        BundleError: the folder is not writable, or another process has been changing it for too long.
        OSError: the bundle cannot be written; the version in use is unchanged.
    """
    contents = bundle_files(bundle)
    manifest = build_manifest(bundle, contents)
    version = manifest.version
    manifest_bytes = (json.dumps(to_builtins(manifest), indent=2, ensure_ascii=False) + "\n").encode()
    contents |= {MANIFEST: manifest_bytes}
    out.mkdir(parents=True, exist_ok=True)
    with locked_for_change(out):
        if not has_version(out / version, contents):
            with staged_folder(out / version) as folder:  # replaces a damaged one
                write_files(folder, contents)
        replace_file(out / MANIFEST, manifest_bytes)
    return version


def has_version(folder: Path, contents: dict[str, bytes]) -> bool:
    """Whether a version folder already has exactly these contents."""
    return all(
        (folder / name).is_file() and (folder / name).read_bytes() == content for name, content in contents.items()
    )


def write_files(folder: Path, contents: dict[str, bytes]) -> None:
    """Write files into a new folder."""
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def bundle_files(bundle: Bundle) -> dict[str, bytes]:
    """File name → content; deterministic."""
    catalogue, users = bundle.catalogue, bundle.known_users
    names = [[title, *others] for title, others in zip(catalogue.titles, catalogue.alternatives, strict=True)]
    files = {
        "titles.json": to_json(names),
        "movie_ids.npy": npy(catalogue.ids),
        "years.npy": npy(catalogue.years),
        "genres.npy": npy(catalogue.genres),
        "rating_histogram.npy": npy(catalogue.histogram),
        "imdb_ids.npy": npy(catalogue.imdb),
        "tmdb_ids.npy": npy(catalogue.tmdb),
        "training.yaml": to_yaml(training_settings(bundle)).encode(),
    }
    if users is not None:
        files |= user_files(users, len(catalogue))
    texts = bundle.read_texts()
    if texts is not None:
        files["texts.npy"] = npy(texts.vectors.astype(np.float16))
    film_map = bundle.read_map()
    if film_map is not None:
        files["map.npy"] = npy(film_map.positions)
    facts = bundle.read_facts()
    if facts is not None:
        files |= fact_files(facts)
    for name, trained in bundle.trained.items():
        arrays = model_arrays(trained)
        if users is None:
            arrays.pop("users", None)
        files |= {f"{name}/{part}.npy": npy(array) for part, array in arrays.items()}
    return files


def user_files(users: TrainingUsers, n_movies: int) -> dict[str, bytes]:
    """The files of the training users; if there are many ratings, also who likes each film."""
    files = {
        "ids.npy": npy(users.ids),
        "starts.npy": npy(users.offsets),
        "seen.npy": npy(users.seen),
        "liked.npy": npy(np.packbits(np.asarray(users.liked))),
        "genre_weights.npy": npy(users.genre_weights),
    }
    if users.seen.nbytes >= MAPPED_FROM:
        fans = users.shared_likes(n_movies).fans
        files |= {"fan_starts.npy": npy(fans.starts), "fans.npy": npy(fans.users)}
    return {f"users/{name}": content for name, content in files.items()}


def fact_files(facts: CatalogueFacts) -> dict[str, bytes]:
    """The files of the film facts: names as JSON, which film has which as arrays."""
    features: dict[str, Features] = {kind: getattr(facts, kind) for kind in KINDS}
    files = {
        "facts/names.json": to_json({kind: list(found.names) for kind, found in features.items()}),
        "facts/pages.json": to_json(list(facts.pages)),
        "facts/minutes.npy": npy(facts.minutes),
    }
    for kind, found in features.items():
        files[f"facts/{kind}_counts.npy"] = npy(smallest_type(np.diff(found.starts)))
        files[f"facts/{kind}_columns.npy"] = npy(smallest_type(found.columns))
    return files


def training_settings(bundle: Bundle) -> dict[str, dict[str, Any]]:
    """Part of the bundle → the settings it was trained with, in the form that ``--config`` reads."""
    texts, film_map = bundle.read_texts(), bundle.read_map()
    settings = {name: entry.config for name, entry in bundle.models.items()}
    added = {"texts": texts, "map": film_map}
    return settings | {name: part.config for name, part in added.items() if part is not None}


def model_arrays(trained: TrainedModel) -> dict[str, np.ndarray]:
    """Name → array of a trained model."""
    if isinstance(trained, ItemFactors):
        return factor_arrays(trained)
    return weight_arrays(trained) if isinstance(trained, ItemWeights) else network_arrays(trained)


def factor_arrays(factors: ItemFactors) -> dict[str, np.ndarray]:
    """The arrays of item factors, without unknown films unless there are so many vectors that they are mapped."""
    is_listed = np.array(factors.vectors.nbytes >= MAPPED_FROM) | factors.vectors.any(axis=1)
    rows = np.flatnonzero(is_listed).astype(np.int32)
    arrays = {"rows": rows, "vectors": factors.vectors[rows], "users": factors.users, "usage": factors.usage}
    if factors.prior is not None:
        arrays |= {"prior_mean": factors.prior.mean, "prior_precision": factors.prior.precision}
    return arrays


def weight_arrays(item_weights: ItemWeights) -> dict[str, np.ndarray]:
    """The arrays of an item–item matrix, in the smallest suitable types and without unknown films."""
    index_type = np.uint16 if len(item_weights.known) < 1 << 16 else np.int32
    columns, weights = item_weights.of_known()
    return {
        "rows": np.flatnonzero(item_weights.known).astype(np.int32),
        "columns": columns.astype(index_type),
        "weights": weights.astype(np.float16),
    }


def network_arrays(network: Network) -> dict[str, np.ndarray]:
    """The arrays of a network, with those over films in half precision."""
    halves = ("history", "factors", "hidden")
    arrays = {name: getattr(network, name).astype(np.float16) for name in halves}
    arrays |= {name: getattr(network, name) for name in NETWORK_ARRAYS if name not in halves}
    if network.attention is not None:
        arrays |= {f"attention/{name}": array.astype(np.float16) for name, array in vars(network.attention).items()}
    if network.intent is not None:
        arrays |= {f"intent/{name}": array for name, array in vars(network.intent).items()}
    return arrays


def build_manifest(bundle: Bundle, contents: dict[str, bytes]) -> Manifest:
    """Build the manifest; its version is a digest of the rest.

    Args:
        bundle: the bundle.
        contents: file name → content.
    """
    texts, film_map, facts = bundle.read_texts(), bundle.read_map(), bundle.read_facts()
    manifest = Manifest(
        format=FORMAT,
        version="",
        dataset=bundle.dataset,
        genres=list(bundle.catalogue.genre_names),
        default_model=bundle.default_model,
        models=bundle.models,
        texts=None if texts is None else TextsEntry(texts.fields, texts.config),
        map=None if film_map is None else Trained(config=film_map.config, metrics=film_map.metrics),
        facts=None if facts is None else FactsEntry(facts.known_films, dict(facts.adjectives)),
        kinship=bundle.kinship,
        files={name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
    )
    return replace(manifest, version=content_digest(to_builtins(manifest)))


def smallest_type(numbers: np.ndarray) -> np.ndarray:
    """Whole numbers from 0 in the smallest type that holds them."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def to_json(content: Any) -> bytes:
    """Serialize a document as compact JSON."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def npy(array: Any) -> bytes:
    """Serialize an array in the ``.npy`` format."""
    stream = io.BytesIO()
    np.save(stream, np.ascontiguousarray(array), allow_pickle=False)
    return stream.getvalue()

"""Writing a bundle: whole or not at all.

A bundle folder holds one sub-folder a version, named by its content, and ``manifest.json``, which says which version is
served. A new version is written beside the others and the manifest is replaced last, in one step, so that whatever
interrupts training, the folder serves the old version or the new one. Going back (engine/versions.py) is putting the
manifest that each version folder keeps over the one above it.
"""

import hashlib
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from engine.bundle import FORMAT, Bundle, version_of
from engine.bundle_lock import changing
from engine.files import replace_file
from engine.models.item_item import Neighbours
from engine.models.network import Network
from engine.models.vectors import ItemSpace
from engine.paths import MANIFEST
from engine.trained import NETWORK_ARRAYS, Trained
from training.config_file import to_yaml


def publish(bundle: Bundle, out: Path) -> str:
    """Write a bundle into a folder and make it the one served there; returns its version.

    Raises:
        BundleError: the folder may not be changed, or others keep it.
        OSError: it cannot be written.
    """
    contents = bundle_files(bundle)
    manifest = describe(bundle, contents)
    version = str(manifest["version"])
    described = (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()
    contents |= {MANIFEST: described}
    out.mkdir(parents=True, exist_ok=True)
    with changing(out):
        if not holds(out / version, contents):
            with TemporaryDirectory(prefix=".partial-", dir=out) as staging:
                whole = Path(staging) / version
                write_files(whole, contents)
                if (out / version).exists():  # damaged: out of the way, into what is thrown away
                    (out / version).rename(Path(staging) / "damaged")
                whole.rename(out / version)
        replace_file(out / MANIFEST, described)
    return version


def holds(folder: Path, contents: dict[str, bytes]) -> bool:
    """Whether a version is already there, whole: the same content trained again leaves it alone."""
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
    """File name → content. The same bundle always gives the same bytes."""
    catalogue, users = bundle.catalogue, bundle.users
    names = [[title, *others] for title, others in zip(catalogue.titles, catalogue.alternatives, strict=True)]
    files = {
        "titles.json": json.dumps(names, ensure_ascii=False, separators=(",", ":")).encode(),
        "movie_ids.npy": npy(catalogue.ids),
        "years.npy": npy(catalogue.years),
        "genres.npy": npy(catalogue.genres),
        "rating_histogram.npy": npy(catalogue.histogram),
        "imdb_ids.npy": npy(catalogue.imdb),
        "tmdb_ids.npy": npy(catalogue.tmdb),
        "users/ids.npy": npy(users.ids),
        "users/starts.npy": npy(users.starts),
        "users/seen.npy": npy(users.seen),
        "users/liked.npy": npy(np.packbits(users.liked)),
        "users/genre_weights.npy": npy(users.genre_weights),
        "training.yaml": to_yaml(settings_of(bundle)).encode(),
    }
    texts = bundle.read_texts()
    if texts is not None:
        files["texts.npy"] = npy(texts.vectors.astype(np.float16))
    drawn = bundle.read_map()
    if drawn is not None:
        files["map.npy"] = npy(drawn.places)
    for name, trained in bundle.trained.items():
        arrays = arrays_of(trained)
        files |= {f"{name}/{part}.npy": npy(array) for part, array in arrays.items()}
    return files


def settings_of(bundle: Bundle) -> dict[str, dict[str, Any]]:
    """What everything in a bundle was trained with, as ``--config`` takes it."""
    texts, drawn = bundle.read_texts(), bundle.read_map()
    settings = {name: entry["config"] for name, entry in bundle.models.items()}
    added = {"texts": texts, "map": drawn}
    return settings | {name: part.config for name, part in added.items() if part is not None}


def arrays_of(trained: Trained) -> dict[str, np.ndarray]:
    """Name → array of a trained model, whatever its kind."""
    if isinstance(trained, ItemSpace):
        return space_arrays(trained)
    return neighbour_arrays(trained) if isinstance(trained, Neighbours) else network_arrays(trained)


def space_arrays(space: ItemSpace) -> dict[str, np.ndarray]:
    """The arrays of an item space, without the films that have no vector."""
    rows = np.flatnonzero(space.vectors.any(axis=1)).astype(np.int32)
    arrays = {"rows": rows, "vectors": space.vectors[rows], "users": space.users}
    if space.prior is not None:
        arrays |= {"prior_mean": space.prior.mean, "prior_precision": space.prior.precision}
    return arrays


def neighbour_arrays(neighbours: Neighbours) -> dict[str, np.ndarray]:
    """The arrays of an item–item matrix, in as few bytes as they need."""
    rows = np.flatnonzero(neighbours.scorable).astype(np.int32)
    narrow = np.uint16 if len(neighbours.scorable) < 1 << 16 else np.int32
    return {
        "rows": rows,
        "columns": neighbours.columns[rows].astype(narrow),
        "weights": neighbours.weights[rows].astype(np.float16),
    }


def network_arrays(network: Network) -> dict[str, np.ndarray]:
    """The arrays of a network, those over films in half precision."""
    halves = ("history", "factors", "hidden")
    arrays = {name: getattr(network, name).astype(np.float16) for name in halves}
    arrays |= {name: getattr(network, name) for name in NETWORK_ARRAYS if name not in halves}
    if network.attention is not None:
        arrays |= {f"attention/{name}": array.astype(np.float16) for name, array in vars(network.attention).items()}
    if network.intent is not None:
        arrays |= {f"intent/{name}": array for name, array in vars(network.intent).items()}
    return arrays


def describe(bundle: Bundle, contents: dict[str, bytes]) -> dict[str, Any]:
    """The manifest; its version is a digest of everything else in it."""
    texts, drawn = bundle.read_texts(), bundle.read_map()
    manifest = {
        "format": FORMAT,
        "dataset": bundle.dataset,
        "genres": list(bundle.catalogue.genre_names),
        "default_model": bundle.default_model,
        "models": bundle.models,
        **({} if texts is None else {"texts": {"fields": texts.fields, "config": texts.config}}),
        **({} if drawn is None else {"map": {"config": drawn.config, "metrics": drawn.metrics}}),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
    }
    return {"format": FORMAT, "version": version_of(manifest), **manifest}


def npy(array: Any) -> bytes:
    """An array in numpy's own format, without pickle."""
    stream = io.BytesIO()
    np.save(stream, np.ascontiguousarray(array), allow_pickle=False)
    return stream.getvalue()

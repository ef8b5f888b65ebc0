"""What a bundle holds of each model: its kind in the manifest, its arrays in files, read when they are asked for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from math import inf, isinf
from typing import Any

import numpy as np

from matinee.engine.errors import BundleError
from matinee.engine.models.factor_models import ItemSpace, TastePrior
from matinee.engine.models.item_item import Neighbours
from matinee.engine.models.neural import AnswerScale, Attention, IntentTower, Network

Trained = ItemSpace | Neighbours | Network
Arrays = Callable[[str], Any]
"""File name → array."""
NETWORK_ARRAYS = (
    "rows", "history", "expected", "factors", "hidden", "from_user", "second", "second_bias", "output", "bias",
)  # fmt: skip
"""The arrays every network has."""


class LazyModels(Mapping[str, Trained]):
    """Trained models by name, each read when it is first asked for.

    Asking raises BundleError where a file is missing, changed, or not what the manifest says.
    """

    def __init__(self, array: Arrays, entries: dict[str, dict[str, Any]], n_movies: int) -> None:
        self._array = array
        self._entries = {name: entry for name, entry in entries.items() if entry["kind"] in READERS}
        self._n_movies = n_movies
        self._read: dict[str, Trained] = {}

    def __getitem__(self, name: str) -> Trained:
        if name not in self._read:
            entry = self._entries[name]
            try:
                self._read[name] = READERS[entry["kind"]](self._array, name, entry, self._n_movies)
            except (KeyError, TypeError, IndexError, ValueError, AttributeError) as error:
                raise BundleError(
                    f"The bundle holds no whole model '{name}' ({error!r}); make it anew with `matinee train`."
                ) from error
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def kind_of(trained: Trained) -> dict[str, Any]:
    """What the manifest says of a trained model, so that it can be named without being read."""
    if isinstance(trained, ItemSpace):
        prior = trained.prior is not None
        return {"kind": "vectors", "rule": trained.rule, "prior": prior, "confidence": trained.confidence}
    if isinstance(trained, Neighbours):
        return {"kind": "neighbours"}
    scale = vars(trained.scale) | ({"shrinkage": None} if isinf(trained.scale.shrinkage) else {})
    parts = {"attention": trained.attention is not None, "intent": trained.intent is not None}
    return {"kind": "network", "scale": scale, **parts}


def read_space(array: Arrays, name: str, entry: dict[str, Any], n_movies: int) -> ItemSpace:
    """One item space, its vectors spread over the whole catalogue."""
    compact = array(f"{name}/vectors.npy")
    vectors = np.zeros((n_movies, compact.shape[1]), dtype=np.float32)
    vectors[array(f"{name}/rows.npy")] = compact
    prior = None
    if entry["prior"]:
        prior = TastePrior(array(f"{name}/prior_mean.npy"), array(f"{name}/prior_precision.npy"))
    return ItemSpace(vectors, array(f"{name}/users.npy"), entry["rule"], prior, entry["confidence"])


def read_neighbours(array: Arrays, name: str, _entry: dict[str, Any], n_movies: int) -> Neighbours:
    """One item–item matrix, its rows spread over the whole catalogue."""
    rows, kept = array(f"{name}/rows.npy"), array(f"{name}/weights.npy")
    columns = np.zeros((n_movies, kept.shape[1]), dtype=np.int32)
    weights = np.zeros((n_movies, kept.shape[1]), dtype=np.float32)
    scorable = np.zeros(n_movies, dtype=np.bool_)
    columns[rows] = array(f"{name}/columns.npy")
    weights[rows] = kept
    scorable[rows] = True
    return Neighbours(columns, weights, scorable)


def read_network(array: Arrays, name: str, entry: dict[str, Any], _n_movies: int) -> Network:
    """One neural model; arrays in half precision are widened."""

    def widened(part: str) -> Any:
        stored = array(f"{name}/{part}.npy")
        return stored.astype(np.float32) if stored.dtype == np.float16 else stored

    def group(kind: Any, folder: str) -> Any:
        return kind(*(widened(f"{folder}/{part.name}") for part in fields(kind))) if entry[folder] else None

    shrinkage = entry["scale"]["shrinkage"]
    return Network(
        **{part: widened(part) for part in NETWORK_ARRAYS},
        scale=AnswerScale(**{**entry["scale"], "shrinkage": inf if shrinkage is None else float(shrinkage)}),
        attention=group(Attention, "attention"),
        intent=group(IntentTower, "intent"),
    )


READERS: dict[str, Callable[[Arrays, str, dict[str, Any], int], Trained]] = {
    "vectors": read_space,
    "neighbours": read_neighbours,
    "network": read_network,
}

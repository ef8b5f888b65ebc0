"""Trained models in a bundle: the kind in the manifest, the arrays in files, read on first use."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from matinee.engine.bundle.manifest import ModelEntry, NeighboursEntry, NetworkEntry, VectorsEntry
from matinee.engine.errors import BundleError
from matinee.engine.models.factor_models import ItemFactors, TastePrior
from matinee.engine.models.item_item import ItemWeights
from matinee.engine.models.neural import Attention, IntentTower, Network

TrainedModel = ItemFactors | ItemWeights | Network
Arrays = Callable[[str], Any]
"""File name → array."""
NETWORK_ARRAYS = (
    "rows", "history", "expected", "factors", "hidden", "from_user", "second", "second_bias", "output", "bias",
)  # fmt: skip
"""The arrays of every network."""


class LazyModels(Mapping[str, TrainedModel]):
    """Trained models by name, each read on first access.

    Access raises BundleError if a file is missing, changed, or does not match the manifest.
    """

    def __init__(self, array: Arrays, entries: Mapping[str, ModelEntry], n_movies: int) -> None:
        """Set up the mapping; reads nothing.

        Args:
            array: returns the array of a file name.
            entries: model name → its entry in the manifest.
            n_movies: size of the catalogue.
        """
        self._array = array
        self._entries = {name: entry for name, entry in entries.items() if type(entry) in READERS}
        self._n_movies = n_movies
        self._read: dict[str, TrainedModel] = {}

    def __getitem__(self, name: str) -> TrainedModel:
        if name not in self._read:
            entry = self._entries[name]
            try:
                self._read[name] = READERS[type(entry)](self._array, name, entry, self._n_movies)
            except (KeyError, TypeError, IndexError, ValueError, AttributeError) as error:
                raise BundleError(
                    f"The bundle has no complete model '{name}' ({error!r}); rebuild it with `matinee train`."
                ) from error
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def describe(trained: TrainedModel, config: dict[str, Any], metrics: dict[str, Any]) -> ModelEntry:
    """The manifest entry of a trained model."""
    if isinstance(trained, ItemFactors):
        prior = trained.prior is not None
        return VectorsEntry(trained.rule, prior, trained.confidence, config=config, metrics=metrics)
    if isinstance(trained, ItemWeights):
        return NeighboursEntry(config=config, metrics=metrics)
    parts = (trained.attention is not None, trained.intent is not None)
    return NetworkEntry(trained.scale, *parts, config=config, metrics=metrics)


def read_factors(array: Arrays, name: str, entry: VectorsEntry, n_movies: int) -> ItemFactors:
    """Read item factors, with the vectors expanded to (n_movies, k); films without one get zeros."""
    compact = array(f"{name}/vectors.npy")
    vectors = np.zeros((n_movies, compact.shape[1]), dtype=np.float32)
    vectors[array(f"{name}/rows.npy")] = compact
    prior = None
    if entry.prior:
        prior = TastePrior(array(f"{name}/prior_mean.npy"), array(f"{name}/prior_precision.npy"))
    return ItemFactors(vectors, array(f"{name}/users.npy"), entry.rule, prior, entry.confidence)


def read_weights(array: Arrays, name: str, _entry: NeighboursEntry, n_movies: int) -> ItemWeights:
    """Read an item–item matrix, with its rows expanded to (n_movies, k)."""
    rows, kept = array(f"{name}/rows.npy"), array(f"{name}/weights.npy")
    columns = np.zeros((n_movies, kept.shape[1]), dtype=np.int32)
    weights = np.zeros((n_movies, kept.shape[1]), dtype=np.float32)
    known = np.zeros(n_movies, dtype=np.bool_)
    columns[rows] = array(f"{name}/columns.npy")
    weights[rows] = kept
    known[rows] = True
    return ItemWeights(columns, weights, known)


def read_network(array: Arrays, name: str, entry: NetworkEntry, _n_movies: int) -> Network:
    """Read a network, with half-precision arrays converted to single precision."""

    def single(part: str) -> Any:
        stored = array(f"{name}/{part}.npy")
        return stored.astype(np.float32) if stored.dtype == np.float16 else stored

    def group(kind: Any, folder: str) -> Any:
        return kind(*(single(f"{folder}/{part.name}") for part in fields(kind)))

    return Network(
        **{part: single(part) for part in NETWORK_ARRAYS},
        scale=entry.scale,
        attention=group(Attention, "attention") if entry.attention else None,
        intent=group(IntentTower, "intent") if entry.intent else None,
    )


READERS: dict[type[ModelEntry], Callable[[Arrays, str, Any, int], TrainedModel]] = {
    VectorsEntry: read_factors,
    NeighboursEntry: read_weights,
    NetworkEntry: read_network,
}

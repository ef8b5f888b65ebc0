"""Trained models in a bundle: the kind in the manifest, the arrays in files, read and checked on first use."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from matinee.engine.bundle.array_checks import numbers, rows_below
from matinee.engine.bundle.bundle_files import MAPPED_FROM, BundleFiles
from matinee.engine.bundle.manifest import ModelEntry, NeighboursEntry, NetworkEntry, VectorsEntry
from matinee.engine.models.factor_models import ItemFactors, TastePrior
from matinee.engine.models.item_item import ItemWeights
from matinee.engine.models.neural import Attention, IntentTower, Network
from matinee.policy.array_types import FloatArray, IntArray

TrainedModel = ItemFactors | ItemWeights | Network
NETWORK_ARRAYS = (
    "rows", "history", "expected", "factors", "hidden", "from_user", "second", "second_bias", "output", "bias",
)  # fmt: skip
"""The arrays of every network."""
MAX_DIMENSIONS = 4096
"""Most dimensions of item vectors: they are expanded to the whole catalogue."""
PROMPT_DIMENSIONS = 384
"""Length of the sentence vector of a prompt."""


@dataclass(frozen=True)
class ModelFiles:
    """The files of one trained model, and what they have to match.

    Attributes:
        files: the bundle's files.
        name: name of the model, and of the folder of its files.
        n_movies: size of the catalogue.
        n_users: number of training users.
    """

    files: BundleFiles
    name: str
    n_movies: int
    n_users: int

    def rows(self) -> IntArray:
        """The catalogue rows of the films the model knows. Raises BundleError."""
        return self.files.rows(f"{self.name}/rows.npy", self.n_movies)

    def has(self, part: str) -> bool:
        """Whether the bundle has an array of this model."""
        return f"{self.name}/{part}.npy" in self.files.names

    def numbers(self, part: str, *shape: int | None) -> FloatArray:
        """An array of numbers. Raises BundleError."""
        array: FloatArray = self.files.array(f"{self.name}/{part}.npy", numbers(*shape))
        return array

    def singles(self, part: str, *shape: int | None) -> FloatArray:
        """An array of numbers, with half precision converted to single precision unless mapped. Raises BundleError."""
        stored = self.numbers(part, *shape)
        return stored.astype(np.float32) if stored.dtype == np.float16 and stored.nbytes < MAPPED_FROM else stored


class LazyModels(Mapping[str, TrainedModel]):
    """Trained models by name, each read on first access.

    Access raises BundleError if a file is missing, changed, or does not match the manifest.
    """

    def __init__(self, files: BundleFiles, entries: Mapping[str, ModelEntry], n_movies: int, n_users: int) -> None:
        """Set up the mapping; reads nothing.

        Args:
            files: the bundle's files.
            entries: model name → its entry in the manifest.
            n_movies: size of the catalogue.
            n_users: number of training users.
        """
        self._files, self._n_movies, self._n_users = files, n_movies, n_users
        self._entries = {name: entry for name, entry in entries.items() if type(entry) in READERS}
        self._read: dict[str, TrainedModel] = {}

    def __getitem__(self, name: str) -> TrainedModel:
        if name not in self._read:
            entry = self._entries[name]
            files = ModelFiles(self._files, name, self._n_movies, self._n_users)
            self._read[name] = READERS[type(entry)](files, entry)
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


def read_factors(model: ModelFiles, entry: VectorsEntry) -> ItemFactors:
    """Read item factors; (n_movies, k) vectors, zeros for films without one."""
    rows = model.rows()
    compact = model.numbers("vectors", len(rows), None)
    size = compact.shape[1]
    if not 0 < size <= MAX_DIMENSIONS:
        raise model.files.mismatch(f"{model.name}/vectors.npy", f"its vectors have {size} dimensions")
    prior = read_prior(model, size) if entry.prior else None
    users = model.numbers("users", model.n_users, size) if model.has("users") else np.zeros((0, size), np.float32)
    usage = model.numbers("usage", size) if model.has("usage") else None
    vectors = expand(compact, rows, model.n_movies)
    return ItemFactors(vectors, users, entry.rule, prior, entry.confidence, usage)


def expand(compact: FloatArray, rows: IntArray, n_movies: int) -> FloatArray:
    """Item vectors in the order of the catalogue, zeros for unknown films; the array itself if it is that already.

    Args:
        compact: (n, k) vectors.
        rows: (n,) catalogue rows.
        n_movies: size of the catalogue.
    """
    if compact.dtype == np.float32 and np.array_equal(rows, np.arange(n_movies)):
        return compact
    vectors = np.zeros((n_movies, compact.shape[1]), dtype=np.float32)
    vectors[rows] = compact
    return vectors


def read_prior(model: ModelFiles, size: int) -> TastePrior:
    """Read the prior over user vectors of a size; its precision must be symmetric and positive definite."""
    precision = model.numbers("prior_precision", size, size).astype(np.float64)
    try:
        np.linalg.cholesky(precision)  # looks at one half of it
    except np.linalg.LinAlgError:
        is_precision = False
    else:
        is_precision = np.allclose(precision, precision.T)
    if not is_precision:
        raise model.files.mismatch(f"{model.name}/prior_precision.npy", "it is not the precision of a distribution")
    return TastePrior(model.numbers("prior_mean", size), precision)


def read_weights(model: ModelFiles, _entry: NeighboursEntry) -> ItemWeights:
    """Read an item–item matrix."""
    rows = model.rows()
    columns = model.files.array(f"{model.name}/columns.npy", rows_below(model.n_movies, len(rows), None))
    kept = model.numbers("weights", *columns.shape)
    if columns.shape[1] > model.n_movies:
        raise model.files.mismatch(f"{model.name}/columns.npy", "a film has more weights than there are films")
    known = np.zeros(model.n_movies, dtype=np.bool_)
    known[rows] = True
    places = np.zeros(model.n_movies, dtype=np.int32)
    places[rows] = np.arange(len(rows))
    return ItemWeights(columns, kept, known, places)


def read_network(model: ModelFiles, entry: NetworkEntry) -> Network:
    """Read a network; half-precision arrays are converted to single precision, now or when they are used."""
    rows = model.rows()
    factors = model.singles("factors", len(rows), None)
    from_user = model.singles("from_user", None, None)
    linear, (deep, hidden) = factors.shape[1], from_user.shape
    second = model.singles("second", hidden, None)
    history = model.singles("history", len(rows), None)
    if not deep or history.shape[1] not in {linear + deep, *([linear] if linear == deep else [])}:
        raise model.files.mismatch(f"{model.name}/history.npy", f"its users have {history.shape[1]} dimensions")
    return Network(
        rows=rows,
        history=history,
        expected=model.singles("expected", len(rows)),
        factors=factors,
        hidden=model.singles("hidden", len(rows), hidden),
        from_user=from_user,
        second=second,
        second_bias=model.singles("second_bias", second.shape[1]),
        output=model.singles("output", second.shape[1]),
        bias=model.singles("bias", len(rows)),
        scale=entry.scale,
        attention=read_attention(model, len(rows), deep, hidden) if entry.attention else None,
        intent=read_intent_tower(model, hidden) if entry.intent else None,
    )


def read_attention(model: ModelFiles, count: int, deep: int, hidden: int) -> Attention:
    """Read the attention of a network over ``count`` films."""
    to_query = model.singles("attention/to_query", deep, None)
    keys = model.singles("attention/keys", count, None, to_query.shape[1])
    if not keys.shape[1]:
        raise model.files.mismatch(f"{model.name}/attention/keys.npy", "its films have no texts")
    return Attention(keys, model.singles("attention/values", count, keys.shape[1], hidden), to_query)


def read_intent_tower(model: ModelFiles, hidden: int) -> IntentTower:
    """Read the part of a network that reads prompts."""
    first = model.singles("intent/first", PROMPT_DIMENSIONS, None)
    second = model.singles("intent/second", first.shape[1], None)
    return IntentTower(
        first,
        model.singles("intent/first_bias", first.shape[1]),
        second,
        model.singles("intent/second_bias", second.shape[1]),
        model.singles("intent/to_hidden", second.shape[1], hidden),
    )


READERS: dict[type[ModelEntry], Callable[[ModelFiles, Any], TrainedModel]] = {
    VectorsEntry: read_factors,
    NeighboursEntry: read_weights,
    NetworkEntry: read_network,
}

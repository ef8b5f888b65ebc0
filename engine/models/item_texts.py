"""The sentence vectors of the films' texts, compared with each other and with queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from matinee.policy.array_types import FloatArray, release_pages

ROWS_AT_ONCE = 1024
"""Vectors of half precision that are converted at once; few enough to stay in the processor's cache."""


@dataclass(frozen=True, eq=False)
class ItemTexts:
    """Text vectors of the catalogue.

    Attributes:
        vectors: (n_movies, 384) unit vectors, zeros for a film without any text; in single precision or, where they are
            mapped into memory, in half precision.
        fields: text field → number of films that have it.
        config: text field → its weight in the mean.
    """

    vectors: FloatArray
    fields: dict[str, int]
    config: dict[str, Any]

    def products(self, query: FloatArray) -> FloatArray:
        """(n_movies,) product of each vector with a query (384,)."""
        products = np.concatenate([block @ query for _, block in single_precision_blocks(self.vectors)])
        release_pages(self.vectors)  # a minute may pass until the next prompt
        return products

    def cosine(self, row: int) -> FloatArray:
        """(n_movies,) cosine of each film's text with that of one film; 0 if either has none."""
        lengths = self._lengths * self._lengths[row]
        products = self.products(self.vectors[row].astype(np.float32))
        return np.asarray(products / np.where(lengths > 0, lengths, 1.0))

    @cached_property
    def _lengths(self) -> FloatArray:
        """(n_movies,) lengths of the vectors."""
        # np.linalg.norm would copy all of them
        return np.concatenate(
            [np.sqrt(np.einsum("ij,ij->i", block, block)) for _, block in single_precision_blocks(self.vectors)]
        )


def single_precision_blocks(vectors: FloatArray) -> Iterator[tuple[slice, FloatArray]]:
    """Yield vectors in single precision, and which of them: all at once if they are in this precision already."""
    if vectors.dtype != np.float16:
        yield slice(None), vectors
        return
    for start in range(0, len(vectors), ROWS_AT_ONCE):
        part = slice(start, start + ROWS_AT_ONCE)
        yield part, vectors[part].astype(np.float32)

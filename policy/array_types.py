"""Array types used everywhere, the one L2 normalisation, and the memory of mapped arrays."""

from mmap import MADV_DONTNEED, mmap
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.integer[Any]]


def l2_normalize(vectors: FloatArray) -> FloatArray:
    """Scale vectors to length 1; zero vectors stay zero.

    >>> l2_normalize(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6, 0.8], [0.0, 0.0]]

    Args:
        vectors: (..., d), one vector in each row.
    """
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1.0))


def release_pages(array: NDArray[Any]) -> None:
    """Give back the memory that a mapped array takes; what is used again is read again. Others stay as they are."""
    owner: Any = array
    while isinstance(owner, np.ndarray | memoryview):
        owner = owner.base if isinstance(owner, np.ndarray) else owner.obj
    if isinstance(owner, mmap):
        owner.madvise(MADV_DONTNEED)

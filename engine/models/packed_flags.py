"""Booleans in one bit each, for arrays of tens of millions that are read in parts."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matinee.policy.array_types import BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class PackedFlags:
    """An array of booleans, eight in a byte as ``numpy.packbits`` packs them.

    >>> flags = PackedFlags(np.packbits([True, False, True]), 3)
    >>> flags[np.array([2, 1])].tolist(), np.asarray(flags).tolist()
    ([True, False], [True, False, True])

    Attributes:
        packed: (⌈n/8⌉,) the bytes.
        count: n.
    """

    packed: NDArray[np.uint8]
    count: int

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, part: IntArray | slice) -> BoolArray:
        """The flags at some places or of a slice."""
        places = np.arange(*part.indices(self.count)) if isinstance(part, slice) else part
        return np.asarray(self.packed[places >> 3] >> (7 - (places & 7)).astype(np.uint8) & 1, dtype=np.bool_)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        """(n,) all flags."""
        return np.unpackbits(self.packed, count=self.count).astype(dtype or np.bool_)

"""What an array of a bundle must be before it is used: its kind of values, its shape and its range."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Dim = int | None
"""Size of one axis; None where every size is valid."""
MAX_NUMBER = 1e6
"""Largest magnitude of a number: sums of products stay finite in single precision."""
MAX_INTEGER = 2**53
HALF_INFINITY = 0x7C00
"""Infinity in half precision as an integer; NaN is above it. Negative numbers add the sign bit, 0x8000."""
KINDS = {"integers": "iu", "numbers": "f", "flags": "b"}
"""Name of a kind of values → its numpy kinds."""


@dataclass(frozen=True)
class ArraySpec:
    """What an array must be.

    Attributes:
        kind: key of ``KINDS``.
        shape: size of each axis.
        low, high: bounds of the values, both included.
        gaps: whether values may be NaN.
    """

    kind: str
    shape: tuple[Dim, ...]
    low: float
    high: float
    gaps: bool = False


def integers(*shape: Dim, low: int = 0, high: int = MAX_INTEGER) -> ArraySpec:
    """Whole numbers from ``low`` to ``high``."""
    return ArraySpec("integers", shape, low, high)


def rows_below(count: int, *shape: Dim) -> ArraySpec:
    """Addresses of ``count`` things: whole numbers from 0 to below it."""
    return integers(*shape, high=count - 1)


def numbers(*shape: Dim, low: float = -MAX_NUMBER, high: float = MAX_NUMBER, gaps: bool = False) -> ArraySpec:
    """Finite numbers from ``low`` to ``high``; with ``gaps``, also NaN."""
    return ArraySpec("numbers", shape, low, high, gaps)


def flags(*shape: Dim) -> ArraySpec:
    """Booleans."""
    return ArraySpec("flags", shape, 0, 1)


def find_problem(array: NDArray[Any], spec: ArraySpec, *, check_values: bool = True) -> str:
    """What is wrong with an array, as the end of a sentence; empty if it is as specified.

    >>> find_problem(np.array([1, 7]), integers(2, high=5))
    'it has values outside 0 to 5'

    Args:
        array: the array.
        spec: what it must be.
        check_values: whether to look at the values too, rather than at their kind and the shape alone.
    """
    if array.dtype.kind not in KINDS[spec.kind]:
        return f"it holds {array.dtype.name} values instead of {spec.kind}"
    if array.ndim != len(spec.shape) or any(
        size not in (None, found) for size, found in zip(spec.shape, array.shape, strict=True)
    ):
        return f"its shape is {shape_text(array.shape)} instead of {shape_text(spec.shape)}"
    if spec.kind == "flags" or not array.size or not check_values:
        return ""
    return "" if is_within(array, spec) else f"it has values outside {spec.low:g} to {spec.high:g}"


def is_within(array: NDArray[Any], spec: ArraySpec) -> bool:
    """Whether all values of an array with any are in the range of a specification."""
    if spec.gaps:
        return not ((array < spec.low) | (array > spec.high)).any()
    if array.dtype == np.float16 and spec.high == -spec.low == MAX_NUMBER:
        # all its finite values are; those that are not have the largest bits, and integers compare ten times faster
        return bool(array.view(np.int16).max() < HALF_INFINITY and array.view(np.uint16).max() < HALF_INFINITY + 0x8000)
    return bool(array.min() >= spec.low and array.max() <= spec.high)  # NaN is neither


def shape_text(shape: tuple[Dim, ...]) -> str:
    """A shape in words: "3650 × 50", "610 × any".

    >>> shape_text((610, None)), shape_text(())
    ('610 × any', 'a single value')
    """
    return " × ".join("any" if size is None else str(size) for size in shape) or "a single value"

"""Reads the ``.npy`` format from bytes that may be hostile.

``numpy.load`` allocates what a header promises before it looks for the values, executes the header as a Python literal
and also opens pickles and archives. Bundles contain only what ``numpy.save`` writes for plain arrays of numbers.
"""

import re
from math import prod
from mmap import mmap
from typing import Any

import numpy as np
from numpy.typing import NDArray

PREAMBLE = b"\x93NUMPY\x01\x00"
"""The magic string, and version 1.0 of the format."""
HEADER = re.compile(
    rb"\{'descr': '(\|b1|\|u1|\|i1|<[iuf]2|<[iu]4|<f4|<[iuf]8)', 'fortran_order': (True|False), "
    rb"'shape': \((|\d{1,15},|\d{1,15}(?:, \d{1,15}){1,4})\), \} *\n"
)
"""Data type, order and shape: native booleans, integers and numbers in up to five dimensions."""
MAX_SIZE = 1 << 40
"""More values than any file has; larger products of a shape are not compared."""


def parse_npy(content: bytes | mmap) -> NDArray[Any]:
    """Read an array as a view of the bytes; it is read-only.

    Args:
        content: the content of a ``.npy`` file, or the file mapped into memory for reading.

    Raises:
        ValueError: it is not an array of numbers, or has more or fewer bytes than its header says.
    """
    start = len(PREAMBLE) + 2
    values_start = start + int.from_bytes(content[len(PREAMBLE) : start], "little")
    header = HEADER.fullmatch(content[start:values_start])
    if content[: len(PREAMBLE)] != PREAMBLE or header is None:
        raise ValueError("it is not an array of numbers in the .npy format")
    dtype = np.dtype(header[1].decode())
    shape = tuple(int(size) for size in header[3].split(b",") if size.strip())
    expected, found = prod(shape) * dtype.itemsize, len(content) - values_start
    if expected != found:
        raise ValueError(f"its header promises {min(expected, MAX_SIZE):,} bytes of values and it has {found:,}")
    values = np.frombuffer(content, dtype, offset=values_start) if found else np.empty(0, dtype)
    return values.reshape(shape, order="F" if header[2] == b"True" else "C")

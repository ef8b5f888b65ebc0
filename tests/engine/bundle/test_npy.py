"""Arrays are read from bytes that may promise anything."""

import io

import numpy as np
import pytest

from matinee.engine.bundle.array_checks import ArraySpec, find_problem, flags, integers, numbers, rows_below
from matinee.engine.bundle.npy import parse_npy

KINDS = (
    "bool",
    "int8",
    "uint8",
    "int16",
    "uint16",
    "int32",
    "uint32",
    "int64",
    "uint64",
    "float16",
    "float32",
    "float64",
)


def saved(array: np.ndarray, *, pickled: bool = False) -> bytes:
    """An array in the format, as numpy writes it."""
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=pickled)
    return stream.getvalue()


def with_header(header: str, values: bytes = bytes(8)) -> bytes:
    """Values under a header of this text."""
    text = header.encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + values


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", [(6,), (2, 3), (1, 2, 3), (0,), (4, 0), ()])
def test_what_numpy_writes_is_read(kind: str, shape: tuple[int, ...]) -> None:
    array = (np.arange(int(np.prod(shape))) % 2).astype(kind).reshape(shape)
    read = parse_npy(saved(array))
    assert read.dtype == array.dtype
    assert read.shape == shape
    assert (read == array).all()


def test_the_other_order_is_read() -> None:
    array = np.asfortranarray(np.arange(6).reshape(2, 3))
    assert (parse_npy(saved(array)) == array).all()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x93NUMPY\x01\x00",
        b"PK\x03\x04",
        saved(np.array([{"a": 1}], dtype=object), pickled=True),
        saved(np.array(["text"])),
        saved(np.array([1], dtype=">i4")),
        saved(np.array([1j])),
        saved(np.zeros(2, dtype=[("a", "<i4")])),
        saved(np.arange(3))[:-1],
        saved(np.arange(3)) + b"\x00",
        with_header("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000000,), }"),
        with_header("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999, 99999999999, 99999999999), }"),
        with_header("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }"),
        with_header("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }"),
        with_header("{'descr': '<f8', 'fortran_order': False, 'shape': (" + "(" * 5000),
        with_header("__import__('os').system('true')"),
        with_header("{'descr': '<f8', 'fortran_order': False, 'shape': (0, 999999999999999, 999999999999999), }", b""),
    ],
    ids=lambda content: repr(content[-60:]),
)
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"not an array of numbers|bytes of values|dimension|too big|too large"):
        parse_npy(content)


@pytest.mark.parametrize(
    ("array", "spec", "problem"),
    [
        (np.arange(3), integers(3), ""),
        (np.arange(3), integers(None), ""),
        (np.zeros((0, 2)), numbers(0, 2), ""),
        (np.arange(3), integers(4), "its shape is 3 instead of 4"),
        (np.arange(3), integers(3, None), "its shape is 3 instead of 3 × any"),
        (np.arange(3), numbers(3), "it holds int64 values instead of numbers"),
        (np.arange(3.0), integers(3), "it holds float64 values instead of integers"),
        (np.arange(2), flags(2), "it holds int64 values instead of flags"),
        (np.array([-1, 2]), integers(2), "it has values outside 0 to 9.0072e+15"),
        (np.array([0, 3]), rows_below(3, 2), "it has values outside 0 to 2"),
        (np.array([0.0, np.nan]), numbers(2), "it has values outside -1e+06 to 1e+06"),
        (np.array([0.0, np.inf], dtype=np.float16), numbers(2), "it has values outside -1e+06 to 1e+06"),
        (np.array([0.0, -np.inf], dtype=np.float16), numbers(2), "it has values outside -1e+06 to 1e+06"),
        (np.array([0.0, np.nan], dtype=np.float16), numbers(2), "it has values outside -1e+06 to 1e+06"),
        (np.array([-0.0, -65504, 65504], dtype=np.float16), numbers(3), ""),
        (np.array([0.5, np.nan]), numbers(2, low=-1, high=1, gaps=True), ""),
        (np.array([np.inf, np.nan]), numbers(2, low=-1, high=1, gaps=True), "it has values outside -1 to 1"),
    ],
)
def test_what_is_wrong_with_an_array(array: np.ndarray, spec: ArraySpec, problem: str) -> None:
    assert find_problem(array, spec) == problem

"""The files that a manifest lists, each checked against its SHA-256 and its description before it is used.

Small files are read and checked whenever they are used. Large arrays are mapped into memory, so that only the parts
that are used are read, and all processes share them; they are checked on first use, and again when they have changed.
"""

import hashlib
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from io import BufferedReader
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from msgspec import DecodeError
from msgspec.json import decode

from matinee.engine.bundle.array_checks import ArraySpec, find_problem, rows_below
from matinee.engine.bundle.manifest import Manifest
from matinee.engine.bundle.npy import parse_npy
from matinee.engine.bundle.verified_files import VerifiedFiles
from matinee.engine.errors import BundleError
from matinee.policy.array_types import IntArray, release_pages
from matinee.policy.bounded_files import open_bounded

MAX_FILE_BYTES, MAX_DOCUMENT_BYTES = 500_000_000, 50_000_000
"""Size of one file, and of a JSON document; the largest of a bundle of all MovieLens ratings have 130 and 3 MB."""
MAPPED_FROM = 10_000_000
"""Bytes from which a file is mapped rather than read; the shipped bundle has none of this size."""
T = TypeVar("T")


class BundleFiles:
    """The files of one bundle version, verified as they are read."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder / manifest.version
        self._digests = manifest.files
        self._verified = VerifiedFiles(self._folder)

    @property
    def names(self) -> Collection[str]:
        """Names of the files listed in the manifest."""
        return self._digests.keys()

    def require(self, name: str) -> None:
        """Check that a file is there. Raises BundleError if ``read`` could not read it."""
        with self._open(name, MAX_FILE_BYTES):
            pass

    def verify(self, name: str) -> None:
        """Check a file against its digest without keeping it in memory. Raises BundleError as ``read`` does."""
        with self._open(name, MAX_FILE_BYTES) as stream:
            self._check_digest(name, hashlib.file_digest(stream, "sha256").hexdigest())

    def read(self, name: str, limit: int = MAX_FILE_BYTES) -> bytes:
        """Read a file. Raises BundleError if it is missing, changed, larger than the limit or not in the manifest."""
        with self._open(name, limit) as stream:
            content = stream.read(os.fstat(stream.fileno()).st_size)
        self._check_digest(name, hashlib.sha256(content).hexdigest())
        return content

    def array(self, name: str, spec: ArraySpec) -> Any:
        """Read or map an array, which is read-only. Raises BundleError, also if it is not as specified."""
        with self._open(name, MAX_FILE_BYTES) as stream:
            status = os.fstat(stream.fileno())
            if status.st_size >= MAPPED_FROM:
                return self._map(name, stream, status, spec)
        return self._parse(name, self.read(name), spec)

    def _map(self, name: str, stream: BufferedReader, status: os.stat_result, spec: ArraySpec) -> Any:
        """Map an array; its digest and its values are checked unless they were before."""
        if self._verified.has(name, status):
            return self._parse(name, mmap(stream.fileno(), 0, access=ACCESS_READ), spec, check_values=False)
        self._check_digest(name, hashlib.file_digest(stream, "sha256").hexdigest())
        content = mmap(stream.fileno(), 0, access=ACCESS_READ)
        array = self._parse(name, content, spec)
        release_pages(array)  # what only the check has read need not stay in memory
        self._verified.add(name, status)
        return array

    def _parse(self, name: str, content: bytes | mmap, spec: ArraySpec, *, check_values: bool = True) -> Any:
        try:
            array = parse_npy(content)
        except ValueError as error:
            raise self.mismatch(name, str(error)) from error
        if problem := find_problem(array, spec, check_values=check_values):
            raise self.mismatch(name, problem)
        return array

    @contextmanager
    def _open(self, name: str, limit: int) -> Iterator[BufferedReader]:
        """Open a file of the manifest. Raises BundleError, also for an OSError while it is read."""
        path = self._folder / name
        if name not in self._digests:
            raise BundleError(f"{path} is missing in the manifest; rebuild the bundle with `matinee train`.")
        try:
            with open_bounded(path, limit) as stream:
                yield stream
        except OSError as error:
            raise BundleError(
                f"{path} is missing or unreadable ({error.strerror or error}); reinstall Matinee or rebuild the bundle."
            ) from error

    def _check_digest(self, name: str, found: str) -> None:
        if found != self._digests[name]:
            raise BundleError(f"{self._folder / name} has been modified; reinstall Matinee or rebuild the bundle.")

    def distinct(self, name: str, spec: ArraySpec) -> IntArray:
        """Read an array of whole numbers that are all different. Raises BundleError."""
        array: IntArray = self.array(name, spec)
        in_order = (array[1:] > array[:-1]).all()  # as they are written, and faster to find out
        if not in_order and len(np.unique(array)) < array.size:
            raise self.mismatch(name, "its numbers are not all different")
        return array

    def rows(self, name: str, n_movies: int) -> IntArray:
        """Read the catalogue rows of some films, at least one and all different. Raises BundleError."""
        rows = self.distinct(name, rows_below(n_movies, None))
        if not rows.size:
            raise self.mismatch(name, "it is empty")
        return rows

    def json(self, name: str, kind: type[T]) -> T:
        """Read a JSON document of a type. Raises BundleError."""
        try:
            return decode(self.read(name, MAX_DOCUMENT_BYTES), type=kind)
        except (DecodeError, ValueError, RecursionError) as error:
            raise self.mismatch(name, str(error)) from error

    def mismatch(self, name: str, problem: str) -> BundleError:
        """The error for a file whose content is not what the manifest describes."""
        return BundleError(
            f"{self._folder / name} is not as the manifest describes it: {problem.rstrip('.')}; "
            "rebuild the bundle with `matinee train`."
        )

"""The files that a manifest lists, each checked against its SHA-256 and its description before it is used."""

import hashlib
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from msgspec import DecodeError
from msgspec.json import decode

from matinee.engine.bundle.array_checks import ArraySpec, find_problem, rows_below
from matinee.engine.bundle.manifest import Manifest
from matinee.engine.bundle.npy import parse_npy
from matinee.engine.errors import BundleError
from matinee.policy.array_types import IntArray
from matinee.policy.bounded_files import read_bounded

MAX_FILE_BYTES, MAX_DOCUMENT_BYTES = 500_000_000, 50_000_000
"""Size of one file, and of a JSON document; the largest of a bundle of all MovieLens ratings have 130 and 3 MB."""
T = TypeVar("T")


class BundleFiles:
    """The files of one bundle version, verified as they are read."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder / manifest.version
        self._digests = manifest.files

    @property
    def names(self) -> list[str]:
        """Names of the files listed in the manifest."""
        return list(self._digests)

    def read(self, name: str, limit: int = MAX_FILE_BYTES) -> bytes:
        """Read a file. Raises BundleError if it is missing, changed, larger than the limit or not in the manifest."""
        path = self._folder / name
        if name not in self._digests:
            raise BundleError(f"{path} is missing in the manifest; rebuild the bundle with `matinee train`.")
        try:
            content = read_bounded(path, limit)
        except OSError as error:
            raise BundleError(
                f"{path} is missing or unreadable ({error.strerror or error}); reinstall Matinee or rebuild the bundle."
            ) from error
        if hashlib.sha256(content).hexdigest() != self._digests[name]:
            raise BundleError(f"{path} has been modified; reinstall Matinee or rebuild the bundle.")
        return content

    def array(self, name: str, spec: ArraySpec) -> Any:
        """Read an array, which is read-only. Raises BundleError, also if it is not as specified."""
        try:
            array = parse_npy(self.read(name))
        except ValueError as error:
            raise self.mismatch(name, str(error)) from error
        if problem := find_problem(array, spec):
            raise self.mismatch(name, problem)
        return array

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

"""Remembers which large files were found intact, so that a start need not read hundreds of megabytes again.

A file counts as the one that was verified as long as its size, its place on the disk and the times of its last changes
are the same. The notes are kept in the user's cache; without a folder for them, files are verified at every start.
"""

import json
import logging
import os
from hashlib import sha256
from pathlib import Path

from matinee.engine.atomic import replace_file
from matinee.engine.paths import user_cache
from matinee.policy.bounded_files import read_bounded

logger = logging.getLogger(__name__)
MAX_BYTES = 1_000_000
Stamp = list[int]
"""Device, inode, size and times of the last change of the content and of the file, in nanoseconds."""


def stamp_of(status: os.stat_result) -> Stamp:
    """What changes whenever a file is changed or replaced."""
    return [status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns]


class VerifiedFiles:
    """The files of one folder that were verified."""

    def __init__(self, folder: Path) -> None:
        """Set up the notes about a folder; reads nothing.

        Args:
            folder: the folder of a bundle's version.
        """
        self._folder = folder
        self._stamps: dict[str, Stamp] | None = None

    def has(self, name: str, status: os.stat_result) -> bool:
        """Whether a file was verified in its present state."""
        return self._known().get(name) == stamp_of(status)

    def add(self, name: str, status: os.stat_result) -> None:
        """Note that a file was verified in this state; a note that cannot be written is not kept for the next start."""
        self._known()[name] = stamp_of(status)
        path = self._notes()
        if path is None:
            return
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(path, json.dumps({**self._read(), **self._known()}).encode(), private=True)
        except OSError as error:
            logger.info("%s is not noted as verified: %s", self._folder / name, error)

    def _known(self) -> dict[str, Stamp]:
        if self._stamps is None:
            self._stamps = self._read()
        return self._stamps

    def _read(self) -> dict[str, Stamp]:
        """The notes on disk; none if they are missing or not as they were written."""
        path = self._notes()
        try:
            notes = {} if path is None else json.loads(read_bounded(path, MAX_BYTES))
        except (OSError, ValueError, RecursionError) as error:
            logger.info("there are no notes of verified files: %s", error)
            return {}
        return notes if isinstance(notes, dict) else {}

    def _notes(self) -> Path | None:
        """The file of the notes; None without a folder for it."""
        cache = user_cache()
        if cache is None:
            return None
        return cache / "verified" / f"{sha256(os.fsencode(self._folder.absolute())).hexdigest()[:32]}.json"

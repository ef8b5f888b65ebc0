"""Files that are kept for a day: copies of sessions without a name, and deleted sessions.

The app looks here before its first frame, so nothing is imported that takes time.
"""

import fcntl
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

KEPT_FOR = 24 * 60 * 60.0
"""Seconds since the last change of a file after which it is removed."""


COPY_NAME = re.compile(r"[a-z0-9_]{8}\.jsonl")
"""Name of a copy, as ``mkstemp`` draws it."""
START = b'{"matinee"'
"""How the file of a session begins."""


def is_copy(path: Path) -> bool:
    """Whether a file is a copy of a session, by its name and how it begins. Raises OSError."""
    if COPY_NAME.fullmatch(path.name) is None:
        return False
    with path.open("rb") as stream:
        return stream.read(len(START)) == START


def is_deleted_session(path: Path) -> bool:
    """Whether a file in the folder of deleted sessions is one, by its name: it may be damaged."""
    return path.suffix == ".jsonl"


def remove_old(folder: Path, is_own: Callable[[Path], bool], max_age: float = KEPT_FOR) -> None:
    """Remove the files of a folder that are older than allowed, except those that a process has open and locked.

    Args:
        folder: the folder; it need not exist.
        is_own: whether a file is one of ours; others are left alone.
        max_age: seconds since the last change of a file; 0 to remove all of them.

    Raises:
        OSError: the folder cannot be read, or a file cannot be removed.
    """
    for path in newest_first(folder):
        with suppress(FileNotFoundError):  # another process removes it at the same time
            if time.time() - path.stat().st_mtime >= max_age and is_own(path):
                remove_unlocked(path)


def remove_unlocked(path: Path) -> None:
    """Remove a file unless a process has it open and locked. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        if lock_file(descriptor):
            path.unlink()
    finally:
        os.close(descriptor)


def newest_first(folder: Path) -> list[Path]:
    """Return the regular files of a folder, the last changed first; none if it does not exist. Raises OSError."""
    changed: dict[Path, float] = {}
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):  # another process has removed it meanwhile
                if entry.is_file(follow_symlinks=False):
                    changed[folder / entry.name] = entry.stat(follow_symlinks=False).st_mtime
    return sorted(changed, key=lambda path: -changed[path])


def lock_file(descriptor: int) -> bool:
    """Lock an open file until it is closed; False if another process has locked it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True

"""Files that are kept for a day: copies of sessions without a name, and deleted sessions.

The app looks here before its first frame, so nothing is imported that takes time.
"""

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path

KEPT_FOR = 24 * 60 * 60.0
"""Seconds since the last change of a file after which it is removed."""


def remove_old(folder: Path, max_age: float = KEPT_FOR) -> None:
    """Remove the files of a folder that are older than allowed, except those that a process has open and locked.

    Args:
        folder: the folder; it need not exist.
        max_age: seconds since the last change of a file; 0 to remove all of them.

    Raises:
        OSError: the folder cannot be read, or a file cannot be removed.
    """
    for path in newest_first(folder):
        with suppress(FileNotFoundError):  # another process removes it at the same time
            if time.time() - path.stat().st_mtime >= max_age:
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

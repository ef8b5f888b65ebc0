"""Atomic writes and locks: a file or folder is replaced in one step, by one process at a time.

Readers and interruptions never see half of a change.
"""

import fcntl
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock

logger = logging.getLogger(__name__)
STAGING = ".partial-"
"""Prefix of the hidden folders in which unfinished files are written."""
REMOVED = ".removed-"
"""Prefix of the hidden folders that hold what is being deleted."""


@contextmanager
def temporary_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """Create a hidden folder that is deleted when the block ends; if the process is killed, by ``clear_litter``.

    Args:
        parent: where to create it.
        prefix: beginning of its name, ``STAGING`` or ``REMOVED``.

    Raises:
        OSError: it cannot be created.
    """
    with TemporaryDirectory(prefix=prefix, dir=parent) as folder:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            with suppress(OSError):  # a file system without locks: then, the folder is never taken for litter
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield Path(folder)
        finally:
            os.close(descriptor)


def clear_litter(parent: Path) -> None:
    """Delete the temporary folders that processes left in a folder when they were killed; others are still in use."""
    for folder in [*parent.glob(f"{STAGING}*"), *parent.glob(f"{REMOVED}*")]:
        try:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:  # gone since the folder was listed, or not one of these folders
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
        except OSError as error:
            logger.info("%s is not deleted: %s", folder, error)
        finally:
            os.close(descriptor)


def replace_file(path: Path, content: bytes, *, private: bool = False) -> None:
    """Replace a file in one step; with several writers at once, the last one wins.

    Args:
        path: the file, in an existing folder.
        content: its new content.
        private: whether only its owner may read the new file.

    Raises:
        OSError: the file cannot be written; the old one is unchanged.
    """
    with temporary_folder(path.parent, STAGING) as staging:
        whole = staging / path.name
        whole.touch(0o600 if private else 0o666)
        with whole.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        whole.replace(path)


@contextmanager
def staged_folder(target: Path) -> Iterator[Path]:
    """Replace a folder in one step with the one that the caller fills.

    Args:
        target: the folder to create or replace; missing parents are created.

    Yields:
        An empty folder beside ``target``. It takes the place of ``target`` when the block ends, and is deleted when
        the block raises.

    Raises:
        OSError: a folder cannot be created or moved; the old one is unchanged.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with temporary_folder(target.parent, STAGING) as staging:
        folder = staging / target.name
        folder.mkdir()
        yield folder
        if target.exists():
            target.rename(staging / "replaced")
        folder.rename(target)


@contextmanager
def staged_files(out: Path) -> Iterator[Path]:
    """Add files to a folder only after all of them have been written.

    Args:
        out: the folder; created when missing, and removed again when the block raises. Its other files are kept.

    Yields:
        An empty folder; its files are moved into ``out`` when the block ends.

    Raises:
        OSError: a file or folder cannot be written.
    """
    is_new = not out.exists()
    out.mkdir(parents=True, exist_ok=True)
    try:
        with temporary_folder(out, STAGING) as staging:
            yield staging
            for path in sorted(staging.iterdir()):
                path.replace(out / path.name)
    except BaseException:
        if is_new and not any(out.iterdir()):
            out.rmdir()
        raise


def acquire_lock(path: Path, timeout: float = 0.0) -> "BaseFileLock | None":
    """Acquire the lock that a file stands for; it is held until ``release_lock`` or until this process ends in any way.

    Args:
        path: the lock file, in an existing folder. A file left by a killed process locks nobody out.
        timeout: seconds to wait for another process.

    Returns:
        The lock, or None if another process still holds it.

    Raises:
        OSError: the file cannot be created.
    """
    # imported here: it takes 60 ms, which only those who change something need
    from filelock import FileLock, Timeout

    lock = FileLock(path, timeout=timeout, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        return None
    return lock


def release_lock(lock: "BaseFileLock") -> None:
    """Release a lock and delete its file. Raises OSError."""
    try:
        # delete the file while the lock is held: a process waiting for it notices and is refused
        Path(lock.lock_file).unlink(missing_ok=True)
    finally:
        lock.release()

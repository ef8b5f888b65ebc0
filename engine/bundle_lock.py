"""One at a time changes a bundle folder: who serves a version, removes one, trains a new one or makes the encoder."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.errors import BundleError
from engine.session_files import let_go

LOCK = ".bundle.lock"
"""Lies in the bundle folder while that is changed; one that was left there by a killed process keeps nobody out."""
PATIENCE = 60.0
"""Seconds to wait for others: whoever has trained for an hour had rather wait than lose it."""


@contextmanager
def changing(folder: Path) -> Iterator[None]:
    """Have a bundle folder to oneself while it is changed, at most until this process ends, however it ends.

    What a change rests on has to be looked at in here too: before, others may still make it untrue.

    Raises:
        BundleError: another process keeps the folder for longer than ``PATIENCE``, or it may not be changed.
    """
    # tens of ms that only those who change something pay
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, timeout=PATIENCE)
    try:
        try:
            lock.acquire()
        except Timeout as error:
            raise BundleError(
                f"Another Matinee has been changing {folder} for {PATIENCE:.0f} seconds; try again when it is done."
            ) from error
        try:
            yield
        finally:
            let_go(lock)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        raise BundleError(
            f"{folder} may not be changed ({error.strerror}); copy it to a folder of your own and name that with "
            "--bundle or MATINEE_HOME, or with --out when training."
        ) from error

"""Names and paths of saved sessions, and the lock that keeps a session to one process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from matinee.engine.atomic import acquire_lock, release_lock
from matinee.engine.errors import SessionError
from matinee.engine.paths import saved_sessions

if TYPE_CHECKING:
    from filelock import BaseFileLock

MAX_NAME_LENGTH = 60
SUFFIX = ".jsonl"


def is_valid_name(name: str) -> bool:
    """Return whether a session may have this name."""
    allowed = all(letter.isalnum() or letter in " ._-" for letter in name)
    return 0 < len(name) <= MAX_NAME_LENGTH and allowed and name[0] not in " ." and name[-1] not in " ."


def log_path(name: str) -> Path:
    """Return the file a session is saved in; it need not exist. Raises SessionError for an invalid name."""
    if not is_valid_name(name):
        raise SessionError(
            f"A session cannot be called {name[:MAX_NAME_LENGTH]!r}: a name has 1 to {MAX_NAME_LENGTH} letters, "
            "digits, spaces or any of . _ - and neither begins nor ends with a space or a dot."
        )
    return saved_sessions() / f"{name}{SUFFIX}"


@contextmanager
def storage_errors(name: str) -> Iterator[None]:
    """Report failures to read or write a session's files as SessionError."""
    try:
        yield
    except OSError as error:
        raise SessionError(
            f"The session '{name}' cannot be saved in {saved_sessions()} ({error.strerror or error}); free some space, "
            "check the permissions, or set MATINEE_HOME to another folder."
        ) from error


def acquire(name: str) -> "BaseFileLock":
    """Acquire the lock of a session; it is held until ``release_lock`` or until this process ends in any way.

    Raises:
        SessionError: the name is invalid, another process holds the lock, or the folder cannot be written.
    """
    path = log_path(name)
    with storage_errors(name):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = acquire_lock(path.with_name(f".{name}.lock"))
    if lock is None:
        raise SessionError(f"The session '{name}' is open in another Matinee; close that one, or choose another name.")
    return lock


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold the lock of a session inside a ``with`` block. Raises SessionError as ``acquire`` does."""
    lock = acquire(name)
    try:
        yield
    finally:
        with storage_errors(name):
            release_lock(lock)


def read_log(name: str) -> bytes:
    """Return the content of a session's file, empty if there is none. Raises SessionError."""
    path = log_path(name)
    with storage_errors(name):
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return b""

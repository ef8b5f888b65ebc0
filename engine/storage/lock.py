"""Names and paths of saved sessions, and the lock that keeps a session to one process."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISLNK
from typing import TYPE_CHECKING

from matinee.engine.atomic import acquire_lock, release_lock
from matinee.engine.errors import SessionError
from matinee.engine.paths import saved_sessions
from matinee.policy.bounded_files import read_bounded

if TYPE_CHECKING:
    from filelock import BaseFileLock

MAX_NAME_LENGTH = 60
SUFFIX = ".jsonl"
MAX_BYTES, MAX_LINES = 16_000_000, 30_000
"""Size of a session's file; each line is an answer, or an import of as many answers as fit."""


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
        make_private(path.parent)
        make_private(path)
        lock = acquire_lock(path.with_name(f".{name}.lock"))
    if lock is None:
        raise SessionError(f"The session '{name}' is open in another Matinee; close that one, or choose another name.")
    return lock


def make_private(path: Path) -> None:
    """Take a file or folder of the user's from everybody else, but not what a link leads to. Raises OSError."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if mode & 0o077 and not S_ISLNK(mode):
        with suppress(PermissionError):  # a file system without permissions, or another user's folder
            path.chmod(mode & 0o700)


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
    try:
        content = read_bounded(path, MAX_BYTES)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise unreadable_log(path, name, error.strerror or str(error)) from error
    if content.count(b"\n") > MAX_LINES:
        raise unreadable_log(path, name, f"it has more than {MAX_LINES:,} lines")
    return content


def unreadable_log(path: Path, name: str, reason: str) -> SessionError:
    """Build the error for a session's file that cannot be read."""
    return SessionError(
        f"{path}: the session '{name}' cannot be read ({reason}); move that file away, or choose another name."
    )

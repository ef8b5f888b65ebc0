"""Where sessions lie, what they may be called, and who has one open."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from matinee.engine.errors import SessionError
from matinee.engine.paths import saved_sessions

if TYPE_CHECKING:
    from filelock import BaseFileLock

LONGEST = 60
SUFFIX = ".jsonl"


def is_name(name: str) -> bool:
    """Whether a session may be called so."""
    spelled = all(letter.isalnum() or letter in " ._-" for letter in name)
    return 0 < len(name) <= LONGEST and spelled and name[0] not in " ." and name[-1] not in " ."


def log_path(name: str) -> Path:
    """The file a session is kept in; it need not exist. Raises SessionError for what is no name."""
    if not is_name(name):
        raise SessionError(
            f"A session cannot be called {name[:LONGEST]!r}: a name has 1 to {LONGEST} letters, digits, spaces or any "
            "of . _ - and neither begins nor ends with a space or a dot."
        )
    return saved_sessions() / f"{name}{SUFFIX}"


@contextmanager
def keeping(name: str) -> Iterator[None]:
    """Around what reads or writes a session's files. Raises SessionError where that fails."""
    try:
        yield
    except OSError as error:
        raise SessionError(
            f"The session '{name}' cannot be kept in {saved_sessions()} ({error.strerror or error}); make room there, "
            "allow it, or name another folder with MATINEE_HOME."
        ) from error


def take(name: str) -> "BaseFileLock":
    """Have a session to oneself until ``let_go``, or until this process ends, however it ends.

    Raises:
        SessionError: no name, another process has it, or a folder that cannot be written.
    """
    # 60 ms that only those who keep a session pay
    from filelock import FileLock, Timeout

    path = log_path(name)
    with keeping(name):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(path.with_name(f".{name}.lock"), timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise SessionError(
                f"The session '{name}' is open in another Matinee; close that one, or take another name."
            ) from error
    return lock


def let_go(lock: "BaseFileLock") -> None:
    """Let others have the session. Raises OSError."""
    try:
        # while it is still ours: whoever waits for the file that goes away here sees that, and is refused
        Path(lock.lock_file).unlink(missing_ok=True)
    finally:
        lock.release()


@contextmanager
def taken(name: str) -> Iterator[None]:
    """Have a session to oneself for a while. Raises SessionError as ``take`` does."""
    lock = take(name)
    try:
        yield
    finally:
        with keeping(name):
            let_go(lock)


def read_log(name: str) -> bytes:
    """What is in a session's file; nothing where there is none. Raises SessionError."""
    path = log_path(name)
    with keeping(name):
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return b""

"""The log of a saved session: one line per step, append-only, and intact after the process is killed at any moment.

Each line is written with a single system call before its step takes effect, so everything that was on screen is in the
file. Only the last line can be incomplete; it is dropped when the log is read again.
"""

import errno
import os
from collections.abc import Sequence
from dataclasses import asdict
from functools import reduce
from types import TracebackType
from typing import TYPE_CHECKING, Self

from matinee.engine.atomic import release_lock, replace_file
from matinee.engine.errors import SessionError
from matinee.engine.session.events import History, Step, Undone
from matinee.engine.storage.codec import Entry, SessionHeader, encode
from matinee.engine.storage.lock import acquire, log_path, read_log, storage_errors
from matinee.engine.storage.saved_session import SavedSession, complete_lines, parse_log
from matinee.policy import Policy

if TYPE_CHECKING:
    from filelock import BaseFileLock


class SessionLog:
    """The open file of a session, locked against other processes; a context manager that closes itself.

    Attributes:
        name: name of the session.
        saved: the session in the file when it was opened; None if the file was empty or missing.
    """

    def __init__(self, name: str, saved: SavedSession | None, lock: "BaseFileLock") -> None:
        """Wrap a session whose lock is held; use ``open`` or ``create`` instead."""
        self.name = name
        self.saved = saved
        self._lock = lock
        self._has_header = saved is not None
        self._file: int | None = None
        self._closed = False

    @classmethod
    def open(cls, name: str) -> Self:
        """Open a session to continue it, or a new one; an incomplete last line is cut off.

        Raises:
            SessionError: the name is invalid, another process has the session open, or the file cannot be read.
        """
        lock = acquire(name)
        try:
            content = read_log(name)
            saved = parse_log(name, content, log_path(name))
            length = len(complete_lines(content))
            if length < len(content):
                with storage_errors(name):
                    os.truncate(log_path(name), length)
        except BaseException:
            release_lock(lock)
            raise
        return cls(name, saved, lock)

    @classmethod
    def create(
        cls,
        name: str,
        favourites: Sequence[int],
        *,
        model: str | None,
        seed: int,
        bundle: str,
        policy: Policy,
        history: History,
    ) -> Self:
        """Save a session that is already in progress; its file is written completely or not at all.

        Args:
            name: name of the session.
            favourites: movie ids of the favourites.
            model: name of the initial model, before any event of ``history``; None for the default.
            seed: seed of the random numbers.
            bundle: version of the bundle.
            policy: the initial policy, before any event of ``history``.
            history: the events so far.

        Raises:
            SessionError: as for ``open``, or a session of that name exists.
        """
        header = SessionHeader(tuple(favourites), model, seed, bundle, asdict(policy))
        content = b"".join(map(encode, [header, *steps_leading_to(history)]))
        lock = acquire(name)
        try:
            with storage_errors(name):
                if log_path(name).exists():
                    raise SessionError(f"A session '{name}' already exists; choose another name.")
                replace_file(log_path(name), content)
            saved = parse_log(name, content, log_path(name))
        except BaseException:
            release_lock(lock)
            raise
        return cls(name, saved, lock)

    def start(self, favourites: Sequence[int], *, model: str | None, seed: int, bundle: str, policy: Policy) -> None:
        """Begin anew from these favourites, possibly fewer than four; earlier lines no longer count.

        Raises:
            SessionError: the file cannot be written.
        """
        self._write(SessionHeader(tuple(favourites), model, seed, bundle, asdict(policy)))
        self._has_header = True

    def append(self, step: Step) -> None:
        """Write one step. Raises SessionError if that fails; nothing is written then."""
        if not self._has_header:
            raise SessionError(f"The session '{self.name}' has no favourites yet; choose some first.")
        self._write(step)

    def close(self) -> None:
        """Flush the file to disk and release the lock. Raises SessionError."""
        if self._closed:
            return
        self._closed = True
        with storage_errors(self.name):
            try:
                self._close_file()
            finally:
                release_lock(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _write(self, entry: Entry) -> None:
        if self._closed:
            raise SessionError(f"The session '{self.name}' is closed; open it again to continue.")
        line = encode(entry)
        with storage_errors(self.name):
            file = self._descriptor()
            before = os.fstat(file)
            if not before.st_nlink:
                raise FileNotFoundError(errno.ENOENT, "its file was deleted")
            written = os.write(file, line)
            if written < len(line):
                os.ftruncate(file, before.st_size)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _descriptor(self) -> int:
        if self._file is None:
            self._file = os.open(log_path(self.name), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return self._file

    def _close_file(self) -> None:
        if self._file is not None:
            try:
                os.fsync(self._file)
            finally:
                os.close(self._file)


def steps_leading_to(history: History) -> list[Step]:
    """Return steps that produce a history: all events ever applied, then as many undos as were left undone.

    Raises:
        ValueError: no steps produce it, for example if the same setting was changed twice in a row.
    """
    steps: list[Step] = [*history.events, *reversed(history.undone), *(Undone() for _ in history.undone)]
    if reduce(History.apply, steps, History()) != history:
        raise ValueError("no sequence of steps leads to this history")
    return steps

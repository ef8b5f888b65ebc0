"""The log of a saved session: one line per step, append-only, and intact after the process is killed at any moment.

Each line is written with a single system call before its step takes effect, so everything that was on screen is in the
file. Only the last line can be incomplete; it is dropped when the log is read again. If another program changes the
file meanwhile, the whole session is written again with the next step.
"""

import os
from collections.abc import Sequence
from dataclasses import asdict
from functools import reduce
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from matinee.engine.atomic import release_lock, replace_file
from matinee.engine.errors import SessionError
from matinee.engine.session.companion import Companion
from matinee.engine.session.events import History, Step, Undone
from matinee.engine.storage.codec import Entry, SessionHeader, encode
from matinee.engine.storage.lock import acquire, log_path, read_log, storage_errors
from matinee.engine.storage.log_file import LogFile
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

    def __init__(self, name: str, saved: SavedSession | None, content: bytes, lock: "BaseFileLock") -> None:
        """Wrap a session whose lock is held; use ``open`` or ``create`` instead."""
        self.name = name
        self.saved = saved
        self._lock: BaseFileLock | None = lock
        self._lock_inode = inode(lock)
        self._has_header = saved is not None
        self._file = LogFile(name, content)
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
            complete = complete_lines(content)
            if len(complete) < len(content):
                with storage_errors(name):
                    os.truncate(log_path(name), len(complete))
        except BaseException:
            release_lock(lock)
            raise
        return cls(name, saved, complete, lock)

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
        companion: Companion | None = None,
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
            companion: the second person of a session for two.

        Raises:
            SessionError: as for ``open``, or a session of that name exists.
        """
        header = SessionHeader(tuple(favourites), model, seed, bundle, asdict(policy), companion)
        content = b"".join(map(encode, [header, *steps_leading_to(history)]))
        lock = acquire(name)
        try:
            with storage_errors(name):
                if log_path(name).exists():
                    raise SessionError(f"A session '{name}' already exists; choose another name.")
                replace_file(log_path(name), content, private=True)
            saved = parse_log(name, content, log_path(name))
        except BaseException:
            release_lock(lock)
            raise
        return cls(name, saved, content, lock)

    def start(
        self,
        favourites: Sequence[int],
        *,
        model: str | None,
        seed: int,
        bundle: str,
        policy: Policy,
        companion: Companion | None = None,
    ) -> str:
        """Begin anew from these favourites, possibly none so far; earlier lines no longer count.

        Returns:
            A sentence if another program had changed the file; empty otherwise.

        Raises:
            SessionError: the file cannot be written.
        """
        note = self._write(SessionHeader(tuple(favourites), model, seed, bundle, asdict(policy), companion))
        self._has_header = True
        return note

    def append(self, step: Step) -> str:
        """Write one step.

        Returns:
            A sentence if another program had changed the file, so that all steps were written again; empty otherwise.

        Raises:
            SessionError: the step cannot be written; nothing is written then.
        """
        if not self._has_header:
            raise SessionError(f"The session '{self.name}' has no favourites yet; choose some first.")
        return self._write(step)

    def close(self) -> None:
        """Flush the file to disk and release the lock. Raises SessionError."""
        if self._closed:
            return
        self._closed = True
        try:
            if self._file.has_written:
                self._keep_lock()
            self._file.close()
        finally:
            self._file.release()
            if self._lock is not None:
                with storage_errors(self.name):
                    release_lock(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _write(self, entry: Entry) -> str:
        if self._closed:
            raise SessionError(f"The session '{self.name}' is closed; open it again to continue.")
        self._keep_lock()
        return self._file.append(encode(entry))

    def _keep_lock(self) -> None:
        """Acquire the lock again if its file was deleted. Raises SessionError if another process has it by now."""
        if self._lock is None or inode(self._lock) != self._lock_inode:
            lost, self._lock = self._lock, None
            if lost is not None:
                lost.release()
            self._lock = acquire(self.name)
            self._lock_inode = inode(self._lock)


def inode(lock: "BaseFileLock") -> int | None:
    """The number of the file that a lock stands for; None if it was deleted."""
    try:
        return Path(lock.lock_file).stat().st_ino
    except OSError:
        return None


def steps_leading_to(history: History) -> list[Step]:
    """Return steps that produce a history: all events ever applied, then as many undos as were left undone.

    Raises:
        ValueError: no steps produce it, for example if the same setting was changed twice in a row.
    """
    steps: list[Step] = [*history.events, *reversed(history.undone), *(Undone() for _ in history.undone)]
    if reduce(History.apply, steps, History()) != history:
        raise ValueError("no sequence of steps leads to this history")
    return steps

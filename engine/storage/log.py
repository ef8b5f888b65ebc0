"""The log of a session that is kept: a line a step, only ever added to, whole after a kill at any moment.

Every line is handed to the system in one write before the step takes effect, so what was seen on screen is in the
file; only the last line can be torn, and is left out when the log is read again.
"""

import errno
import os
from collections.abc import Sequence
from dataclasses import asdict
from functools import reduce
from types import TracebackType
from typing import TYPE_CHECKING, Self

from matinee.engine.atomic import replace_file
from matinee.engine.errors import SessionError
from matinee.engine.session.events import History, Step, Undone
from matinee.engine.storage.codec import Entry, Start, as_line
from matinee.engine.storage.lock import keeping, let_go, log_path, read_log, take
from matinee.engine.storage.saved_session import SavedSession, saved_session, whole_lines
from matinee.policy import Policy

if TYPE_CHECKING:
    from filelock import BaseFileLock


class SessionLog:
    """A session's file while it is open; nobody else has it meanwhile. Closes itself at the end of a ``with``.

    Attributes:
        name: what the session is called.
        saved: what was in the file when it was opened; None where nothing was.
    """

    def __init__(self, name: str, saved: SavedSession | None, lock: "BaseFileLock") -> None:
        """Take over a session that is taken; ``open`` and ``create`` do."""
        self.name = name
        self.saved = saved
        self._lock = lock
        self._started = saved is not None
        self._file: int | None = None
        self._closed = False

    @classmethod
    def open(cls, name: str) -> Self:
        """Open a session to go on with, or one that is not there yet; a torn last line is cut off.

        Raises:
            SessionError: no name, another process has it open, or a file that cannot be read.
        """
        lock = take(name)
        try:
            content = read_log(name)
            saved = saved_session(name, content, log_path(name))
            whole = len(whole_lines(content))
            if whole < len(content):
                with keeping(name):
                    os.truncate(log_path(name), whole)
        except BaseException:
            let_go(lock)
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
        """Keep a session that has begun already, and go on with it; its file is there whole or not at all.

        ``model`` and ``policy`` are those it began with, before anything in ``history`` changed them.

        Raises:
            SessionError: as ``open``, or there is a session of that name.
        """
        start = Start(tuple(favourites), model, seed, bundle, asdict(policy))
        content = b"".join(map(as_line, [start, *steps_to(history)]))
        lock = take(name)
        try:
            with keeping(name):
                if log_path(name).exists():
                    raise SessionError(f"There is a session '{name}' already; take another name.")
                replace_file(log_path(name), content)
            saved = saved_session(name, content, log_path(name))
        except BaseException:
            let_go(lock)
            raise
        return cls(name, saved, lock)

    def start(self, favourites: Sequence[int], *, model: str | None, seed: int, bundle: str, policy: Policy) -> None:
        """Begin with these favourites, few as they may be yet; what was before does not count any more.

        Raises:
            SessionError: it cannot be written.
        """
        self._write(Start(tuple(favourites), model, seed, bundle, asdict(policy)))
        self._started = True

    def append(self, step: Step) -> None:
        """Write one step down. Raises SessionError where that fails, and then nothing of it is written."""
        if not self._started:
            raise SessionError(f"The session '{self.name}' has no favourites yet; start it with some first.")
        self._write(step)

    def close(self) -> None:
        """Put everything on the disk and let others have the session. Raises SessionError."""
        if self._closed:
            return
        self._closed = True
        with keeping(self.name):
            try:
                self._close_file()
            finally:
                let_go(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _write(self, entry: Entry) -> None:
        if self._closed:
            raise SessionError(f"The session '{self.name}' is closed; open it again to go on.")
        line = as_line(entry)
        with keeping(self.name):
            file = self._opened()
            before = os.fstat(file)
            if not before.st_nlink:
                raise FileNotFoundError(errno.ENOENT, "its file was deleted")
            written = os.write(file, line)
            if written < len(line):
                os.ftruncate(file, before.st_size)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _opened(self) -> int:
        if self._file is None:
            self._file = os.open(log_path(self.name), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return self._file

    def _close_file(self) -> None:
        if self._file is not None:
            try:
                os.fsync(self._file)
            finally:
                os.close(self._file)


def steps_to(history: History) -> list[Step]:
    """Steps that lead to a history: everything that ever happened in it, then as much taken back.

    Raises:
        ValueError: no steps lead there, such as to one control turned twice in a row.
    """
    steps: list[Step] = [*history.events, *reversed(history.undone), *(Undone() for _ in history.undone)]
    if reduce(History.after, steps, History()) != history:
        raise ValueError("this history is none that steps lead to")
    return steps

"""A copy of the last session that was not given a name, kept for a day so that nothing is lost by a slip.

Each session has a file of its own, written answer by answer and locked while it is open, so several apps never touch
each other's. The app creates the log before its first frame, so what takes time to import is imported when it is used.
"""

import errno
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Self

from matinee.engine.errors import MatineeError, SessionError
from matinee.engine.storage.short_lived import lock_file, newest_first

if TYPE_CHECKING:
    from matinee.engine.session.companion import Companion
    from matinee.engine.session.events import Step
    from matinee.engine.storage.saved_session import SavedSession
    from matinee.policy import Policy

NONE_KEPT = "There is no last session to resume: it is kept for a day, from its first answer on."
ALL_OPEN = "The last session is open in another Matinee; close that one first."
REMEDY = "delete that file or move it away, and start a new session with `matinee`."
NAME = "the last session"
SUFFIX = ".jsonl"


class NoLastSessionError(SessionError):
    """There is no session without a name that could be continued."""


class LastSessionLog:
    """The file of a session without a name; it is created with the first answer.

    Attributes:
        name: None, since the session has no name.
        saved: the session in the file when it was opened; None for a new one.
        note: a sentence about later sessions that cannot be resumed, so that this one is; empty if there are none.
    """

    name: None = None

    def __init__(self, folder: Path) -> None:
        """Create the log of a new session.

        Args:
            folder: where its file will be.
        """
        self.saved: SavedSession | None = None
        self.note = ""
        self._folder = folder
        self._path: Path | None = None
        self._descriptor: int | None = None
        self._pending = b""

    @classmethod
    def open(cls, folder: Path, check: "Callable[[SavedSession], object]" = lambda _saved: None) -> Self:
        """Open the last session that can be continued; an incomplete last line is cut off.

        Args:
            folder: where the files are.
            check: raises MatineeError for a session that cannot be continued.

        Raises:
            NoLastSessionError: there is none.
            SessionError: all are open in other processes, or none can be continued.
        """
        log, is_any_open, unusable = cls(folder), False, dict[Path, str]()
        try:
            paths = [path for path in newest_first(folder) if path.suffix == SUFFIX]
        except OSError as error:
            raise SessionError(f"The last session cannot be read in {folder} ({error.strerror or error}).") from error
        for path in paths:
            try:
                if not log._take(path, check):
                    is_any_open = True
            except FileNotFoundError:  # another process has removed it meanwhile
                continue
            except (MatineeError, OSError) as error:
                unusable[path] = reason_of(error)
            finally:
                if log.saved is None:
                    log.close()
            if log.saved is not None:
                log.note = passed_over(unusable)
                return log
        if unusable:
            path, reason = next(iter(unusable.items()))
            raise SessionError(f"{path}: the last session cannot be resumed ({reason}); {REMEDY}")
        raise SessionError(ALL_OPEN) if is_any_open else NoLastSessionError(NONE_KEPT)

    def _take(self, path: Path, check: "Callable[[SavedSession], object]") -> bool:
        """Continue the session in a file if it has one. False if another has it. Raises MatineeError, OSError."""
        self._descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC)
        if not lock_file(self._descriptor):
            return False
        saved, size = read_saved(path)
        if saved is not None:
            check(saved)
            if size < os.fstat(self._descriptor).st_size:
                os.ftruncate(self._descriptor, size)
            self.saved, self._path = saved, path
        return True

    @property
    def has_file(self) -> bool:
        """Whether the session is in a file, so that it can be resumed."""
        return self._path is not None

    def start(
        self,
        favourites: Sequence[int],
        *,
        model: str | None,
        seed: int,
        bundle: str,
        policy: "Policy",
        companion: "Companion | None" = None,
    ) -> str:
        """Begin another session from these favourites; the one before it stays in its file.

        Returns:
            An empty string, as ``SessionLog.start`` does if nothing has to be said.

        Raises:
            SessionError: the file before cannot be closed.
        """
        from matinee.engine.storage.codec import SessionHeader, encode

        self.close()
        self._path = None
        self._pending = encode(SessionHeader(tuple(favourites), model, seed, bundle, asdict(policy), companion))
        return ""

    def append(self, step: "Step") -> str:
        """Write one step; until the first answer there is nothing to lose, and steps are only remembered.

        Returns:
            An empty string, as ``SessionLog.append`` does if nothing has to be said.

        Raises:
            SessionError: the step cannot be written.
        """
        from matinee.engine.session.events import Answered
        from matinee.engine.storage.codec import encode

        self._pending += encode(step)
        if self._path is None and not isinstance(step, Answered):
            return ""
        try:
            if self._descriptor is None:
                self._create()
            self._write()
        except OSError as error:
            raise SessionError(
                f"This session cannot be kept in {self._folder} ({error.strerror or error}); free some space or check "
                "the permissions, or switch this off with `matinee config set keep_last_session false`."
            ) from error
        return ""

    def close(self) -> None:
        """Close the file, which stays for a day. Raises SessionError."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            try:
                os.close(descriptor)
            except OSError as error:
                raise SessionError(f"The last session cannot be kept ({error.strerror or error}).") from error

    def forget(self) -> None:
        """Remove the file, since the session is saved elsewhere. Raises SessionError."""
        path, self._path = self._path, None
        self.close()
        if path is not None:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise SessionError(f"{path} cannot be removed ({error.strerror or error}).") from error

    def _create(self) -> None:
        from tempfile import mkstemp

        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, path = mkstemp(suffix=SUFFIX, prefix="", dir=self._folder)  # only its owner can read it
        lock_file(descriptor)
        self._descriptor, self._path = descriptor, Path(path)

    def _write(self) -> None:
        assert self._descriptor is not None, "the file is open"
        written = os.write(self._descriptor, self._pending)
        self._pending = self._pending[written:]
        if self._pending:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def read_saved(path: Path) -> "tuple[SavedSession | None, int]":
    """Read the session in a file without an incomplete last line.

    Returns:
        The session, None if the file has no complete line, and the bytes of its complete lines.

    Raises:
        SessionError: a line cannot be read.
        OSError: the file cannot be read.
    """
    from matinee.engine.storage.lock import MAX_BYTES
    from matinee.engine.storage.saved_session import complete_lines, parse_log
    from matinee.policy.bounded_files import read_bounded

    complete = complete_lines(read_bounded(path, MAX_BYTES))
    return parse_log(NAME, complete, path), len(complete)


def reason_of(error: MatineeError | OSError) -> str:
    """Why a session cannot be resumed, without a full stop."""
    from matinee.engine.storage.codec import SessionDecodeError

    cause = error.__cause__ if isinstance(error.__cause__, SessionDecodeError) else error
    return str(getattr(error, "strerror", None) or cause).removesuffix(".")


def passed_over(unusable: Mapping[Path, str]) -> str:
    """Say which later sessions cannot be resumed; empty without any.

    Args:
        unusable: file → the reason, the last changed first.
    """
    if not unusable:
        return ""
    path, reason = next(iter(unusable.items()))
    others = f" and {len(unusable) - 1} more" if len(unusable) > 1 else ""
    return f"A later session was passed over, since it cannot be resumed: {path} ({reason}){others}."

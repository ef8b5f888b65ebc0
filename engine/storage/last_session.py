"""A copy of the last session that was not given a name, kept for a day so that nothing is lost by a slip.

Each session has a file of its own, written answer by answer and locked while it is open, so several apps never touch
each other's. The app creates the log before its first frame, so what takes time to import is imported when it is used.
"""

import errno
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Self

from matinee.engine.errors import SessionError
from matinee.engine.storage.short_lived import lock_file, newest_first

if TYPE_CHECKING:
    from matinee.engine.session.companion import Companion
    from matinee.engine.session.events import Step
    from matinee.engine.storage.saved_session import SavedSession
    from matinee.policy import Policy

NONE_KEPT = "There is no last session to resume: it is kept for a day, from its first answer on."
ALL_OPEN = "The last session is open in another Matinee; close that one first."
NAME = "the last session"


class LastSessionLog:
    """The file of a session without a name; it is created with the first answer.

    Attributes:
        name: None, since the session has no name.
        saved: the session in the file when it was opened; None for a new one.
    """

    name: None = None

    def __init__(self, folder: Path) -> None:
        """Create the log of a new session.

        Args:
            folder: where its file will be.
        """
        self.saved: SavedSession | None = None
        self._folder = folder
        self._path: Path | None = None
        self._descriptor: int | None = None
        self._pending = b""

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the last session to continue it; an incomplete last line is cut off.

        Args:
            folder: where the files are.

        Raises:
            SessionError: there is none, all are open in other processes, or the last one cannot be read.
        """
        log, is_any_open = cls(folder), False
        try:
            for path in newest_first(folder):
                log._descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC)
                if not lock_file(log._descriptor):
                    is_any_open = True
                elif (saved := read_saved(path, log._descriptor)) is not None:
                    log.saved, log._path = saved, path
                    return log
                log.close()
        except OSError as error:
            raise SessionError(f"The last session cannot be read in {folder} ({error.strerror or error}).") from error
        finally:
            if log.saved is None:
                log.close()
        raise SessionError(ALL_OPEN if is_any_open else NONE_KEPT)

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
        descriptor, path = mkstemp(suffix=".jsonl", prefix="", dir=self._folder)  # only its owner can read it
        lock_file(descriptor)
        self._descriptor, self._path = descriptor, Path(path)

    def _write(self) -> None:
        assert self._descriptor is not None, "the file is open"
        written = os.write(self._descriptor, self._pending)
        self._pending = self._pending[written:]
        if self._pending:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def read_saved(path: Path, descriptor: int) -> "SavedSession | None":
    """Read the session in an open file, and cut off an incomplete last line; None if the file has none.

    Raises:
        SessionError: a line cannot be read.
        OSError: the file cannot be read.
    """
    from matinee.engine.storage.lock import MAX_BYTES
    from matinee.engine.storage.saved_session import complete_lines, parse_log
    from matinee.policy.bounded_files import read_bounded

    content = read_bounded(path, MAX_BYTES)
    complete = complete_lines(content)
    try:
        saved = parse_log(NAME, complete, path)
    except SessionError as error:
        raise SessionError(
            f"The last session cannot be read; delete {path}, and `matinee --resume` looks for the one before it."
        ) from error
    if len(complete) < len(content):
        os.ftruncate(descriptor, len(complete))
    return saved

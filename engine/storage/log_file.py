"""The file of an open session, which other programs may delete, replace or cut short at any time.

A sync tool does such things. The file is compared with what was last written before each line is appended; if it has
changed, the whole session is written again, so that it is never without its beginning.
"""

import errno
import os
from itertools import count
from pathlib import Path

from matinee.engine.atomic import replace_file
from matinee.engine.errors import SessionError
from matinee.engine.storage.lock import MAX_NAME_LENGTH, log_path, read_log, storage_errors

OTHER = "-other"
"""What the name of a file ends in that was found in the place of a session's file."""
Signature = tuple[int, int, int, int]
"""Device, inode, size and time of the last change."""


class LogFile:
    """Appends lines to a file, each with a single system call.

    Attributes:
        has_written: whether a line was appended.
    """

    def __init__(self, name: str, content: bytes) -> None:
        """Create it for a session.

        Args:
            name: name of the session.
            content: what its file contains; empty if there is none.
        """
        self._name = name
        self._content = content
        self._signature = signature(log_path(name))
        self._descriptor: int | None = None
        self.has_written = False

    def append(self, line: bytes) -> str:
        """Append a line; write the whole session if another program has changed its file.

        Returns:
            A sentence about such a change; empty without one.

        Raises:
            SessionError: the line cannot be written; nothing is written then.
        """
        with storage_errors(self._name):
            note = self._restore(line)
            if not note:
                self._write(line)
            self._content += line
            self.has_written = True
        return note

    def close(self) -> None:
        """Flush the file to disk. If another program has changed it since the last line, write it again.

        Raises:
            SessionError: that failed.
        """
        with storage_errors(self._name):
            if self.has_written:
                self._restore(b"")
            if self._descriptor is not None:
                os.fsync(self._descriptor)
            self.release()

    def _restore(self, line: bytes) -> str:
        """Write everything, with one more line, if the file is not as it was left; return what has happened to it."""
        path = log_path(self._name)
        if signature(path) == self._signature:
            return ""
        self.release()
        found = read_log(self._name)
        if found == self._content:  # copied back, or only its time was changed
            self._signature = signature(path)
            return ""
        if not found:
            change = "deleted, moved or emptied by another program"
        elif self._content.startswith(found):
            change = "cut short by another program"
        else:
            change = f"changed by another program, whose version is now the session '{set_aside(path)}'"
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(path, self._content + line, private=True)
        self._signature = signature(path)
        return f"The file of the session '{self._name}' was {change}; the whole session was written again."

    def _write(self, line: bytes) -> None:
        if self._descriptor is None:
            path = log_path(self._name)
            self._descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        written = os.write(self._descriptor, line)
        if written < len(line):
            os.ftruncate(self._descriptor, len(self._content))
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._signature = signature_of(os.fstat(self._descriptor))

    def release(self) -> None:
        """Close the file without flushing it. Raises OSError."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def signature(path: Path) -> Signature | None:
    """What changes when a file is changed or replaced; None if there is no file. Raises OSError."""
    try:
        return signature_of(path.stat())
    except FileNotFoundError:
        return None


def signature_of(status: os.stat_result) -> Signature:
    """The signature of a file, from its status."""
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def set_aside(path: Path) -> str:
    """Rename the file of a session that is not ours; return the name of the session it now is. Raises OSError."""
    stem = path.stem[: MAX_NAME_LENGTH - len(OTHER) - 4]
    for number in count(1):
        other = path.with_stem(f"{stem}{OTHER}{'' if number == 1 else f'-{number}'}")
        if not other.exists():
            path.rename(other)
            return other.stem
    raise SessionError(f"There is no free name beside {path}.")

"""Reads files without trusting them: regular files only, and at most a given number of bytes."""

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path

UNITS = {10**9: "GB", 10**6: "MB", 10**3: "kB", 1: "bytes"}
"""Bytes → the unit of that size, the largest first."""


def read_bounded(path: Path, limit: int) -> bytes:
    """Read a whole file that may be anything; never waits for a named pipe and never reads without end.

    Args:
        path: the file. What another process appends meanwhile is not read.
        limit: its maximum size in bytes.

    Raises:
        OSError: the file cannot be read, is not a regular file or is larger; ``strerror`` says which.
    """
    with open_bounded(path, limit) as stream:
        return stream.read(os.fstat(stream.fileno()).st_size)


def open_bounded(path: Path, limit: int) -> BufferedReader:
    """Open a regular file of at most ``limit`` bytes for reading.

    Raises:
        OSError: the file cannot be opened, is not a regular file or is larger; ``strerror`` says which.
    """
    stream = open_regular(path)
    if os.fstat(stream.fileno()).st_size > limit:
        stream.close()
        raise OSError(errno.EINVAL, f"it is larger than {format_limit(limit)}", str(path))
    return stream


def open_regular(path: Path) -> BufferedReader:
    """Open a regular file for reading bytes.

    Raises:
        OSError: the file cannot be opened, or is not a regular file; ``strerror`` says which.
    """
    # without this flag, opening a named pipe waits until another process writes to it
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file", str(path))
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def format_limit(limit: int) -> str:
    """A limit in bytes, as it is written in a message.

    >>> format_limit(100_000), format_limit(32_000_000), format_limit(1_000_000_000)
    ('100 kB', '32 MB', '1 GB')
    """
    size = next((size for size in UNITS if limit >= size), 1)
    return f"{limit / size:g} {UNITS[size]}"

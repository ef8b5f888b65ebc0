"""Reads files that may be compressed and must not be trusted: what they expand to is bounded."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from matinee.policy.bounded_files import format_limit, open_regular
from matinee.training.data.text_files import LINE_LIMIT
from matinee.training.errors import DataError


def read_expanded(path: Path, limit: int) -> bytes:
    """Read a whole file, expanded if its name ends in ``.gz``.

    Args:
        path: the file.
        limit: most bytes that it may expand to.

    Raises:
        DataError: it is larger.
        OSError, EOFError, zlib.error: it cannot be read.
    """
    with open_expanded(path) as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise DataError(f"{path} holds more than {format_limit(limit)}, which no such file does.")
    return content


def read_lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file, with their line ends; it is expanded if its name ends in ``.gz``.

    Raises:
        DataError: a line is longer than ``LINE_LIMIT``.
        OSError, EOFError, zlib.error: the file cannot be read.
    """
    with open_expanded(path) as stream:
        number = 0
        while line := stream.readline(LINE_LIMIT + 1):
            number += 1
            if len(line) > LINE_LIMIT:
                raise DataError(f"{path}, line {number}: it is longer than {LINE_LIMIT:,} bytes.")
            yield line


def open_expanded(path: Path) -> BinaryIO:
    """Open a regular file, expanded if its name ends in ``.gz``. Raises OSError."""
    stream = open_regular(path)
    return cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if path.suffix == ".gz" else stream

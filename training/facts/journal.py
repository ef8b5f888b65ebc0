"""The journal of a table that is being fetched: one line of JSON a batch, so that nothing is asked twice.

A call that is killed leaves at most an incomplete last line, which the next one cuts off.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from matinee.engine.atomic import STAGING, acquire_lock, release_lock
from matinee.policy.bounded_files import open_regular
from matinee.training.errors import DataError
from matinee.training.facts.wikidata_query import Batch

FORMAT = 1


@dataclass(frozen=True)
class Header:
    """The first line of a journal.

    Attributes:
        endpoint: the service that was asked.
        format: version of the format of the other lines.
    """

    endpoint: str
    format: int = FORMAT


class Journal:
    """The batches fetched so far, in memory and in a file.

    Attributes:
        path: the file.
        batches: the batches.
    """

    def __init__(self, path: Path, header: Header) -> None:
        """Read what an earlier call has left, if it asked the same service. Raises OSError."""
        self.path = path
        self.batches: list[Batch] = []
        content = b""
        if path.exists():
            with open_regular(path) as stream:
                content = stream.read()
        first, *lines = content.splitlines(keepends=True) or [b""]
        whole = first if first == encode_line(header) else b""
        for line in lines if whole else ():
            try:
                self.batches.append(msgspec.json.decode(line, type=Batch))
            except (msgspec.DecodeError, UnicodeDecodeError):
                break
            whole += line
        if not whole:
            path.write_bytes(encode_line(header))
        elif len(whole) < len(content):
            os.truncate(path, len(whole))

    @property
    def asked(self) -> set[int]:
        """The IMDb ids of the films that need not be asked about again."""
        return {imdb for batch in self.batches for imdb in batch.asked}

    def append(self, batch: Batch) -> None:
        """Add a batch, in one write. Raises OSError."""
        with self.path.open("ab", buffering=0) as stream:
            stream.write(encode_line(batch))
            os.fsync(stream.fileno())
        self.batches.append(batch)


def encode_line(value: Header | Batch) -> bytes:
    """A line of the journal."""
    return msgspec.json.encode(value) + b"\n"


def journal_path(out: Path) -> Path:
    """The journal of a table, beside it; git ignores files of this name."""
    return out.with_name(f"{STAGING}{out.name}.jsonl")


@contextmanager
def open_journal(out: Path, endpoint: str) -> Iterator[Journal]:
    """Open the journal of a table, locked against other processes; it is deleted when the block ends without an error.

    Args:
        out: the table.
        endpoint: the service that is asked.

    Raises:
        DataError: another process is fetching the same table.
        OSError: the file cannot be read or written.
    """
    path = journal_path(out)
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = acquire_lock(path.with_suffix(".lock"))
    if lock is None:
        raise DataError(f"Another process is fetching {out}; let it finish first.")
    try:
        journal = Journal(path, Header(endpoint))
        try:
            yield journal
        except BaseException:
            if not journal.batches:
                path.unlink()
            raise
        path.unlink()
    finally:
        release_lock(lock)

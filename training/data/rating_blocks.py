"""Divides files of ratings into blocks that can be read anywhere, in any order: CSV by bytes, Parquet by row groups.

A file is a path, or a URL that fsspec opens; it may be one of many parts. A block holds the lines that begin in its
range of bytes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import BinaryIO, NamedTuple

import numpy as np

from matinee.training.data.csv_header import Header
from matinee.training.data.places import Place, find_parts, open_place
from matinee.training.data.rating_times import to_seconds
from matinee.training.data.ratings import (
    COLUMNS,
    Columns,
    FileStart,
    RatingFile,
    RawRatings,
    assemble,
    check_end,
    check_ranges,
    parse_block,
    split_header,
)
from matinee.training.data.text_files import BLOCK, LINE_LIMIT, Block, check_text
from matinee.training.errors import DataError

PARQUET = ".parquet"
NOTHING: Columns = (np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0), np.zeros(0, np.int64))
LINE_ENDS = b"\r\n"


@dataclass(frozen=True)
class RatingBlock:
    """A part of a file of ratings.

    Attributes:
        place: the file.
        start, end: bytes in which its lines begin; of a Parquet file, the row group and the next one.
        header: the columns.
    """

    place: Place
    start: int
    end: int
    header: Header


class DividedFile(NamedTuple):
    """The blocks of a file, at least one of a text file, and whether its last line ends with a newline."""

    blocks: list[RatingBlock]
    is_complete: bool

    @property
    def n_header_lines(self) -> int:
        """Lines before the first rating."""
        return self.blocks[0].header.n_lines if self.blocks else 0


RunBlocks = Callable[[Callable[[RatingBlock], Columns], list[RatingBlock]], Iterable[Columns]]
"""Reads blocks, here or elsewhere, and yields what they hold in their order."""


def read_in_blocks(file: RatingFile, run: RunBlocks = map, size: int = BLOCK) -> RawRatings:
    """Read all ratings of a file, block by block, the same as ``read_ratings``; or of all files in a folder.

    Args:
        file: CSV in any of its forms, or Parquet; a folder or a pattern stands for files, as in ``find_parts``.
        run: reads the blocks.
        size: approximate number of bytes in a block.

    Raises:
        DataError: the file cannot be read, or a line is not a rating; the message names it.
    """
    files = {place: divide_file(replace(file, path=place), size) for place in find_parts(file.path)}
    blocks = list(chain.from_iterable(divided.blocks for divided in files.values()))
    parts: list[Columns] = []
    try:
        parts.extend(run(read_block, blocks))
    except DataError:
        failed = blocks[len(parts)]
        before = (len(part[0]) for part, block in zip(parts, blocks, strict=False) if block.place == failed.place)
        # raises the same, with the number of the line in the file
        read_block(failed, failed.header.n_lines + sum(before) + 1)
        raise
    starts, position, remaining = [], 0, iter(parts)
    for place, divided in files.items():
        own = [part for part in islice(remaining, len(divided.blocks)) if len(part[0])]
        check_end(place, own, divided.n_header_lines, is_complete=divided.is_complete)
        starts.append(FileStart(place, position, divided.n_header_lines + 1))
        position += sum(len(part[0]) for part in own)
    return assemble([part for part in parts if len(part[0])], file.path, tuple(starts))


def divide_file(file: RatingFile, size: int) -> DividedFile:
    """Divide a file by what suits its kind. Raises DataError."""
    if is_parquet(file.path):
        return DividedFile(divide_parquet(file.path), is_complete=True)
    return DividedFile(*divide_lines(file, size))


def is_parquet(place: Place) -> bool:
    """Check whether a file is to be read as Parquet, by its name."""
    return str(place).endswith(PARQUET)


def divide_lines(file: RatingFile, size: int) -> tuple[list[RatingBlock], bool]:
    """Divide a text file by bytes.

    Returns:
        The blocks, and whether the last line ends with a newline.

    Raises:
        DataError: the file cannot be read, or has no header.
    """
    with open_place(file.path) as stream:
        start = stream.read(LINE_LIMIT)
        end = text_end(stream)
    content = check_text(file.path, start, 1)
    if b"\r" in start and b"\n" not in start:
        raise DataError(f"{file.path} has line ends of CR alone, which cannot be read in blocks; save it with LF.")
    header, begin = Header(COLUMNS, file.delimiter), 0
    if file.has_header:
        header, rest = split_header(file.path, Block(content, 1))
        begin = len(start) - len(rest.content)
    starts = range(begin, max(end, begin + 1), size)
    blocks = [RatingBlock(file.path, first, min(first + size, end), header) for first in starts]
    return blocks, ends_line(file.path, end)


def text_end(stream: BinaryIO) -> int:
    """Find the position after the last line that is not empty."""
    end = stream.seek(0, 2)
    while end:
        begin = max(end - LINE_LIMIT, 0)
        stream.seek(begin)
        content = stream.read(end - begin)
        if text := content.rstrip(LINE_ENDS):
            after = content.find(b"\n", len(text)) + 1
            return begin + (after or len(content))
        end = begin
    return 0


def ends_line(place: Place, end: int) -> bool:
    """Check whether a line ends at a position."""
    with open_place(place) as stream:
        stream.seek(max(end - 1, 0))
        return stream.read(1) == b"\n"


def read_block(block: RatingBlock, first_line: int = 1) -> Columns:
    """Read the ratings of a block.

    Args:
        block: the part of the file.
        first_line: number of its first line, for messages.

    Raises:
        DataError: the file cannot be read, or a line is not a rating.
    """
    if is_parquet(block.place):
        return read_row_group(block)
    content = check_text(block.place, read_lines(block), first_line)
    return parse_block(block.place, Block(content, first_line), block.header) if content else NOTHING


def read_lines(block: RatingBlock) -> bytes:
    """Read the lines that begin in a block.

    Raises:
        DataError: the file cannot be read, or a line is far too long.
    """
    with open_place(block.place) as stream:
        begin = max(block.start - 1, 0)  # a line begins at the start of a block if the byte before ends one
        stream.seek(begin)
        content = stream.read(block.end - begin)
        if block.start:
            content = content.partition(b"\n")[2]
        while content and not content.endswith(b"\n"):
            rest = stream.readline(LINE_LIMIT)
            content += rest
            if len(rest) == LINE_LIMIT:
                raise DataError(f"{block.place} has a line of more than {LINE_LIMIT:,} bytes: this is not a table.")
            if not rest:
                break
    return content


def divide_parquet(place: Place) -> list[RatingBlock]:
    """Divide a Parquet file by row groups.

    Raises:
        DataError: the file cannot be read, or a column is missing.
    """
    import pyarrow.parquet as pq

    with open_place(place) as stream:
        found = pq.ParquetFile(stream)
        names = found.schema_arrow.names
        if missing := [name for name in COLUMNS if name not in names]:
            raise DataError(f"{place} has no column '{missing[0]}'; expected {', '.join(COLUMNS)}.")
        header = Header(COLUMNS, "")
        return [RatingBlock(place, group, group + 1, header) for group in range(found.num_row_groups)]


def read_row_group(block: RatingBlock) -> Columns:
    """Read a row group of a Parquet file.

    Raises:
        DataError: a row is not a rating.
    """
    import pyarrow.parquet as pq

    with open_place(block.place) as stream:
        table = pq.ParquetFile(stream).read_row_group(block.start, columns=COLUMNS).to_pandas()
    users, movies, stars, times = (table[name].to_numpy() for name in COLUMNS)
    is_dated = np.issubdtype(times.dtype, np.datetime64)
    seconds = times.astype("datetime64[s]").astype(np.int64) if is_dated else to_seconds(times)
    columns = (users, movies, stars.astype(np.float64), seconds)
    checked = (
        check_ranges(columns, len(table)) if all(np.issubdtype(ids.dtype, np.integer) for ids in columns[:2]) else None
    )
    if checked is None:
        raise DataError(
            f"{block.place}, row group {block.start + 1}: a row is not a rating; expected a user id, a movie id, "
            "0.5 to 5 stars and a time since 1970."
        )
    return checked

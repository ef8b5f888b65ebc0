"""Reads text files in blocks of lines, and formats every error about a line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pandas as pd

from matinee.policy.bounded_files import format_limit, open_regular
from matinee.training.data.places import Place
from matinee.training.errors import DataError

BLOCK = 1 << 24
"""Bytes read at once: little memory, and few enough blocks that the work per block does not count."""
BOM = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
LINE_LIMIT = 1 << 20
"""Most bytes of a line; what has a longer one is not a table."""
TEXT_LIMIT = 256_000_000
"""Most bytes of a file other than ratings; the tags of ml-32m take 72 MB."""
QUOTE_LENGTH = 60
ID_LIMIT = 2**53
"""From here on, floating-point numbers cannot represent every whole number, so ids would be confused."""


class LineTooLongError(Exception):
    """A line of more than ``LINE_LIMIT`` bytes."""


@dataclass(frozen=True)
class Block:
    """Whole lines of a file; only the last line of the file may lack its newline.

    Attributes:
        content: the bytes of the lines.
        first_line: number of the first line, counted from 1.
    """

    content: bytes
    first_line: int

    @property
    def is_complete(self) -> bool:
        """Whether the last line ends with a newline."""
        return self.content.endswith(b"\n")

    @property
    def n_lines(self) -> int:
        """Number of lines."""
        return self.content.count(b"\n") + (not self.is_complete)


def read_blocks(path: Path, size: int = BLOCK) -> Iterator[Block]:
    """Read the lines of a file, without its byte order mark and without empty lines at its end.

    Args:
        path: a text file, whose lines may end in LF, CR LF or CR.
        size: approximate number of bytes in a block.

    Raises:
        DataError: the file cannot be read, is not text, or has a line that is far too long.
    """
    number = 1
    try:
        with open_regular(path) as stream:
            for content in join_lines(read_chunks(stream, size)):
                block = Block(check_text(path, content, number), number)
                number += block.n_lines
                yield block
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}); --data takes a whole MovieLens folder.") from error
    except LineTooLongError as error:
        raise line_error(path, number, f"it is longer than {LINE_LIMIT:,} bytes: this is not a table") from error


def read_chunks(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """Read a file chunk by chunk, with line ends of CR alone replaced by LF."""
    start = stream.read(LINE_LIMIT)
    stream.seek(0)
    ends_in_cr = b"\r" in start and b"\n" not in start
    while chunk := stream.read(size):
        yield chunk.replace(b"\r", b"\n") if ends_in_cr else chunk


def join_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Divide chunks at the ends of lines; empty lines at the end of the last one are dropped.

    Raises:
        LineTooLongError: a line does not end within ``LINE_LIMIT`` bytes.
    """
    whole = rest = b""
    for chunk in chunks:
        rest += chunk
        text_end = len(rest.rstrip(b"\r\n"))  # empty lines after it are held back: they may be the last
        end = text_end and (rest.find(b"\n", text_end) + 1 or rest.rfind(b"\n") + 1)
        if end:
            if whole:
                yield whole
            whole, rest = rest[:end], rest[end:]
        if len(rest) > LINE_LIMIT:
            if whole:
                yield whole  # so that the lines before are counted
            raise LineTooLongError
    if rest.strip(b"\r\n"):
        whole += rest  # a last line without its end is compared with those before it
    if whole:
        yield whole


def check_text(path: Place, content: bytes, number: int) -> bytes:
    """Reject bytes that cannot be text, and strip the byte order mark.

    Args:
        path: the file, for the message.
        content: some of its lines.
        number: number of the first of these lines.

    Raises:
        DataError: the file is in UTF-16 or contains a zero byte.
    """
    if number == 1:
        if content.startswith(UTF_16):
            raise DataError(f"{path} is in UTF-16; save it as UTF-8.")
        content = content.removeprefix(BOM)
    zero = content.find(b"\0")
    if zero >= 0:
        line = number + content.count(b"\n", 0, zero)
        raise DataError(f"{path}, line {line} holds a zero byte: the file is damaged; fetch it again.")
    return content


def read_text(path: Path, fallback_encoding: str | None = None) -> str:
    """Read a whole file of modest size as UTF-8.

    Args:
        path: a text file.
        fallback_encoding: encoding of a file that is not UTF-8, as older data sets have; None rejects such a file.

    Raises:
        DataError: the file cannot be read or decoded, or is larger than ``TEXT_LIMIT``.
    """
    parts: list[bytes] = []
    size = 0
    for block in read_blocks(path):
        parts.append(block.content)
        size += len(block.content)
        if size > TEXT_LIMIT:
            raise DataError(f"{path} is larger than {format_limit(TEXT_LIMIT)}, so it is not a table of a data set.")
    content = b"".join(parts)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if fallback_encoding:
            return content.decode(fallback_encoding)
        line = 1 + content.count(b"\n", 0, error.start)
        raise DataError(f"{path}, line {line} is not text in UTF-8; save the file as UTF-8.") from error


def line_error(path: Place, line: int, problem: str) -> DataError:
    """Create the error for a problem in a line."""
    return DataError(f"{path}, line {line}: {problem}.")


def truncated(path: Place, line: int, text: str) -> DataError:
    """Create the error for a file that ends in the middle of a line."""
    return DataError(f"{path}, line {line} is cut short: the file ends in '{quote(text)}'; fetch it again.")


def describe_field_count(found: int, expected: int) -> str:
    """Describe a wrong number of fields.

    >>> describe_field_count(1, 4)
    '1 field where 4 are expected'
    """
    return f"{found} field{'s' * (found != 1)} where {expected} are expected"


def quote(text: str) -> str:
    r"""Shorten a text from a file for a message, and escape control characters.

    >>> quote("1,2,\x1b[2J")
    '1,2,\\x1b[2J'
    """
    text = text if len(text) <= QUOTE_LENGTH else text[:QUOTE_LENGTH] + "…"
    return text if text.isprintable() else ascii(text)[1:-1]


def valid_ids(column: "pd.Series[float]") -> "pd.Series[bool]":
    """Mark the numbers that can be ids: whole, from 0 to below 2⁵³."""
    return column.mod(1).eq(0) & column.ge(0) & column.lt(ID_LIMIT)

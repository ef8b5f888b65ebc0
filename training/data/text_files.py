"""Files of lines: read in blocks or whole, with one voice for a line that is not as it should be."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from matinee.training.errors import DataError

BLOCK = 1 << 24
"""Bytes read at once: memory stays small, and what is done once a block costs nothing."""
BOM = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Block:
    """Whole lines of a file; only the last one of the file may lack its newline.

    Attributes:
        content: the bytes of the lines.
        first_line: number of the first of them, counted from 1.
    """

    content: bytes
    first_line: int

    @property
    def whole(self) -> bool:
        """Whether the last line has its newline."""
        return self.content.endswith(b"\n")

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self.content.count(b"\n") + (not self.whole)


def blocks(path: Path, size: int = BLOCK) -> Iterator[Block]:
    """The lines of a file, so many bytes at a time, without a byte order mark and without empty lines at its end.

    Raises:
        DataError: the file cannot be read or holds something else than text.
    """
    number = 1
    try:
        with path.open("rb") as stream:
            while content := stream.read(size) + stream.readline():
                content = text_of(path, content, number)
                if not stream.peek(1) and content.endswith(b"\n"):
                    content = content.rstrip(b"\r\n") + b"\n"
                block = Block(content, number)
                number += block.count
                yield block
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}); --data takes a whole MovieLens folder.") from error


def text_of(path: Path, content: bytes, number: int) -> bytes:
    """The bytes of some lines, if they can be text; ``number`` is that of the first. Raises DataError."""
    if number == 1:
        if content.startswith(UTF_16):
            raise DataError(f"{path} is in UTF-16; save it as UTF-8.")
        content = content.removeprefix(BOM)
    zero = content.find(b"\0")
    if zero >= 0:
        line = number + content.count(b"\n", 0, zero)
        raise DataError(f"{path}, line {line} holds a zero byte: the file is damaged; fetch it again.")
    return content


def whole_text(path: Path, older: str | None = None) -> str:
    """A file of modest size as text in UTF-8, or in the encoding that older sets have. Raises DataError."""
    content = b"".join(block.content for block in blocks(path))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if older:
            return content.decode(older)
        line = 1 + content.count(b"\n", 0, error.start)
        raise DataError(f"{path}, line {line} is not text in UTF-8; save the file as UTF-8.") from error


def fault(path: Path, line: int, problem: str) -> DataError:
    """What is wrong with a line."""
    return DataError(f"{path}, line {line}: {problem}.")


def cut_short(path: Path, line: int, text: str) -> DataError:
    """What to say when a file ends in the middle of a line."""
    return DataError(f"{path}, line {line} is cut short: the file ends in '{shown(text)}'; fetch it again.")


def wrong_count(found: int, expected: int) -> str:
    """ "3 fields where 4 are expected"."""
    return f"{found} field{'s' * (found != 1)} where {expected} are expected"


def shown(text: str) -> str:
    """A text from a file as it can be shown in a sentence: not long, and nothing that moves the cursor."""
    text = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
    return text if text.isprintable() else ascii(text)[1:-1]

"""Detects the encoding of a text file that says nothing about it."""

import codecs
import io
from collections.abc import Iterator

SAMPLE = 4096
"""Bytes at the beginning of a file in which zeros are counted."""
SIGNATURE = 32
"""Bytes at the beginning of a file in which a zero shows that it is not a text; elsewhere it is a damaged cell."""
CHUNK = 1 << 20
BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
WINDOWS = "cp1252"
"""Encoding of old IMDb exports, and of spreadsheets in western languages."""


def detect_encoding(content: bytes) -> str | None:
    """The encoding of a text: UTF-8, UTF-16 or Windows-1252; None if it is not a text.

    Args:
        content: the bytes of a file, whole or cut off anywhere.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return encoding
    if utf16 := detect_utf16(content[:SAMPLE]):
        return utf16
    if b"\0" in content[:SIGNATURE]:
        return None
    return "utf-8" if is_mostly_utf8(content) else WINDOWS


def detect_utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark, whose Latin letters have a zero in every second byte; None if that is not clear."""
    pairs = len(sample) // 2
    high, low = sample[1::2].count(0), sample[::2].count(0)
    if low == 0 and high > pairs / 2:
        return "utf-16-le"
    return "utf-16-be" if high == 0 and low > pairs / 2 else None


def is_mostly_utf8(content: bytes) -> bool:
    """Whether more characters beyond ASCII are valid UTF-8 than not: one damaged byte does not change the encoding."""
    valid = invalid = 0
    for text in decoded_chunks(content, "utf-8"):
        if not text.isascii():
            damaged = text.count("\ufffd")
            invalid += damaged
            valid += len(text) - len(text.encode("ascii", errors="ignore")) - damaged
    return valid > invalid or not invalid


def decoded_chunks(content: bytes, encoding: str) -> Iterator[str]:
    """Decode piece by piece, with replacement characters for what is invalid; the whole text is never in memory."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for start in range(0, len(content), CHUNK):
        yield decoder.decode(content[start : start + CHUNK], start + CHUNK >= len(content))


def open_text(content: bytes, encoding: str) -> io.TextIOWrapper:
    """Open bytes as a text in which lines may end in any way."""
    return io.TextIOWrapper(io.BytesIO(content), encoding, errors="replace", newline="")

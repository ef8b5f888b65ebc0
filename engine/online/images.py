"""Recognises JPEG and PNG images and reads their size from the header, without decoding them."""

import struct

MAX_PIXELS = 4000
"""Greatest width and height."""
MAX_BYTES = 512 << 10
PNG = b"\x89PNG\r\n\x1a\n"
PNG_HEADER = b"\x00\x00\x00\x0dIHDR"
JPEG = b"\xff\xd8\xff"
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of the segments that hold the size."""
JPEG_DATA = frozenset({0xD9, 0xDA})
"""Markers after which no size follows."""
JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a segment."""


def image_suffix(content: bytes) -> str | None:
    """Return the suffix of a file with this image; None for what is not a JPEG or PNG, or is too large to show."""
    size = image_size(content)
    if size is None or not all(0 < length <= MAX_PIXELS for length in size) or len(content) > MAX_BYTES:
        return None
    return ".png" if content.startswith(PNG) else ".jpg"


def image_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height as the header of a JPEG or PNG gives them; None for anything else."""
    if content.startswith(PNG + PNG_HEADER) and len(content) >= 24:
        width, height = struct.unpack_from(">II", content, 16)
        return width, height
    return jpeg_size(content) if content.startswith(JPEG) else None


def jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height from the frame header of a JPEG; None if it has none."""
    position = 2
    while position + 9 <= len(content) and content[position] == 0xFF:
        marker = content[position + 1]
        if marker in JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", content, position + 5)
            return width, height
        if marker in JPEG_DATA:
            return None
        if marker == 0xFF:  # a byte of filling
            position += 1
        elif marker in JPEG_BARE:
            position += 2
        else:
            position += 2 + struct.unpack_from(">H", content, position + 2)[0]
    return None

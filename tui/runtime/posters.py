"""Decodes posters, and chooses how a terminal is to show them.

The terminal is not asked, since its answer would arrive among the keys; what the environment says must do.
"""

import fcntl
import logging
import struct
import sys
import termios
from collections.abc import Mapping
from io import BytesIO
from shutil import which
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

logger = logging.getLogger(__name__)
MAX_SIZE = (480, 720)
"""Greatest width and height of a decoded poster; in cells of 20 × 40 pixels it is 24 columns wide."""
MAX_PIXELS = 4_000_000
"""Images that have more before they are scaled down are not decoded: they would take more than 12 MB."""
MULTIPLEXERS = ("TMUX", "STY", "ZELLIJ")
"""Variables of programs that keep pictures from the terminal."""
KITTY, GHOSTTY = "xterm-kitty", "xterm-ghostty"
KITTEN = "kitten"
"""A program that comes with Kitty since its pictures can be placed like text; older versions show boxes instead."""
SIXEL_TERMINALS = ("foot", "mlterm", "contour")
"""Beginnings of TERM."""
SIXEL_PROGRAMS = ("WezTerm", "iTerm.app", "mintty")
"""Values of TERM_PROGRAM."""
KONSOLE_WITH_SIXEL = 220400
TRUE_COLOR = "truecolor"
MANY_COLORS = (TRUE_COLOR, "256")


def decode_poster(content: bytes) -> "Image | None":
    """Decode a poster and scale it down to ``MAX_SIZE``; to be called in a thread.

    Args:
        content: a JPEG or PNG.

    Returns:
        An image of red, green and blue; None if it cannot be decoded.
    """
    from PIL import Image

    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
            image.draft("RGB", MAX_SIZE)  # a large JPEG is decoded at a fraction of its size
            if image.width * image.height > MAX_PIXELS:
                return None
            image.thumbnail(MAX_SIZE)
            return image.convert("RGB")
    except Exception as error:  # noqa: BLE001 - decoders raise many kinds of errors for damaged images
        logger.debug("a poster is not shown: %s", type(error).__name__)
        return None


def choose_protocol(wanted: str, environment: Mapping[str, str], colors: str | None, has_cell_size: bool) -> str:
    """Choose how posters are drawn.

    Args:
        wanted: "auto", or the protocol that the configuration names.
        environment: the environment of the app.
        colors: the terminal's colours as Rich names them; Kitty's pictures need "truecolor", in which their number is
            written, and half blocks in sixteen colours are only spots.
        has_cell_size: whether the terminal says how many pixels a cell has, without which sixels may be misplaced.

    Returns:
        "kitty", "sixel", "blocks" or "off".
    """
    protocol = known_protocol(environment) if wanted == "auto" else wanted
    if (protocol == "kitty" and colors != TRUE_COLOR) or (protocol == "sixel" and not has_cell_size):
        protocol = "blocks"
    return "off" if protocol == "blocks" and wanted != "blocks" and colors not in MANY_COLORS else protocol


def known_protocol(environment: Mapping[str, str]) -> str:
    """The protocol by which a terminal is known to show pictures; "blocks" if it is not known to do so."""
    term = environment.get("TERM", "")
    if any(environment.get(name) for name in MULTIPLEXERS) or term.startswith(("tmux", "screen")):
        return "blocks"
    if term == GHOSTTY or (term == KITTY and which(KITTEN, path=environment.get("PATH"))):
        return "kitty"
    konsole = environment.get("KONSOLE_VERSION", "")
    knows_sixels = (
        term.startswith(SIXEL_TERMINALS)
        or environment.get("TERM_PROGRAM") in SIXEL_PROGRAMS
        or (konsole.isdecimal() and int(konsole) >= KONSOLE_WITH_SIXEL)
    )
    return "sixel" if knows_sixels else "blocks"


def cell_size() -> tuple[int, int] | None:
    """Width and height of a cell of the terminal in pixels; None if the terminal does not say."""
    try:
        answer = fcntl.ioctl(sys.__stderr__.fileno(), termios.TIOCGWINSZ, bytes(8)) if sys.__stderr__ else bytes(8)
    except (OSError, ValueError):
        return None
    rows, columns, width, height = struct.unpack("HHHH", answer)
    return (width // columns, height // rows) if min(rows, columns, width, height) else None


def fit_box(size: tuple[int, int], cell: tuple[int, int], columns: int, rows: int) -> tuple[int, int]:
    """Find the largest box of cells in which an image keeps its proportions.

    Args:
        size: width and height of the image in pixels.
        cell: width and height of a cell in pixels.
        columns: greatest width of the box.
        rows: greatest height of the box.

    Returns:
        Columns and rows, each at least 1.
    """
    ratio = size[1] * cell[0] / (size[0] * cell[1])
    if columns * ratio > rows:
        return max(1, min(columns, round(rows / ratio))), max(1, rows)
    return max(1, columns), max(1, min(rows, round(columns * ratio)))

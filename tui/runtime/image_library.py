"""Everything that depends on private names of textual-image, which must neither question the terminal nor write to it.

When it is imported, textual-image asks the terminal what it can show, and reads the answer from standard input: keys
would be lost, and answers would appear as keys. Kitty's messages go to standard output past Textual, where they could
end up in the middle of an escape sequence, or, in a browser, of the protocol of `matinee serve`.

The patches are for the version in ``IMAGE_LIBRARY_VERSION``; a test fails when another one is installed.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from PIL.Image import Image
    from textual.widget import Widget
    from textual_image.renderable import HalfcellImage, TGPImage

    Picture = HalfcellImage | TGPImage

IMAGE_LIBRARY_VERSION = "0.12.0"
"""The version these patches were checked against."""
DEFAULT_CELL = (10, 20)
"""Width and height of a cell in pixels where the terminal does not say."""


@cache
def load_image_library() -> None:
    """Import textual-image so that it asks the terminal nothing; takes 0.1 s the first time."""
    from textual_image import _terminal

    def refuse(*_arguments: Any, **_options: Any) -> NoReturn:
        raise _terminal.TerminalError("the terminal is not asked")

    vars(_terminal)["capture_terminal_response"] = refuse
    set_cell_size(None)
    import_module("textual_image.widget")


def send_pictures(write: Callable[[str], object]) -> None:
    """Choose where Kitty's messages are written.

    Args:
        write: writes to the terminal, in turn with Textual.
    """
    from textual_image.renderable import tgp

    vars(tgp)["sys"] = SimpleNamespace(__stdout__=SimpleNamespace(write=write, flush=lambda: None))


def set_cell_size(cell: tuple[int, int] | None) -> None:
    """Set the size of a cell in pixels, which textual-image would otherwise ask for; None if it is not known."""
    from textual_image import _terminal

    vars(_terminal.get_cell_size)["_result"] = _terminal.CellSize(*(cell or DEFAULT_CELL))


def create_picture(image: "Image", protocol: str, columns: int, rows: int) -> "Picture":
    """Create what draws an image in cells, by Kitty's protocol or in half blocks.

    Args:
        image: the image.
        protocol: "kitty" or "blocks".
        columns, rows: size of the box in cells.
    """
    from textual_image.renderable import HalfcellImage, TGPImage

    return (TGPImage if protocol == "kitty" else HalfcellImage)(image, columns, rows)


def deletion_of(picture: "Picture") -> str:
    """The message by which Kitty frees the memory of a picture; empty for what Kitty has not received."""
    number = getattr(picture, "terminal_image_id", None)
    return f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\" if number else ""


def create_sixel_widget(image: "Image") -> "Widget":
    """Create a widget that draws an image as sixels, in the size of its styles."""
    from textual_image.widget import SixelImage

    return SixelImage(image)

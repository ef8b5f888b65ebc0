"""Draws a poster: as a picture where the terminal shows pictures, else in half blocks."""

import os
from typing import TYPE_CHECKING, Any

from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.widget import Widget

from matinee.tui.runtime.image_library import (
    DEFAULT_CELL,
    create_picture,
    create_sixel_widget,
    deletion_of,
    send_pictures,
    set_cell_size,
)
from matinee.tui.runtime.posters import cell_size, choose_protocol, fit_box
from matinee.tui.runtime.textual_patches import write_to_terminal
from matinee.tui.web.visitor import in_browser

if TYPE_CHECKING:
    from PIL.Image import Image

    from matinee.tui.runtime.image_library import Picture


def poster_protocol(app: App[Any], wanted: str) -> str:
    """Choose how an app draws posters.

    Args:
        app: the app.
        wanted: as the configuration says.

    Returns:
        "kitty", "sixel", "blocks" or "off".
    """
    if wanted == "off" or app.no_color:
        return "off"
    if in_browser():  # the owner's terminal is not the visitor's
        return "blocks"
    return choose_protocol(wanted, os.environ, app.console.color_system, cell_size() is not None)


class Poster(Widget):
    """A poster in a box of cells."""

    DEFAULT_CSS = """
    Poster > * { width: 100%; height: 100%; }
    """

    def __init__(self, image: "Image", protocol: str) -> None:
        """Create the poster.

        Args:
            image: the decoded image.
            protocol: "kitty", "sixel" or "blocks".
        """
        super().__init__()
        self._image, self._protocol = image, protocol
        self._picture: Picture | None = None
        self._drawn_for = Size()

    def compose(self) -> ComposeResult:
        if self._protocol == "sixel":
            yield create_sixel_widget(self._image)

    def fit(self, columns: int, rows: int) -> None:
        """Take the largest box that keeps the proportions.

        Args:
            columns: greatest width.
            rows: greatest height.
        """
        cell = cell_size() or DEFAULT_CELL
        set_cell_size(cell)
        self.styles.width, self.styles.height = fit_box(self._image.size, cell, columns, rows)

    def render(self) -> "Picture | str":
        if self._protocol == "sixel" or not self.content_size:
            return ""
        if self._picture is None or self._drawn_for != self.content_size:
            self._free_picture()
            send_pictures(self._write)
            self._drawn_for = self.content_size
            self._picture = create_picture(self._image, self._protocol, *self.content_size)
        return self._picture

    def on_unmount(self) -> None:
        self._free_picture()

    def _free_picture(self) -> None:
        if self._picture is not None and (message := deletion_of(self._picture)):
            self._write(message)

    def _write(self, text: str) -> None:
        write_to_terminal(self.app, text)

"""textual-image neither asks the terminal anything nor writes to it past the app."""

import sys
from importlib.metadata import version

import pytest

from matinee.tui.runtime.image_library import (
    IMAGE_LIBRARY_VERSION,
    create_picture,
    deletion_of,
    load_image_library,
    send_pictures,
    set_cell_size,
)
from tests.conftest import ROOT
from tests.tui.raw_terminal import RawTerminal

DRAW = """
from io import StringIO
from PIL import Image
from rich.console import Console
from matinee.tui.runtime.image_library import create_picture, load_image_library
print("ready", flush=True)
load_image_library()
import textual_image.widget
console = Console(file=StringIO(), color_system="truecolor", width=4)
console.print(create_picture(Image.new("RGB", (4, 8)), "blocks", 4, 4))
print(console.file.getvalue().count(chr(0x2580)), "typed:", input())
"""


def test_patches_were_checked_against_the_installed_version() -> None:
    assert version("textual-image") == IMAGE_LIBRARY_VERSION, (
        "check every patch in image_library.py, then change IMAGE_LIBRARY_VERSION"
    )


@pytest.mark.terminal
def test_the_terminal_is_not_asked_and_keys_are_not_read() -> None:
    with RawTerminal([sys.executable, "-c", DRAW], {"PYTHONPATH": str(ROOT), "TERM": "xterm-kitty"}) as terminal:
        terminal.wait_for("ready")
        terminal.send(b"heat\n")
        terminal.wait_for("16 typed: heat")
        assert terminal.exit_code() == 0
        assert b"\x1b" not in terminal.output


def test_pictures_of_kitty_go_where_the_app_writes(capfd: pytest.CaptureFixture[str]) -> None:
    from PIL import Image
    from rich.console import Console

    written: list[str] = []
    load_image_library()
    set_cell_size((8, 16))
    send_pictures(written.append)
    picture = create_picture(Image.new("RGB", (30, 40), "#ff0000"), "kitty", 5, 3)
    assert deletion_of(picture) == ""
    console = Console(color_system="truecolor", width=40)
    with console.capture() as captured:
        console.print(picture)
    assert captured.get().count("\U0010eeee") == 15
    assert all(message.startswith("\x1b_G") and message.endswith("\x1b\\") for message in written)
    assert "c=5,r=3,U=1,q=2" in written[-1]
    assert deletion_of(picture) == f"\x1b_Ga=d,d=I,i={picture.terminal_image_id},q=2\x1b\\"  # type: ignore[union-attr]
    assert capfd.readouterr() == ("", "")

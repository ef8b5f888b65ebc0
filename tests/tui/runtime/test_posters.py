"""Posters: how they are decoded, drawn and sized."""

import stat
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from matinee.tui.runtime.posters import MAX_PIXELS, MAX_SIZE, choose_protocol, decode_poster, fit_box
from tests.engine.online.film_server import jpeg, png
from tests.tui.film_site import poster


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "CMYK", "RGBA", "1", "I;16"])
def test_any_mode_becomes_red_green_and_blue(kind: str, mode: str) -> None:
    stream = BytesIO()
    try:
        Image.new(mode, (22, 33)).save(stream, kind)
    except OSError:
        pytest.skip(f"a {kind} cannot have the mode {mode}")
    image = decode_poster(stream.getvalue())
    assert image is not None
    assert (image.mode, image.size) == ("RGB", (22, 33))


def test_a_large_poster_is_scaled_down_and_keeps_its_proportions() -> None:
    image = decode_poster(poster(1000, 1500, "JPEG"))
    assert image is not None
    assert image.size == MAX_SIZE
    red, blue = image.getpixel((100, 100)), image.getpixel((100, 600))
    assert isinstance(red, tuple) and isinstance(blue, tuple)
    assert red[0] > 200 > red[2] and blue[2] > 200 > blue[0]


def test_what_would_take_much_memory_is_not_decoded() -> None:
    assert decode_poster(poster(2000, MAX_PIXELS // 2000 + 1)) is None
    assert decode_poster(poster(4000, 4000, "JPEG")) is not None  # decoded at a fraction of its size


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", png(220, 330), jpeg(342, 513), poster()[:-200], poster(kind="GIF"), b"\x89PNG\r\n\x1a\n" * 9],
)
def test_what_cannot_be_decoded_is_no_poster(content: bytes) -> None:
    assert decode_poster(content) is None


TERMINALS = [
    ({"TERM": "xterm-256color"}, "blocks"),
    ({"TERM": "xterm-kitty"}, "kitty"),
    ({"TERM": "xterm-ghostty"}, "kitty"),
    ({"TERM": "foot"}, "sixel"),
    ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "sixel"),
    ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, "blocks"),
    ({"TERM": "xterm-256color", "KONSOLE_VERSION": "230400"}, "sixel"),
    ({"TERM": "xterm-256color", "KONSOLE_VERSION": "211200"}, "blocks"),
    ({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"}, "blocks"),
    ({"TERM": "xterm-kitty", "TMUX": "/tmp/tmux-1/default,1,0"}, "blocks"),
    ({"TERM": "foot", "STY": "1.pts"}, "blocks"),
    ({}, "blocks"),
]


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A search path with the program that comes with new versions of Kitty."""
    kitten = tmp_path / "kitten"
    kitten.touch()
    kitten.chmod(stat.S_IRWXU)
    return str(tmp_path)


@pytest.mark.parametrize(("environment", "protocol"), TERMINALS)
def test_pictures_where_the_terminal_is_known_to_show_them(
    environment: dict[str, str], protocol: str, path: str
) -> None:
    found = environment | {"PATH": path}
    assert choose_protocol("auto", found, "truecolor", has_cell_size=True) == protocol
    assert choose_protocol("blocks", found, "truecolor", has_cell_size=True) == "blocks"


def test_kitty_without_true_colour_or_of_an_old_version_shows_blocks(path: str) -> None:
    kitty = {"TERM": "xterm-kitty", "PATH": path}
    assert choose_protocol("auto", kitty, "256", has_cell_size=True) == "blocks"
    assert choose_protocol("kitty", {}, "256", has_cell_size=True) == "blocks"
    assert choose_protocol("auto", kitty | {"PATH": "/nowhere"}, "truecolor", has_cell_size=True) == "blocks"
    assert choose_protocol("kitty", {}, "truecolor", has_cell_size=False) == "kitty"


def test_sixels_need_the_size_of_a_cell() -> None:
    assert choose_protocol("auto", {"TERM": "foot"}, "truecolor", has_cell_size=False) == "blocks"
    assert choose_protocol("sixel", {}, "standard", has_cell_size=True) == "sixel"


@pytest.mark.parametrize("colors", [None, "standard"])
def test_half_blocks_in_few_colours_only_on_request(colors: str | None) -> None:
    assert choose_protocol("auto", {"TERM": "xterm"}, colors, has_cell_size=True) == "off"
    assert choose_protocol("blocks", {"TERM": "xterm"}, colors, has_cell_size=True) == "blocks"


@pytest.mark.parametrize(
    ("size", "cell", "room", "box"),
    [
        ((220, 330), (10, 20), (20, 40), (20, 15)),
        ((220, 330), (10, 20), (20, 6), (8, 6)),
        ((220, 330), (8, 16), (28, 34), (28, 21)),
        ((330, 220), (10, 20), (20, 40), (20, 7)),
        ((4000, 1), (10, 20), (20, 40), (20, 1)),
        ((1, 4000), (10, 20), (20, 40), (1, 40)),
        ((220, 330), (10, 20), (20, 0), (1, 1)),
    ],
)
def test_the_box_keeps_the_proportions(
    size: tuple[int, int], cell: tuple[int, int], room: tuple[int, int], box: tuple[int, int]
) -> None:
    assert fit_box(size, cell, *room) == box

"""Sizes of images from their headers, whatever the bytes."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.engine.online.images import MAX_BYTES, image_size, image_suffix
from tests.engine.online.film_server import jpeg, png


def test_sizes_and_suffixes() -> None:
    assert image_size(png(220, 330)) == (220, 330)
    assert image_size(jpeg(220, 330)) == (220, 330)
    assert image_suffix(png(4000, 1)) == ".png"
    assert image_suffix(jpeg(1, 4000)) == ".jpg"


@pytest.mark.parametrize("size", [(60_000, 60_000), (4001, 1), (1, 4001), (0, 5), (5, 0)])
def test_sizes_that_are_refused(size: tuple[int, int]) -> None:
    assert image_suffix(png(*size)) is None
    assert image_suffix(jpeg(*size)) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + bytes(40),
        b"RIFF\0\0\0\0WEBPVP8 " + bytes(40),
        b"<svg/>" + bytes(40),
        png(9, 9)[:23],
        png(9, 9).replace(b"IHDR", b"IDAT", 1),
        jpeg(9, 9)[:300],
        jpeg(9, 9).replace(b"\xff\xc0", b"\xff\xc4"),
        b"\xff\xd8\xff" * 100_000,
        b"\xff\xd8" + b"\xff\xe0\0\0" * 100_000,
        png(9, 9, size=MAX_BYTES + 1),
    ],
    ids=range(11),
)
def test_what_is_not_an_image(content: bytes) -> None:
    assert image_suffix(content) is None


@given(st.sampled_from([b"", b"\xff\xd8\xff", png(9, 9)[:16], jpeg(9, 9)[:40]]), st.binary(max_size=200))
def test_any_bytes(start: bytes, rest: bytes) -> None:
    assert image_suffix(start + rest) in (None, ".png", ".jpg")


@pytest.mark.parametrize("options", [{"format": "PNG"}, {"format": "JPEG"}, {"format": "JPEG", "progressive": True}])
def test_real_images(options: dict[str, object]) -> None:
    pillow = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    stream = io.BytesIO()
    pillow.new("RGB", (123, 45)).save(stream, exif=b"Exif\0\0" + bytes(300), **options)
    assert image_size(stream.getvalue()) == (123, 45)

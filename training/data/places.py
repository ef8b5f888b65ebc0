"""Where a file of ratings is: a path, or a URL that fsspec opens, such as s3://bucket/ratings.csv."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from matinee.training.errors import DataError

Place = Path | str
"""A path on this machine, or a URL."""


def parse_place(text: str) -> Place:
    """Read a place as people write it; a path is made absolute, so that other processes find it.

    >>> parse_place("s3://films/ratings.csv")
    's3://films/ratings.csv'
    """
    return text if "://" in text else Path(text).resolve()


def place_name(place: Place) -> str:
    """The name of a file without its folder.

    >>> place_name("https://example.org/ml-32m/ratings.csv?version=2")
    'ratings.csv'
    """
    return place.name if isinstance(place, Path) else place.partition("?")[0].rsplit("/", 1)[-1]


@contextmanager
def open_place(place: Place) -> Iterator[BinaryIO]:
    """Open a file for reading bytes.

    Raises:
        DataError: it does not exist, or cannot be reached or read.
    """
    import fsspec

    try:
        with fsspec.open(str(place), "rb") as stream:
            yield cast(BinaryIO, stream)
    except (OSError, ImportError, ValueError) as error:  # ImportError: a protocol whose package is not installed
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise DataError(f"{place} cannot be read ({reason}).") from error

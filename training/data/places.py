"""Where ratings are: a path, or a URL that fsspec opens, such as s3://bucket/ratings.csv; a file, or many parts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import BinaryIO, cast

from matinee.training.errors import DataError

Place = Path | str
"""A path on this machine, or a URL."""
PART_ENDINGS = (".csv", ".parquet")
"""How the names of files in a folder of ratings end."""
HIDDEN = (".", "_")
"""How the names of files begin that programs write beside the parts, such as _SUCCESS."""


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


def find_parts(place: Place) -> list[Place]:
    """List the files that a place stands for, in the order of their names.

    Args:
        place: a file, a folder (if it is a URL it ends with a slash), or a pattern with an asterisk.

    Raises:
        DataError: there is no file, the folder holds something else, or it cannot be read.
    """
    if is_local(place, Path.is_file):
        return [place]
    if "*" in str(place):
        if found := list_files(place):
            return found
        raise DataError(f"No file matches {place}.")
    if not (is_local(place, Path.is_dir) or (isinstance(place, str) and place.endswith("/"))):
        return [place]
    parts = list_files(place)
    if not parts:
        raise DataError(f"{place} holds no CSV or Parquet file.")
    if other := next((part for part in parts if not str(part).endswith(PART_ENDINGS)), None):
        folder = str(place).rstrip("/")
        raise DataError(
            f"{folder} holds '{place_name(other)}', which is neither a CSV nor a Parquet file; name the files with a "
            f"pattern such as '{folder}/*.parquet'."
        )
    return parts


def is_local(place: Place, check: Callable[[Path], bool]) -> bool:
    """Check something of a path on this machine; nothing is true of one that cannot be looked at, or of a URL."""
    with suppress(OSError):
        return isinstance(place, Path) and check(place)
    return False


def list_files(place: Place) -> list[Place]:
    """List what is in a folder, or the files that match a pattern, without what is hidden. Raises DataError."""
    import fsspec

    try:
        system, path = fsspec.url_to_fs(str(place))
        before, star, pattern = path.partition("*")
        names = system.glob(escape(before) + star + pattern) if star else system.ls(path, detail=False)
        names = [name for name in names if "*" not in path or system.isfile(name)]
    except (OSError, ImportError, ValueError) as error:
        raise unreadable(place, error) from error
    found = (Path(name) if isinstance(place, Path) else str(system.unstrip_protocol(name)) for name in sorted(names))
    return [each for each in found if place_name(each) and not place_name(each).startswith(HIDDEN)]


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
        raise unreadable(place, error) from error


def unreadable(place: Place, error: Exception) -> DataError:
    """Create the error for a place that cannot be read."""
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return DataError(f"{place} cannot be read ({reason}).")

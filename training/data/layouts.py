"""Recognises the layout of a MovieLens data set by its files, and finds them under any of their names."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from matinee.training.data.ratings import RatingFile
from matinee.training.data.tables import (
    LINK_COLUMNS,
    MOVIE_COLUMNS,
    TAG_COLUMNS,
    RawTable,
    read_csv,
    read_delimited,
    read_items,
)
from matinee.training.errors import DataError

logger = logging.getLogger(__name__)
DEPTH = 2
"""Levels below a folder in which its data set is looked for."""
NAMES = {
    "ratings.csv": ("ratings.csv", "rating.csv"),
    "movies.csv": ("movies.csv", "movie.csv"),
    "links.csv": ("links.csv", "link.csv"),
    "tags.csv": ("tags.csv", "tag.csv"),
}
"""File → the names it has, at GroupLens and at Kaggle; capital letters do not count."""


@dataclass(frozen=True, eq=False)
class RawDataset:
    """The files of a data set; not every layout has links and tags."""

    ratings: RatingFile
    movies: RawTable
    links: RawTable | None = None
    tags: RawTable | None = None


Files = Mapping[str, Path]
"""Name of a file in its layout → where it is."""
Layout = Callable[[Files], RawDataset]
"""Reads the files of one layout."""


def read_csv_layout(files: Files) -> RawDataset:
    """Read ratings.csv, movies.csv and, if present, links.csv and tags.csv: latest-small, 20m, 25m, 32m."""
    return RawDataset(
        RatingFile(files["ratings.csv"], ",", has_header=True),
        read_csv(files["movies.csv"], MOVIE_COLUMNS),
        read_csv(files["links.csv"], LINK_COLUMNS) if "links.csv" in files else None,
        read_csv(files["tags.csv"], TAG_COLUMNS) if "tags.csv" in files else None,
    )


def read_double_colon_layout(files: Files) -> RawDataset:
    """Read ratings.dat and movies.dat, with fields separated by ``::``: 1m, 10m."""
    return RawDataset(RatingFile(files["ratings.dat"], "::"), read_delimited(files["movies.dat"], "::", MOVIE_COLUMNS))


def read_100k_layout(files: Files) -> RawDataset:
    """Read u.data, u.item with one 0/1 column a genre, and u.genre with the names of the genres."""
    return RawDataset(RatingFile(files["u.data"], "\t"), read_items(files["u.item"], files["u.genre"]))


LAYOUTS: dict[tuple[str, ...], Layout] = {
    ("ratings.csv", "movies.csv"): read_csv_layout,
    ("ratings.dat", "movies.dat"): read_double_colon_layout,
    ("u.data", "u.item", "u.genre"): read_100k_layout,
}
"""The files that identify a layout → its reader."""
OPTIONAL = ("links.csv", "tags.csv")


@dataclass(frozen=True)
class FoundLayout:
    """Where a data set is.

    Attributes:
        folder: the folder of its files.
        files: name in the layout → file.
        read: reads them.
    """

    folder: Path
    files: Files
    read: Layout


def find_layout(folder: Path) -> FoundLayout:
    """Find a data set in a folder or up to two levels below it, recognised by its files.

    Raises:
        DataError: there is no such folder, or it has no data set, or only a part of one.
    """
    if not is_folder(folder):
        raise DataError(f"{folder} is not a folder; --data takes the folder that holds the MovieLens files.")
    incomplete = None
    for place, paths in iterate_folders(folder):
        files = find_files(paths)
        for names, read in LAYOUTS.items():
            missing = [name for name in names if name not in files]
            if not missing:
                return FoundLayout(place, files, read)
            if len(missing) < len(names):
                incomplete = incomplete or f"{place} has no {missing[0]}; --data takes a whole MovieLens folder."
    known = "; ".join(" and ".join(names) for names in LAYOUTS)
    raise DataError(incomplete or f"{folder} has none of the MovieLens layouts: {known}.")


def find_films(folder: Path) -> FoundLayout:
    """Find the tables of films, links and tags in a folder whose ratings are elsewhere.

    Raises:
        DataError: there is no such folder, or it has no movies.csv.
    """
    if not is_folder(folder):
        raise DataError(f"{folder} is not a folder; --data takes the folder that holds movies.csv.")
    files = find_files(list_folder(folder))
    if "movies.csv" not in files:
        raise DataError(f"{folder} has no movies.csv, which --ratings needs for the titles of the films.")
    return FoundLayout(folder, {"ratings.csv": Path(), **files}, read_csv_layout)


def iterate_folders(folder: Path) -> Iterator[tuple[Path, list[Path]]]:
    """Yield a folder and those below it, level by level, each with what is in it.

    Raises:
        DataError: the folder itself cannot be read; those below it are then left out.
    """
    level = [(folder, list_folder(folder))]
    for depth in range(DEPTH + 1):
        yield from level
        if depth < DEPTH:
            level = [(path, list_subfolder(path)) for _, paths in level for path in paths if is_folder(path)]


def list_folder(folder: Path) -> list[Path]:
    """List what is in a folder, sorted, without what is hidden.

    Raises:
        DataError: the folder cannot be read.
    """
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise DataError(f"{folder} cannot be read ({error.strerror}); --data takes a MovieLens folder.") from error


def list_subfolder(folder: Path) -> list[Path]:
    """List what is in a folder that may be none of a data set: nothing if it cannot be read."""
    try:
        return list_folder(folder)
    except DataError as error:
        logger.info("left out: %s", error)
        return []


def is_folder(path: Path) -> bool:
    """Check whether a path is a folder; one that cannot be looked at, or cannot exist, is not."""
    with suppress(OSError):
        return path.is_dir()
    return False


def find_files(paths: Iterable[Path]) -> dict[str, Path]:
    """Find the files of all layouts among some paths, sorted: name in the layout → file."""
    present = {path.name.casefold(): path for path in paths}  # small letters come last, and win over capital ones
    found = {}
    for name in (*chain.from_iterable(LAYOUTS), *OPTIONAL):
        other = next((other for other in NAMES.get(name, (name,)) if other in present), None)
        if other is not None:
            found[name] = present[other]
    return found

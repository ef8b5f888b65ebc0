"""The layouts of MovieLens: which files belong to each, and what reads them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from matinee.training.data.ratings import RatingFile
from matinee.training.data.tables import (
    LINK_COLUMNS,
    MOVIE_COLUMNS,
    TAG_COLUMNS,
    RawTable,
    read_csv,
    read_divided,
    read_items,
)
from matinee.training.errors import DataError


@dataclass(frozen=True, eq=False)
class RawTables:
    """What a data set consists of; not every layout has links and tags."""

    ratings: RatingFile
    movies: RawTable
    links: RawTable | None = None
    tags: RawTable | None = None


def read_tables(folder: Path) -> RawTables:
    """Recognise the layout of a folder by its files, also one level down, and read it. Raises DataError."""
    if not folder.is_dir():
        raise DataError(f"{folder} is no folder; --data takes the folder that holds the MovieLens files.")
    place, reader = recognise(folder)
    return reader(place)


def recognise(folder: Path) -> tuple[Path, Callable[[Path], RawTables]]:
    """Where in a folder, itself or one level down, a data set lies, told by its files, and what reads it.

    Raises DataError.
    """
    for place in [folder, *sorted(path for path in folder.iterdir() if path.is_dir())]:
        for files, reader in LAYOUTS.items():
            missing = [name for name in files if not (place / name).exists()]
            if not missing:
                return place, reader
            if len(missing) < len(files):
                raise DataError(f"{place} has no {missing[0]}; --data takes a whole MovieLens folder.")
    known = "; ".join(" and ".join(files) for files in LAYOUTS)
    raise DataError(f"{folder} has none of the MovieLens layouts: {known}.")


def read_csv_family(folder: Path) -> RawTables:
    """ratings.csv, movies.csv and, where they are, links.csv and tags.csv: latest-small, 20m, 25m, 32m."""
    links, tags = folder / "links.csv", folder / "tags.csv"
    return RawTables(
        RatingFile(folder / "ratings.csv", ",", header=True),
        read_csv(folder / "movies.csv", MOVIE_COLUMNS),
        read_csv(links, LINK_COLUMNS) if links.exists() else None,
        read_csv(tags, TAG_COLUMNS) if tags.exists() else None,
    )


def read_double_colon(folder: Path) -> RawTables:
    """ratings.dat and movies.dat, fields divided by ``::``: 1m, 10m."""
    return RawTables(RatingFile(folder / "ratings.dat", "::"), read_divided(folder / "movies.dat", "::", MOVIE_COLUMNS))


def read_100k(folder: Path) -> RawTables:
    """u.data, u.item with a column of 0 or 1 a genre, and u.genre with their names."""
    return RawTables(RatingFile(folder / "u.data", "\t"), read_items(folder / "u.item", folder / "u.genre"))


LAYOUTS: dict[tuple[str, str], Callable[[Path], RawTables]] = {
    ("ratings.csv", "movies.csv"): read_csv_family,
    ("ratings.dat", "movies.dat"): read_double_colon,
    ("u.data", "u.item"): read_100k,
}

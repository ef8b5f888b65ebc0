"""The raw tables of each MovieLens layout, as text: CSV (latest-small, 20m, 25m, 32m), ``::`` (1m, 10m), 100k."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from training.errors import DataError

RATING_COLUMNS = ["userId", "movieId", "rating", "timestamp"]
MOVIE_COLUMNS = ["movieId", "title", "genres"]
LINK_COLUMNS = ["movieId", "imdbId", "tmdbId"]
NO_GENRES = "(no genres listed)"


@dataclass(frozen=True, eq=False)
class RawTable:
    """A table as text, and where it comes from.

    Attributes:
        rows: the columns by name.
        path: the file.
        first_line: line of the file that the first row stands in.
    """

    rows: pd.DataFrame
    path: Path
    first_line: int

    def line(self, place: int) -> str:
        """ "ratings.csv, line 7" for a row counted from 0."""
        return f"{self.path}, line {place + self.first_line}"


@dataclass(frozen=True, eq=False)
class RawTables:
    """What a data set consists of; not every layout has links."""

    ratings: RawTable
    movies: RawTable
    links: RawTable | None = None


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
    """ratings.csv, movies.csv and, where there is one, links.csv."""
    links = folder / "links.csv"
    return RawTables(
        read_csv(folder / "ratings.csv", RATING_COLUMNS),
        read_csv(folder / "movies.csv", MOVIE_COLUMNS),
        read_csv(links, LINK_COLUMNS) if links.exists() else None,
    )


def read_double_colon(folder: Path) -> RawTables:
    """ratings.dat and movies.dat, fields divided by ``::``."""
    return RawTables(
        read_lines(folder / "ratings.dat", "::", RATING_COLUMNS),
        read_lines(folder / "movies.dat", "::", MOVIE_COLUMNS),
    )


def read_100k(folder: Path) -> RawTables:
    """u.data, u.item with a column of 0 or 1 a genre, and u.genre with their names."""
    genres = read_lines(folder / "u.genre", "|", ["name", "number"]).rows
    names = [name for _, name in sorted(zip(genres["number"].astype(int), genres["name"], strict=True))]
    columns = ["movieId", "title", "released", "video", "address", *names]
    items = read_lines(folder / "u.item", "|", columns)
    carried = items.rows[names].to_numpy() == "1"
    rows = items.rows[["movieId", "title"]].assign(
        genres=["|".join(name for name, has in zip(names, film, strict=True) if has) for film in carried]
    )
    return RawTables(read_lines(folder / "u.data", "\t", RATING_COLUMNS), RawTable(rows, items.path, items.first_line))


LAYOUTS: dict[tuple[str, str], Callable[[Path], RawTables]] = {
    ("ratings.csv", "movies.csv"): read_csv_family,
    ("ratings.dat", "movies.dat"): read_double_colon,
    ("u.data", "u.item"): read_100k,
}


def read_csv(path: Path, columns: list[str]) -> RawTable:
    """The named columns of a CSV file. Raises DataError."""
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise DataError(f"{path} is not a readable CSV file: {str(error).strip()}.") from error
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise DataError(f"{path}, line 1: the column '{missing[0]}' is missing; expected {', '.join(columns)}.")
    return RawTable(table[columns], path, first_line=2)


def read_lines(path: Path, divider: str, columns: list[str]) -> RawTable:
    """A file of fields between dividers, without a header. Raises DataError."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}); --data takes a whole MovieLens folder.") from error
    lines = decoded(content).replace("\r\n", "\n").rstrip("\n").split("\n")
    fields = [line.split(divider) for line in lines]
    for number, parts in enumerate(fields, start=1):
        if len(parts) != len(columns):
            raise DataError(f"{path}, line {number}: {len(parts)} fields where {len(columns)} are expected.")
    return RawTable(pd.DataFrame(fields, columns=columns, dtype=str), path, first_line=1)


def decoded(content: bytes) -> str:
    """Text in UTF-8, or in Latin-1 as the older sets have it."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")

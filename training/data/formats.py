"""Reading the CSV family of MovieLens: ml-latest-small, ml-20m, ml-25m, ml-32m."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from training.errors import DataError

RATING_COLUMNS = ["userId", "movieId", "rating", "timestamp"]
LOWEST, HIGHEST = 0.5, 5.0


@dataclass(frozen=True, eq=False)
class Dataset:
    """A rating data set as it was delivered.

    Attributes:
        name: name of its folder.
        digest: SHA-256 over its files.
        ratings: columns user, movie, rating (stars), timestamp (seconds since 1970).
        movies: columns movie, title (raw), genres (list of names), imdb, tmdb (0 where unknown); one row a film.
        bad_timestamps: ratings dropped because their time could not be read.
    """

    name: str
    digest: str
    ratings: pd.DataFrame
    movies: pd.DataFrame
    bad_timestamps: int = 0


def read_dataset(folder: Path) -> Dataset:
    """Read ``ratings.csv``, ``movies.csv`` and, where there is one, ``links.csv``.

    Raises:
        DataError: a file or column is missing, or a row cannot be read; named with its line.
    """
    if not folder.is_dir():
        raise DataError(f"{folder} is no folder; --data takes the folder that holds ratings.csv and movies.csv.")
    ratings = read_csv(folder / "ratings.csv", RATING_COLUMNS)
    movies = read_csv(folder / "movies.csv", ["movieId", "title", "genres"])
    links = folder / "links.csv"
    files = [folder / "ratings.csv", folder / "movies.csv", *([links] if links.exists() else [])]
    kept, dropped = normalised_ratings(ratings, folder / "ratings.csv")
    return Dataset(
        name=folder.resolve().name,
        digest=digest(files),
        ratings=kept,
        movies=described_movies(
            movies, folder / "movies.csv", read_csv(links, ["movieId", "imdbId", "tmdbId"]) if links.exists() else None
        ),
        bad_timestamps=dropped,
    )


def read_csv(path: Path, columns: list[str]) -> pd.DataFrame:
    """The named columns of a CSV file, as text. Raises DataError."""
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except FileNotFoundError:
        raise DataError(
            f"{path.parent} has no {path.name}; --data takes a folder in the MovieLens CSV layout."
        ) from None
    except (OSError, ValueError) as error:
        raise DataError(f"{path} is not a readable CSV file: {str(error).strip()}.") from error
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise DataError(f"{path}, line 1: the column '{missing[0]}' is missing; expected {', '.join(columns)}.")
    return table[columns]


def normalised_ratings(table: pd.DataFrame, path: Path) -> tuple[pd.DataFrame, int]:
    """Ratings as numbers, and how many were dropped because their timestamp could not be read. Raises DataError."""
    users, movies, stars = (pd.to_numeric(table[name], errors="coerce") for name in RATING_COLUMNS[:3])
    whole = users.mod(1).eq(0) & movies.mod(1).eq(0)
    bad = np.flatnonzero(~(whole & stars.between(LOWEST, HIGHEST)))
    if len(bad):
        row = table.iloc[bad[0]].tolist()
        raise DataError(
            f"{path}, line {bad[0] + 2}: '{','.join(map(str, row))}' is no rating; expected a user id, a movie id and "
            f"{LOWEST} to {HIGHEST:g} stars."
        )
    seconds = normalised_timestamps(table["timestamp"])
    usable = seconds.notna()
    ratings = pd.DataFrame(
        {
            "user": users[usable].astype(np.int64),
            "movie": movies[usable].astype(np.int64),
            "rating": stars[usable].astype(np.float64),
            "timestamp": seconds[usable].astype(np.int64),
        }
    ).reset_index(drop=True)
    if ratings.empty:
        raise DataError(f"{path} holds no rating with a readable time.")
    return ratings, int((~usable).sum())


def normalised_timestamps(column: pd.Series) -> pd.Series:
    """Seconds since 1970 from seconds or from dates in words; missing where neither can be read."""
    seconds = pd.to_numeric(column, errors="coerce")
    seconds = seconds.where(seconds > 0)
    as_text = seconds.isna() & column.str.contains("[-/:]")
    if as_text.any():
        dates = pd.to_datetime(column[as_text], errors="coerce", utc=True, format="mixed")
        # .timestamp() knows the unit the dates are held in, whatever pandas chose
        seconds[as_text] = dates.map(lambda date: date.timestamp() if pd.notna(date) else np.nan)
    return seconds.where(seconds > 0)


def described_movies(movies: pd.DataFrame, path: Path, links: pd.DataFrame | None) -> pd.DataFrame:
    """One row a film, in the order of their ids, with genres split and links joined. Raises DataError."""
    ids = pd.to_numeric(movies["movieId"], errors="coerce")
    bad = np.flatnonzero(~ids.mod(1).eq(0) | ids.duplicated())
    if len(bad):
        problem = "stands twice" if pd.notna(ids.iloc[bad[0]]) else "is no movie id"
        raise DataError(f"{path}, line {bad[0] + 2}: '{movies['movieId'].iloc[bad[0]]}' {problem}.")
    table = pd.DataFrame(
        {
            "movie": ids.astype(np.int64),
            "title": movies["title"],
            "genres": [
                [] if text == "(no genres listed)" else [name for name in text.split("|") if name]
                for text in movies["genres"]
            ],
        }
    ).sort_values("movie", ignore_index=True)
    for column, source in (("imdb", "imdbId"), ("tmdb", "tmdbId")):
        table[column] = 0
        if links is not None:
            known = pd.Series(pd.to_numeric(links[source], errors="coerce").to_numpy(), pd.to_numeric(links["movieId"]))
            table[column] = table["movie"].map(known[~known.index.duplicated()]).fillna(0).astype(np.int64)
    return table


def digest(files: list[Path]) -> str:
    """SHA-256 over the names and contents of files."""
    total = hashlib.sha256()
    for path in files:
        total.update(path.name.encode())
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                total.update(block)
    return total.hexdigest()

"""Reading a MovieLens data set of any layout into numbers, naming what is wrong with its line."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from training.data.tables import NO_GENRES, RATING_COLUMNS, RawTable, read_tables
from training.errors import DataError

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


def read_dataset(folder: Path, max_ratings: int | None = None, seed: int = 0) -> Dataset:
    """Read a folder in any MovieLens layout, recognised by its files.

    ``max_ratings`` keeps a random sample of so many ratings, drawn with ``seed``.

    Raises:
        DataError: a file or column is missing, or a row cannot be read; named with its line.
    """
    tables = read_tables(folder)
    ratings, dropped = normalised_ratings(tables.ratings)
    movies = described_movies(tables.movies, tables.links)
    homeless = ratings[~ratings["movie"].isin(movies["movie"])]
    if len(homeless):
        raise DataError(
            f"{tables.ratings.path} rates film {homeless['movie'].iloc[0]}, "
            f"which {tables.movies.path.name} does not list."
        )
    dataset = Dataset(
        name=folder.resolve().name,
        digest=digest([tables.ratings.path, tables.movies.path]),
        ratings=ratings,
        movies=movies,
        bad_timestamps=dropped,
    )
    return dataset if max_ratings is None else sampled(dataset, max_ratings, seed)


def sampled(dataset: Dataset, count: int, seed: int) -> Dataset:
    """The data set with at most so many ratings; its digest tells the sample from the whole."""
    if count >= len(dataset.ratings):
        return dataset
    kept = np.sort(np.random.default_rng(seed).choice(len(dataset.ratings), count, replace=False))
    name = hashlib.sha256(f"{dataset.digest} {count} {seed}".encode()).hexdigest()
    return replace(dataset, digest=name, ratings=dataset.ratings.iloc[kept].reset_index(drop=True))


def normalised_ratings(raw: RawTable) -> tuple[pd.DataFrame, int]:
    """Ratings as numbers, and how many were dropped because their timestamp could not be read. Raises DataError."""
    table = raw.rows
    users, movies, stars = (pd.to_numeric(table[name], errors="coerce") for name in RATING_COLUMNS[:3])
    whole = users.mod(1).eq(0) & movies.mod(1).eq(0)
    bad = np.flatnonzero(~(whole & stars.between(LOWEST, HIGHEST)))
    if len(bad):
        row = ",".join(map(str, table.iloc[bad[0]].tolist()))
        raise DataError(
            f"{raw.line(bad[0])}: '{row}' is no rating; expected a user id, a movie id and "
            f"{LOWEST} to {HIGHEST:g} stars."
        )
    again = np.flatnonzero(pd.DataFrame({"user": users, "movie": movies}).duplicated())
    if len(again):
        pair = f"user {users[again[0]]} rates film {movies[again[0]]}"
        raise DataError(f"{raw.line(again[0])}: {pair} a second time; keep one of the two.")
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
        raise DataError(f"{raw.path} holds no rating with a readable time.")
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


def described_movies(raw: RawTable, links: RawTable | None) -> pd.DataFrame:
    """One row a film, in the order of their ids, with genres split and links joined. Raises DataError."""
    movies = raw.rows
    ids = pd.to_numeric(movies["movieId"], errors="coerce")
    bad = np.flatnonzero(~ids.mod(1).eq(0) | ids.duplicated())
    if len(bad):
        problem = "stands twice" if pd.notna(ids.iloc[bad[0]]) else "is no movie id"
        raise DataError(f"{raw.line(bad[0])}: '{movies['movieId'].iloc[bad[0]]}' {problem}.")
    table = pd.DataFrame(
        {
            "movie": ids.astype(np.int64),
            "title": movies["title"],
            "genres": [
                [] if text == NO_GENRES else [name for name in text.split("|") if name] for text in movies["genres"]
            ],
        }
    ).sort_values("movie", ignore_index=True)
    for column, source in (("imdb", "imdbId"), ("tmdb", "tmdbId")):
        table[column] = 0
        if links is not None:
            ids = pd.to_numeric(links.rows["movieId"], errors="coerce")
            known = pd.Series(pd.to_numeric(links.rows[source], errors="coerce").to_numpy(), ids)
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

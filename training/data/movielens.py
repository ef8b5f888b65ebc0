"""Reading a MovieLens data set of any layout into numbers, naming what is wrong with its line."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from matinee.training.data.layouts import read_tables
from matinee.training.data.ratings import RawRatings, read_ratings, whole_ids
from matinee.training.data.tables import RawTable
from matinee.training.errors import DataError

NO_GENRES = "(no genres listed)"


@dataclass(frozen=True, eq=False)
class Dataset:
    """A rating data set as it was delivered.

    Attributes:
        name: name of its folder.
        digest: SHA-256 over its files.
        ratings: columns user, movie (int32 where they fit), rating (stars), timestamp (seconds since 1970).
        movies: columns movie, title (raw), genres (list of names), imdb, tmdb (0 where unknown); one row a film.
        bad_timestamps: ratings dropped because their time could not be read.
        tags: columns movie, tag, a row for every time somebody gave one; None where the set has none.
    """

    name: str
    digest: str
    ratings: pd.DataFrame
    movies: pd.DataFrame
    bad_timestamps: int = 0
    tags: pd.DataFrame | None = None


def read_dataset(folder: Path, max_ratings: int | None = None, seed: int = 0) -> Dataset:
    """Read a folder in any MovieLens layout, recognised by its files.

    ``max_ratings`` keeps a random sample of so many ratings, drawn with ``seed``.

    Raises:
        DataError: a file or column is missing, or a row cannot be read; named with its line.
    """
    tables = read_tables(folder)
    movies = described_movies(tables.movies, tables.links)
    raw = read_ratings(tables.ratings)
    check_films(raw, movies, tables.movies.path)
    ratings, dropped = usable_ratings(raw)
    dataset = Dataset(
        name=folder.resolve().name,
        digest=digest([tables.ratings.path, tables.movies.path]),
        ratings=ratings,
        movies=movies,
        bad_timestamps=dropped,
        tags=None if tables.tags is None else described_tags(tables.tags),
    )
    return dataset if max_ratings is None else sampled(dataset, max_ratings, seed)


def described_tags(raw: RawTable) -> pd.DataFrame:
    """Tags of films by number. Raises DataError."""
    ids = pd.to_numeric(raw.rows["movieId"], errors="coerce")
    bad = np.flatnonzero(~whole_ids(ids))
    if len(bad):
        raise raw.fault(int(bad[0]), f"'{raw.rows['movieId'].iloc[bad[0]]}' is no movie id")
    return pd.DataFrame({"movie": ids.astype(np.int64), "tag": raw.rows["tag"]})


def check_films(ratings: RawRatings, movies: pd.DataFrame, listed_in: Path) -> None:
    """Every rated film is listed. Raises DataError."""
    homeless = np.flatnonzero(~np.isin(ratings.movies, movies["movie"].to_numpy()))
    if len(homeless):
        film = ratings.movies[homeless[0]]
        raise ratings.fault(homeless[0], f"it rates film {film}, which {listed_in.name} does not list")


def usable_ratings(raw: RawRatings) -> tuple[pd.DataFrame, int]:
    """Ratings with a time, and how many were dropped because theirs could not be read. Raises DataError."""
    # copy=False: the columns of tens of millions of ratings are not held twice
    ratings = pd.DataFrame(
        {"user": raw.users, "movie": raw.movies, "rating": raw.stars, "timestamp": raw.seconds}, copy=False
    )
    usable = raw.seconds > 0
    if not usable.any():
        raise DataError(f"{raw.path} holds no rating with a readable time.")
    dropped = int((~usable).sum())
    return ratings[usable].reset_index(drop=True) if dropped else ratings, dropped


def sampled(dataset: Dataset, count: int, seed: int) -> Dataset:
    """The data set with at most so many ratings; its digest tells the sample from the whole."""
    if count >= len(dataset.ratings):
        return dataset
    kept = np.sort(np.random.default_rng(seed).choice(len(dataset.ratings), count, replace=False))
    name = hashlib.sha256(f"{dataset.digest} {count} {seed}".encode()).hexdigest()
    return replace(dataset, digest=name, ratings=dataset.ratings.iloc[kept].reset_index(drop=True))


def described_movies(raw: RawTable, links: RawTable | None) -> pd.DataFrame:
    """One row a film, in the order of their ids, with genres split and links joined. Raises DataError."""
    genres = raw.rows["genres"].tolist()
    if not raw.whole and genres and not genres[-1]:
        raise raw.fault(len(genres) - 1, "the genres are missing")
    table = pd.DataFrame(
        {
            "movie": movie_ids(raw),
            "title": raw.rows["title"],
            "genres": [[] if text == NO_GENRES else [name for name in text.split("|") if name] for text in genres],
        }
    ).sort_values("movie", ignore_index=True)
    for column, source in (("imdb", "imdbId"), ("tmdb", "tmdbId")):
        table[column] = 0
        if links is not None:
            known = pd.Series(outside_ids(links, source), movie_ids(links))
            table[column] = table["movie"].map(known).fillna(0).astype(np.int64)
    return table


def movie_ids(raw: RawTable) -> np.ndarray:
    """(n_rows,) the ids of a table of films. Raises DataError: one is no id, or stands twice."""
    ids = pd.to_numeric(raw.rows["movieId"], errors="coerce")
    bad = np.flatnonzero(~whole_ids(ids) | ids.duplicated())
    if len(bad):
        place = int(bad[0])
        problem = "stands twice" if whole_ids(ids).iloc[place] else "is no movie id"
        raise raw.fault(place, f"'{raw.rows['movieId'].iloc[place]}' {problem}")
    return ids.to_numpy(np.int64)


def outside_ids(links: RawTable, column: str) -> np.ndarray:
    """(n_rows,) the ids another site has for the films, 0 where the field is empty. Raises DataError."""
    text = links.rows[column]
    ids = pd.to_numeric(text.where(text != "", "0"), errors="coerce")
    bad = np.flatnonzero(~whole_ids(ids))
    if len(bad):
        raise links.fault(int(bad[0]), f"'{text.iloc[bad[0]]}' is no {column}")
    return ids.to_numpy(np.int64)


def digest(files: list[Path]) -> str:
    """SHA-256 over the names and contents of files."""
    total = hashlib.sha256()
    for path in files:
        total.update(path.name.encode())
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                total.update(block)
    return total.hexdigest()

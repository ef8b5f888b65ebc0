"""Reads a MovieLens data set of any layout into numbers: the one way in for ratings."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from matinee.training.data.layouts import find_films, find_layout
from matinee.training.data.places import Place, find_parts, open_place, place_name
from matinee.training.data.ratings import RatingFile, RawRatings, read_ratings
from matinee.training.data.tables import parse_movies, parse_tags
from matinee.training.errors import DataError

MAX_NAME = 200
"""Characters of the name of a data set, as a manifest holds it; a folder may have a longer one."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """A rating data set as it was delivered.

    Attributes:
        name: name of its folder.
        digest: SHA-256 over its files.
        ratings: columns user, movie (int32 where they fit), rating (stars), timestamp (seconds since 1970).
        movies: columns movie, title (raw), genres (list of names), imdb, tmdb (0 where unknown); one row a film.
        bad_timestamps: ratings dropped because their time could not be read.
        tags: columns movie, tag, one row each time a user gave one; None for a set without tags.
    """

    name: str
    digest: str
    ratings: pd.DataFrame
    movies: pd.DataFrame
    bad_timestamps: int = 0
    tags: pd.DataFrame | None = None


def read_dataset(
    folder: Path,
    max_ratings: int | None = None,
    seed: int = 0,
    *,
    ratings_file: Place | None = None,
    read: Callable[[RatingFile], RawRatings] = read_ratings,
) -> Dataset:
    """Read a folder in any MovieLens layout, recognised by its files.

    Args:
        folder: the folder, or one above it.
        max_ratings: size of the random sample of ratings to keep; None keeps all.
        seed: seed of that sample.
        ratings_file: CSV or Parquet to read the ratings from, or a folder or pattern of such files; None for the one in
            the folder, which then needs none.
        read: reads the ratings.

    Raises:
        DataError: a file or column is missing, or a row cannot be read; the message names its line.
    """
    layout = find_layout(folder) if ratings_file is None else find_films(folder)
    tables = layout.read(layout.files)
    if ratings_file is not None:
        tables = replace(tables, ratings=RatingFile(ratings_file, ",", has_header=True))
    movies = parse_movies(tables.movies, tables.links)
    raw = read(tables.ratings)
    check_rated_films(raw, movies, tables.movies.path)
    ratings, n_dropped = drop_unreadable_times(raw)
    dataset = Dataset(
        name=folder.resolve().name.encode(errors="replace").decode()[:MAX_NAME],
        digest=hash_files([*find_parts(tables.ratings.path), tables.movies.path]),
        ratings=ratings,
        movies=movies,
        bad_timestamps=n_dropped,
        tags=None if tables.tags is None else parse_tags(tables.tags),
    )
    return dataset if max_ratings is None else sample_ratings(dataset, max_ratings, seed)


def check_rated_films(ratings: RawRatings, movies: pd.DataFrame, movies_file: Path) -> None:
    """Check that every rated film is listed.

    Raises:
        DataError: a rated film is missing; the message names the line of its rating.
    """
    unlisted = np.flatnonzero(~np.isin(ratings.movies, movies["movie"].to_numpy()))
    if len(unlisted):
        film = ratings.movies[unlisted[0]]
        raise ratings.line_error(int(unlisted[0]), f"it rates film {film}, which {movies_file.name} does not list")


def drop_unreadable_times(raw: RawRatings) -> tuple[pd.DataFrame, int]:
    """Keep the ratings whose time could be read.

    Returns:
        Columns user, movie, rating, timestamp; and the number of dropped ratings.

    Raises:
        DataError: no rating has a readable time.
    """
    # copy=False: the columns of tens of millions of ratings are not held twice
    ratings = pd.DataFrame(
        {"user": raw.users, "movie": raw.movies, "rating": raw.stars, "timestamp": raw.seconds}, copy=False
    )
    is_readable = raw.seconds > 0
    if not is_readable.any():
        raise DataError(f"{raw.path} holds no rating with a readable time.")
    n_dropped = int((~is_readable).sum())
    return ratings[is_readable].reset_index(drop=True) if n_dropped else ratings, n_dropped


def sample_ratings(dataset: Dataset, count: int, seed: int) -> Dataset:
    """Draw at most ``count`` ratings; the digest of a sample differs from that of the whole set."""
    if count >= len(dataset.ratings):
        return dataset
    kept = np.sort(np.random.default_rng(seed).choice(len(dataset.ratings), count, replace=False))
    digest = hashlib.sha256(f"{dataset.digest} {count} {seed}".encode()).hexdigest()
    return replace(dataset, digest=digest, ratings=dataset.ratings.iloc[kept].reset_index(drop=True))


def hash_files(files: Sequence[Place]) -> str:
    """Compute the SHA-256 over the names and contents of files."""
    total = hashlib.sha256()
    for place in files:
        total.update(place_name(place).encode())
        with place.open("rb") if isinstance(place, Path) else open_place(place) as stream:
            while block := stream.read(1 << 20):
                total.update(block)
    return total.hexdigest()

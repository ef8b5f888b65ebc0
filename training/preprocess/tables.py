"""Writes the tables of ``matinee preprocess``: the catalogue, statistics, and the ratings after every step."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import pandas as pd

from matinee.engine.atomic import staged_files
from matinee.engine.catalogue.catalogue import Catalogue
from matinee.training.data.movielens import Dataset
from matinee.training.preprocess.catalogue import build_catalogue
from matinee.training.preprocess.signal import Transform, TransformConfig, apply_transform, fit_transform
from matinee.training.preprocess.split import Split, filter_ratings, temporal_split

ROWS_AT_ONCE = 1 << 16


def write_tables(
    dataset: Dataset, out: Path, min_user_ratings: int, min_movie_ratings: int, config: TransformConfig
) -> Iterator[str]:
    """Write all tables into a folder, or none of them.

    Args:
        dataset: the raw ratings and films.
        out: the folder.
        min_user_ratings: fewest ratings of a user.
        min_movie_ratings: fewest ratings of a film.
        config: the parts of the transform.

    Yields:
        The name of the next step.

    Raises:
        DataError: no rating is left.
        OSError: a file cannot be written.
    """
    yield "catalogue"
    catalogue = build_catalogue(dataset)
    yield "filter"
    kept = filter_ratings(dataset.ratings, min_user_ratings, min_movie_ratings)
    yield "split"
    split = temporal_split(kept)
    parts = {"train": split.train, "val": split.validation, "test": split.test}
    yield "transform"
    transform = fit_transform(split.train, config)
    counts = count_stages(dataset, kept, split, min_user_ratings, min_movie_ratings, config)
    with staged_files(out) as folder:
        catalogue_table(catalogue).to_csv(folder / "catalogue.csv", index=False, lineterminator="\n")
        write_transform(transform, folder)
        write_json(counts, folder / "statistics.json")
        yield "ratings_filtered.csv"
        write_numbers(kept, folder / "ratings_filtered.csv")
        for name, part in parts.items():
            yield f"{name}.csv"
            write_numbers(part, folder / f"{name}.csv")
            yield f"{name}_transformed.csv"
            write_numbers(
                part.assign(final_rating=apply_transform(part, transform)), folder / f"{name}_transformed.csv"
            )


def catalogue_table(catalogue: Catalogue) -> pd.DataFrame:
    """Build a readable table of the catalogue, one row a film."""
    counts = catalogue.rating_counts
    return pd.DataFrame(
        {
            "movie_id": catalogue.ids,
            "title": catalogue.titles,
            "year": [year or "" for year in catalogue.years.tolist()],
            "genres": ["|".join(catalogue.movie(row).genres) for row in range(len(catalogue))],
            "also_known_as": ["|".join(names) for names in catalogue.alternatives],
            "ratings": counts.astype(int),
            "likes": catalogue.like_counts.astype(int),
        }
    )


def count_stages(
    dataset: Dataset, kept: pd.DataFrame, split: Split, min_user: int, min_movie: int, config: TransformConfig
) -> dict[str, Any]:
    """Count the ratings, users and films after each step, with the settings that led to them."""
    stages = {
        "raw": dataset.ratings,
        "filtered": kept,
        "train": split.train,
        "validation": split.validation,
        "test": split.test,
    }
    return {
        "dataset": dataset.name,
        "sha256": dataset.digest,
        "films_listed": len(dataset.movies),
        "bad_timestamps_dropped": dataset.bad_timestamps,
        "min_user_ratings": min_user,
        "min_movie_ratings": min_movie,
        "transform": vars(config),
        "stages": {
            name: {"ratings": len(part), "users": part["user"].nunique(), "films": part["movie"].nunique()}
            for name, part in stages.items()
        },
    }


def write_transform(transform: Transform, out: Path) -> None:
    """Write the statistics of the transform, under the file names of [S4]."""
    write_json({str(user): round(mean, 6) for user, mean in transform.user_means.items()}, out / "user_means.json")
    write_json({str(movie): int(n) for movie, n in transform.movie_counts.items()}, out / "movie_popularity.json")
    (out / "train_max_timestamp.txt").write_text(f"{transform.last_timestamp}\n", encoding="utf-8")


def write_json(document: Any, path: Path) -> None:
    """Write a document as indented JSON."""
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def write_numbers(table: pd.DataFrame, path: Path) -> None:
    """Write a table of numbers as pandas does, in a third of the time."""
    with path.open("w", encoding="ascii") as stream:
        stream.write(",".join(table.columns) + "\n")
        append_numbers(table, stream)


def append_numbers(table: pd.DataFrame, stream: TextIO) -> None:
    """Append the rows of a table of numbers, each in the shortest form that keeps its value."""
    for start in range(0, len(table), ROWS_AT_ONCE):
        part = table.iloc[start : start + ROWS_AT_ONCE]
        texts = [map(repr, part[name].tolist()) for name in part]
        stream.write("\n".join(map(",".join, zip(*texts, strict=True))) + "\n")

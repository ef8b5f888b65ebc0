"""What ``matinee preprocess`` leaves to read: the catalogue, its statistics, and every stage of the ratings."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.training.data.movielens import Dataset
from matinee.training.preprocess.catalogue import build_catalogue
from matinee.training.preprocess.filter import filter_ratings
from matinee.training.preprocess.signal import Transform, TransformConfig, final_ratings, fit_transform
from matinee.training.preprocess.split import Split, temporal_split
from matinee.training.preprocess.staged import whole_files, write_csv, write_numbers


def write_tables(
    dataset: Dataset, out: Path, min_user_ratings: int, min_movie_ratings: int, config: TransformConfig
) -> Iterator[str]:
    """Write all tables into ``out``, or none, yielding what is done next. Raises DataError, OSError."""
    yield "catalogue"
    catalogue = build_catalogue(dataset)
    yield "filter"
    kept = filter_ratings(dataset.ratings, min_user_ratings, min_movie_ratings)
    yield "split"
    split = temporal_split(kept)
    parts = {"train": split.train, "val": split.validation, "test": split.test}
    yield "transform"
    transform = fit_transform(split.train, config)
    counts = statistics(dataset, kept, split, min_user_ratings, min_movie_ratings, config)
    with whole_files(out) as folder:  # nothing is written before everything is known to be right
        write_csv(catalogue_table(catalogue), folder / "catalogue.csv")
        write_transform(transform, folder)
        write_json(counts, folder / "statistics.json")
        yield "ratings_filtered.csv"
        write_numbers(kept, folder / "ratings_filtered.csv")
        for name, part in parts.items():
            yield f"{name}.csv"
            write_numbers(part, folder / f"{name}.csv")
            yield f"{name}_transformed.csv"
            write_numbers(part.assign(final_rating=final_ratings(part, transform)), folder / f"{name}_transformed.csv")


def catalogue_table(catalogue: Catalogue) -> pd.DataFrame:
    """The catalogue in words: a row a film."""
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


def statistics(
    dataset: Dataset, kept: pd.DataFrame, split: Split, min_user: int, min_movie: int, config: TransformConfig
) -> dict[str, Any]:
    """How many ratings, users and films each stage has."""
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
    """The measured parts of the transform, under the names source 004 gives them."""
    write_json({str(user): round(mean, 6) for user, mean in transform.user_means.items()}, out / "user_means.json")
    write_json({str(movie): int(n) for movie, n in transform.movie_counts.items()}, out / "movie_popularity.json")
    (out / "train_max_timestamp.txt").write_text(f"{transform.last_timestamp}\n", encoding="utf-8")


def write_json(document: Any, path: Path) -> None:
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")

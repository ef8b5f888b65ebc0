"""A bundle with the 62,423 films of MovieLens 25M, six times the shipped catalogue, to measure what grows with it.

The films are real, but without ratings, and the vectors of the first 500 are random: enough to search and to start.
"""

import csv
from pathlib import Path

import numpy as np

from matinee.engine.bundle.bundle import Bundle
from matinee.engine.bundle.manifest import DatasetEntry
from matinee.engine.bundle.model_files import describe
from matinee.engine.bundle.training_users import TrainingUsers
from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.title_normalization import parse_title
from matinee.engine.models.factor_models import ItemFactors

MOVIES = Path(__file__).resolve().parents[2] / "shared/data/ml-25m-catalogue/movies.csv"
"""Optional data beside the checkout."""
ABSENT = f"the large catalogue is skipped: {MOVIES} does not exist"
KNOWN, DIMENSIONS = 500, 16


def large_bundle() -> Bundle:
    """Build a bundle with real titles, years and genres, no ratings, and small random item factors."""
    catalogue = read_catalogue(MOVIES)
    vectors = np.zeros((len(catalogue), DIMENSIONS), dtype=np.float32)
    vectors[:KNOWN] = np.random.default_rng(0).normal(size=(KNOWN, DIMENSIONS))
    no_users = TrainingUsers(
        ids=np.zeros(0, dtype=np.int32),
        offsets=np.zeros(1, dtype=np.int32),
        seen=np.zeros(0, dtype=np.int32),
        liked=np.zeros(0, dtype=np.bool_),
        genre_weights=np.zeros((0, len(catalogue.genre_names)), dtype=np.float32),
    )
    factors = ItemFactors(vectors, np.zeros((0, DIMENSIONS), dtype=np.float32), "ema", None)
    return Bundle(
        catalogue=catalogue,
        trained={"random_vectors": factors},
        read_users=lambda: no_users,
        default_model="random_vectors",
        dataset=DatasetEntry("ml-25m-catalogue", sha256="", ratings=0, users=0, films=len(catalogue), bad_timestamps=0),
        models={"random_vectors": describe(factors, config={}, metrics={})},
    )


def read_catalogue(path: Path) -> Catalogue:
    """Read the films of a movies.csv."""
    with path.open(encoding="utf-8", newline="") as stream:
        films = list(csv.DictReader(stream))
    parsed = [parse_title(film["title"]) for film in films]
    genres_of_films = [set(film["genres"].split("|")) - {"(no genres listed)"} for film in films]
    genre_names = tuple(sorted(set().union(*genres_of_films)))
    return Catalogue(
        ids=np.array([int(film["movieId"]) for film in films], dtype=np.int32),
        titles=[title.title for title in parsed],
        alternatives=[title.alternatives for title in parsed],
        years=np.array([title.year or 0 for title in parsed], dtype=np.int16),
        genres=np.array([[name in names for name in genre_names] for names in genres_of_films], dtype=np.bool_),
        genre_names=genre_names,
        histogram=np.zeros((len(films), 10), dtype=np.int32),
        n_users=0,
        imdb=np.zeros(len(films), dtype=np.int32),
        tmdb=np.zeros(len(films), dtype=np.int32),
    )

"""A bundle with the 62,423 films of MovieLens 25M, six times the shipped catalogue, to see what grows with it.

The films are real; nobody rated them, and the vectors of the first 500 are random: enough to search and to start.
"""

import csv
from pathlib import Path

import numpy as np

from matinee.engine.bundle.bundle import Bundle, KnownUsers
from matinee.engine.bundle.model_files import kind_of
from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.title_normalization import parse_title
from matinee.engine.models.factor_models import ItemSpace

MOVIES = Path(__file__).resolve().parents[2] / "shared/data/ml-25m-catalogue/movies.csv"
"""Beside the checkout, where there is one."""
ABSENT = f"the large catalogue is left out: there is no {MOVIES}"
SCORABLE, DIMENSIONS = 500, 16


def large_bundle() -> Bundle:
    """Real titles, years and genres; no ratings; a tiny random item space."""
    catalogue = read_catalogue(MOVIES)
    vectors = np.zeros((len(catalogue), DIMENSIONS), dtype=np.float32)
    vectors[:SCORABLE] = np.random.default_rng(0).normal(size=(SCORABLE, DIMENSIONS))
    nobody = KnownUsers(
        ids=np.zeros(0, dtype=np.int32),
        starts=np.zeros(1, dtype=np.int32),
        seen=np.zeros(0, dtype=np.int32),
        liked=np.zeros(0, dtype=np.bool_),
        genre_weights=np.zeros((0, len(catalogue.genre_names)), dtype=np.float32),
    )
    space = ItemSpace(vectors, np.zeros((0, DIMENSIONS), dtype=np.float32), "ema", None)
    return Bundle(
        catalogue=catalogue,
        blends={},
        trained={"random_vectors": space},
        users=nobody,
        default_model="random_vectors",
        dataset={"name": "ml-25m-catalogue", "sha256": "", "ratings": 0, "users": 0, "films": len(catalogue)},
        models={"random_vectors": {**kind_of(space), "config": {}, "metrics": {}}},
    )


def read_catalogue(path: Path) -> Catalogue:
    """The films of a movies.csv."""
    with path.open(encoding="utf-8", newline="") as stream:
        films = list(csv.DictReader(stream))
    parsed = [parse_title(film["title"]) for film in films]
    carried = [set(film["genres"].split("|")) - {"(no genres listed)"} for film in films]
    genre_names = tuple(sorted(set().union(*carried)))
    return Catalogue(
        ids=np.array([int(film["movieId"]) for film in films], dtype=np.int32),
        titles=[title.title for title in parsed],
        alternatives=[title.alternatives for title in parsed],
        years=np.array([title.year or 0 for title in parsed], dtype=np.int16),
        genres=np.array([[name in names for name in genre_names] for names in carried], dtype=np.bool_),
        genre_names=genre_names,
        histogram=np.zeros((len(films), 10), dtype=np.int32),
        viewers=0,
        imdb=np.zeros(len(films), dtype=np.int32),
        tmdb=np.zeros(len(films), dtype=np.int32),
    )

"""Builds the catalogue of a data set, and the training users' histories over it."""

import numpy as np
import pandas as pd
from scipy import sparse

from matinee.engine.bundle.training_users import TrainingUsers
from matinee.engine.catalogue.catalogue import LIKED_FROM, Catalogue
from matinee.engine.catalogue.title_normalization import normalize_title, parse_title
from matinee.training.data.movielens import Dataset


def build_catalogue(dataset: Dataset) -> Catalogue:
    """Build the catalogue of all films of a data set, sorted by id; the histogram counts all its ratings."""
    movies = dataset.movies
    parsed = [parse_title(raw) for raw in movies["title"]]
    names = sorted({name for genres in movies["genres"] for name in genres})
    genres = np.array([[name in listed for name in names] for listed in movies["genres"]], dtype=np.bool_)
    return Catalogue(
        ids=movies["movie"].to_numpy(np.int64),
        titles=[entry.title for entry in parsed],
        alternatives=[entry.alternatives for entry in parsed],
        years=np.array([entry.year or 0 for entry in parsed], dtype=np.int16),
        genres=genres.reshape(len(movies), len(names)),
        genre_names=tuple(names),
        histogram=rating_histogram(dataset.ratings, movies["movie"]),
        n_users=int(dataset.ratings["user"].nunique()),
        imdb=movies["imdb"].to_numpy(np.int64),
        tmdb=movies["tmdb"].to_numpy(np.int64),
    )


def rating_histogram(ratings: pd.DataFrame, movies: "pd.Series[int]") -> np.ndarray:
    """Count the ratings of each film by stars.

    Args:
        ratings: columns movie and rating.
        movies: (n_movies,) the ids of the films.

    Returns:
        (n_movies, 10) ratings of ½, 1, … 5 stars; ratings in between are rounded to the nearest half.
    """
    row = pd.Index(movies).get_indexer(pd.Index(ratings["movie"]))
    bins = np.clip(np.round(ratings["rating"].to_numpy() * 2).astype(int) - 1, 0, 9)
    counts = np.bincount((row * 10 + bins)[row >= 0], minlength=len(movies) * 10)
    return counts.reshape(len(movies), 10).astype(np.int32)


def has_same_films(dataset: Dataset, catalogue: Catalogue) -> bool:
    """Check whether movie ids mean the same films in both: at least half of the shared ids have the same title."""
    shared = dataset.movies[dataset.movies["movie"].isin(catalogue.rows)]
    agree = [
        normalize_title(parse_title(raw).title) == normalize_title(catalogue.titles[catalogue.row(int(movie))])
        for movie, raw in zip(shared["movie"], shared["title"], strict=True)
    ]
    return bool(agree) and bool(np.mean(agree) >= 0.5)


def build_training_users(ratings: pd.DataFrame, catalogue: Catalogue) -> TrainingUsers:
    """Collect what recommending to a training user needs: the films they have seen, and the genres they like."""
    user, ids = pd.factorize(ratings["user"].to_numpy(), sort=True)
    row = pd.Index(catalogue.ids).get_indexer(pd.Index(ratings["movie"]))
    liked = (ratings["rating"].to_numpy() >= LIKED_FROM).astype(np.float32)
    known = row >= 0
    seen = sparse.csr_matrix((liked[known], (user[known], row[known])), (len(ids), len(catalogue)))
    seen.sort_indices()
    likes = (seen @ np.ones(len(catalogue), dtype=np.float32)).astype(np.int64)
    return TrainingUsers(
        ids=ids.astype(np.int64),
        offsets=seen.indptr.astype(np.int32),
        seen=seen.indices.astype(np.int32),
        liked=seen.data > 0,
        genre_weights=(seen @ catalogue.genres.astype(np.float32)) / np.maximum(likes, 1)[:, None],
    )

"""The catalogue of a data set: all its films, with what the training users thought of them."""

import numpy as np
import pandas as pd
from scipy import sparse

from matinee.engine.bundle.bundle import KnownUsers
from matinee.engine.catalogue.catalogue import LIKED_FROM, Catalogue
from matinee.engine.catalogue.title_normalization import parse_title, plain_words
from matinee.training.data.movielens import Dataset


def build_catalogue(dataset: Dataset) -> Catalogue:
    """Every film of the data set, in the order of the ids; the histogram counts all its ratings."""
    movies = dataset.movies
    parsed = [parse_title(raw) for raw in movies["title"]]
    names = sorted({name for genres in movies["genres"] for name in genres})
    genres = np.array([[name in carried for name in names] for carried in movies["genres"]], dtype=np.bool_)
    return Catalogue(
        ids=movies["movie"].to_numpy(np.int64),
        titles=[entry.title for entry in parsed],
        alternatives=[entry.alternatives for entry in parsed],
        years=np.array([entry.year or 0 for entry in parsed], dtype=np.int16),
        genres=genres.reshape(len(movies), len(names)),
        genre_names=tuple(names),
        histogram=histogram(dataset.ratings, movies["movie"]),
        viewers=int(dataset.ratings["user"].nunique()),
        imdb=movies["imdb"].to_numpy(np.int64),
        tmdb=movies["tmdb"].to_numpy(np.int64),
    )


def histogram(ratings: pd.DataFrame, movies: pd.Series) -> np.ndarray:
    """(n_movies, 10) how many ratings of ½, 1, … 5 stars each film has; ratings in between go to the nearest half."""
    place = pd.Index(movies).get_indexer(ratings["movie"])
    bins = np.clip(np.round(ratings["rating"].to_numpy() * 2).astype(int) - 1, 0, 9)
    counts = np.bincount((place * 10 + bins)[place >= 0], minlength=len(movies) * 10)
    return counts.reshape(len(movies), 10).astype(np.int32)


def same_films(dataset: Dataset, catalogue: Catalogue) -> bool:
    """Whether movie ids mean the same films in both: the titles of at least half of the shared ids agree."""
    shared = dataset.movies[dataset.movies["movie"].isin(catalogue.rows)]
    agree = [
        plain_words(parse_title(raw).title) == plain_words(catalogue.titles[catalogue.row(int(movie))])
        for movie, raw in zip(shared["movie"], shared["title"], strict=True)
    ]
    return bool(agree) and bool(np.mean(agree) >= 0.5)


def known_users(ratings: pd.DataFrame, catalogue: Catalogue) -> KnownUsers:
    """What recommending to the training users takes: what they have seen, and the genres of what they liked."""
    user, ids = pd.factorize(ratings["user"].to_numpy(), sort=True)
    row = pd.Index(catalogue.ids).get_indexer(ratings["movie"])
    liked = (ratings["rating"].to_numpy() >= LIKED_FROM).astype(np.float32)
    known = row >= 0
    seen = sparse.csr_matrix((liked[known], (user[known], row[known])), (len(ids), len(catalogue)))
    seen.sort_indices()
    likes = (seen @ np.ones(len(catalogue), dtype=np.float32)).astype(np.int64)
    return KnownUsers(
        ids=ids.astype(np.int64),
        starts=seen.indptr.astype(np.int32),
        seen=seen.indices.astype(np.int32),
        liked=seen.data > 0,
        genre_weights=(seen @ catalogue.genres.astype(np.float32)) / np.maximum(likes, 1)[:, None],
    )

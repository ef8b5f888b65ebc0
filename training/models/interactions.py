"""What training a model takes and returns, and the user–film matrix that most models start from."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from matinee.engine.bundle.model_files import TrainedModel
from matinee.engine.catalogue.catalogue import LIKED_FROM, Catalogue
from matinee.training.data.movielens import Dataset
from matinee.training.errors import DataError
from matinee.training.models.pair_sums import PairSums, sum_pairs
from matinee.training.models.whole_numbers import Kind, to_whole, with_data


@dataclass(frozen=True, eq=False)
class Interactions:
    """A sparse user–film matrix, with the ids of its rows and columns.

    Attributes:
        matrix: (n_users, n_kept_movies).
        users: (n_users,) user ids, sorted.
        movies: (n_kept_movies,) movie ids, sorted.
    """

    matrix: sparse.csr_matrix
    users: np.ndarray
    movies: np.ndarray


PairSource = Callable[[Kind, Interactions, np.ndarray], PairSums]
"""Sums over pairs of some films, (n,) columns of a matrix of stars; where likes alone are summed, of likes as ones."""


def sum_in_memory(kind: Kind, observed: Interactions, films: np.ndarray) -> PairSums:
    """Sum over pairs of films in this process."""
    return sum_pairs(kind, with_data(observed.matrix, to_whole(kind, observed.matrix.data))[:, films])


@dataclass(frozen=True, eq=False)
class TrainingData:
    """What every model is trained on.

    Attributes:
        dataset: the ratings and films.
        catalogue: the bundle's films.
        users: (n_training_users,) ids of the bundle's users, sorted.
        sum_pairs: sums over the users, in this process or elsewhere.
        with_users: whether the users' vectors are kept, by models that do not need them themselves.
    """

    dataset: Dataset
    catalogue: Catalogue
    users: np.ndarray
    sum_pairs: PairSource = sum_in_memory
    with_users: bool = True

    @property
    def ratings(self) -> pd.DataFrame:
        """Columns user, movie, rating, timestamp."""
        return self.dataset.ratings

    def rows(self, movies: np.ndarray) -> np.ndarray:
        """Look up the catalogue rows of movie ids, (n,)."""
        return np.array([self.catalogue.row(int(movie)) for movie in movies])


@dataclass(frozen=True, eq=False)
class TrainingResult:
    """A trained model, the settings it was trained with, and what was measured."""

    model: TrainedModel
    config: dict[str, object]
    metrics: dict[str, float]


def build_interactions(ratings: pd.DataFrame, values: "pd.Series[float]") -> Interactions:
    """Build the matrix with one value for each rating.

    Args:
        ratings: columns user and movie.
        values: (n,) a value for each rating.
    """
    user_index, users = pd.factorize(ratings["user"].to_numpy(), sort=True)  # hashes, where np.unique would sort
    movie_index, movies = pd.factorize(ratings["movie"].to_numpy(), sort=True)
    matrix = sparse.csr_matrix((values.to_numpy(np.float64), (user_index, movie_index)), (len(users), len(movies)))
    return Interactions(matrix, users, movies)


def select_likes(ratings: pd.DataFrame) -> pd.DataFrame:
    """Select the likes among ratings with the columns movie and rating.

    Raises:
        DataError: there are likes of fewer than two films.
    """
    likes = ratings[ratings["rating"] >= LIKED_FROM]
    if likes["movie"].nunique() < 2:
        raise DataError(
            f"Among the {len(ratings):,} ratings to train on, fewer than two films have a like, which is a rating of "
            f"{LIKED_FROM:g} stars and more; take more ratings, or lower --min-user-ratings or --min-movie-ratings."
        )
    return likes


def to_catalogue(vectors: np.ndarray, movies: np.ndarray, data: TrainingData) -> np.ndarray:
    """Scatter item vectors over the catalogue.

    Args:
        vectors: (n_kept_movies, k) vectors.
        movies: (n_kept_movies,) their movie ids.
        data: what the model was trained on.

    Returns:
        (n_movies, k) vectors, zero rows for the other films.
    """
    full = np.zeros((len(data.catalogue), vectors.shape[1]), dtype=np.float32)
    full[data.rows(movies)] = vectors
    return full


def to_training_users(vectors: np.ndarray, users: np.ndarray, data: TrainingData) -> np.ndarray:
    """Scatter user vectors over the bundle's users.

    Args:
        vectors: (n_users, k) vectors.
        users: (n_users,) their user ids.
        data: what the model was trained on.

    Returns:
        (n_training_users, k) vectors, zero rows for the other users.
    """
    full = np.zeros((len(data.users), vectors.shape[1]), dtype=np.float32)
    full[np.searchsorted(data.users, users)] = vectors
    return full

"""What every item space needs: a sparse user-by-film matrix, and its vectors spread over the catalogue."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.models.factor_models import ItemSpace
from matinee.engine.models.item_item import Neighbours
from matinee.engine.models.neural import Network
from matinee.training.data.movielens import Dataset


@dataclass(frozen=True, eq=False)
class Material:
    """What every model is trained from.

    Attributes:
        dataset: the ratings and films.
        catalogue: the bundle's films.
        users: (n_known_users,) ids of the bundle's users, in order.
    """

    dataset: Dataset
    catalogue: Catalogue
    users: np.ndarray

    @property
    def ratings(self) -> pd.DataFrame:
        """Columns user, movie, rating, timestamp."""
        return self.dataset.ratings


@dataclass(frozen=True, eq=False)
class Interactions:
    """A sparse matrix and what its rows and columns stand for.

    Attributes:
        matrix: (n_users, n_kept_movies).
        users: (n_users,) user ids.
        movies: (n_kept_movies,) movie ids.
    """

    matrix: sparse.csr_matrix
    users: np.ndarray
    movies: np.ndarray


@dataclass(frozen=True, eq=False)
class Trained:
    """What training leaves, with the configuration it was made from and what was measured on the way."""

    model: ItemSpace | Neighbours | Network
    config: dict[str, object]
    metrics: dict[str, float]


def interactions(ratings: pd.DataFrame, values: pd.Series) -> Interactions:
    """The matrix with one value for each rating."""
    user_index, users = pd.factorize(ratings["user"].to_numpy(), sort=True)  # hashes; np.unique would sort them all
    movie_index, movies = pd.factorize(ratings["movie"].to_numpy(), sort=True)
    matrix = sparse.csr_matrix((values.to_numpy(np.float64), (user_index, movie_index)), (len(users), len(movies)))
    return Interactions(matrix, users, movies)


def spread(vectors: np.ndarray, movies: np.ndarray, catalogue: Catalogue) -> np.ndarray:
    """(n_movies, k) item vectors over the whole catalogue, zero rows for the films left out."""
    full = np.zeros((len(catalogue), vectors.shape[1]), dtype=np.float32)
    full[[catalogue.row(int(movie)) for movie in movies]] = vectors
    return full


def spread_users(vectors: np.ndarray, users: np.ndarray, known: np.ndarray) -> np.ndarray:
    """(n_known_users, k) user vectors in the order of the bundle's users, zero rows for those left out."""
    full = np.zeros((len(known), vectors.shape[1]), dtype=np.float32)
    full[np.searchsorted(known, users)] = vectors
    return full

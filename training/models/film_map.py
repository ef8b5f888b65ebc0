"""Draws the taste map: the films of a factor model in two dimensions.

t-SNE [van der Maaten 2008] keeps a film's neighbours, which is what people read from such a map; the two main axes of
50 (PCA) keep one neighbour in fifty. Genres pull a little, so that regions have names. The figures are in
docs/evaluation.md.
"""

from dataclasses import asdict

import numpy as np
from sklearn.manifold import TSNE
from sklearn.neighbors import NearestNeighbors

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.models.film_map import TasteMap
from matinee.policy.array_types import l2_normalize
from matinee.training.config.config import MapConfig
from matinee.training.errors import DataError

MIN_FILMS = 4
"""A map of fewer films shows nothing."""
NEIGHBOURS = 10
"""Nearest neighbours of a film that are compared."""
MIN_GENRE_FILMS = 10
"""Genres of fewer films are left out of the measurement."""


def draw_map(catalogue: Catalogue, vectors: np.ndarray, config: MapConfig) -> TasteMap:
    """Place the films of a factor model; the result is the same on the same machine.

    Args:
        catalogue: the films.
        vectors: (n_movies, k) item vectors; a film with a zero row is not placed.
        config: the settings.

    Raises:
        DataError: fewer than ``MIN_FILMS`` films have a vector, or all have the same.
    """
    rows = np.flatnonzero(vectors.any(axis=1))
    if len(rows) < MIN_FILMS:
        raise DataError(f"A map needs {MIN_FILMS} films with vectors, there are {len(rows)}; train on more ratings.")
    directions = l2_normalize(vectors[rows].astype(np.float64))
    genres = catalogue.genres[rows]
    features = np.hstack([directions, config.genre_pull * l2_normalize(genres.astype(np.float64))])
    if features.shape[1] == 1:  # a single dimension and no genre; PCA needs two columns
        features = np.hstack([features, np.zeros((len(rows), 1))])
    if np.allclose(features, features[0]):
        raise DataError("All films lie at the same point for the model that the map is drawn from; leave --map out.")
    flat = TSNE(
        n_components=2,
        perplexity=max(1.0, min(config.perplexity, (len(rows) - 1) / 3)),
        metric="cosine",
        init="pca",
        random_state=config.seed,
        n_jobs=1,
    ).fit_transform(features)
    places = np.full((len(catalogue), 2), np.nan, dtype=np.float32)
    places[rows] = fit_square(flat)
    return TasteMap(places, asdict(config), {"films": len(rows), **measure_map(directions, flat, genres)})


def fit_square(flat: np.ndarray) -> np.ndarray:
    """Scale points (n, 2) so that each coordinate ranges from −1 to 1."""
    low, high = flat.min(axis=0), flat.max(axis=0)
    return np.asarray((flat - low) / np.where(high > low, high - low, 1.0) * 2 - 1)


def measure_map(directions: np.ndarray, flat: np.ndarray, genres: np.ndarray) -> dict[str, float]:
    """Measure how well a map keeps neighbours and groups genres.

    Args:
        directions: (n, k) unit vectors of the films.
        flat: (n, 2) their positions.
        genres: (n, n_genres) which genres they have.

    Returns:
        ``neighbours_kept``, the share of a film's nearest neighbours among the vectors that are its nearest on the map
        too; and ``genre_lift``, how many times likelier than chance a neighbour on the map has a genre of the film,
        averaged over the genres.
    """
    before, after = nearest_films(directions, "cosine"), nearest_films(flat, "euclidean")
    kept = (before[:, :, None] == after[:, None, :]).any(axis=2).mean()
    nearby = genres[after].mean(axis=1)
    lifts = [nearby[has_genre, genre].mean() / has_genre.mean() for genre, has_genre in common_genres(genres)]
    return {"neighbours_kept": round(float(kept), 4), "genre_lift": round(float(np.mean(lifts or [1.0])), 4)}


def common_genres(genres: np.ndarray) -> list[tuple[int, np.ndarray]]:
    """Select the genres of enough films, each with the mask of its films (n,)."""
    return [(genre, has_genre) for genre, has_genre in enumerate(genres.T) if has_genre.sum() >= MIN_GENRE_FILMS]


def nearest_films(points: np.ndarray, metric: str) -> np.ndarray:
    """Find the nearest neighbours of each film, (n_films, at most ``NEIGHBOURS``)."""
    count = min(NEIGHBOURS, len(points) - 1)
    found: np.ndarray = NearestNeighbors(n_neighbors=count, metric=metric).fit(points).kneighbors(return_distance=False)
    return found

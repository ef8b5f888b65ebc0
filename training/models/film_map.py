"""Drawing the taste map: the films of an item space in two dimensions, for people to look at.

t-SNE keeps the neighbours, which is what such a map is read for; the two main axes of 50 (PCA) keep one in fifty.
Genres pull a little, so that regions have names. docs/evaluation.md has the figures.
"""

from dataclasses import asdict

import numpy as np
from sklearn.manifold import TSNE
from sklearn.neighbors import NearestNeighbors

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.models.film_map import TasteMap
from matinee.training.config.config import MapConfig
from matinee.training.errors import DataError

FEWEST_FILMS = 4
"""A map of fewer films shows nothing."""
NEIGHBOURS = 10
"""So many of a film's nearest are compared."""
COMMON = 10
"""A genre that fewer films carry says nothing of the map."""


def draw_map(catalogue: Catalogue, vectors: np.ndarray, config: MapConfig) -> TasteMap:
    """Where the films of an item space lie. The same on the same machine. Raises DataError for hardly any films.

    Args:
        vectors: (n_movies, k) item vectors, a zero row for a film without one, which gets no place.
    """
    rows = np.flatnonzero(vectors.any(axis=1))
    if len(rows) < FEWEST_FILMS:
        raise DataError(f"A map needs {FEWEST_FILMS} films with vectors, there are {len(rows)}; train on more ratings.")
    directions = unit(vectors[rows].astype(np.float64))
    genres = catalogue.genres[rows]
    flat = TSNE(
        n_components=2,
        perplexity=max(1.0, min(config.perplexity, (len(rows) - 1) / 3)),
        metric="cosine",
        init="pca",
        random_state=config.seed,
        n_jobs=1,
    ).fit_transform(np.hstack([directions, config.genre_pull * unit(genres.astype(np.float64))]))
    places = np.full((len(catalogue), 2), np.nan, dtype=np.float32)
    places[rows] = filling(flat)
    return TasteMap(places, asdict(config), {"films": len(rows), **measures(directions, flat, genres)})


def unit(vectors: np.ndarray) -> np.ndarray:
    """Rows of length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1.0))


def filling(flat: np.ndarray) -> np.ndarray:
    """The points moved and stretched until they reach from −1 to 1 both ways."""
    low, high = flat.min(axis=0), flat.max(axis=0)
    return np.asarray((flat - low) / np.where(high > low, high - low, 1.0) * 2 - 1)


def measures(directions: np.ndarray, flat: np.ndarray, genres: np.ndarray) -> dict[str, float]:
    """How true a map is.

    ``neighbours_kept`` is the share of the films nearest to a film in its space that are nearest on the map too;
    ``genre_lift`` how many times likelier than chance a neighbour on the map is to carry a genre that a film carries,
    on average over the genres.
    """
    before, after = nearest_films(directions, "cosine"), nearest_films(flat, "euclidean")
    kept = (before[:, :, None] == after[:, None, :]).any(axis=2).mean()
    around = genres[after].mean(axis=1)
    lifts = [around[carried, genre].mean() / carried.mean() for genre, carried in common(genres)]
    return {"neighbours_kept": round(float(kept), 4), "genre_lift": round(float(np.mean(lifts or [1.0])), 4)}


def common(genres: np.ndarray) -> list[tuple[int, np.ndarray]]:
    """(genre, which films carry it) for the genres of enough films."""
    return [(genre, carried) for genre, carried in enumerate(genres.T) if carried.sum() >= COMMON]


def nearest_films(points: np.ndarray, metric: str) -> np.ndarray:
    """(n_films, at most NEIGHBOURS) the places of the nearest others."""
    count = min(NEIGHBOURS, len(points) - 1)
    found: np.ndarray = NearestNeighbors(n_neighbors=count, metric=metric).fit(points).kneighbors(return_distance=False)
    return found

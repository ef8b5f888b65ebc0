"""The film map: positions of the films, of a user's taste among them, and of the genre labels."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.policy.array_types import BoolArray, FloatArray, IntArray

TOP_FILMS = 25
"""Number of top-ranked films that decide where a taste is."""
BANDWIDTH = 0.4
"""Bandwidth of the mean shift, on a map 2 wide; chosen in docs/evaluation.md."""
ITERATIONS = 10
"""Iterations of the mean shift; it has converged by then."""
MAX_LABELS = 10
GRID = 48
"""Cells per side of the grid on which genre densities are computed."""
KERNEL_WIDTH = 0.09
"""Standard deviation of the density's Gaussian kernel, on a map 2 wide."""
LABEL_SPACING = (0.32, 0.16)
"""Minimum distance between two labels: at least one of these, horizontally or vertically."""
PEAK_SHARE = 0.6
"""If a genre's best position is top, it is labelled at the next best one with at least this share of the peak."""


@dataclass(frozen=True, eq=False)
class TasteMap:
    """A map of the films on which films liked by the same users are close to each other.

    Attributes:
        positions: (n_movies, 2) in [-1, 1], x to the right and y upwards; NaN for films that are not on the map.
        config: the settings it was made with.
        metrics: how well it preserves the similarities it was made from.
    """

    positions: FloatArray
    config: dict[str, Any] = field(default_factory=dict)
    metrics: dict[str, float] = field(default_factory=dict)


GenreLabel = tuple[str, float, float]
"""Name of a genre, x and y."""


def is_placed(positions: FloatArray) -> BoolArray:
    """(n,) True for the rows of ``positions`` (n, 2) that are on the map."""
    return np.asarray(np.isfinite(positions).all(axis=1))


def locate_taste(
    scores: FloatArray, positions: FloatArray, candidates: BoolArray, count: int = TOP_FILMS
) -> FloatArray:
    """Locate a taste: the densest region of its top-ranked films.

    Starts from the mean position of these films, weighted by their standardised scores, and follows the mean shift. A
    taste that prefers two regions is thus located in the larger one and not between them.

    Args:
        scores: (n_movies,) the model's scores.
        positions: (n_movies, 2) positions, NaN for films that are not on the map.
        candidates: (n_movies,) True for the films to consider; those that are not on the map are ignored.
        count: number of top-ranked films to use.

    Returns:
        (2,) the position; NaN if no candidate is on the map.
    """
    rows = np.flatnonzero(candidates & is_placed(positions))
    if not len(rows):
        return np.full(2, np.nan)
    top = rows[np.argsort(-scores[rows], kind="stable")[:count]]
    deviation = float(scores[rows].std())
    weights = (scores[top] - scores[rows].mean()) / deviation if deviation else np.ones(len(top))
    liked, weights = positions[top].astype(np.float64), np.maximum(weights, 1e-9)
    middle = np.average(liked, axis=0, weights=weights)
    for _ in range(ITERATIONS):
        near = np.exp(-(((liked - middle) / BANDWIDTH) ** 2).sum(axis=1) / 2)
        middle = np.average(liked, axis=0, weights=weights * near)
    return np.asarray(middle)


def genre_labels(positions: FloatArray, catalogue: Catalogue) -> tuple[GenreLabel, ...]:
    """Place labels for the genres that have a region of their own, the most distinct first.

    Each genre is labelled where its films are most over-represented; labels that would overlap are moved or left out.

    Args:
        positions: (n_movies, 2) positions, NaN for films that are not on the map.
        catalogue: the films and their genres.
    """
    placed = is_placed(positions)
    cells = np.clip(((positions[placed] + 1) / 2 * GRID).astype(int), 0, GRID - 1)
    overall = density(cells)
    peaks = []
    for name in catalogue.shown_genres:
        carried = catalogue.genres[placed, catalogue.genre(name)]
        # films above the genre's overall share, in standard deviations of chance
        expected = overall * carried.mean() + 1e-9
        excess = (density(cells[carried]) - expected) / np.sqrt(expected + 1 / len(cells))
        peaks.append((float(excess.max()), name, excess))
    labels: list[GenreLabel] = []
    for height, name, excess in sorted(peaks, key=lambda peak: -peak[0]):
        free = np.where(free_cells(labels), excess, -np.inf)
        if len(labels) < MAX_LABELS and height > 0 and free.max() >= PEAK_SHARE * height:
            x, y = np.unravel_index(int(free.argmax()), free.shape)
            labels.append((name, cell_center(int(x)), cell_center(int(y))))
    return tuple(labels)


def density(cells: IntArray) -> FloatArray:
    """(GRID, GRID) Gaussian kernel density of films in ``cells`` (n, 2)."""
    counts = np.zeros((GRID, GRID))
    np.add.at(counts, (cells[:, 0], cells[:, 1]), 1)
    steps = np.arange(GRID) * 2 / GRID
    kernel = np.exp(-(((steps[:, None] - steps) / KERNEL_WIDTH) ** 2) / 2)
    return np.asarray(kernel @ counts @ kernel)


def cell_center(cell: int) -> float:
    """Coordinate of the centre of a grid cell, in [-1, 1]."""
    return (cell + 0.5) * 2 / GRID - 1


def free_cells(labels: list[GenreLabel]) -> BoolArray:
    """(GRID, GRID) True where another label would not overlap these."""
    free = np.ones((GRID, GRID), dtype=np.bool_)
    centers = np.array([cell_center(cell) for cell in range(GRID)])
    for _, x, y in labels:
        free &= (abs(centers - x) >= LABEL_SPACING[0])[:, None] | (abs(centers - y) >= LABEL_SPACING[1])[None, :]
    return free

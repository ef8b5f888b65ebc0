"""The taste map: where films lie, where a taste lies among them, and where the genres are."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.models.profile import Profile
from matinee.engine.session.events import Answer
from matinee.policy.array_types import BoolArray, FloatArray, IntArray

if TYPE_CHECKING:
    from matinee.engine.session.session import Session

BEST = 25
"""A taste lies among so many of the films it likes best."""
REACH = 0.4
"""How near its middle most of them are taken to be, where the map is 2 wide; measured: docs/evaluation.md."""
ROUNDS = 10
"""So often the middle is moved to where most of them are; it hardly moves any more after that."""
MOST_POINTS = 60
"""A longer way is told in so many points."""
MOST_LANDMARKS = 10
GRID = 48
"""Cells a side in which genres are looked for."""
BLUR = 0.09
"""How far around it a film counts for its genre, where the map is 2 wide."""
APART = (0.32, 0.16)
"""How far two names must be from each other, across or down."""
NEARLY = 0.6
"""A genre whose best place is taken is named at its next best, if that is so nearly as good."""


@dataclass(frozen=True, eq=False)
class TasteMap:
    """Where the films lie; those that are liked by the same people, near each other.

    Attributes:
        places: (n_movies, 2) from −1 to 1, x to the right and y upwards; NaN for films that have no place.
        config: the settings it was drawn with.
        metrics: how true it is to what it was drawn from.
    """

    places: FloatArray
    config: dict[str, Any] = field(default_factory=dict)
    metrics: dict[str, float] = field(default_factory=dict)


Landmark = tuple[str, float, float]
"""The name of a genre, and where it is."""


def placed(places: FloatArray) -> BoolArray:
    """(n_movies,) True for the films that have a place."""
    return np.asarray(np.isfinite(places).all(axis=1))


def position(scores: FloatArray, places: FloatArray, candidates: BoolArray, count: int = BEST) -> FloatArray:
    """Where a taste lies: where most of the films that it likes best are. (2,), NaN without any.

    The mean of their places, each counting by its standardised score, then moved to the mean as those near it see it
    (mean shift): a taste of two regions is in the greater of them, and not in between, where nothing is that it likes.

    Args:
        scores: (n_movies,) the model's own.
        places: (n_movies, 2), NaN where a film has none.
        candidates: (n_movies,) the films that count; one without a place never does.
        count: so many of the best films are looked at.
    """
    rows = np.flatnonzero(candidates & placed(places))
    if not len(rows):
        return np.full(2, np.nan)
    taken = rows[np.argsort(-scores[rows], kind="stable")[:count]]
    spread = float(scores[rows].std())
    weights = (scores[taken] - scores[rows].mean()) / spread if spread else np.ones(len(taken))
    liked, weights = places[taken].astype(np.float64), np.maximum(weights, 1e-9)
    middle = np.average(liked, axis=0, weights=weights)
    for _ in range(ROUNDS):
        near = np.exp(-(((liked - middle) / REACH) ** 2).sum(axis=1) / 2)
        middle = np.average(liked, axis=0, weights=weights * near)
    return np.asarray(middle)


def path(session: "Session", places: FloatArray) -> FloatArray:
    """The way of a taste: where it started, and where it was after each like and dislike; no mood counts.

    (n_points, 2), oldest first; a way of more than ``MOST_POINTS`` answers is told in so many, evenly chosen. Empty for
    a model that knows no film with a place.
    """
    profile = session.profile
    moving = [place for place, (_, answer) in enumerate(profile.answers, 1) if answer in (Answer.LIKE, Answer.DISLIKE)]
    steps = np.array([0, *moving])
    if len(steps) > MOST_POINTS:
        steps = steps[np.linspace(0, len(steps) - 1, MOST_POINTS).round().astype(int)]
    told = [replace(profile, answers=profile.answers[:step], intent=None) for step in steps]
    way = np.array([where(session, moment, places) for moment in told])
    return way[placed(way)]


def where(session: "Session", profile: Profile, places: FloatArray) -> FloatArray:
    """Where the taste of a profile lies, as the session's model sees it; (2,)."""
    return position(session.model.scores(profile), places, session.model.scorable)


def landmarks(places: FloatArray, catalogue: Catalogue) -> tuple[Landmark, ...]:
    """The genres that have a region of their own, the most distinct first, each where it is densest for what is there.

    No two are so near that their names would meet.
    """
    known = placed(places)
    cells = np.clip(((places[known] + 1) / 2 * GRID).astype(int), 0, GRID - 1)
    everything = blurred(cells)
    peaks = []
    for genre, name in enumerate(catalogue.genre_names):
        carried = catalogue.genres[known, genre]
        # the films more than the genre's share of all, in deviations of chance
        expected = everything * carried.mean() + 1e-9
        excess = (blurred(cells[carried]) - expected) / np.sqrt(expected + 1 / len(cells))
        peaks.append((float(excess.max()), name, excess))
    named: list[Landmark] = []
    for height, name, excess in sorted(peaks, key=lambda peak: -peak[0]):
        free = np.where(far_from(named), excess, -np.inf)
        if len(named) < MOST_LANDMARKS and height > 0 and free.max() >= NEARLY * height:
            x, y = np.unravel_index(int(free.argmax()), free.shape)
            named.append((name, centre(int(x)), centre(int(y))))
    return tuple(named)


def blurred(cells: IntArray) -> FloatArray:
    """(GRID, GRID) how many films are in and around each cell; ``cells`` is (n, 2)."""
    counts = np.zeros((GRID, GRID))
    np.add.at(counts, (cells[:, 0], cells[:, 1]), 1)
    steps = np.arange(GRID) * 2 / GRID
    kernel = np.exp(-(((steps[:, None] - steps) / BLUR) ** 2) / 2)
    return np.asarray(kernel @ counts @ kernel)


def centre(cell: int) -> float:
    """The middle of a cell of the grid."""
    return (cell + 0.5) * 2 / GRID - 1


def far_from(named: list[Landmark]) -> BoolArray:
    """(GRID, GRID) True where another name would meet none of these."""
    free = np.ones((GRID, GRID), dtype=np.bool_)
    middles = np.array([centre(cell) for cell in range(GRID)])
    for _, x, y in named:
        free &= (abs(middles - x) >= APART[0])[:, None] | (abs(middles - y) >= APART[1])[None, :]
    return free

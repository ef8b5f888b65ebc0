"""What the answers say about a taste: the features that liked films carry more often than is usual."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matinee.engine.models.kinship import Kinship
from matinee.engine.models.profile import Answer, Profile
from matinee.policy.array_types import FloatArray, IntArray
from matinee.policy.kinship import excess_share

MIN_FILMS, MIN_STRENGTH, MIN_RATIO = 2, 0.1, 1.5
"""What is typical of a taste: so many liked films carry it, so much more often than is usual (difference, ratio)."""
RARE = 0.25
"""Largest base rate of a feature that one film alone can say something about."""
BILLED = 5
"""Actors of a film that count: a smaller part that two films share by chance says nothing."""


@dataclass(frozen=True)
class LearnedFeature:
    """A feature of films, and how much it stands for a taste.

    Attributes:
        kind: kind of kinship, such as "director".
        name: the feature, such as "Akira Kurosawa", a country as its adjective.
        strength: how much more often the liked films carry it than is usual, as a difference of shares in [−1, 1].
        start: its strength from the favourites alone.
        films: number of liked films that carry it, favourites included.
        moved: what the latest like (above 0) or dislike (below 0) changed, if the film of that answer carries it;
            otherwise 0.
    """

    kind: str
    name: str
    strength: float
    start: float
    films: int
    moved: float

    @property
    def is_typical(self) -> bool:
        """Whether several liked films carry it, so that it is more than a coincidence."""
        return self.films >= MIN_FILMS and self.strength >= MIN_STRENGTH

    @property
    def is_new(self) -> bool:
        """Whether the latest like is of the first film that carries it."""
        return self.films == 1 and self.moved > 0


def learn_taste(kinship: Kinship, profile: Profile) -> list[LearnedFeature]:
    """What is typical of a taste, and the rare features of the film that was liked last.

    A like raises the features of a film and a dislike lowers them.

    Args:
        kinship: compares films by their features.
        profile: favourites, likes and dislikes.

    Returns:
        The features, the strongest first.
    """
    found = [feature for kind in kinship.features for feature in learn_kind(kinship, kind, profile)]
    return sorted(found, key=lambda feature: -feature.strength)


def learn_kind(kinship: Kinship, kind: str, profile: Profile) -> Iterator[LearnedFeature]:
    """Yield the features of one kind; see ``learn_taste``."""
    features = kinship.features[kind]
    evidence = [(row, answer) for row, answer in profile.answers if answer in (Answer.LIKE, Answer.DISLIKE)]
    carried = {row: features.of(row) for row in (*profile.favourites, *(row for row, _ in evidence))}
    if kind == "cast":
        carried = {row: columns[:BILLED] for row, columns in carried.items()}
    columns = np.unique(np.concatenate([*carried.values()]))
    rates = kinship.base_rates(kind)[columns]

    def strengths(answers: Sequence[tuple[int, Answer]]) -> tuple[FloatArray, IntArray]:
        liked = [*profile.favourites, *(row for row, answer in answers if answer is Answer.LIKE)]
        disliked = [row for row, answer in answers if answer is Answer.DISLIKE]
        counts = count(carried, liked, columns), count(carried, disliked, columns)
        return excess_share(counts[0], len(liked), counts[1], rates), counts[0]

    now, films = strengths(evidence)
    start, before = strengths([])[0], strengths(evidence[:-1])[0]
    of_latest = np.isin(columns, carried[evidence[-1][0]]) if evidence else np.zeros(len(columns), dtype=np.bool_)
    is_typical = (films >= MIN_FILMS) & (now >= MIN_STRENGTH) & (now + rates >= MIN_RATIO * rates)
    has_risen = of_latest & (now > np.maximum(before, 0.0)) & (rates <= RARE)
    for place in np.flatnonzero(is_typical | has_risen).tolist():
        name = kinship.name(kind, int(columns[place]))
        if name:
            moved = float(now[place] - before[place]) if of_latest[place] else 0.0
            yield LearnedFeature(kind, name, float(now[place]), float(start[place]), int(films[place]), moved)


def count(carried: Mapping[int, IntArray], rows: Sequence[int], columns: IntArray) -> IntArray:
    """(n_columns,) how many of the films in ``rows`` carry each of ``columns``, which are sorted."""
    found = np.concatenate([np.zeros(0, dtype=np.int64), *(carried[row] for row in rows)])
    return np.bincount(np.searchsorted(columns, found), minlength=len(columns))

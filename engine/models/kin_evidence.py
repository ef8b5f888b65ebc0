"""What single liked films have to do with a suggestion, by the features that both have."""

from collections.abc import Sequence

import numpy as np

from matinee.engine.models.kinship import PEOPLE, Kinship
from matinee.engine.models.profile import Profile
from matinee.policy.array_types import FloatArray
from matinee.policy.kinship import carried_features, entries_of, kin_weights

LIKENESS_WEIGHTS = {"director": 3.0, "keyword": 1.0, "genre": 1.0, "language": 1.0, "cast": 0.25}
"""How much each kind of feature counts for the likeness of two films: a person knows a film by its director, while of
the cast most are small parts."""
LEAST_RATE = 1e-4
"""Base rates are at least this, so that a feature without likes says no more than a rare one."""


def kin_contributions(kinship: Kinship, kind: str, profile: Profile, row: int) -> FloatArray:
    """What each liked film adds to a kinship term of a film, by the features that both have.

    They add up to the term, except for what absent features and disliked films take away.

    Args:
        kinship: compares the films.
        kind: kind of kinship.
        profile: favourites and likes.
        row: catalogue row of the film.

    Returns:
        (n_liked,) in the order of the favourites and likes; 0 or more.
    """
    liked = profile.favourites + profile.likes
    features = kinship.features.get(kind)
    if features is None:
        return np.zeros(len(liked))
    columns = features.of(row)
    carried = carried_features(columns, liked, features.starts, features.columns)
    if kind in PEOPLE:
        idf, films = kinship.people_index(kind)
        profile_length = float(np.sqrt(np.square(kinship.count(kind, liked) * idf).sum()))
        lengths = profile_length * float(films.lengths[row])
        return np.asarray(carried @ (idf[columns] ** 2 / (lengths or 1.0)))
    counts = carried.sum(axis=0).astype(np.float64)
    weights = kin_weights(counts, len(liked), kinship.base_rates(kind)[columns], absence_share=0.0)
    return np.asarray(carried @ (np.maximum(weights, 0.0) / np.maximum(counts * len(columns), 1.0)))


def likeness(kinship: Kinship, row: int, films: Sequence[int]) -> FloatArray:
    """How much some films have in common with one, by what is known of them.

    The information in what two films share (−log of the base rates, times ``LIKENESS_WEIGHTS``), as a part of the
    geometric mean of the information in what each of them has.

    Args:
        kinship: compares the films.
        row: catalogue row of the one film.
        films: rows of the others.

    Returns:
        (n_films,) in [0, 1].
    """
    shared, wholes, whole = np.zeros(len(films)), np.zeros(len(films)), 0.0
    for kind, weight in LIKENESS_WEIGHTS.items():
        features = kinship.features.get(kind)
        if features is None:
            continue
        columns, base_rates = features.of(row), kinship.base_rates(kind)
        says = weight * information(base_rates[columns])
        shared += carried_features(columns, films, features.starts, features.columns) @ says
        owners, entries = entries_of(films, features.starts, features.columns)
        wholes += weight * np.bincount(owners, information(base_rates[entries]), minlength=len(films))
        whole += float(says.sum())
    means = np.sqrt(wholes * whole)
    return np.asarray(shared / np.where(means > 0, means, 1.0))


def information(base_rates: FloatArray) -> FloatArray:
    """What it says of a film that it has features of these base rates (n,): −log of each."""
    return np.asarray(-np.log(np.clip(base_rates, LEAST_RATE, 1.0)))

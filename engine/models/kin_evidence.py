"""What single liked films have to do with a suggestion, by the features that both have."""

from collections.abc import Mapping

import numpy as np

from matinee.engine.models.film_features import PEOPLE
from matinee.engine.models.kinship import Kinship
from matinee.engine.models.profile import Profile
from matinee.policy.array_types import FloatArray
from matinee.policy.kinship import kin_weights


def kin_contributions(kinship: Kinship, weights: Mapping[str, float], profile: Profile, row: int) -> FloatArray:
    """What each liked film adds to the score of a film through the kinship terms, by the features that both have.

    The parts add up to the weighted terms, except for what absent features and disliked films take away.

    Args:
        kinship: compares the films.
        weights: kind of kinship → weight of its term.
        profile: favourites and likes.
        row: catalogue row of the film.

    Returns:
        (n_liked,) in the order of the favourites and likes; 0 or more.
    """
    features, liked, comparison = kinship.film_features, profile.liked, kinship.compare(row, profile.liked)
    counts, rates = comparison.counts, features.base_rates[comparison.columns]
    odds = np.maximum(kin_weights(counts, len(liked), rates, absence_share=0.0), 0.0) / np.maximum(counts, 1.0)
    adds, all_counts = np.empty(len(odds)), features.count(liked)
    for kind, part in comparison.parts.items():
        if kind in PEOPLE:
            index = features.people[kind]
            profile_length = float(np.linalg.norm(all_counts[features.parts[kind]] * index.idf))
            squares = index.idf[comparison.columns[part] - features.parts[kind].start] ** 2
            adds[part] = weights[kind] * squares / (profile_length * float(index.lengths[row]) or 1.0)
        else:
            adds[part] = weights[kind] * odds[part] / max(part.stop - part.start, 1)
    return np.asarray(comparison.carried @ adds)


def likeness(kinship: Kinship, row: int, films: tuple[int, ...]) -> FloatArray:
    """How much some films have in common with one, by what is known of them.

    The information in what two films share, as a part of the geometric mean of the information in what each has.

    Args:
        kinship: compares the films.
        row: catalogue row of the one film.
        films: rows of the others.

    Returns:
        (n_films,) in [0, 1].
    """
    features, comparison = kinship.film_features, kinship.compare(row, films)
    shared = comparison.carried @ features.information[comparison.columns]
    means = np.sqrt(features.film_information[row] * features.film_information[list(films)])
    return np.asarray(shared / np.where(means > 0, means, 1.0))

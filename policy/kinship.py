"""Kinship: what a film has in common with the films a user likes, feature by feature.

A feature that most of the liked films share, and few others, says much about a taste; one that every second film has
says little. The weight of a feature is therefore a log-odds: how much more often the liked films carry it than likes
in general do. Shrinkage towards the base rate keeps a few films from saying more than they can.
"""

from dataclasses import dataclass

import numpy as np

from matinee.policy.array_types import FloatArray, IntArray
from matinee.policy.ragged import entries_of

PRIOR_STRENGTH = 1.0
"""Weight of the base rate, in films."""
MAX_LOG_ODDS = 3.0
"""Log-odds are clipped to ± this: about twenty times as often."""


@dataclass(frozen=True, eq=False)
class PeopleIndex:
    """The films of each person.

    Attributes:
        starts: (n_people + 1,) where each person's part of ``rows`` begins.
        rows: (n_entries,) rows of the films of each person in turn.
        idf: (n_people,) log of the number of films over those of the person: a rare person says more.
        lengths: (n_movies,) length of each film's vector of people, weighted by ``idf``.
    """

    starts: IntArray
    rows: IntArray
    idf: FloatArray
    lengths: FloatArray


def log_odds(counts: FloatArray, total: float, base_rates: FloatArray) -> FloatArray:
    """How much more often some films carry each feature than is usual.

    ``log(((k + a·p) / (n + a)) / p)``, clipped, with a = ``PRIOR_STRENGTH``; 0 for features without a base rate.

    >>> log_odds(np.array([4.0, 0.0]), 4, np.array([0.05, 0.5])).round(2).tolist()
    [2.79, -1.61]

    Args:
        counts: (n_features,) k, how many of the films carry each feature.
        total: n, the number of films.
        base_rates: (n_features,) p, the share of all likes that go to films with the feature.
    """
    rates = (counts + PRIOR_STRENGTH * base_rates) / (total + PRIOR_STRENGTH)
    ratios = np.divide(rates, base_rates, out=np.ones_like(rates), where=(base_rates > 0) & (rates > 0))
    return np.asarray(np.clip(np.log(ratios), -MAX_LOG_ODDS, MAX_LOG_ODDS))


def kin_weights(counts: FloatArray, total: float, base_rates: FloatArray, absence_share: float = 1.0) -> FloatArray:
    """How much each feature speaks for a film, given some liked films.

    The log-odds w, emphasised: ``w·|w| / MAX_LOG_ODDS``. For a feature that is more frequent than usual, times the
    share of the liked films that carry it: what all of them share counts far more than what one of them has by chance.
    For one that is less frequent than usual, times ``n·p / (1 + n·p)``, with n·p the number of films that would carry
    it by chance: that a rare feature is absent says nothing. On validation users this keeps more likes at the same
    share of films of a marked taste than w itself does (docs/evaluation.md).

    >>> kin_weights(np.array([4.0, 1.0, 0.0, 0.0]), 4, np.array([0.05, 0.05, 0.05, 0.5])).round(2).tolist()
    [2.59, 0.17, -0.14, -0.58]

    Args:
        counts, total, base_rates: as for ``log_odds``.
        absence_share: factor of the features that are less frequent than usual, from 0 to 1.
    """
    weights = log_odds(counts, total, base_rates)
    expected = total * base_rates
    share = np.where(weights > 0, counts / max(total, 1.0), absence_share * expected / (1 + expected))
    return np.asarray(weights * np.abs(weights) / MAX_LOG_ODDS * share)


def surprise(counts: FloatArray, total: float, base_rates: FloatArray) -> FloatArray:
    """How much it says of a film that it shares each feature with some of the liked films.

    The log-odds, times ``−log(k / (n + 1))``: what is as common among all films says little, and so does what nearly
    all of the liked films share, since it would be said of almost every film.

    >>> surprise(np.array([2.0, 12.0, 12.0]), 12, np.array([0.01, 0.05, 0.8])).round(2).tolist()
    [5.13, 0.23, 0.02]

    Args:
        counts, total, base_rates: as for ``log_odds``; each feature is carried by at least one film.
    """
    return np.asarray(log_odds(counts, total, base_rates) * -np.log(counts / (total + 1)))


def excess_share(
    liked: FloatArray | IntArray, n_liked: int, disliked: FloatArray | IntArray, base_rates: FloatArray
) -> FloatArray:
    """How much more often the liked films carry each feature than is usual, as a difference of shares.

    ``(k + a·p) / (n + m + a) − p`` with a = ``PRIOR_STRENGTH``. A like of a film with the feature always raises it, a
    dislike always lowers it, and a dislike of a film without it changes nothing.

    >>> excess_share(np.array([4.0, 4.0]), 4, np.array([0.0, 2.0]), np.array([0.05, 0.5])).round(2).tolist()
    [0.76, 0.14]

    Args:
        liked: (n_features,) k, how many of the liked films carry each feature.
        n_liked: n, the number of liked films.
        disliked: (n_features,) m, how many of the disliked films carry it.
        base_rates: (n_features,) p, the share of all likes that go to films with the feature.

    Returns:
        (n_features,) in [−1, 1].
    """
    return np.asarray((liked + PRIOR_STRENGTH * base_rates) / (n_liked + disliked + PRIOR_STRENGTH) - base_rates)


def people_cosine(counts: FloatArray, films: PeopleIndex) -> FloatArray:
    """Cosine between each film's people and those of some liked films, weighted by inverse document frequency.

    Args:
        counts: (n_people,) on how many of the liked films each person worked.
        films: the films of each person.

    Returns:
        (n_movies,) in [0, 1]; 0 for films without people.
    """
    people = np.flatnonzero(counts * films.idf)  # a person on every film says nothing
    if not len(people):
        return np.zeros(len(films.lengths))
    profile, idf = counts[people] * films.idf[people], films.idf[people]
    owners, rows = entries_of(people, films.starts, films.rows)
    cosines = (profile * idf)[owners] / (films.lengths[rows] * float(np.sqrt(profile @ profile)))
    return np.asarray(np.bincount(rows, cosines, minlength=len(films.lengths)))

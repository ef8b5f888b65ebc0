"""Kinship on numbers calculated by hand."""

from dataclasses import replace

import numpy as np
import pytest

from matinee.policy.kinship import (
    MAX_LOG_ODDS,
    PeopleIndex,
    kin_weights,
    log_odds,
    people_cosine,
)

IDF = np.array([1.0, 2.0, 3.0])
LOG_3 = float(np.log(3))
COUNTS, RATES = np.array([2.0, 0.0]), np.array([0.25, 0.5])
"""Of two films, both have the first feature, which a quarter of all likes go to, and none the second."""


def test_log_odds_compare_with_the_base_rate() -> None:
    # (2 + ¼) / 3 is three times ¼; (0 + ½) / 3 is a third of ½
    assert log_odds(COUNTS, 2, RATES) == pytest.approx([LOG_3, -LOG_3])


def test_log_odds_are_clipped() -> None:
    assert log_odds(np.array([4.0]), 4, np.array([0.001])).tolist() == [MAX_LOG_ODDS]
    # (0 + ½) / 101 is about a hundredth of ½
    assert log_odds(np.array([0.0]), 100, np.array([0.5])).tolist() == [-MAX_LOG_ODDS]


def test_without_films_or_base_rate_nothing_is_known() -> None:
    assert log_odds(np.zeros(2), 0, RATES).tolist() == [0, 0]
    assert log_odds(np.array([2.0]), 2, np.array([0.0])).tolist() == [0]


def test_more_films_with_a_feature_say_more() -> None:
    found = log_odds(np.arange(5.0), 4, np.full(5, 0.2))
    assert (np.diff(found) > 0).all()


@pytest.mark.parametrize("absence", [0.0, 0.5, 1.0])
def test_weights_emphasise_what_all_films_share(absence: float) -> None:
    # all of two films have the first feature; by chance one of two would have the second, hence 1 / (1 + 1)
    assert kin_weights(COUNTS, 2, RATES, absence) == pytest.approx([LOG_3**2 / 3, -(LOG_3**2) / 3 * absence / 2])


def test_a_feature_of_one_film_in_two_counts_half() -> None:
    weight = log_odds(np.array([1.0]), 2, np.array([0.1]))
    assert kin_weights(np.array([1.0]), 2, np.array([0.1])) == pytest.approx(weight**2 / 3 / 2)


def test_no_liked_films_give_no_weights() -> None:
    assert kin_weights(np.zeros(2), 0, RATES).tolist() == [0, 0]


@pytest.fixture
def people() -> PeopleIndex:
    """Films 0, 1 and 2 have the people 0 and 1, 0, and 2; film 3 has none. Their frequencies weigh 1, 2 and 3."""
    return PeopleIndex(np.array([0, 2, 3, 4]), np.array([0, 1, 0, 2]), IDF, np.array([5**0.5, 1.0, 3.0, 0.0]))


def test_people_are_compared_by_cosine(people: PeopleIndex) -> None:
    # the liked film has the vector (1, 2, 0), film 1 has (1, 0, 0)
    assert people_cosine(np.array([1.0, 1.0, 0.0]), people) == pytest.approx([1, 1 / 5**0.5, 0, 0])
    # two films of person 0, one of person 2: (2, 0, 3)
    assert people_cosine(np.array([2.0, 0.0, 1.0]), people) == pytest.approx(
        [2 / (13 * 5) ** 0.5, 2 / 13**0.5, 9 / (3 * 13**0.5), 0]
    )


def test_without_people_the_cosine_is_zero(people: PeopleIndex) -> None:
    assert people_cosine(np.zeros(3), people).tolist() == [0, 0, 0, 0]
    # a person on every film weighs nothing
    assert people_cosine(np.array([1.0, 0.0, 0.0]), replace(people, idf=np.array([0.0, 2.0, 3.0]))).tolist() == [
        0,
        0,
        0,
        0,
    ]

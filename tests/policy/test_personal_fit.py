"""How well films fit one person says nothing about their popularity."""

from dataclasses import replace

import numpy as np
import pytest

from matinee.policy import Candidates, Policy
from matinee.policy.personal_fit import PEERS, personal_fit, share_of_better_peers

ALL = np.ones(1000, dtype=np.bool_)


def test_a_film_is_compared_with_those_about_as_popular() -> None:
    popularity = np.arange(1000.0)
    for fit in (popularity, -popularity):  # whatever popularity does to the scores
        shares = [share_of_better_peers(fit, popularity, row, ALL) for row in range(PEERS, 1000 - PEERS, 50)]
        assert shares == pytest.approx([0.5] * len(shares), abs=0.01)


@pytest.mark.parametrize("row", [0, 500, 999])
def test_the_best_and_the_worst_of_any_popularity(row: int) -> None:
    popularity, fit = np.arange(1000.0), np.zeros(1000)
    fit[row] = 1.0
    assert share_of_better_peers(fit, popularity, row, ALL) == 0.0
    assert share_of_better_peers(-fit, popularity, row, ALL) == pytest.approx(1 - 1 / PEERS)


def test_only_some_films_are_compared_with() -> None:
    fit, popularity = np.arange(1000.0), np.zeros(1000)
    assert share_of_better_peers(fit, popularity, 10, ALL & (fit <= 10)) == 0.0
    assert share_of_better_peers(fit, popularity, 10, ~ALL) == 0.0
    few = fit < 20
    assert share_of_better_peers(fit, popularity, 9, few) == 0.5


def test_kinship_counts_and_popularity_does_not(policy: Policy) -> None:
    films = np.ones(3, dtype=np.bool_)
    shared = {"genre": np.array([0.0, 1.0, 0.0])}
    candidates = Candidates(
        np.array([1.0, 1.0, 1.0]), films, ~films, np.ones(3), np.array([9.0, 1.0, 1.0]),
        kinship=lambda kind: shared.get(kind, np.zeros(3)),
    )  # fmt: skip
    assert personal_fit(candidates, replace(policy, kin_genre_weight=2.0), films).tolist() == [0.0, 2.0, 0.0]

"""Rankings for two people, on numbers calculated by hand."""

import numpy as np
import pytest

from matinee.policy.pair import DISAGREEMENT, combine_rankings, joint_ranking
from matinee.policy.ranking import Ranking


def ranking(contributions: dict[str, list[float]], eligible: list[bool] | None = None) -> Ranking:
    terms = {name: np.array(values) for name, values in contributions.items()}
    passing = np.array(eligible or [True] * 3)
    return Ranking(terms, np.where(passing, np.sum([*terms.values()], axis=0), -np.inf), passing)


FIRST = ranking({"model": [4.0, 1.0, 2.0], "kin_genre": [2.0, 0.0, 0.0]})
SECOND = ranking({"model": [-2.0, 2.0, 2.0], "popularity": [0.0, 1.0, 0.0]})


def test_the_average_of_both_scores() -> None:
    both = combine_rankings(FIRST, SECOND, 0.0)
    assert both.scores.tolist() == [2.0, 2.0, 2.0]
    assert DISAGREEMENT not in both.contributions


def test_least_misery_is_the_lower_score() -> None:
    assert combine_rankings(FIRST, SECOND, 1.0).scores.tolist() == [-2.0, 1.0, 2.0]


def test_a_mixture_lies_between_and_prefers_what_fits_both() -> None:
    both = combine_rankings(FIRST, SECOND, 0.25)
    assert both.scores.tolist() == [1.0, 1.75, 2.0]
    assert both.top(3).tolist() == [2, 1, 0]


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_the_terms_add_up_to_the_score_and_the_order_of_people_does_not_matter(share: float) -> None:
    both, swapped = combine_rankings(FIRST, SECOND, share), combine_rankings(SECOND, FIRST, share)
    for row in range(3):
        assert sum(both.explain(row).values()) == pytest.approx(both.scores[row])
    assert both.scores.tolist() == swapped.scores.tolist()
    assert both.explain(0)["kin_genre"] == 1.0


def test_a_film_is_eligible_if_it_is_for_both() -> None:
    one, other = (
        ranking({"model": [3.0, 2.0, 1.0]}, eligible) for eligible in ([True, True, False], [False, True, True])
    )
    both = combine_rankings(one, other, 0.5)
    assert both.eligible.tolist() == [False, True, False]
    assert both.scores.tolist() == [-np.inf, 2.0, -np.inf]


def test_the_ranking_of_one_person_stays_as_it_is() -> None:
    assert joint_ranking([FIRST], 0.5) is FIRST
    assert joint_ranking([FIRST, SECOND], 1.0).scores.tolist() == [-2.0, 1.0, 2.0]

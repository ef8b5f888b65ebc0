"""Terms, filters and ranking, on numbers calculated by hand."""

from dataclasses import replace

import numpy as np
import pytest

from matinee.policy import Candidates, Policy
from matinee.policy.filters import eligible
from matinee.policy.ranking import rank
from matinee.policy.terms import TERMS, diversity, model_score, term_weights, zscore

ROOT = 1.5**0.5
"""The z-scores of 3, 1 and 2 are √1.5, −√1.5 and 0."""


@pytest.fixture
def candidates() -> Candidates:
    """Four films; the last one is seen."""
    return Candidates(
        model_scores=np.array([3.0, 1.0, 2.0, 9.0]),
        known=np.array([True, True, True, True]),
        seen=np.array([False, False, False, True]),
        affinity=np.array([0.5, 0.2, 0.0, 1.0]),
        popularity=np.array([100.0, 10.0, 1.0, 200.0]),
    )


def everything() -> np.ndarray:
    return np.ones(4, dtype=np.bool_)


def test_zscore_is_computed_over_a_selection() -> None:
    over = np.array([True, True, True, False])
    assert zscore(np.array([3.0, 1.0, 2.0, 9.0]), over) == pytest.approx([ROOT, -ROOT, 0, 7 * ROOT])
    assert zscore(np.array([3.0, 1.0, 2.0])) == pytest.approx([ROOT, -ROOT, 0])
    assert zscore(np.full(3, 2.0)).tolist() == [0, 0, 0]
    assert zscore(np.array([1.0, 2.0]), np.zeros(2, bool)).tolist() == [0, 0]


@pytest.mark.parametrize(("value", "count"), [(0.1, 3), (0.35, 7), (1 / 3, 1000)])
def test_zscore_of_equal_values_is_zero(value: float, count: int) -> None:
    """Even though the computed deviation of three values of 0.1 is 1.4e-17, not 0."""
    assert zscore(np.full(count, value)).tolist() == [0.0] * count


def test_model_score_is_standardised_over_the_eligible_films(candidates: Candidates, policy: Policy) -> None:
    shown = np.array([True, True, True, False])  # scores 3, 1, 2: mean 2, deviation √(2/3)
    assert model_score(candidates, shown, policy)[:3] == pytest.approx([1.5**0.5, -(1.5**0.5), 0.0])


def test_model_score_is_the_raw_score_without_a_scale(candidates: Candidates, policy: Policy) -> None:
    raw = model_score(candidates, everything(), replace(policy, model_scale="none"))
    assert raw.tolist() == [3.0, 1.0, 2.0, 9.0]


def test_equal_scores_do_not_divide_by_zero(candidates: Candidates, policy: Policy) -> None:
    same = replace(candidates, model_scores=np.full(4, 2.0))
    assert model_score(same, everything(), policy).tolist() == [0, 0, 0, 0]


def test_the_other_terms(candidates: Candidates, policy: Policy) -> None:
    policy = replace(policy, diversity_affinity_cap=0.3)
    values = {name: term(candidates, everything(), policy).tolist() for name, term in TERMS.items()}
    assert values["genre_distance"] == [0.5, 0.8, 1.0, 0.0]
    assert values["popularity"] == [0.5, 0.05, 0.005, 1.0]
    assert values["log_popularity"] == pytest.approx([4.60517, 2.302585, 0.0, 5.298317])
    assert values["well_known"] == [1.0, 0.0, 0.0, 1.0]
    assert values["diversity"] == [0.0, 1.0, 0.0, 0.0]
    assert values["genre_request"] == [0.0, 0.0, 0.0, 0.0]


def test_films_of_a_requested_genre_get_one(candidates: Candidates, policy: Policy) -> None:
    requested = replace(candidates, requested=np.array([False, True, False, True]))
    assert TERMS["genre_request"](requested, everything(), policy).tolist() == [0, 1, 0, 1]


@pytest.mark.parametrize(("affinity", "boosted"), [(0.0, 0.0), (0.29, 1.0), (0.3, 0.0), (1.0, 0.0)])
def test_diversity_excludes_both_ends(affinity: float, boosted: float, candidates: Candidates, policy: Policy) -> None:
    film = replace(candidates, affinity=np.full(4, affinity))
    assert diversity(film, everything(), replace(policy, diversity_affinity_cap=0.3))[0] == boosted


def test_the_unscaled_score_is_the_formula_of_s4(candidates: Candidates, policy: Policy) -> None:
    source = replace(
        policy,
        model_scale="none",
        model_weight=2.0,
        genre_distance_penalty=0.5,
        popularity_penalty=0.4,
        log_popularity_penalty=0.0,
        diversity_boost=0.3,
        diversity_affinity_cap=0.3,
        exploration_rate=0.0,
    )
    ranking = rank(candidates, source, np.random.default_rng(0))
    # 3·2 − .5·.5 − .5·.4;  1·2 − .8·.5 − .05·.4 + .3;  2·2 − 1·.5 − .005·.4
    assert ranking.scores[:3] == pytest.approx([5.55, 1.88, 3.498])
    assert ranking.scores[3] == -np.inf  # seen
    assert ranking.top(2).tolist() == [0, 2]


def test_every_term_has_a_weight(policy: Policy) -> None:
    assert term_weights(policy).keys() == TERMS.keys()


def test_exploration_damps_a_tenth_of_the_score(candidates: Candidates, policy: Policy) -> None:
    always = replace(policy.neutral(), exploration_rate=1.0, exploration_damping=0.9)
    ranking = rank(candidates, always, np.random.default_rng(0))
    assert ranking.scores[:3] == pytest.approx([2.7, 0.9, 1.8])
    assert ranking.explain(0) == pytest.approx({"model": 3.0, "exploration": -0.3})


def test_exploration_never_raises_a_negative_score(candidates: Candidates, policy: Policy) -> None:
    always = replace(policy.neutral(), exploration_rate=1.0, exploration_damping=0.9)
    below = replace(candidates, model_scores=np.array([-1.0, -2.0, -3.0, 0.0]))
    assert rank(below, always, np.random.default_rng(0)).scores[:3] == pytest.approx([-1.1, -2.2, -3.3])


def test_exploration_is_drawn_from_the_given_generator(policy: Policy) -> None:
    many = Candidates(np.ones(1000), np.ones(1000, bool), np.zeros(1000, bool), np.zeros(1000), np.ones(1000))
    some = replace(policy.neutral(), exploration_rate=0.25)
    first, again = (rank(many, some, np.random.default_rng(5)).scores for _ in range(2))
    assert first.tolist() == again.tolist()
    assert 180 < (first < 1).sum() < 320
    assert first.tolist() != rank(many, some, np.random.default_rng(6)).scores.tolist()


def test_filters_and_widening(candidates: Candidates, policy: Policy) -> None:
    strict = replace(policy, min_genre_affinity=0.4, max_genre_distance=0.9)
    assert eligible(candidates, strict).tolist() == [True, False, False, False]
    assert eligible(candidates, strict, widened=2).tolist() == [True, True, False, False]  # 0.4 → 0.2
    assert eligible(candidates, strict, widened=4).tolist() == [True, True, True, False]


@pytest.mark.parametrize(("affinity", "distance"), [(0.3, 0.7), (0.15, 0.85), (0.05, 0.95)])
def test_a_film_exactly_on_the_limit_passes(
    affinity: float, distance: float, candidates: Candidates, policy: Policy
) -> None:
    on_it = replace(candidates, affinity=np.full(4, affinity))
    limits = replace(policy, min_genre_affinity=affinity, max_genre_distance=distance)
    assert eligible(on_it, limits)[:3].all()


def test_contributions_add_up_to_the_score(candidates: Candidates, policy: Policy) -> None:
    ranking = rank(candidates, replace(policy, diversity_boost=0.2), np.random.default_rng(0))
    for row in range(3):
        assert sum(ranking.explain(row).values()) == pytest.approx(float(ranking.scores[row]))


def test_equal_scores_keep_the_order_of_the_catalogue(candidates: Candidates, policy: Policy) -> None:
    same = replace(candidates, model_scores=np.ones(4))
    assert rank(same, policy.neutral(), np.random.default_rng(0)).top(2).tolist() == [0, 1]

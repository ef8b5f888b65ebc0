"""What a prompt adds to the score, on numbers worked out by hand."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matinee.policy import Candidates, Policy
from matinee.policy.filters import allowed, masks
from matinee.policy.prompt_signals import Wanted, leading
from matinee.policy.ranking import Ranking, rank
from matinee.policy.scale import standardised
from matinee.policy.terms import FRONT_STEP, TERMS, term_weights

ROOT = 1.5**0.5
"""3, 1 and 2 standardised are √1.5, −√1.5 and 0."""
ASKED = ("text", "refused", "spread", "named", "genre", "like")


def wanted(**given: Any) -> Wanted:
    """What was asked of four films; nothing but what is given."""
    nothing = {name: np.zeros(4) for name in ASKED}
    masks = {"possible": np.ones(4, bool), "asked_genres": np.ones(4, bool), "front": np.zeros(4, bool)}
    return Wanted(**{name: np.asarray(given.get(name, value)) for name, value in (nothing | masks).items()})


@pytest.fixture
def candidates() -> Candidates:
    """Four films; the last one is seen."""
    return Candidates(
        model_scores=np.array([3.0, 1.0, 2.0, 9.0]),
        scorable=np.ones(4, dtype=np.bool_),
        seen=np.array([False, False, False, True]),
        affinity=np.array([0.5, 0.2, 0.0, 1.0]),
        popularity=np.array([99.0, 9.0, 0.0, 199.0]),
    )


def ranked(candidates: Candidates, policy: Policy, asked: Wanted | None) -> Ranking:
    return rank(replace(candidates, wanted=asked), policy, np.random.default_rng(0))


@pytest.mark.parametrize(
    ("weights", "chosen"),
    [
        ([0.1, 0.4, 0.3, 0.2], [False, True, True, False]),
        ([0.0, 0.7, 0.0, 0.0], [False, True, False, False]),
        ([0.3, 0.3, 0.3, 0.0], [True, True, False, False]),  # of equals the first
        ([-0.1, -0.2, 0.0, 0.0], [False] * 4),
        ([0.5], [True]),
        ([], []),
    ],
)
def test_the_leading_genres_are_two_and_have_weight(weights: list[float], chosen: list[bool]) -> None:
    assert leading(np.array(weights)).tolist() == chosen


def test_one_scale_is_over_the_films_that_count() -> None:
    over = np.array([True, True, True, False])
    assert standardised(np.array([3.0, 1.0, 2.0, 9.0]), over) == pytest.approx([ROOT, -ROOT, 0, 7 * ROOT])
    assert standardised(np.array([3.0, 1.0, 2.0])) == pytest.approx([ROOT, -ROOT, 0])
    assert standardised(np.full(3, 2.0)).tolist() == [0, 0, 0]
    assert standardised(np.array([1.0, 2.0]), np.zeros(2, bool)).tolist() == [0, 0]


@pytest.mark.parametrize(("value", "count"), [(0.1, 3), (0.35, 7), (1 / 3, 1000)])
def test_equal_values_have_no_scale(value: float, count: int) -> None:
    """Though three times .1 have a deviation of 1.4e-17, which is above 0."""
    assert standardised(np.full(count, value)).tolist() == [0.0] * count


@pytest.mark.parametrize("part", ASKED)
def test_each_part_is_a_term_on_its_scale(candidates: Candidates, policy: Policy, part: str) -> None:
    asked = replace(candidates, wanted=wanted(**{part: [0.9, 0.1, 0.5, 7.0]}))
    shown = allowed(asked, policy)
    term = TERMS[f"intent_{part}"]
    assert term(asked, shown, replace(policy, intent_scale="zscore"))[:3] == pytest.approx([ROOT, -ROOT, 0])
    assert term(asked, shown, replace(policy, intent_scale="none")).tolist() == [0.9, 0.1, 0.5, 7.0]


def test_popularity_is_a_logarithm_or_a_share(candidates: Candidates, policy: Policy) -> None:
    asked = replace(candidates, wanted=wanted())
    shown = allowed(asked, policy)
    term = TERMS["intent_popularity"]
    scaled = term(asked, shown, replace(policy, intent_scale="zscore"))
    assert scaled[:3] == pytest.approx([ROOT, 0, -ROOT])  # ln 100, ln 10, ln 1
    raw = term(asked, shown, replace(policy, intent_scale="none"))
    assert raw == pytest.approx([99 / 199, 9 / 199, 0, 1])


def test_the_score_is_the_formula_of_source_000(candidates: Candidates, policy: Policy) -> None:
    source = replace(
        policy.model_alone(),
        intent_scale="none",
        intent_mode="open",
        intent_taste_share=1.0,
        intent_text_weight=0.60,
        intent_genre_weight=0.35,
        intent_popularity_weight=0.05,
    )
    asked = wanted(text=[0.5, 0.2, -0.1, 0.0], genre=[0.4, 1.0, 0.0, 0.0])
    # base + .35·genre + .05·popularity + .60·similarity
    expected = [3 + 0.14 + 0.05 * 99 / 199 + 0.30, 1 + 0.35 + 0.05 * 9 / 199 + 0.12, 2 + 0 + 0 - 0.06]
    ranking = ranked(candidates, source, asked)
    assert ranking.scores[:3] == pytest.approx(expected)
    assert ranking.scores[3] == -np.inf
    assert ranking.explain(0)["intent_text"] == pytest.approx(0.30)


def test_what_is_refused_counts_against_a_film(candidates: Candidates, policy: Policy) -> None:
    only = replace(policy, intent_refused_penalty=0.5, intent_scale="zscore")
    ranking = ranked(candidates, only, wanted(refused=[3, 1, 2, 0]))
    assert ranking.products["intent_refused"][:3] == pytest.approx([-0.5 * ROOT, 0.5 * ROOT, 0])


def test_while_a_prompt_is_active_taste_has_its_share_of_the_say(policy: Policy) -> None:
    mine = replace(policy, intent_taste_share=0.25, diversity_boost=0.2, popularity_penalty=0.4)
    without, prompted = term_weights(mine), term_weights(mine, prompted=True)
    for name in ("embedding", "genre_distance", "popularity", "log_popularity", "diversity"):
        assert prompted[name] == pytest.approx(0.25 * without[name])
        assert without[name] != 0
    for name in set(TERMS) - {"embedding", "genre_distance", "popularity", "log_popularity", "diversity"}:
        assert prompted[name] == without[name]


def test_the_share_of_taste_reaches_the_score(candidates: Candidates, policy: Policy) -> None:
    mine = replace(policy, embedding_scale="none", intent_taste_share=0.5)
    alone, asked = (ranked(candidates, mine, given) for given in (None, wanted()))
    assert asked.products["embedding"].tolist() == (0.5 * alone.products["embedding"]).tolist() == [1.5, 0.5, 1, 4.5]
    assert asked.products["log_popularity"] == pytest.approx(0.5 * alone.products["log_popularity"])


def test_without_a_prompt_the_ranking_knows_of_none(candidates: Candidates, policy: Policy) -> None:
    loud = replace(
        policy,
        intent_taste_share=0.1,
        intent_mode="strict",
        intent_scale="none",
        **{f"intent_{name}_weight": 2.0 for name in ("text", "spread", "named", "genre", "like", "popularity")},
        intent_refused_penalty=2.0,
    )
    plain, other = (ranked(candidates, one, None) for one in (policy, loud))
    assert plain.scores.tolist() == other.scores.tolist()
    assert plain.top(4).tolist() == other.top(4).tolist()
    for row in range(3):
        assert not [name for name in other.explain(row) if name.startswith("intent")]
        assert other.explain(row) == plain.explain(row)
    assert not [name for name in masks(candidates, loud) if name.startswith("intent")]


def test_products_add_up_to_the_score(candidates: Candidates, policy: Policy) -> None:
    values = {name: np.arange(4.0) * (place + 1) % 5 for place, name in enumerate(ASKED)}
    for mode in ("open", "soft"):
        ranking = ranked(candidates, replace(policy, intent_mode=mode), wanted(**values, front=[0, 1, 0, 0]))
        for row in range(3):
            assert sum(ranking.explain(row).values()) == pytest.approx(float(ranking.scores[row]))


def test_what_is_ruled_out_is_not_shown(candidates: Candidates, policy: Policy) -> None:
    asked = wanted(possible=[True, False, True, True], text=[0, 1, 0, 0])
    ranking = ranked(candidates, policy, asked)
    assert ranking.allowed.tolist() == [True, False, True, False]
    widest = replace(policy, min_genre_affinity=0.9, max_genre_distance=0.1)
    assert allowed(replace(candidates, wanted=asked), widest, widened=4).tolist() == [True, False, True, False]


def test_soft_mode_puts_films_of_the_leading_genres_first(candidates: Candidates, policy: Policy) -> None:
    asked = wanted(text=[0.9, 0.1, 0.8, 0.0], front=[False, True, False, True])
    orders = {
        mode: ranked(candidates, replace(policy, intent_mode=mode), asked).top(4).tolist()
        for mode in ("open", "soft", "strict")
    }
    assert orders["open"] == orders["strict"]
    assert orders["open"][-1] == 1
    assert orders["soft"] == [1, *orders["open"][:2]]  # then the rest, in the order of the score
    soft = ranked(candidates, replace(policy, intent_mode="soft"), asked)
    assert soft.explain(1)["intent_front"] == FRONT_STEP
    assert soft.explain(0)["intent_front"] == 0


def test_strict_mode_keeps_only_the_genres_asked_for(candidates: Candidates, policy: Policy) -> None:
    asked = wanted(asked_genres=[False, True, False, True])
    for mode, kept in (("open", [True, True, True]), ("soft", [True, True, True]), ("strict", [False, True, False])):
        ranking = ranked(candidates, replace(policy, intent_mode=mode), asked)
        assert ranking.allowed.tolist() == [*kept, False]


def test_a_prompt_that_rules_everything_out_leaves_nothing(candidates: Candidates, policy: Policy) -> None:
    ranking = ranked(candidates, policy, wanted(possible=[False] * 4, text=[1, 2, 3, 4]))
    assert ranking.top(4).tolist() == []

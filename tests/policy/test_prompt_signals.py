"""What a prompt adds to the score, on numbers calculated by hand."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matinee.policy import Candidates, Policy
from matinee.policy.filters import eligible, filter_masks
from matinee.policy.prompt_signals import PromptSignals, top_genres
from matinee.policy.ranking import Ranking, rank
from matinee.policy.terms import PRIORITY_STEP, TERMS, term_weights

ROOT = 1.5**0.5
"""The z-scores of 3, 1 and 2 are √1.5, −√1.5 and 0."""
NUMBERS = ("text", "exclusion", "propagation", "named_genre", "genre", "example")


def signals(**given: Any) -> PromptSignals:
    """Signals over four films: those given, and neutral values for the others."""
    zeros = {name: np.zeros(4) for name in NUMBERS}
    masks = {"eligible": np.ones(4, bool), "requested_genres": np.ones(4, bool), "priority": np.zeros(4, bool)}
    return PromptSignals(**{name: np.asarray(given.get(name, value)) for name, value in (zeros | masks).items()})


@pytest.fixture
def candidates() -> Candidates:
    """Four films; the last one is seen."""
    return Candidates(
        model_scores=np.array([3.0, 1.0, 2.0, 9.0]),
        known=np.ones(4, dtype=np.bool_),
        seen=np.array([False, False, False, True]),
        affinity=np.array([0.5, 0.2, 0.0, 1.0]),
        popularity=np.array([99.0, 9.0, 0.0, 199.0]),
    )


def ranked(candidates: Candidates, policy: Policy, asked: PromptSignals | None) -> Ranking:
    return rank(replace(candidates, prompt=asked), policy, np.random.default_rng(0))


@pytest.mark.parametrize(
    ("weights", "chosen"),
    [
        ([0.1, 0.4, 0.3, 0.2], [False, True, True, False]),
        ([0.0, 0.7, 0.0, 0.0], [False, True, False, False]),
        ([0.3, 0.3, 0.3, 0.0], [True, True, False, False]),  # of equal weights, the first
        ([-0.1, -0.2, 0.0, 0.0], [False] * 4),
        ([0.5], [True]),
        ([], []),
    ],
)
def test_top_genres_are_at_most_two_with_positive_weight(weights: list[float], chosen: list[bool]) -> None:
    assert top_genres(np.array(weights)).tolist() == chosen


@pytest.mark.parametrize("signal", NUMBERS)
def test_each_signal_is_a_term_on_the_chosen_scale(candidates: Candidates, policy: Policy, signal: str) -> None:
    asked = replace(candidates, prompt=signals(**{signal: [0.9, 0.1, 0.5, 7.0]}))
    shown = eligible(asked, policy)
    term = TERMS[f"prompt_{signal}"]
    assert term(asked, shown, replace(policy, prompt_scale="zscore"))[:3] == pytest.approx([ROOT, -ROOT, 0])
    assert term(asked, shown, replace(policy, prompt_scale="none")).tolist() == [0.9, 0.1, 0.5, 7.0]


def test_prompt_popularity_is_a_logarithm_or_a_share(candidates: Candidates, policy: Policy) -> None:
    asked = replace(candidates, prompt=signals())
    shown = eligible(asked, policy)
    term = TERMS["prompt_popularity"]
    scaled = term(asked, shown, replace(policy, prompt_scale="zscore"))
    assert scaled[:3] == pytest.approx([ROOT, 0, -ROOT])  # ln 100, ln 10, ln 1
    raw = term(asked, shown, replace(policy, prompt_scale="none"))
    assert raw == pytest.approx([99 / 199, 9 / 199, 0, 1])


def test_the_unscaled_score_is_the_formula_of_s0(candidates: Candidates, policy: Policy) -> None:
    source = replace(
        policy.neutral(),
        prompt_scale="none",
        prompt_mode="open",
        prompt_taste_share=1.0,
        prompt_text_weight=0.60,
        prompt_genre_weight=0.35,
        prompt_popularity_weight=0.05,
    )
    asked = signals(text=[0.5, 0.2, -0.1, 0.0], genre=[0.4, 1.0, 0.0, 0.0])
    # base + .35·genre + .05·popularity + .60·similarity
    expected = [3 + 0.14 + 0.05 * 99 / 199 + 0.30, 1 + 0.35 + 0.05 * 9 / 199 + 0.12, 2 + 0 + 0 - 0.06]
    ranking = ranked(candidates, source, asked)
    assert ranking.scores[:3] == pytest.approx(expected)
    assert ranking.scores[3] == -np.inf
    assert ranking.explain(0)["prompt_text"] == pytest.approx(0.30)


def test_exclusion_lowers_the_score(candidates: Candidates, policy: Policy) -> None:
    only = replace(policy, prompt_exclusion_penalty=0.5, prompt_scale="zscore")
    ranking = ranked(candidates, only, signals(exclusion=[3, 1, 2, 0]))
    assert ranking.contributions["prompt_exclusion"][:3] == pytest.approx([-0.5 * ROOT, 0.5 * ROOT, 0])


def test_an_active_prompt_scales_the_taste_terms(policy: Policy) -> None:
    mine = replace(
        policy, prompt_taste_share=0.25, prompt_kinship_share=0.2, diversity_boost=0.2, popularity_penalty=0.4
    )
    without, prompted = term_weights(mine), term_weights(mine, prompted=True)
    for name in ("model", "genre_distance", "popularity", "log_popularity", "diversity"):
        assert prompted[name] == pytest.approx(0.25 * without[name])
        assert without[name] != 0
    for name in set(TERMS) - {"model", "genre_distance", "popularity", "log_popularity", "diversity"}:
        if name.startswith("kin_"):
            assert prompted[name] == pytest.approx(0.2 * without[name])
            assert without[name] > 0
        elif name == "prompt_popularity":
            assert (without[name], prompted[name]) == (0, mine.prompt_popularity_weight)
        else:
            assert prompted[name] == without[name]


def test_the_taste_share_scales_the_contributions(candidates: Candidates, policy: Policy) -> None:
    mine = replace(policy, model_scale="none", prompt_taste_share=0.5)
    alone, asked = (ranked(candidates, mine, given) for given in (None, signals()))
    assert asked.contributions["model"].tolist() == (0.5 * alone.contributions["model"]).tolist() == [1.5, 0.5, 1, 4.5]
    assert asked.contributions["log_popularity"] == pytest.approx(0.5 * alone.contributions["log_popularity"])


def test_without_a_prompt_its_settings_have_no_effect(candidates: Candidates, policy: Policy) -> None:
    loud = replace(
        policy,
        prompt_taste_share=0.1,
        prompt_mode="strict",
        prompt_scale="none",
        **{
            f"prompt_{name}_weight": 2.0
            for name in ("text", "propagation", "named_genre", "genre", "example", "popularity")
        },
        prompt_exclusion_penalty=2.0,
    )
    plain, other = (ranked(candidates, one, None) for one in (policy, loud))
    assert plain.scores.tolist() == other.scores.tolist()
    assert plain.top(4).tolist() == other.top(4).tolist()
    for row in range(3):
        assert not [name for name in other.explain(row) if name.startswith("prompt")]
        assert other.explain(row) == plain.explain(row)
    assert not [name for name in filter_masks(candidates, loud) if name.startswith("prompt")]


def test_contributions_add_up_to_the_score(candidates: Candidates, policy: Policy) -> None:
    values = {name: np.arange(4.0) * (place + 1) % 5 for place, name in enumerate(NUMBERS)}
    for mode in ("open", "soft"):
        ranking = ranked(candidates, replace(policy, prompt_mode=mode), signals(**values, priority=[0, 1, 0, 0]))
        for row in range(3):
            assert sum(ranking.explain(row).values()) == pytest.approx(float(ranking.scores[row]))


def test_excluded_films_are_not_shown(candidates: Candidates, policy: Policy) -> None:
    asked = signals(eligible=[True, False, True, True], text=[0, 1, 0, 0])
    ranking = ranked(candidates, policy, asked)
    assert ranking.eligible.tolist() == [True, False, True, False]
    widest = replace(policy, min_genre_affinity=0.9, max_genre_distance=0.1)
    assert eligible(replace(candidates, prompt=asked), widest, widened=4).tolist() == [True, False, True, False]


def test_soft_mode_shows_films_of_the_top_genres_first(candidates: Candidates, policy: Policy) -> None:
    asked = signals(text=[0.9, 0.1, 0.8, 0.0], priority=[False, True, False, True])
    orders = {
        mode: ranked(candidates, replace(policy, prompt_mode=mode), asked).top(4).tolist()
        for mode in ("open", "soft", "strict")
    }
    assert orders["open"] == orders["strict"]
    assert orders["open"][-1] == 1
    assert orders["soft"] == [1, *orders["open"][:2]]  # then the rest, in the order of the score
    soft = ranked(candidates, replace(policy, prompt_mode="soft"), asked)
    assert soft.explain(1)["prompt_priority"] == PRIORITY_STEP
    assert soft.explain(0)["prompt_priority"] == 0


def test_strict_mode_keeps_only_requested_genres(candidates: Candidates, policy: Policy) -> None:
    asked = signals(requested_genres=[False, True, False, True])
    for mode, kept in (("open", [True, True, True]), ("soft", [True, True, True]), ("strict", [False, True, False])):
        ranking = ranked(candidates, replace(policy, prompt_mode=mode), asked)
        assert ranking.eligible.tolist() == [*kept, False]


def test_a_prompt_that_excludes_every_film_leaves_none(candidates: Candidates, policy: Policy) -> None:
    ranking = ranked(candidates, policy, signals(eligible=[False] * 4, text=[1, 2, 3, 4]))
    assert ranking.top(4).tolist() == []

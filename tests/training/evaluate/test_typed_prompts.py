"""Prompts as people type them, judged by facts."""

import numpy as np
import pytest

from matinee.engine.recommender import Recommender
from matinee.training.errors import DataError
from matinee.training.evaluate.prompt_cases import Part
from matinee.training.evaluate.typed_prompts import (
    Conditions,
    FactJudge,
    TypedPrompt,
    measure_typed,
    read_typed,
    report_typed,
)

HEAT, SEVEN_SAMURAI, SPIRITED_AWAY = 6, 2019, 5618


@pytest.fixture(scope="module")
def judge(recommender: Recommender) -> FactJudge:
    assert recommender.film_facts is not None
    return FactJudge(recommender.catalogue, recommender.film_facts)


@pytest.mark.parametrize(
    ("conditions", "fits", "others"),
    [
        ({"directors": ["Akira Kurosawa"]}, [SEVEN_SAMURAI], [HEAT, SPIRITED_AWAY]),
        ({"cast": ["al pacino"], "years": [1990, 1999]}, [HEAT], [SEVEN_SAMURAI]),
        ({"countries": ["Japan"], "not_genres": ["Animation"]}, [SEVEN_SAMURAI], [HEAT, SPIRITED_AWAY]),
        ({"genres": ["Crime"], "not_titles": ["Heat (1995)"]}, [], [HEAT, SEVEN_SAMURAI]),
        ({"any_of": [{"directors": ["Michael Mann"]}, {"genres": ["Animation"], "countries": ["Japan"]}]},
         [HEAT, SPIRITED_AWAY], [SEVEN_SAMURAI]),
        ({}, [HEAT, SEVEN_SAMURAI, SPIRITED_AWAY], []),
    ],
)  # fmt: skip
def test_films_fit_if_all_conditions_hold(
    recommender: Recommender, judge: FactJudge, conditions: Conditions, fits: list[int], others: list[int]
) -> None:
    fitting = judge.fitting(conditions)
    assert all(fitting[recommender.catalogue.row(movie)] for movie in fits)
    assert not any(fitting[recommender.catalogue.row(movie)] for movie in others)


def test_an_unknown_condition_is_an_error(judge: FactJudge) -> None:
    with pytest.raises(DataError, match="no condition 'composer'"):
        judge.fitting({"composer": ["Joe Hisaishi"]})


@pytest.mark.parametrize("part", ["tuned", "reported"])
def test_every_prompt_that_can_be_judged_has_ten_films(recommender: Recommender, part: Part) -> None:
    prompts = read_typed(part, recommender.catalogue, recommender.film_facts)
    judged = [prompt for prompt in prompts if prompt.fitting is not None]
    assert len(prompts) >= 50
    assert len(judged) >= 0.85 * len(prompts)
    assert [prompt.text for prompt in judged if prompt.fitting is not None and prompt.fitting.sum() < 10] == []


def test_without_facts_nothing_can_be_judged(recommender: Recommender) -> None:
    with pytest.raises(DataError, match="film facts"):
        read_typed("tuned", recommender.catalogue, None)


def test_the_share_of_the_first_ten_is_measured_for_what_can_be_judged() -> None:
    fitting = np.arange(20) < 8
    prompts = [TypedPrompt("a", "people", fitting), TypedPrompt("b", "times", ~fitting), TypedPrompt("?", "odd", None)]
    metrics = measure_typed(lambda _: np.arange(20), prompts)
    assert metrics["fit10"].tolist() == [0.8, 0.2]
    assert metrics["poor"].tolist() == [0.0, 1.0]
    report = report_typed({"all": lambda _: np.arange(20)}, prompts, "all", seed=0)
    assert report["prompts"] == 2
    assert {kind: metrics["fit10"]["value"] for kind, metrics in report["kinds"].items()} == {
        "people": 0.8,
        "times": 0.2,
    }

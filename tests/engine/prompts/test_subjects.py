"""Subjects and series that the film facts know."""

import pytest

from matinee.engine.recommender import Recommender
from tests.engine.prompts.test_fact_prompts import carrying, first


@pytest.mark.parametrize(
    ("line", "subject"), [("films about the vietnam war", "Vietnam War"), ("submarine film", "submarine")]
)
def test_a_subject_is_asked_for(recommender: Recommender, line: str, subject: str) -> None:
    assert carrying(recommender, "subjects", subject)[first(recommender, line, 5)].mean() >= 0.6


def test_a_subject_is_ruled_out(recommender: Recommender) -> None:
    rows = first(recommender, "war film that isn't about ww2")
    assert not carrying(recommender, "subjects", "World War II", "Pacific War")[rows].any()
    assert recommender.catalogue.genres[rows, recommender.catalogue.genre("War")].all()


@pytest.mark.parametrize("line", ["a james bond movie from the 60s", "james bond", "007", "bond films, no roger moore"])
def test_a_series_means_its_films(recommender: Recommender, line: str) -> None:
    assert carrying(recommender, "series", "James Bond")[first(recommender, line, 5)].all()


@pytest.mark.parametrize(
    ("line", "series"),
    [
        ("spy movies but no james bond", "James Bond"),
        ("superheroes without marvel", "Marvel Cinematic Universe"),
        ("fast cars but not the fast and furious", "Fast & Furious"),
    ],
)
def test_a_series_is_ruled_out(recommender: Recommender, line: str, series: str) -> None:
    assert not carrying(recommender, "series", series)[first(recommender, line, 20)].any()


def test_films_like_those_of_a_series_may_be_others(recommender: Recommender) -> None:
    assert not carrying(recommender, "series", "James Bond")[first(recommender, "like james bond but french")].all()

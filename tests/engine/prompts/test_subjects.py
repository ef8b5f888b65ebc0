"""Subjects and series that the film facts know."""

import pytest

from matinee.engine.prompts.facts.keyword_phrases import read_keywords
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


def test_every_keyword_is_in_the_facts(recommender: Recommender) -> None:
    facts = recommender.film_facts
    assert facts is not None
    names = {name for kind in (facts.keywords, facts.subjects, facts.based_on, facts.series) for name in kind.names}
    assert [keywords for _, _, keywords in read_keywords() if not names & {*keywords}] == []


@pytest.mark.parametrize(
    "line",
    [
        "something to marvel at", "a marvel of animation", "a father son bond movie", "washington dc movie night",
        "a comedy with a fast and furious pace",
    ],
)  # fmt: skip
def test_ordinary_words_mean_no_series(recommender: Recommender, line: str) -> None:
    assert not any(fact.is_series for part in recommender.understand(line).parts for fact in part.keywords)


@pytest.mark.parametrize(
    "line",
    [
        "a great war film by christopher nolan", "cat and mouse thriller", "something to watch on a plane",
        "movie night with my buddies", "a train wreck of a comedy", "for my pregnant wife", "what bugs me is noise",
    ],
)  # fmt: skip
def test_ordinary_words_are_no_subjects(recommender: Recommender, line: str) -> None:
    assert not any(part.keywords for part in recommender.understand(line).parts)


def test_the_new_film_of_a_series_is_one_of_it(recommender: Recommender) -> None:
    assert carrying(recommender, "series", "James Bond")[first(recommender, "the new james bond film", 5)].all()

"""Lines of a conversation: small talk changes nothing, named films are examples, preferences are less than wishes."""

from collections.abc import Sequence

import numpy as np
import pytest

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.prompts.interpreter import PromptInterpreter
from matinee.engine.recommender import Recommender
from tests.engine.prompts.asking import ask

DEADPOOL, IT_2017, DRIVE, GET_OUT = 122904, 175303, 88129, 168250
NAMED = [DEADPOOL, 8641]
"""Deadpool and Anchorman."""


def recommended(recommender: Recommender, prompt: str | None, likes: Sequence[int] = NAMED) -> list[Movie]:
    return [found.movie for found in recommender.recommend(likes, prompt=prompt)]


@pytest.mark.parametrize(
    "line", ["Hello, how are you?", "Have you seen it?", "I loved that one!", "ok thank you bye", "under 90 minutes"]
)
def test_a_line_that_says_nothing_changes_nothing(recommender: Recommender, line: str) -> None:
    assert recommender.recommend(NAMED, prompt=line) == recommender.recommend(NAMED)
    assert recommender.recommend_for_user(1, prompt=line) == recommender.recommend_for_user(1)


@pytest.mark.parametrize(
    ("line", "film"),
    [
        ("Have you seen It (2017)?", IT_2017),
        ("I like movies such as Drive (2011)", DRIVE),
        ("I heard that is scary. Get Out (2017) was better", GET_OUT),
        ("no, but I loved deadpool (2016) so much", DEADPOOL),
    ],
)
def test_a_film_named_with_its_year_is_an_example(
    recommender: Recommender, encoded: PromptInterpreter, line: str, film: int
) -> None:
    intent = ask(encoded, line)
    assert [movie.id for movie in intent.like] == [film]
    assert intent.years is None
    assert {part.kind for part in intent.parts} <= {"like", "unknown"}
    assert film not in {movie.id for movie in recommended(recommender, line)}


def test_a_film_that_was_not_liked_is_none(encoded: PromptInterpreter) -> None:
    intent = ask(encoded, "I did not like It (2017)")
    assert intent.like == ()
    assert [part.kind for part in intent.parts if part.like is not None] == ["not"]


def test_a_film_that_is_not_known_is_no_period(encoded: PromptInterpreter) -> None:
    intent = ask(encoded, "I like Girls Trip (2017)")
    assert intent.years is None
    assert [(part.label, part.why) for part in intent.not_understood if "girls" in part.label] == [
        ("girls trip ( 2017 )", "this film is not in the catalogue")
    ]


def test_a_preference_keeps_the_taste_of_the_films_named(recommender: Recommender) -> None:
    alone, told = recommended(recommender, None), recommended(recommender, "No I haven't. I like horror movies too")
    horror = [sum("Horror" in movie.genres for movie in films) for films in (alone, told)]
    assert horror[0] < horror[1] < 10


def test_a_request_is_a_filter(recommender: Recommender) -> None:
    assert all("Western" in movie.genres for movie in recommended(recommender, "Yes I have. How about a western?"))


def test_people_in_a_conversation_name_recent_films(recommender: Recommender) -> None:
    (first, *_) = recommender.recommend(NAMED, prompt="I like comedies")
    age = recommender.catalogue.years.max() - first.movie.year
    assert first.terms["prompt_recency"] == pytest.approx(-age / 10)
    (dated, *_) = recommender.recommend(NAMED, prompt="I like comedies from the 90s")
    assert "prompt_recency" not in dated.terms


def test_small_talk_leaves_the_film_of_a_session(recommender: Recommender) -> None:
    session = recommender.session([*NAMED, 318, 296])
    before = session.next()
    session.prompt("that sounds great, I'll check it out")
    assert session.next() == before
    session.prompt("Have you seen It (2017)?")
    assert np.any(session.ranking().contributions["prompt_example"])

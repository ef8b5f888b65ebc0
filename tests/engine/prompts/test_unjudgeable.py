"""Wishes that nothing can judge are said to be so, and change nothing."""

import numpy as np
import pytest

from matinee.engine.prompts.interpreter import PromptInterpreter
from matinee.engine.recommender import Recommender
from tests.engine.prompts.asking import ask


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("under 90 minutes", "how long films are"),
        ("a three hour epic", "how long films are"),
        ("oscar winners", "awards"),
        ("something that won an oscar", "awards"),
        ("on netflix", "where films can be seen"),
        ("is it on prime or disney plus", "where films can be seen"),
        ("in 4k", "formats"),
        ("something i haven't seen", "which films you have seen"),
        ("rated pg 13 or lower", "age ratings"),
        ("hey hows it going", "says nothing about films"),
        ("thanks!", "says nothing about films"),
    ],
)
def test_what_cannot_be_judged_is_said(interpreter: PromptInterpreter, line: str, why: str) -> None:
    intent = ask(interpreter, line)
    assert intent.is_empty
    assert all(why in part.why for part in intent.not_understood)


def test_letters_at_random_are_no_words(encoded: PromptInterpreter) -> None:
    assert ask(encoded, "asdfghjkl").is_empty
    assert not ask(encoded, "something whimsical").is_empty
    assert [part.label for part in ask(encoded, "comedy, lkjhgfds").not_understood] == ["lkjhgfds"]


def test_the_rest_of_the_line_counts(interpreter: PromptInterpreter) -> None:
    whole, rest = ask(interpreter, "a comedy under 2 hours on netflix"), ask(interpreter, "a comedy")
    assert not whole.is_empty
    assert [part.label for part in whole.not_understood] == ["under 2 hours", "on netflix"]
    assert np.array_equal(whole.signals.named_genre, rest.signals.named_genre)


def test_a_prompt_that_says_nothing_leaves_the_film_on_screen(recommender: Recommender) -> None:
    session = recommender.session([318, 858, 296, 2959])
    before = session.next()
    session.prompt("oscar winners on netflix")
    assert session.next() == before


def test_json_has_what_was_not_understood(recommender: Recommender) -> None:
    from matinee.engine.cli.film_commands import intent_row

    document = intent_row(recommender.understand("a comedy on netflix"))
    assert document["not_understood"] == [{"text": "on netflix", "why": "where films can be seen is not known here"}]

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
        ("no more than 100 minutes", "how long films are"),
        ("something short please", "how long films are"),
        ("best picture winners", "awards"),
        ("palme d'or winner", "awards"),
        ("oscarprämiert", "awards"),
        ("streaming on mubi", "where films can be seen"),
        ("playing near me", "where films can be seen"),
        ("im Kino", "where films can be seen"),
        ("free to stream", "prices"),
        ("kostenlos", "prices"),
        ("in 3d", "formats"),
        ("with german subtitles", "formats"),
        ("director's cut", "formats"),
        ("that we've already watched", "which films you have seen"),
        ("rated R", "age ratings"),
        ("fsk 16", "age ratings"),
        ("at least 7 on imdb", "scores of other sites"),
        ("critics loved it", "scores of other sites"),
        ("a box office flop", "box office"),
        ("low budget", "box office"),
        ("movies my boyfriend would like", "what other people watch"),
        ("what everyone is talking about", "what other people watch"),
        ("with great acting", "how well something is made"),
        ("surprise me!", "says nothing about films"),
        ("what have you got?", "says nothing about films"),
        ("you decide", "says nothing about films"),
        ("hi, I'm looking for a good film to watch", "says nothing about films"),
        ("what my neighbour likes", "other people"),
        ("films my ex would hate", "other people"),
        ("biggest flops of all time", "box office"),
        ("no idea what to watch", "says nothing about films"),
        ("guten Abend", "says nothing about films"),
        ("something good", "says nothing about films"),
        ("something quick, it should not be long", "how long films are"),
        ("anything that fits in my lunch break", "how long films are"),
        ("a cannes winner", "awards"),
        ("golden palm", "awards"),
        ("criterion collection", "where films can be seen"),
        ("in high resolution", "formats"),
        ("from my watchlist", "which films you have seen"),
        ("more like the last one I watched", "which films you have seen"),
        ("the one my friend recommended", "what other people watch"),
        ("made for less than a million", "box office"),
        ("music by hans zimmer", "only directors and casts"),
        ("written by charlie kaufman", "only directors and casts"),
        ("an a24 film", "only directors and casts"),
        ("by a woman director", "only directors and casts"),
        ("movies directed by women", "only directors and casts"),
        ("with a good soundtrack", "only directors and casts"),
        ("where the dog doesn't die", "single scenes"),
        ("passes the bechdel test", "single scenes"),
        ("what's the capital of france", "says nothing about films"),
        ("order me a pizza", "says nothing about films"),
        ("whatever", "says nothing about films"),
    ],
)
def test_what_cannot_be_judged_is_said(interpreter: PromptInterpreter, line: str, why: str) -> None:
    intent = ask(interpreter, line)
    assert intent.is_empty
    assert all(why in part.why for part in intent.not_understood)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("quick witted comedy", "quick witted comedy"),
        ("soundtrack of my life", "soundtrack of my life"),
        ("a composer biopic", "composer biopic"),
    ],
)
def test_what_looks_like_it_can_be_judged(interpreter: PromptInterpreter, line: str, meant: str) -> None:
    intent = ask(interpreter, line)
    assert [part.label for part in intent.parts] == [meant]
    assert not intent.not_understood


def test_letters_at_random_are_no_words(encoded: PromptInterpreter) -> None:
    for line in ("asdfghjkl", "wxcvbn", "glorp", "no glorp", "zqxj vrmpf", "in hjklz", "but fnord blarg"):
        assert ask(encoded, line).is_empty, line
    for line in ("leprechauns", "reykjavik", "beekeeping", "melancholic", "meerkats", "tarkovsky", "necromancer"):
        assert not ask(encoded, line).is_empty, line
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
    from matinee.engine.rows import intent_row

    document = intent_row(recommender.understand("a comedy on netflix"))
    assert document["not_understood"] == [{"text": "on netflix", "why": "where films can be seen is not known here"}]


@pytest.mark.parametrize("line", ["comedy, but no glorp", "comedy in glorp", "comedy without qwzx"])
def test_letters_at_random_exclude_nothing(encoded: PromptInterpreter, line: str) -> None:
    intent = ask(encoded, line)
    assert intent.avoid_genres == ()
    assert not any(part.kind == "not" for part in intent.parts)
    assert np.array_equal(intent.signals.eligible, ask(encoded, "comedy").signals.eligible)


@pytest.mark.parametrize("line", ["Short Cuts", "About Time", "The Longest Yard", "25th Hour", "48 Hrs.", "Bad Words"])
def test_titles_stay_titles(encoded: PromptInterpreter, line: str) -> None:
    assert ask(encoded, line).kind == "title"


def test_awards_in_a_longer_wish_leave_the_rest(interpreter: PromptInterpreter) -> None:
    rest = "crime dramas from the 70s"
    whole, alone = ask(interpreter, f"oscar winning {rest}"), ask(interpreter, rest)
    assert [part.label for part in whole.not_understood] == ["oscar winning"]
    assert whole.years == alone.years == (1970, 1979)
    assert np.array_equal(whole.signals.named_genre, alone.signals.named_genre)

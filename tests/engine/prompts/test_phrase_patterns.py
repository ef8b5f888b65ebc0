"""Patterns over words, as documented in the lexicon."""

import re

import pytest

from matinee.engine.prompts.words.phrase_patterns import compile_patterns


def matches(pattern: str, line: str) -> list[str]:
    """The matches of a pattern in a line."""
    return [match.group().strip() for match in compile_patterns([pattern]).finditer(f" {line} ")]


@pytest.mark.parametrize(
    ("pattern", "line", "hits"),
    [
        ("no", "no horror no gore", ["no", "no"]),
        ("no", "nothing piano", []),
        ("(skip|ditch) the", "skip the war ditch the gore", ["skip the", "ditch the"]),
        ("(skip|ditch) the", "skip war", []),
        ("tired [of]", "tired of war so tired", ["tired of", "tired"]),
        ("a [very] sad film", "a sad film a very sad film", ["a sad film", "a very sad film"]),
        ("no [more|other]", "no more no other no", ["no more", "no other", "no"]),
        ("keep [it|them] (out|away)", "keep away keep them out", ["keep away", "keep them out"]),
        ("(nothing|none (of|in)) that", "none of that nothing that", ["none of that", "nothing that"]),
        ("keep * out", "keep gore out", ["keep gore out"]),
        ("keep * out", "keep out", []),
        ("keep * out", "keep the gore out", []),
        ("keep * * out", "keep the gore out", ["keep the gore out"]),
        ("^ drop", "drop the gore", ["drop"]),
        ("^ drop", "please drop the gore", []),
        ("^ (drop|lose)", "lose it", ["lose"]),
        ("(ugh|no) $", "westerns ugh", ["ugh"]),
        ("(ugh|no) $", "ugh westerns", []),
        ("never again $", "never again please never again", ["never again"]),
        ("^ so what $", "so what", ["so what"]),
        ("^ so what $", "so what now", []),
    ],
)
def test_a_pattern_finds_whole_words(pattern: str, line: str, hits: list[str]) -> None:
    assert matches(pattern, line) == hits


def test_longer_patterns_take_precedence() -> None:
    both = compile_patterns(["no", "no more than"])
    assert [match.group() for match in both.finditer(" no more than no war ")] == ["no more than", "no"]


def test_no_patterns_match_nothing() -> None:
    assert not compile_patterns([]).search(" anything at all ")


@pytest.mark.parametrize("broken", ["(a|b", "a)", "(a))"])
def test_an_invalid_pattern_is_an_error(broken: str) -> None:
    with pytest.raises(re.error):
        compile_patterns([broken])


@pytest.mark.parametrize("line", ["is enough", "enough"])
def test_the_first_word_may_be_optional(line: str) -> None:
    assert matches("[is|are] enough", line) == [line]

"""Periods of the user's own life."""

import pytest

from matinee.engine.prompts.films.knowledge import Knowledge
from matinee.engine.prompts.parser import parse_prompt
from matinee.engine.prompts.periods.period_words import FIRST
from matinee.engine.prompts.periods.release_calendar import Calendar
from matinee.engine.prompts.periods.years import intersect_years, read_years
from matinee.engine.prompts.words.lexicon import load_lexicon
from matinee.engine.prompts.words.normalization import token_texts

LEXICON = load_lexicon()
CALENDAR = Calendar(2026, 2018)


def years(line: str) -> tuple[int, int] | None:
    """The period that a line asks for in 2026."""
    return intersect_years([(entry.first, entry.last) for entry in read_years(token_texts(line), CALENDAR)])


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("when I was a child, I am 50 now", (1981, 1988)),
        ("i'm 36, cartoons from when i was little", (1995, 2002)),
        ("born in 1979, something i could have watched as a kid", (1984, 1991)),
        ("i am 61 and want films from when i was a teenager", (1978, 1984)),
        ("i'm in my forties, films of my youth", (1989, 2005)),
        ("when i was 16, i'm 46", (1995, 1997)),
        ("from my teens in the seventies", (1970, 1979)),
        ("films of my childhood, the 90s", (1990, 1999)),
        ("the year i was born, 1962", (1962, 1962)),
        ("the year my parents were born, they are from 1958", (1958, 1958)),
        ("from before my dad was born, he's from 1955", (1880, 1954)),
        ("granny is coming, something from when she was young", (1940, 1965)),
        ("from my grandad's youth", (1940, 1965)),
        ("when my parents were kids", (1965, 1990)),
        ("i was born in 1987, from my birth year", (1987, 1987)),
        ("i'm 30, from the year i was born", (1996, 1996)),
        ("from before i was born, 1972", (FIRST, 1971)),
        ("before my time, i was born in 1991", (FIRST, 1990)),
        ("movies from the decade i grew up in, the 60s", (1960, 1969)),
    ],
)
def test_the_age_says_when(line: str, period: tuple[int, int]) -> None:
    assert years(line) == period


@pytest.mark.parametrize(
    "line", ["i am 40", "when i was a kid", "before my time", "a kid from the block", "as a child"]
)
def test_without_an_age_or_a_time_no_period_is_meant(line: str) -> None:
    assert years(line) is None


def test_the_rest_of_the_line_stays_a_wish() -> None:
    parts = parse_prompt(
        "i'm 40, want a comedy from when i was a kid", Knowledge(LEXICON, lambda _: None, calendar=CALENDAR)
    ).parts
    assert [(part.kind, part.label) for part in parts] == [("years", "1991–1998"), ("wish", "comedy")]

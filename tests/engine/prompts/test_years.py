"""Periods in a prompt."""

import pytest

from matinee.engine.prompts.films.knowledge import Knowledge
from matinee.engine.prompts.parser import parse_prompt
from matinee.engine.prompts.periods.period_words import FIRST, LAST, parse_years
from matinee.engine.prompts.periods.years import Years, intersect_years, read_years
from matinee.engine.prompts.words.lexicon import load_lexicon
from matinee.engine.prompts.words.normalization import token_texts
from matinee.engine.prompts.words.phrase_patterns import Span

LEXICON = load_lexicon()


def years(line: str) -> list[tuple[int, int]]:
    """First and last year of every period in a line, in order."""
    found = sorted(read_years(token_texts(line)), key=lambda entry: entry.span.start)
    return [(entry.first, entry.last) for entry in found]


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("90s", 1990, 1999),
        ("90's", 1990, 1999),
        ("'90s crime", 1990, 1999),
        ("the 1990s", 1990, 1999),
        ("nineties", 1990, 1999),
        ("from the seventies", 1970, 1979),
        ("20s", 1920, 1929),
        ("00s", 2000, 2009),
        ("noughties", 2000, 2009),
        ("10s", 2010, 2019),
        ("2010s", 2010, 2019),
        ("1994", 1994, 1994),
        ("a film of 1994", 1994, 1994),
        ("after 2010", 2011, LAST),
        ("newer than the nineties", 2000, LAST),
        ("post-2000", 2001, LAST),
        ("since 2010", 2010, LAST),
        ("from 2010 on", 2010, LAST),
        ("1990 or later", 1990, LAST),
        ("80s onwards", 1980, LAST),
        ("before 1960", FIRST, 1959),
        ("made before the sixties", FIRST, 1959),
        ("pre-1960", FIRST, 1959),
        ("older than 1960", FIRST, 1959),
        ("until 1960", FIRST, 1960),
        ("up to the seventies", FIRST, 1979),
        ("between 1980 and 1995", 1980, 1995),
        ("from 1980 to 1995", 1980, 1995),
        ("1980-1995", 1980, 1995),
        ("1980 – 1995", 1980, 1995),
        ("60s or 70s", 1960, 1979),
        ("60s and 70s", 1960, 1979),
        ("60s/70s", 1960, 1979),
        ("sixties or the eighties", 1960, 1989),
        ("early 2000s", 2000, 2004),
        ("mid 80s", 1983, 1986),
        ("late nineties", 1995, 1999),
        ("nothing before 1990", 1990, LAST),
        ("not older than 1990", 1990, LAST),
        ("nothing after the seventies", FIRST, 1979),
        ("no newer than 1979", FIRST, 1979),
        ("this century", 2000, LAST),
        ("silent era", FIRST, 1930),
        ("black and white", FIRST, 1967),
        ("new hollywood", 1967, 1982),
        ("an old movie", FIRST, 1975),
        ("something recent", 2008, LAST),
    ],
)
def test_periods(line: str, first: int, last: int) -> None:
    assert years(line) == [(first, last)]


@pytest.mark.parametrize(
    "line",
    [
        "set in the 1940s",
        "takes place during the 1940s",
        "about the 1960s",
        "the story of 1968",
        "12 angry men",
        "ocean's eleven",
        "the 7th floor",
        "007",
        "100 minutes",
        "1234",
        "3010",
        "19500",
        "my 1990ish mood",
        "",
    ],
)
def test_other_numbers_are_not_years(line: str) -> None:
    assert years(line) == []


def test_the_time_of_the_story_is_not_a_period() -> None:
    assert years("90s film set in the 1940s") == [(1990, 1999)]


def test_two_periods_intersect() -> None:
    assert years("80s or 90s, after 1985") == [(1980, 1999), (1986, LAST)]
    assert intersect_years(years("80s or 90s, after 1985")) == (1986, 1999)
    assert intersect_years([]) is None


def test_a_period_has_a_span() -> None:
    assert read_years(token_texts("crime from the 90s please")) == [Years(1990, 1999, Span(1, 4))]


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        (1990, 1999, "1990–1999"),
        (1994, 1994, "1994"),
        (2011, LAST, "from 2011"),
        (FIRST, 1959, "up to 1959"),
    ],
)
def test_labels(first: int, last: int, label: str) -> None:
    assert Years(first, last, Span(0, 1)).label == label


@pytest.mark.parametrize(
    ("word", "limits"),
    [("1994", (1994, 1994)), ("1990s", (1990, 1999)), ("90s", (1990, 1999)), ("fifties", (1950, 1959))],
)
def test_one_word(word: str, limits: tuple[int, int]) -> None:
    assert parse_years(word) == limits


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("no films before 1990", 1990, LAST),
        ("no movies from before 1990", 1990, LAST),
        ("nothing made before 1990 please, no movies older than 1990", 1990, LAST),
        ("no films after 1979", FIRST, 1979),
        ("don't want anything before 1990", 1990, LAST),
        ("nothing before 1990", 1990, LAST),
        ("nothing after the seventies", FIRST, 1979),
    ],
)
def test_an_excluded_limit_is_reversed(line: str, first: int, last: int) -> None:
    assert eligible_years(line) == set(range(first, last + 1))


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("not the 90s", 1990, 1999),
        ("no 80s films", 1980, 1989),
        ("nothing from the 80s", 1980, 1989),
        ("anything but the 70s", 1970, 1979),
        ("80s, no", 1980, 1989),
        ("not from the 90s or 80s", 1980, 1999),
        ("nothing from 1995", 1995, 1995),
    ],
)
def test_a_period_can_be_excluded(line: str, first: int, last: int) -> None:
    (part,) = parse_prompt(line, Knowledge(LEXICON, lambda _: None)).parts
    assert (part.kind, part.label) == ("not", f"not: {Years(first, last, Span(0, 1)).label}")
    assert (part.years, part.text) == ((first, last), "")
    assert eligible_years(line) == {*range(FIRST, LAST + 1)} - {*range(first, last + 1)}


@pytest.mark.parametrize(
    "line", ["nothing but the 90s", "not only the 90s", "90s, no horror", "no horror, 90s", "stuff from the 90s"]
)
def test_a_period_next_to_a_cue_may_be_wanted(line: str) -> None:
    assert eligible_years(line) == set(range(1990, 2000))


def test_part_of_a_period_can_be_excluded() -> None:
    assert eligible_years("90s, nothing from 1995") == {*range(1990, 2000)} - {1995}


def eligible_years(line: str) -> set[int]:
    """The years a film may be from."""
    left = set(range(FIRST, LAST + 1))
    for part in parse_prompt(line, Knowledge(LEXICON, lambda _: None)).parts:
        if part.years is not None:
            assert part.kind in {"years", "not"}
            named = set(range(part.years[0], part.years[1] + 1))
            left = left & named if part.kind == "years" else left - named
    return left


@pytest.mark.parametrize("line", ["between 1995 and 1980", "1800s western", "earth in 2049"])
def test_periods_are_not_empty(line: str) -> None:
    parts = parse_prompt(line, Knowledge(LEXICON, lambda _: None)).parts
    found = intersect_years([part.years for part in parts if part.years is not None])
    assert found is None or found[0] <= min(found[1], 2025)

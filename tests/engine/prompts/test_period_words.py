"""Words for years, decades and eras, as people type them."""

import pytest

from matinee.engine.prompts.periods.period_words import FIRST, LAST, parse_period, parse_years
from matinee.engine.prompts.periods.years import read_years
from matinee.engine.prompts.words.normalization import token_texts


def years(line: str) -> list[tuple[int, int]]:
    """First and last year of every period in a line, in order."""
    found = sorted(read_years(token_texts(line)), key=lambda entry: entry.span.start)
    return [(entry.first, entry.last) for entry in found]


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("between 1970 and 1980", 1970, 1980),
        ("1970 to 1980", 1970, 1980),
        ("1970-80", 1970, 1980),
        ("1970 – 80", 1970, 1980),
        ("60-70s", 1960, 1979),
        ("1930s-40s", 1930, 1949),
        ("from the 60s or 70s", 1960, 1979),
        ("60s, 70s or 80s western", 1960, 1989),
        ("late 60s and early 70s", 1965, 1974),
        ("from the mid 90s to the early 2000s", 1993, 2004),
        ("late seventies up to the mid eighties", 1975, 1986),
        ("from '85 to '95", 1985, 1995),
        ("from 1990 until now", 1990, LAST),
        ("since 2005", 2005, LAST),
        ("since the late 90s", 1995, LAST),
        ("2005+", 2005, LAST),
        ("1999 at the earliest", 1999, LAST),
        ("no earlier than 1999", 1999, LAST),
        ("films that came out after 2000", 2001, LAST),
        ("older than 2005", FIRST, 2004),
        ("before the mid 60s", FIRST, 1962),
        ("1960 or older", FIRST, 1960),
        ("not later than 1980", FIRST, 1980),
        ("released in or after 2012", 2012, LAST),
        ("roughly 1980 to 1985", 1980, 1985),
        ("pre-1970s musicals", FIRST, 1969),
    ],
)
def test_ranges_and_limits(line: str, first: int, last: int) -> None:
    assert years(line) == [(first, last)]


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("late 60s", 1965, 1969),
        ("mid-80s", 1983, 1986),
        ("mid-'80s", 1983, 1986),
        ("early nineties", 1990, 1994),
        ("first half of the seventies", 1970, 1974),
        ("2nd half of the 90s", 1995, 1999),
        ("end of the 70s", 1977, 1979),
        ("mid to late 80s", 1983, 1989),
        ("late 1998", 1998, 1998),
        ("a noir from around 1948", 1946, 1950),
        ("1995-ish", 1993, 1997),
        ("the year 1984", 1984, 1984),
        ("'68", 1968, 1968),
        ("summer of ’05", 2005, 2005),
        ("90´s", 1990, 1999),
        ("ninties", 1990, 1999),
        ("a fine 90s comedy", 1990, 1999),
    ],
)
def test_single_years_and_parts_of_decades(line: str, first: int, last: int) -> None:
    assert years(line) == [(first, last)]


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("90er", 1990, 1999),
        ("80er-Jahre", 1980, 1989),
        ("aus den 80ern", 1980, 1989),
        ("Anfang der Neunziger", 1990, 1992),
        ("zwischen 1970 und 1980", 1970, 1980),
        ("vor 1960", FIRST, 1959),
        ("années 60", 1960, 1969),
        ("les années quatre-vingt-dix", 1990, 1999),
        ("depuis 2005", 2005, LAST),
        ("años 80", 1980, 1989),
        ("entre 1970 y 1980", 1970, 1980),
        ("anni 70", 1970, 1979),
        ("anni '70", 1970, 1979),
        ("degli anni settanta", 1970, 1979),
        ("anos 90", 1990, 1999),
        ("année 1990", 1990, 1990),
    ],
)
def test_other_languages(line: str, first: int, last: int) -> None:
    assert years(line) == [(first, last)]


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("pre-war", FIRST, 1938),
        ("from before the war", FIRST, 1938),
        ("interwar", 1919, 1938),
        ("post war", 1945, 1960),
        ("post-war italy", 1945, 1960),
        ("mid-century", 1945, 1960),
        ("turn of the century", 1998, 2002),
        ("since the turn of the century", 2000, LAST),
        ("early 20th century", FIRST, 1933),
        ("around the millennium", 1998, 2002),
        ("the new millennium", 2000, LAST),
        ("released this century", 2000, LAST),
    ],
)
def test_eras(line: str, first: int, last: int) -> None:
    assert years(line) == [(first, last)]


@pytest.mark.parametrize(
    "line",
    [
        "during the cold war",
        "in post-war berlin",
        "set at the turn of the century",
        "turn of the 20th century",
        "set before 1900",
        "set between 1940 and 1945",
        "19th century drama",
        "'12 angry men'",
        "48 hours",
        "millennium actress",
    ],
)
def test_the_time_of_a_story_and_other_numbers_are_not_periods(line: str) -> None:
    assert years(line) == []


@pytest.mark.parametrize("line", ["made during the 60s", "what about the 60s?", "how about the 60s"])
def test_during_and_about_may_mean_the_release(line: str) -> None:
    assert years(line) == [(1960, 1969)]


def test_periods_joined_by_or_do_not_contradict_each_other() -> None:
    assert years("80s slasher or early 90s") == [(1980, 1994)] * 2
    assert years("old or brand new") == []
    assert years("not the 80s or anything from the 2000s") == [(1980, 1989), (2000, 2009)]
    assert years("from the eighties, not the nineties") == [(1980, 1989), (1990, 1999)]


def test_a_part_of_a_decade_is_counted_from_its_first_year() -> None:
    assert parse_period("the late 1960s") == (1965, 1969)
    assert parse_years("late 1960s") == (1960, 1969)


def test_old_beside_a_later_period_is_said_of_others() -> None:
    assert years("horror made after 2013 please, old ones look fake") == [(2014, 2100)]
    assert years("old movies but nothing from the 90s")[0][1] == 1975

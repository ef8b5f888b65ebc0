"""Periods that count back from the catalogue's last year."""

import pytest

from matinee.engine.prompts.films.knowledge import Knowledge
from matinee.engine.prompts.interpreter import PromptInterpreter
from matinee.engine.prompts.parser import parse_prompt
from matinee.engine.prompts.periods.period_words import FIRST, LAST
from matinee.engine.prompts.periods.relative_years import parse_age
from matinee.engine.prompts.periods.release_calendar import Calendar
from matinee.engine.prompts.periods.years import read_years
from matinee.engine.prompts.prompt import Prompt
from matinee.engine.prompts.words.lexicon import load_lexicon
from matinee.engine.prompts.words.normalization import token_texts
from matinee.engine.recommender import Recommender

LEXICON = load_lexicon()
CALENDAR = Calendar(2010, 2010)


def years(line: str) -> list[tuple[int, int]]:
    """First and last year of every period in a line, for a catalogue that ends in 2010."""
    return [(entry.first, entry.last) for entry in read_years(token_texts(line), CALENDAR)]


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("last 20 years", 1991),
        ("from the last twenty years", 1991),
        ("past decade", 2001),
        ("horror of the last two decades", 1991),
        ("the last few years", 2006),
        ("within the past 18 months", 2009),
        ("last half a dozen years", 2005),
        ("in the last year", 2009),
        ("this year", 2010),
        ("something from this decade", 2010),
        ("recent", 2000),
        ("newer", 2000),
        ("something new", 2000),
        ("what's new", 2008),
        ("modern comedies", 1991),
        ("the last 5 to 10 years", 2001),
        ("made in the last quarter century", 1986),
        ("newest", 2008),
        ("the most recent ones", 2008),
        ("new movies", 2008),
        ("new korean movies", 2008),
        ("not older than 10 years", 2001),
        ("nothing over fifteen years old", 1996),
        ("no older than a decade", 2001),
        ("less than 5 years old", 2006),
        ("newer than 5 years", 2006),
        ("letzte 10 Jahre", 2001),
        ("les 20 dernières années", 1991),
        ("últimos 10 años", 2001),
        ("ultimi 10 anni", 2001),
    ],
)
def test_back_from_the_last_year(line: str, first: int) -> None:
    assert years(line) == [(first, LAST)]


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("older than 10 years", FIRST, 2000),
        ("more than 20 years old", FIRST, 1990),
        ("at least 30 years old", FIRST, 1980),
        ("three decades ago", 1977, 1983),
        ("from a couple of years ago", 2007, 2009),
    ],
)
def test_ages(line: str, first: int, last: int) -> None:
    assert years(line) == [(first, last)]


@pytest.mark.parametrize("line", ["old", "something old", "old comedies", "old french movies", "golden oldies"])
def test_old(line: str) -> None:
    assert years(line) == [(FIRST, 1975)]


@pytest.mark.parametrize("line", ["very old horror movies", "the oldest"])
def test_very_old(line: str) -> None:
    assert years(line) == [(FIRST, 1959)]


@pytest.mark.parametrize(
    "line",
    [
        "old man drama",
        "for my 10 year old",
        "kids under 10 years old",
        "new york movies",
        "french new wave",
        "new kids on the block",
        "old or new",
        "new beginnings drama",
        "my 10 year old loves action",
        "the last 900 years",
        "28 days later",
        "12 years a slave",
    ],
)
def test_other_old_and_new_things(line: str) -> None:
    assert years(line) == []


@pytest.mark.parametrize(
    ("line", "limits"),
    [
        ("nothing recent", (2000, LAST)),
        ("nothing old", (FIRST, 1975)),
        ("no films from the last 5 years", (2006, LAST)),
    ],
)
def test_relative_periods_can_be_excluded(line: str, limits: tuple[int, int]) -> None:
    (clause,) = parse_prompt(line, Knowledge(LEXICON, lambda _: None, calendar=CALENDAR)).parts
    assert (clause.kind, clause.years) == ("not", limits)


@pytest.mark.parametrize(
    ("line", "wish"),
    [("old comedies", "comedies"), ("new korean movies", "korean"), ("very old horror films", "horror")],
)
def test_the_words_after_old_and_new_keep_their_meaning(line: str, wish: str) -> None:
    assert [
        clause.label for clause in parse_prompt(line, Knowledge(LEXICON, lambda _: None)).parts if not clause.years
    ] == [wish]


@pytest.mark.parametrize("line", ["more than 20 years old", "nothing older than 10 years", "less than 5 years old"])
def test_a_comparison_is_not_an_exclusion(line: str) -> None:
    (clause,) = parse_prompt(line, Knowledge(LEXICON, lambda _: None, calendar=CALENDAR)).parts
    assert clause.kind == "years"


def test_numbers_of_years() -> None:
    assert [parse_age("20", "years"), parse_age("two", "decades"), parse_age("7", "months")] == [20, 20, 1]
    assert [parse_age(None, "years"), parse_age(None, "decade")] == [5, 10]


def test_the_catalogue_decides_what_is_new_and_today_what_is_long_ago(recommender: Recommender) -> None:
    newest = int(recommender.catalogue.years.max())
    later = Recommender(recommender.bundle, recommender.policy, today=newest + 8)
    later.prompts.wait_for_encoder = False
    assert later.understand("newest").years == (newest - 2, LAST)
    assert later.understand("the last 20 years").years == (newest - 11, LAST)
    assert later.understand("older than 30 years").years == (FIRST, newest - 22)
    (part,) = later.understand("the last 5 years").parts
    assert (part.years, part.label) == ((newest - 4, newest), f"{newest - 4}–{newest}, the catalogue's newest")


def test_an_exclusion_does_not_move_into_the_catalogue() -> None:
    (clause,) = parse_prompt(
        "no films from the last 5 years", Knowledge(LEXICON, lambda _: None, calendar=Calendar(2026, 2018))
    ).parts
    assert (clause.kind, clause.years, clause.label) == ("not", (2022, LAST), "not: from 2022")


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("from the past three years", (2016, 2018)),
        ("this year", (2018, 2018)),
        ("thrillers of this decade", (2012, 2018)),
        ("last year", (2017, 2018)),
        ("the last 12 years", (2015, LAST)),
        ("a few years back", (2016, 2018)),
    ],
)
def test_a_period_without_films_moves_to_the_end_of_the_catalogue(line: str, period: tuple[int, int]) -> None:
    (entry,) = read_years(token_texts(line), Calendar(2026, 2018))
    assert (entry.first, entry.last) == period


def test_a_handful_of_films_is_enough() -> None:
    few, enough = Calendar(2026, 2018, [2010, 2017, 2018, 2018]), Calendar(2026, 2018, [2017] * 5)
    assert few.move_into_catalogue(2017, LAST) == (2009, 2018)
    assert enough.move_into_catalogue(2017, LAST) == (2017, LAST)
    assert few.move_into_catalogue(1900, 1910) == (1900, 1910)


@pytest.mark.parametrize(("line", "kind"), [("1984", "title"), ("the year 1984", "mood"), ("movies from 1984", "mood")])
def test_a_year_alone_may_be_a_title(interpreter: PromptInterpreter, line: str, kind: str) -> None:
    assert interpreter.understand(Prompt(line)).kind == kind

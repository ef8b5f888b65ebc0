"""Reads dates in the forms that services and spreadsheets write."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime

TIME = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[ap]\.?m\b\.?)?", re.IGNORECASE)
YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?(?!\d).*)?", re.DOTALL)
YEAR_LAST = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d).*", re.DOTALL)
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
SECONDS = re.compile(r"(\d{9,10})(?:\d{3})?(?:\.\d+)?")
"""A time in seconds or milliseconds since 1970."""
MONTHS: dict[str, int] = {
    name: month
    for month, names in enumerate(
        (
            "jan ene gen", "feb fev", "mar mrz maa", "apr avr abr", "may mai mag mei maj", "jun juin giu",
            "jul juil lug", "aug aou ago", "sep set", "oct okt ott out", "nov", "dec dez dic des",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
"""First letters of months in the languages of western services."""
FIRST_OF_CENTURY = 70
"""Two digits from here on are of the 20th century."""
YEARS = range(1900, 2101)
"""Years in which films are rated; a date of another year is damaged."""


def parse_date(text: str, *, day_first: bool | None = None) -> date | None:
    """The date in a text, with or without a time; None if there is none.

    Args:
        text: such as "2024-02-01T10:11:00Z", "01.02.2024", "3/14/20", "14 Mar 2020" or "Mon Jan 16 00:00:00 2012".
        day_first: the order of day and month in a date of numbers that can be read both ways; by default the month is
            first with slashes, else the day.

    >>> parse_date("Mar 14 2020, 10:11"), parse_date("10-09-20"), parse_date("sometime")
    (datetime.date(2020, 3, 14), datetime.date(2020, 9, 10), None)
    """
    try:
        found = parse_form(text.strip(), day_first)
    except ValueError:
        return None
    return found if found is not None and found.year in YEARS else None


def parse_form(text: str, day_first: bool | None) -> date | None:
    """The date in a text in one of the known forms, None for another form. Raises ValueError if it is not possible."""
    if found := YEAR_FIRST.fullmatch(text):
        return date(int(found[1]), int(found[3] or 1), int(found[4] or 1))
    if found := COMPACT.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(found[1]), UTC).date()
    if found := YEAR_LAST.fullmatch(text):
        return order_numbers(found, found[2] != "/" if day_first is None else day_first)
    return parse_named_month(text)


def order_numbers(found: re.Match[str], day_first: bool) -> date:
    """The date of two numbers and a year, in the other order if it is not possible in this one. Raises ValueError."""
    day, month = (int(found[1]), int(found[3])) if day_first else (int(found[3]), int(found[1]))
    if month > 12:
        day, month = month, day
    return date(full_year(found[4]), month, day)


def parse_named_month(text: str) -> date | None:
    """The date of a text with the name of a month. Raises ValueError if it is not possible."""
    if len(text) > 60:
        return None
    words = re.findall(r"[^\W\d_]+|\d+", TIME.sub(" ", text))
    numbers = [word for word in words if word.isascii() and word.isdigit()]
    months = [month for word in words if (month := month_number(word))]
    years = [word for word in numbers if len(word) == 4] or numbers[-1:]
    if not (months and years):
        return None
    days = [word for word in numbers if len(word) <= 2]
    return date(full_year(years[0]), months[-1], int(days[0]) if days and days[0] is not years[0] else 1)


def month_number(word: str) -> int | None:
    """The month of a name or its abbreviation; None for another word."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(letter for letter in letters if letter.isalpha())
    return MONTHS.get(bare[:4]) or MONTHS.get(bare[:3])


def full_year(digits: str) -> int:
    """The year of two or four digits."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1900 if year >= FIRST_OF_CENTURY else 2000)


def detect_day_first(texts: Iterable[str]) -> bool | None:
    """Whether the day is before the month, by the first date that is possible in one order only; None if there is none.

    >>> detect_day_first(["10-09-20", "30-11-93"])
    True
    """
    for text in texts:
        if found := YEAR_LAST.match(text):
            first, second = int(found[1]), int(found[3])
            if first > 12 >= second:
                return True
            if second > 12 >= first:
                return False
    return None

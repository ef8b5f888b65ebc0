"""Periods in a prompt: "90s", "from the seventies", "after 2010", "nothing before 1980", "the last 20 years"."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from matinee.engine.prompts.own_years import find_own_years
from matinee.engine.prompts.period_words import (
    ERA,
    FIRST,
    LAST,
    MADE,
    PERIOD,
    TEN,
    YEAR,
    enclose_periods,
    parse_era,
    whole_words,
)
from matinee.engine.prompts.phrase_patterns import Span, find_spans
from matinee.engine.prompts.relative_years import RELATIVE_RULES
from matinee.engine.prompts.release_calendar import Calendar

LATEST = 2030
"""A year from this one on is the time of a story, not of a release."""
MAX_BETWEEN = 4
"""Words between two periods that "or" joins."""
NEGATIONS = frozenset({"no", "not", "nothing", "never", "none", "neither", "without", "except"})
"""With one of these, periods may be excluded; those are never joined."""
NEWEST = 2018
"""The last year of the shipped catalogue; relative periods count back from it where no catalogue is given."""
SHIPPED = Calendar(NEWEST, NEWEST)


@dataclass(frozen=True)
class Years:
    """A period from ``first`` to ``last``, inclusive, and where it is in the prompt.

    Attributes:
        first: its first year.
        last: its last year.
        span: where it is.
        requested: first and last year that were asked for, if the catalogue has nearly no films from them and its last
            years are meant instead; None otherwise.
    """

    first: int
    last: int
    span: Span
    requested: tuple[int, int] | None = None

    @property
    def label(self) -> str:
        """ "1990–1999", "from 2010", "up to 1959", "2014–2018, the catalogue's newest"."""
        if self.requested is not None:
            return f"{replace(self, requested=None).label}, the catalogue's newest"
        if self.first <= FIRST:
            return f"up to {self.last}"
        if self.last >= LAST:
            return f"from {self.first}"
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def read_years(words: Sequence[str], calendar: Calendar = SHIPPED) -> list[Years]:
    """Find the periods a prompt names, none overlapping another; except those in which a story is set.

    Args:
        words: the line, as ``token_texts`` returns it.
        calendar: what "the last 20 years" and "newest" count back from.
    """
    taken = find_spans(NOT_RELEASED, words, Span(0, len(words)))
    found: list[Years] = []
    for entry in iter_periods(words, calendar):
        first, last, span = *(entry.requested or (entry.first, entry.last)), entry.span
        if first <= last and first < LATEST and last > FIRST and not any(span.overlaps(other) for other in taken):
            taken.append(span)
            found.append(entry)
    return join_alternatives(words, found)


def join_alternatives(words: Sequence[str], periods: Sequence[Years]) -> list[Years]:
    """Make both of "80s slasher or early 90s" 1980–1994, in order; no film is from two periods that do not overlap."""
    joined = sorted(periods, key=lambda entry: entry.span.start)
    for place in range(1, len(joined)):
        left, right = joined[place - 1], joined[place]
        between = words[left.span.end : right.span.start]
        disjoint = left.last < right.first or right.last < left.first
        if disjoint and "or" in between and len(between) <= MAX_BETWEEN and not NEGATIONS & set(words):
            first, last = min(left.first, right.first), max(left.last, right.last)
            joined[place - 1 : place + 1] = [replace(entry, first=first, last=last) for entry in (left, right)]
    return [entry for entry in joined if entry.first > FIRST or entry.last < LAST]


def iter_periods(words: Sequence[str], calendar: Calendar) -> Iterator[Years]:
    """Yield every match of every rule; they may overlap."""
    text = " " + " ".join(words) + " "
    whole = Span(0, len(words))
    yield from (Years(*entry) for entry in find_own_years(words, calendar.today))
    for pattern, to_years in RULES:
        for match, span in zip(pattern.finditer(text), find_spans(pattern, words, whole), strict=True):
            yield Years(*to_years(match), span)
    for pattern, count_back in RELATIVE_RULES:
        for match, span in zip(pattern.finditer(text), find_spans(pattern, words, whole), strict=True):
            requested = count_back(match, calendar)
            found = calendar.move_into_catalogue(*requested)
            yield Years(*found, span, None if found == requested else requested)


def intersect_years(periods: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """First and last year of the intersection of some periods; None without any."""
    return (max(first for first, _ in periods), min(last for _, last in periods)) if periods else None


def named(match: re.Match[str]) -> tuple[int, int]:
    """ "1994", "late 80s", "between 1980 and 1995", "60s or 70s", in any order: all from the earliest to the latest."""
    return enclose_periods(match[0])


def since(match: re.Match[str]) -> tuple[int, int]:
    """ "since 2010", "nothing before the eighties"."""
    return enclose_periods(match[0])[0], LAST


def after(match: re.Match[str]) -> tuple[int, int]:
    """ "after 2010", "newer than the nineties"."""
    return enclose_periods(match[0])[1] + 1, LAST


def until(match: re.Match[str]) -> tuple[int, int]:
    """ "up to 1980", "nothing after the seventies"."""
    return FIRST, enclose_periods(match[0])[1]


def before(match: re.Match[str]) -> tuple[int, int]:
    """ "before 1980", "older than the sixties"."""
    return FIRST, enclose_periods(match[0])[0] - 1


def around(match: re.Match[str]) -> tuple[int, int]:
    """ "around 1975", "circa the 50s": two years more on each side."""
    first, last = enclose_periods(match[0])
    return first - 2, last + 2


def short_range(match: re.Match[str]) -> tuple[int, int]:
    """ "1970-80"; empty if the second number is not later."""
    return int(match[1]), int(match[1][:2] + match[2])


def short_decades(match: re.Match[str]) -> tuple[int, int]:
    """ "60-70s"."""
    return enclose_periods(f"{match[1]}s {match[2]}s")


NO = r"(?:no|not|nothing|none|never|nichts|nicht|nada|niente|pas|nao)(?: (?:that is|that was|from|anything))?"
FROM = (
    r"(?:(?:(?:back )?(?:from|in|of|out of|during)|aus|von|vom|de|des|dans|du|del|degli|dagli|dei|negli|dos|da|nos|en)"
    r" )?"
)
AFTER = r"(?:after|post|newer than|later than|more recent than|younger than|>|nach|apres|despues de|dopo|depois de)"
SINCE = (
    r"(?:since|in or after|at least from|at the earliest from|starting (?:in|from|with)|beginning in|as of"
    r"|seit|ab|depuis|a partir de|desde|dal)"
)
BEFORE = r"(?:before|pre|older than|earlier than|prior to|vor|avant|antes de|prima del)"
UNTIL = r"(?:in or before|until|up to|till|no later than|bis|jusqua|hasta|fino al|ate)"
ONWARDS = (
    r"(?:on|onwards?|(?:and|or) (?:later|newer|up|after|above|beyond)|plus|at the earliest"
    r"|(?:to|until|till|through) (?:now|today|the present|present))"
)
EARLIER = r"(?:(?:and|or) (?:earlier|older|before)|at the latest)"
JOIN = r"(?:,|or|and|to|through|until|till|or maybe|&|/|[-–—]|und|oder|bis|et|ou|o|y|e|a)"
RANGE = rf"{PERIOD}(?:(?: {JOIN})* {FROM}{PERIOD})*"
RELEASED = r"(?<!made )(?<!released )(?<!shot )(?<!filmed )(?<!produced )(?<!out )"
NOT_RELEASED = whole_words(
    rf"(?:set|setting|takes? place|taking place|happens|happening|(?<!how )(?<!what )about|{RELEASED}during|story of)"
    rf"(?: (?:in|during|around|at|before|after|between|from))? (?:the )?(?:{RANGE}|{ERA}|(?:modern|present) day)"
    r"|turn of the (?:18th|19th|20th|twentieth|last) century"
    r"|old(?:er)? (?:and|or) new(?:er)?|new(?:er)? (?:and|or) old(?:er)?"
    r"|in post ?war (?!era |years |period |times |days |cinema |$)[^ ]+"
)
"""The time of a story, and "old or new", which excludes nothing."""
RULES: list[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[int, int]]]] = [
    (
        whole_words(
            rf"{MADE}(?:between|zwischen|entre|tra|fra|from|von|de|dal) {PERIOD}"
            rf" (?:and|to|until|till|through|und|bis|et|y|e|a|al|[-–—]) {PERIOD}"
        ),
        named,
    ),
    (
        whole_words(
            rf"{MADE}(?:(?:between|from|zwischen|entre) )?({YEAR})(?: (?:and|to|till|until|through|bis|[-–—/]))?"
            r" (\d\d)(?! (?:minutes?|mins?|hours?|films|movies))"
        ),
        short_range,
    ),
    (whole_words(rf"{FROM}(?:the )?(?<!top )([2-9]0)(?: (?:and|or|to|[-–—/]))? ({TEN})s"), short_decades),
    (
        whole_words(
            rf"{MADE}{FROM}(?:roughly |around )?{PERIOD} (?:to|through|until|till|up to|up until|bis|hasta) {PERIOD}"
        ),
        named,
    ),
    (whole_words(rf"{NO} {MADE}{BEFORE} {PERIOD}"), since),
    (whole_words(rf"{NO} {MADE}{AFTER} {PERIOD}"), until),
    (whole_words(rf"{MADE}{SINCE} {PERIOD}"), since),
    (whole_words(rf"{MADE}{UNTIL} {PERIOD}"), until),
    (whole_words(r"(?:from|since) ([3-9]\d) (?:on|onwards?|upwards?)"), lambda match: (1900 + int(match[1]), LAST)),
    (whole_words(rf"{MADE}{AFTER} {PERIOD}"), after),
    (whole_words(rf"{MADE}{FROM}{PERIOD} {ONWARDS}"), since),
    (whole_words(rf"{MADE}{FROM}{PERIOD} {EARLIER}"), until),
    (whole_words(rf"{MADE}{BEFORE} {PERIOD}"), before),
    (whole_words(rf"{MADE}(?:from )?(?:around|circa|ca|roughly|(?<!how )(?<!what )about) {PERIOD}"), around),
    (whole_words(rf"{MADE}{FROM}{PERIOD} (?:or so|ish|or thereabouts|give or take)"), around),
    (whole_words(rf"{MADE}{FROM}{RANGE}"), named),
    (whole_words(rf"{MADE}{FROM}(?:the )?({ERA})"), lambda match: parse_era(match[1])),
]
"""Pattern → the years of a match; where two matches overlap, the earlier rule wins, and all before relative ones."""

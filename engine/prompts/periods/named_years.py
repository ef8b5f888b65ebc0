"""Periods that a prompt names: "90s", "from the seventies", "after 2010", "nothing before 1980", "1970-80"."""

import re
from collections.abc import Callable, Iterator, Sequence

from matinee.engine.prompts.periods.period_words import (
    ERA,
    FIRST,
    LAST,
    MADE,
    NO,
    PERIOD,
    TEN,
    YEAR,
    enclose_periods,
    parse_era,
)
from matinee.engine.prompts.words.phrase_patterns import Span, iter_matches, whole_words


def find_named_years(words: Sequence[str]) -> Iterator[tuple[int, int, Span]]:
    """Yield (first year, last year, span) for every match of every rule; they may overlap.

    Args:
        words: the prompt.
    """
    for pattern, to_years in RULES:
        for match, span in iter_matches(pattern, words):
            yield *to_years(match), span


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


NOTHING = rf"(?:{NO}|nao)(?: (?:that is|that was|from|anything))?"
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
    (whole_words(rf"{NOTHING} {MADE}{BEFORE} {PERIOD}"), since),
    (whole_words(rf"{NOTHING} {MADE}{AFTER} {PERIOD}"), until),
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
"""Pattern → the years of a match; where two matches overlap, the earlier rule wins."""

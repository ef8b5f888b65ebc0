"""Periods in a prompt: "90s", "from the seventies", "after 2010", "nothing before 1980"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matinee.engine.prompts.phrase_patterns import Span, find_spans

FIRST, LAST = 1880, 2100
"""Limits of release years."""
LATEST = 2030
"""A year from this one on is the time of a story, not of a release."""
DECADES = {
    "twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970,
    "eighties": 1980, "nineties": 1990, "noughties": 2000, "aughts": 2000, "oughts": 2000,
}  # fmt: skip
SHORT_DECADES = {20: 1920, 30: 1930, 40: 1940, 50: 1950, 60: 1960, 70: 1970, 80: 1980, 90: 1990}
PART_OF_DECADE = {"early": (0, 4), "mid": (3, 6), "late": (5, 9)}
ERAS = {
    "silent era": (FIRST, 1930), "silent film": (FIRST, 1930), "silent movie": (FIRST, 1930),
    "black and white": (FIRST, 1967), "golden age": (1927, 1965), "old hollywood": (1927, 1965),
    "classic hollywood": (1927, 1965), "pre code": (1929, 1934), "new hollywood": (1967, 1982),
    "this century": (2000, LAST), "21st century": (2000, LAST), "last century": (FIRST, 1999),
    "20th century": (FIRST, 1999), "turn of the millennium": (1998, 2002),
}  # fmt: skip

YEAR = r"(?:18|19|20)\d\d"
DECADE = rf"(?:(?:18|19|20)\d0s|\d0s|{'|'.join(DECADES)})"


@dataclass(frozen=True)
class Years:
    """A period from ``first`` to ``last``, inclusive, and where it is in the prompt."""

    first: int
    last: int
    span: Span

    @property
    def label(self) -> str:
        """ "1990–1999", "from 2010", "up to 1959"."""
        if self.first <= FIRST:
            return f"up to {self.last}"
        if self.last >= LAST:
            return f"from {self.first}"
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def read_years(words: Sequence[str]) -> list[Years]:
    """Find the periods a prompt names, none overlapping another; except those in which a story is set."""
    whole = Span(0, len(words))
    taken = find_spans(STORY_TIME, words, whole)
    found: list[Years] = []
    text = " " + " ".join(words) + " "
    for pattern, to_years in RULES:
        for match, span in zip(pattern.finditer(text), find_spans(pattern, words, whole), strict=True):
            first, last = to_years(match)
            if first <= last and first < LATEST and last > FIRST and not any(span.overlaps(other) for other in taken):
                taken.append(span)
                found.append(Years(first, last, span))
    return found


def intersect_years(periods: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """First and last year of the intersection of some periods; None without any."""
    return (max(first for first, _ in periods), min(last for _, last in periods)) if periods else None


def between(match: re.Match[str]) -> tuple[int, int]:
    """ "between 1980 and 1995", "60s or 70s", in either order."""
    first, last = sorted((parse_years(match[1]), parse_years(match[2])))
    return first[0], last[1]


def since(match: re.Match[str]) -> tuple[int, int]:
    """ "since 2010", "nothing before the eighties"."""
    return parse_years(match[1])[0], LAST


def after(match: re.Match[str]) -> tuple[int, int]:
    """ "after 2010", "newer than the nineties"."""
    return parse_years(match[1])[1] + 1, LAST


def until(match: re.Match[str]) -> tuple[int, int]:
    """ "up to 1980", "nothing after the seventies"."""
    return FIRST, parse_years(match[1])[1]


def before(match: re.Match[str]) -> tuple[int, int]:
    """ "before 1980", "older than the sixties"."""
    return FIRST, parse_years(match[1])[0] - 1


def part_of_decade(match: re.Match[str]) -> tuple[int, int]:
    """ "late 80s"."""
    first = parse_years(match[2])[0]
    start, end = PART_OF_DECADE[match[1]]
    return first + start, first + end


def parse_years(word: str) -> tuple[int, int]:
    """First and last year of "1994", "1990s", "90s", "nineties"."""
    if word in DECADES:
        return DECADES[word], DECADES[word] + 9
    digits = int(word.rstrip("s"))
    first = SHORT_DECADES.get(digits, 2000 + digits) if digits < 100 else digits
    return first, first + (9 if word.endswith("s") else 0)


def whole_words(body: str) -> re.Pattern[str]:
    """Compile an expression that matches whole words with a space on each side."""
    return re.compile(rf"(?<= ){body}(?= )")


EITHER = rf"(?:the |year )?({YEAR}|{DECADE})"
MADE = r"(?:(?:made|released|shot|filmed) )?"
STORY_TIME = whole_words(
    r"(?:set|setting|takes? place|taking place|about|during|story of) (?:in |during |around )?(?:the )?"
    rf"(?:early |mid |late )?{EITHER}"
)
RULES: list[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[int, int]]]] = [
    (whole_words(rf"{MADE}(?:between|from) {EITHER} (?:and|to|until|till|through|[-–—]) {EITHER}"), between),
    (
        whole_words(rf"(?:no|not|nothing|none) {MADE}(?:before|older than|earlier than|prior to|pre) {EITHER}"),
        since,
    ),
    (
        whole_words(rf"(?:no|not|nothing|none) {MADE}(?:after|newer than|later than|more recent than|post) {EITHER}"),
        until,
    ),
    (whole_words(rf"{MADE}(?:after|post|newer than|later than|more recent than) {EITHER}"), after),
    (whole_words(rf"{MADE}(?:since|starting in|beginning in) {EITHER}"), since),
    (
        whole_words(rf"{MADE}(?:from )?{EITHER} (?:on|onwards?|and later|or later|or newer|and newer|and up)"),
        since,
    ),
    (whole_words(rf"{MADE}(?:before|pre|older than|earlier than|prior to) {EITHER}"), before),
    (whole_words(rf"{MADE}(?:until|up to|till|no later than) {EITHER}"), until),
    (whole_words(rf"{MADE}(?:from |in )?{EITHER} (?:or|and|to|through|&|/|[-–—]|or maybe)? ?{EITHER}"), between),
    (whole_words(rf"{MADE}(?:from |in )?(?:the )?(early|mid|late) {EITHER}"), part_of_decade),
    (whole_words(rf"{MADE}(?:from |in |of |out of )?{EITHER}"), lambda match: parse_years(match[1])),
    (whole_words(rf"({'|'.join(ERAS)})"), lambda match: ERAS[match[1]]),
    (
        whole_words(r"(?:recent|latest|newest|brand new|newer|modern day|last (?:few|ten|10|5|five) years)"),
        lambda _: (2008, LAST),
    ),
    (whole_words(r"(?:really |very )?(?:old|vintage|older) (?:film|movie|picture|flick)s?"), lambda _: (FIRST, 1975)),
]
"""Pattern → the years of a match; where two matches overlap, the earlier rule wins."""

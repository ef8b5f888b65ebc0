"""Periods in a prompt: "90s", "from the seventies", "after 2010", "nothing before 1980", "the last 20 years"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from matinee.engine.prompts.periods.named_years import RANGE, find_named_years
from matinee.engine.prompts.periods.own_years import find_own_years
from matinee.engine.prompts.periods.period_words import ERA, FIRST, LAST
from matinee.engine.prompts.periods.relative_years import OLD, VERY_OLD, find_relative_years
from matinee.engine.prompts.periods.release_calendar import SHIPPED, Calendar
from matinee.engine.prompts.words.phrase_patterns import Span, find_spans, whole_words

LATEST = 2030
"""A year from this one on is the time of a story, not of a release."""
MAX_BETWEEN = 4
"""Words between two periods that "or" joins."""
NEGATIONS = frozenset({"no", "not", "nothing", "never", "none", "neither", "without", "except"})
"""With one of these, periods may be excluded; those are never joined."""
RELEASED = r"(?<!made )(?<!released )(?<!shot )(?<!filmed )(?<!produced )(?<!out )"
NOT_RELEASED = whole_words(
    rf"(?:set|setting|takes? place|taking place|happens|happening|(?<!how )(?<!what )about|{RELEASED}during|story of)"
    rf"(?: (?:in|during|around|at|before|after|between|from))? (?:the )?(?:{RANGE}|{ERA}|(?:modern|present) day)"
    r"|turn of the (?:18th|19th|20th|twentieth|last) century"
    r"|old(?:er)? (?:and|or) new(?:er)?|new(?:er)? (?:and|or) old(?:er)?"
    r"|in post ?war (?!era |years |period |times |days |cinema |$)[^ ]+"
)
"""The time of a story, not of a release, and "old or new", which excludes nothing."""


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
    joined = join_alternatives(words, found)
    return joined if NEGATIONS & {*words} else [entry for entry in joined if not is_contradicted(entry, joined)]


def is_contradicted(entry: Years, periods: Sequence[Years]) -> bool:
    """Whether "old" is said of films that are not meant: "made after 2013, old ones look fake"."""
    is_vague = entry.first <= FIRST and entry.last in (OLD, VERY_OLD)
    return is_vague and any(other.first > entry.last for other in periods)


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
    """Yield every period of every kind, the most particular kind first; they may overlap."""
    for entry in (*find_own_years(words, calendar.today), *find_named_years(words)):
        yield Years(*entry)
    for first, last, span in find_relative_years(words, calendar):
        found = calendar.move_into_catalogue(first, last)
        yield Years(*found, span, None if found == (first, last) else (first, last))


def intersect_years(periods: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """First and last year of the intersection of some periods; None without any."""
    return (max(first for first, _ in periods), min(last for _, last in periods)) if periods else None

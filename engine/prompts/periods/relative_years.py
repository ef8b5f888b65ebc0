"""Periods that count back from today, "last 20 years", or from the catalogue's last year, "newest"."""

import re
from collections.abc import Callable, Iterator, Sequence

from matinee.engine.prompts.periods.period_words import FIRST, LAST, MADE, NO
from matinee.engine.prompts.periods.release_calendar import Calendar
from matinee.engine.prompts.words.phrase_patterns import Span, iter_matches, whole_words

NEWEST_YEARS = 3
"""How many years, back from the last, "newest" and "new films" cover."""
MODERN_YEARS = 20
"""How many years "modern" covers."""
RECENT_AGE = 10
"""Age in years of the oldest film that is recent."""
OLD, VERY_OLD = 1975, 1959
"""Last year of old films, and of very old ones."""
NUMBERS = {
    "a couple of": 2, "couple of": 2, "couple": 2, "a few": 5, "few": 5, "several": 5, "one": 1, "two": 2, "three": 3,
    "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "fifteen": 15, "twenty": 20,
    "half a dozen": 6, "a dozen": 12, "eighteen": 18, "a": 1, "twenty five": 25, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100, "a hundred": 100,
}  # fmt: skip
NUMBER = rf"(\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
UNIT = (
    r"(years?|yrs?|months?|decades?|(?:quarter|half)(?: of)?(?: a)? century"
    r"|jahren?|jahrzehnten?|annees|anos|anni|decadas?)"
)
UNIT_YEARS = {"d": 10, "jahrz": 10, "quarter": 25, "half": 50}
"""Start of a unit longer than a year → its years."""
FILMS = (
    r"(?:films?|movies?|pictures?|flicks?|stuff|ones|releases?|comed(?:y|ies)|horrors?|thrillers?|dramas?|musicals?"
    r"|westerns?|romances?|romcoms?|rom coms?|sci ?fi|science fiction|action|adventure|animations?|cartoons?"
    r"|documentar(?:y|ies)|myster(?:y|ies)|crime|noirs?|fantasy|blockbusters?|hits)"
)
SPANS_OF_YEARS = frozenset({"years", "yrs", "decades", "months", "decade"})
NOTHING = rf"(?:{NO})(?: (?:made|from|that is|too))?"
OLDER = r"(?:older than|more than|over|beyond)"
YOUNGER = r"(?:less than|under|at most|max|maximum|up to|no more than|not more than|within)"
FOR_CHILDREN = "".join(
    rf"(?<! {word} )" for word in ("for", "kid", "kids", "child", "children", "son", "daughter", "girl", "boy", "is")
)
"""Not after these words: "kids under 10 years old" says who is watching."""
NOT_A_DATE = (
    r"(?!(?:york|wave|zealand|hollywood|orleans|england|age|years?|jersey|mexico|delhi|man|men|woman|women|lady|people"
    r"|couple|friends?|west|school|testament|world|boy|dog|folks|guys?|master|german|queer|and|or) )"
)
"""Words after "old" and "new" that make it part of a name or a description: "new york", "old man"."""
ANY_FILM = rf"(?:{NOT_A_DATE}[^ ]*[^ s] )?{FILMS}"
"""Followed by this, "new" and "old" say when films were made; the words keep their own meaning ("old comedies")."""
BEFORE_BARE = "".join(
    ["(?:(?<=^ )", *(rf"|(?<= {word} )" for word in ("something", "anything", "nothing", "not", "films", "movies",
    "stuff", "ones", "bit", "but", "and", "or", "no", ",")), ")"]
)  # fmt: skip
AFTER_BARE = r"(?= (?:$|[,.;!?] |but |and |or |please |with |from |like |in ))"

ToYears = Callable[[re.Match[str], Calendar], tuple[int, int]]
"""(match, what it counts back from) → first and last year."""


def find_relative_years(words: Sequence[str], calendar: Calendar) -> Iterator[tuple[int, int, Span]]:
    """Yield (first year, last year, span) for every match of every rule; they may overlap.

    Args:
        words: the prompt.
        calendar: what the periods count back from.
    """
    for pattern, to_years in RULES:
        for match, span in iter_matches(pattern, words):
            yield *to_years(match, calendar), span


def parse_age(number: str | None, unit: str) -> int:
    """Years of "20 years", "two decades", "a few years"; of "years" and "a decade" without a number."""
    if number is None:
        count = NUMBERS["few"] if unit.endswith("s") or unit.startswith(("jahre", "anni")) else 1
    else:
        count = int(number) if number.isdecimal() else NUMBERS[number]
    if unit.startswith("m"):
        return -(-count // 12)
    return count * next((years for start, years in UNIT_YEARS.items() if unit.startswith(start)), 1)


def since_age(age: int, year: int) -> tuple[int, int]:
    """The last ``age`` years up to a year, without an end."""
    return max(year - max(age, 1) + 1, FIRST), LAST


def within(match: re.Match[str], calendar: Calendar) -> tuple[int, int]:
    """ "the last 20 years", "past decade", "not older than 10 years"."""
    return since_age(parse_age(match[1], match[2]), calendar.today)


def beyond(match: re.Match[str], calendar: Calendar) -> tuple[int, int]:
    """ "older than 10 years", "at least 20 years old"."""
    return FIRST, calendar.today - parse_age(match[1], match[2])


def around(match: re.Match[str], calendar: Calendar) -> tuple[int, int]:
    """ "about 20 years ago": that year, give or take a tenth of the age and at least a year."""
    age = parse_age(match[1], match[2])
    margin = max(1, age // 10)
    return calendar.today - age - margin, calendar.today - age + margin


def is_age_of_films(words: Sequence[str]) -> bool:
    """Whether a whole line counts years back, such as "the last 5 years", which is also nearly a title."""
    line = " ".join(words)
    found = (pattern.search(f" {line} ") for pattern, _ in RULES if words[-1:] and words[-1] in SPANS_OF_YEARS)
    return any(match is not None and match[0] == line for match in found)


RULES: list[tuple[re.Pattern[str], ToYears]] = [
    (whole_words(rf"(?:(?:les|des|ces|los|gli) )*(?:{NUMBER} )?(?:dernieres|ultimos|ultimi) {UNIT}"), within),
    (
        whole_words(
            rf"{MADE}(?:(?:from|in|within|during|over|of|aus) )?"
            r"(?:the |these |den |die |der |les |des |los |gli |dos )*"
            r"(?:last|past|previous|letzten?|ultimos|ultimi|dernieres)"
            rf"(?: \d{{1,3}}(?: to| or| [-–—])?(?= \d))?(?: {NUMBER})? {UNIT}"
        ),
        lambda match, calendar: (
            (calendar.today - 1, LAST) if match[0].endswith("last year") else within(match, calendar)
        ),
    ),
    (whole_words(rf"{NOTHING} {OLDER} {NUMBER} {UNIT}(?: old| ago)?"), within),
    (whole_words(rf"{FOR_CHILDREN}{YOUNGER} {NUMBER} {UNIT} (?:old|of age)"), within),
    (whole_words(rf"(?:younger|newer|more recent) than {NUMBER} {UNIT}"), within),
    (whole_words(rf"(?:from )?{FOR_CHILDREN}(?:more than|over|at least) {NUMBER} {UNIT} (?:old|ago)"), beyond),
    (whole_words(rf"older than {NUMBER} {UNIT}"), beyond),
    (whole_words(rf"(?:from )?(?:about |around |some )?{NUMBER} {UNIT} (?:ago|back)"), around),
    (whole_words(rf"(?:only |just )?(a few|few|a couple of|couple of) {UNIT} old"), around),
    (whole_words(rf"{NUMBER} (years?|decades?) old(?= {FILMS} )"), around),
    (whole_words(r"(?:from |in )?this year"), lambda _, calendar: (calendar.today, LAST)),
    (whole_words(r"(?:from |in )?(?:this|the current) decade"), lambda _, calendar: (calendar.today // 10 * 10, LAST)),
    (
        whole_words(
            r"(?:the |very )*(?:(?:newest|latest|most recent)(?: releases?)?|what is new|brand new"
            r"|just (?:released|came out)|neueste[nr]?|new releases?"
            rf"|new(?= {ANY_FILM} ))"
        ),
        lambda _, calendar: since_age(NEWEST_YEARS, calendar.newest),
    ),
    (
        whole_words(
            r"(?:(?:more|fairly|pretty|quite|relatively|reasonably|came out|released|made|from) )*"
            r"(?:recent(?:ly)?(?: ish| years| times| releases?| released| made)?"
            r"|newer|newish|modern day|recents?|recientes?|recenti|recentes)"
            rf"(?! than )|{BEFORE_BARE}(?:too )?new{AFTER_BARE}"
        ),
        lambda _, calendar: since_age(RECENT_AGE + 1, calendar.newest),
    ),
    (
        whole_words(rf"(?:modern|contemporary)(?= {FILMS} )|{BEFORE_BARE}(?:modern|contemporary){AFTER_BARE}"),
        lambda _, calendar: since_age(MODERN_YEARS, calendar.newest),
    ),
    (
        whole_words(
            r"(?:(?:that|which) )?(?:(?:is|are|be) )?(?<!if )not"
            r"(?: (?:too|that|so|very|really|super|all|terribly|overly|be))*"
            rf" (?:old|vintage|ancient)(?:(?= {ANY_FILM} )|{AFTER_BARE})"
        ),
        lambda _, calendar: since_age(MODERN_YEARS, calendar.newest),
    ),
    (
        whole_words(
            rf"(?:really|very|super|extremely) old(?:(?= {ANY_FILM} )|{AFTER_BARE})"
            rf"|ancient(?= {ANY_FILM} )|(?:the )?oldest"
        ),
        lambda _match, _calendar: (FIRST, VERY_OLD),
    ),
    (
        whole_words(
            rf"(?<! years )(?<! year )(?:(?:quite|pretty|fairly|good) )?(?:old|vintage|older)"
            rf"(?: time| timey| fashioned)?(?= {ANY_FILM} )"
            r"|(?:golden )?oldies?|old but gold(?:en)?"
            rf"|{BEFORE_BARE}(?:too |so |that )?(?:old(?:er)?|vintage){AFTER_BARE}"
            r"|alte[rn]? filme?|vieux films?|vecchi film|(?:peliculas?|filmes?) (?:antig[uo]?[ao]s?|viejas?|velhos?)"
        ),
        lambda _match, _calendar: (FIRST, OLD),
    ),
]
"""Pattern → the years of a match; where two matches overlap, the earlier rule wins."""

"""Periods of the user's own life: "when I was a kid, I'm 40", "the year I was born, 1975", "my youth in the 80s"."""

import re
from collections.abc import Iterator, Sequence

from matinee.engine.prompts.periods.period_words import EACH_PERIOD, FIRST, PERIOD, enclose_periods
from matinee.engine.prompts.words.phrase_patterns import Span, find_spans, iter_matches, whole_words

DECADES_OF_LIFE = {"twenties": 25, "thirties": 35, "forties": 45, "fifties": 55, "sixties": 65, "seventies": 75}
"""Age of somebody who is "in my forties", give or take five years."""
AGE = r"(?:1\d|[2-9]\d)"
AGED = whole_words(
    rf"(?:i am|im|i will be|i just turned|i turned|i turn)(?: now| about| almost| nearly| already)? (?P<age>{AGE})"
    r"(?: years? old| now| this year| today)*(?! (?:minutes?|mins?|films?|movies?|percent))"
    rf"|(?:i am |im )?in my (?:early |mid |late )?(?P<decade>{'|'.join(DECADES_OF_LIFE)})"
    r"|(?:and |as )?(?:a |an )(?P<now>[2-9]\d) year old(?= (?:now|myself|today) )"
)
BORN_IN = whole_words(
    rf"(?:(?:(?:i|he|she|they) (?:was|is|are|were) |im |hes |shes |i am )?born (?:in|back in|around|during)"
    rf"|(?:hes|shes|he is|she is|im|i am|they are) from) (?:the year )?(?P<years>{PERIOD})"
)
WHO = (
    r"(?:i|we|he|she|they|(?:my|our) (?:mum|mom|mother|dad|father|parents|wife|husband|partner|brother|sister|boss"
    r"|grandma|granny|gran|grandmother|grandpa|grandad|granddad|grandfather|grandparents|girlfriend|boyfriend|friend))"
)
YEAR_OF_BIRTH = whole_words(
    rf"(?:from |in |of |during )?(?:the |my )?(?:(?:birth |very )?year (?:that )?{WHO} (?:was|were) born|birth ?year)"
)
BEFORE_BIRTH = whole_words(
    rf"(?:from |made |released )?"
    rf"(?:before (?:{WHO} (?:was|were) (?:even )?born|my (?:time|birth))|older than (?:me|i am))"
)
SMALL = r"(?:a |an )?(?:little |small |young )?"
PART = (
    r"(?:kid|child|children|boy|girl|little|small|tiny|toddler|teen|teenager|teens|adolescent"
    r"|kids|boys|girls|teenagers|students|young|young adult|student"
    r"|in (?:primary|elementary|grade|high|middle) school|at school|in school|in college|at college|at university"
    r"|(?:about )?\d{1,2}(?: years? old)?)"
)
MY_LIFE = whole_words(
    rf"(?:from |of |in |during )?(?:back )?(?:when|while) i was (?:still |just |only )?{SMALL}{PART}"
    rf"|(?:as|since i was) {SMALL}(?:kid|child|boy|girl|teen|teenager|student)"
    r"|(?:from |of |in |during )?my (?:own )?"
    r"(?:childhood|youth|teens|teenage years|teen years|school days|college days|student days)"
    r"|(?:(?:from |of )?the (?:decade|time|years?|era) )?(?:(?:that |when |while )?i (?:was growing up|grew up))"
    r"(?: in| with| on| watching)?"
)
GENERATIONS = {
    r"grandparents?|grandma|granny|gran|nana?|grandmother|grandpa|grandd?ad|grandfather|oma|opa": (1940, 1965),
    r"parents|mum|mom|mother|dad|father|folks": (1965, 1990),
}
"""Words for the old → the years in which they were young, where nothing says when that was."""
THEIR_YOUTH = whole_words(
    rf"(?:from |of )?(?:the (?:time|days|years) )?(?:when|while) {WHO} (?:was|were) (?:still )?{SMALL}{PART}"
    r"|(?:from |of )?(?:their|his|her|(?:my|our) [a-z]+) (?:childhood|youth)"
)
STAGES = {
    r"teen|high school|youth|adolescent|middle school": (13, 19), r"college|university|student|young adult": (18, 25),
    r"young": (8, 20), r"grew up|growing up|school": (6, 18),
}  # fmt: skip
"""Words → first and last age that they mean."""
CHILDHOOD = (5, 12)


def find_own_years(words: Sequence[str], today: int) -> Iterator[tuple[int, int, Span]]:
    """Yield (first year, last year, span) of the times of the user's life that a prompt tells the age for.

    Args:
        words: the prompt.
        today: the current year.
    """
    text, whole = " " + " ".join(words) + " ", Span(0, len(words))
    yield from find_their_youth(words, text)
    times = [
        (pattern, match[0], span)
        for pattern in (YEAR_OF_BIRTH, BEFORE_BIRTH, MY_LIFE)
        for match, span in iter_matches(pattern, words)
    ]
    if not times:
        return
    births = read_births(text, today)
    periods = find_spans(EACH_PERIOD, words, whole)
    for pattern, said, span in times:
        if births is not None:
            youngest, oldest = read_stage(said) if pattern is MY_LIFE else (0, 0)
            first, last = births[0] + youngest, births[1] + oldest
        elif periods:
            first, last = enclose_periods(" ".join(words[periods[0].start : periods[0].end]))
        else:
            return
        if pattern is BEFORE_BIRTH:
            first, last = FIRST, first - 1
        yield first, last, span
        details = [place for told in (AGED, BORN_IN) for place in find_spans(told, words, whole)]
        yield from ((first, last, place) for place in (details if births is not None else periods[:1]))


def find_their_youth(words: Sequence[str], text: str) -> Iterator[tuple[int, int, Span]]:
    """Yield the times in which parents or grandparents were young: "gran is here, from when she was young"."""
    young = next((years for old, years in GENERATIONS.items() if re.search(rf" (?:{old})s? ", text)), None)
    for match, span in iter_matches(THEIR_YOUTH, words):
        if young is not None and not re.search(r" (?:i|we) ", match[0]):
            yield *young, span


def read_births(text: str, today: int) -> tuple[int, int] | None:
    """First and last year in which the user may have been born; None if the prompt does not tell."""
    if (born := BORN_IN.search(text)) is not None:
        return enclose_periods(born["years"])
    if (aged := AGED.search(text)) is None:
        return None
    if aged["decade"] is not None:
        return today - DECADES_OF_LIFE[aged["decade"]] - 5, today - DECADES_OF_LIFE[aged["decade"]] + 5
    return (today - int(aged["age"] or aged["now"]),) * 2


def read_stage(words: str) -> tuple[int, int]:
    """First and last age that words such as "when I was a teenager" mean."""
    if (age := re.search(r"\d+", words)) is not None:
        return int(age[0]) - 1, int(age[0]) + 1
    return next((ages for pattern, ages in STAGES.items() if re.search(pattern, words)), CHILDHOOD)

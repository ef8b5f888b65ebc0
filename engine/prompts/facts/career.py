"""Parts of a person's career in a prompt: "early spielberg", "late kubrick", "the first films of the coen brothers"."""

import re
from collections.abc import Sequence
from typing import Literal

import numpy as np

from matinee.engine.prompts.words.phrase_patterns import Span
from matinee.policy.array_types import IntArray

CareerPart = Literal["early", "late", "latest"]
SHARE = 1 / 3
"""Share of a person's films that are the early ones, and of those that are the late ones."""
N_LATEST = 3
"""How many films are the latest ones; more if several are from one year."""
FILMS = r"(?:films?|movies?|works?|stuff|ones?|pictures?|flicks?|features?|efforts?|period|days|career|years|era|hits)"
COUNT = r"(?: (?:\d|two|three|few|couple))?"
WORDS: dict[CareerPart, str] = {
    "latest": rf"(?:very )?(?:latest|newest|most recent|last|new){COUNT}",
    "early": rf"(?:very )?(?:early|earlier|earliest|first|young|younger|old|older|oldest){COUNT}",
    "late": r"(?:late|later|recent|more recent)",
}
"""Part → the words beside a name that mean it."""
AGES: dict[CareerPart, str] = {
    "early": r"early on|when (?:he|she|they) (?:was|were) (?:still )?(?:young|younger|starting out|a kid)"
    r"|as a (?:young|younger) (?:man|woman|actor|actress|director)"
    r"|at the (?:start|beginning) of (?:his|her|their) career",
    "late": r"as an (?:old|older) (?:man|woman|lady)|when (?:he|she|they) (?:was|were) (?:already )?(?:old|older)"
    r"|late in (?:his|her|their) (?:life|career)|in (?:his|her|their) old age|as a senior",
}
"""Part → the words after a name, or after what the person did, that mean it."""
BEFORE = {
    part: re.compile(
        rf" (?:the )?{words}(?:(?: of)?(?: {FILMS})?(?: (?:of|by|from|with|starring|directed by))?(?: the)?) $"
    )
    for part, words in WORDS.items()
}
DID = r"(?: (?:directed|made|did|shot|acted in|starred in|was in|films?|movies?))?"
AFTER = {
    part: re.compile(
        rf" (?:s )?(?:(?:in|from) (?:his|her|their) )?(?:{words} {FILMS}|(?:latest|newest|earliest)) "
        rf"|{DID} (?:{AGES.get(part, '(?!)')}) "
    )
    for part, words in WORDS.items()
}


def find_career_part(words: Sequence[str], name: Span) -> tuple[CareerPart, Span] | None:
    """The part of a career that the words beside a name mean, and the span of both; None if they mean none.

    Args:
        words: the prompt.
        name: where the name of the person is.
    """
    left, right = " " + " ".join([*words[: name.start], ""]), " " + " ".join([*words[name.end :], ""])
    for part, pattern in BEFORE.items():
        if (match := pattern.search(left)) is not None:
            return part, Span(name.start - len(match[0].split()), name.end)
    for part, pattern in AFTER.items():
        if (match := pattern.match(right)) is not None:
            return part, Span(name.start, name.end + len(match[0].split()))
    return None


def select_career_part(rows: IntArray, years: IntArray, part: CareerPart) -> IntArray:
    """The rows of a person's films that belong to a part of the career; films of one year stay together.

    Args:
        rows: the person's films.
        years: (n_movies,) release years; 0 if unknown.
        part: which part.
    """
    dated = rows[years[rows] > 0]
    if not len(dated):
        return dated
    released = np.sort(years[dated])
    count = N_LATEST if part == "latest" else max(1, round(SHARE * len(dated)))
    if part == "early":
        return np.asarray(dated[years[dated] <= released[count - 1]])
    return np.asarray(dated[years[dated] >= released[-min(count, len(dated))]])

"""Ages of who is watching: "my 8 year old", "for my son, he is 11", "kids aged 5 to 8", "kids 7 ish", "12yo"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matinee.engine.prompts.phrase_patterns import Span, find_spans, whole_words

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
MAX_MONTHS = 36
"""More months are not an age."""
NUMBER = rf"(?:\d{{1,3}}|{'|'.join(NUMBERS)})"
SEVERAL = rf"{NUMBER}(?:(?: (?:and|or|to|till|,|&|/|[-–—])){{0,2}} {NUMBER})*"
LEAD = (
    r"(?:(?:for|with|by|to|suits?|safe for|ok for|okay for) )?(?:(?:my|our|a|an|the|some|two|three|her|his) )?"
    r"(?:(?:bunch|group|class) of )?(?:(?:little|young) )?"
)
CHILD = (
    r"(?:kids?|kidz|kiddos?|child|children|sons?|daughters?|boys?|girls?|nieces?|nephews?|grandsons?|granddaughters?"
    r"|grandchild|grandchildren|grandkids?|brothers?|sisters?|cousins?|twins|ones?|students?|pupils|class)"
)
ELDER = r"(?:mothers?|fathers?|mum|mom|dad|parents|grandma|grandmother|grandpa|grandfather|granny|aunt|uncle)"
PERSON = rf"(?:{CHILD}|{ELDER})"
FILM = (
    r"(?:films?|movies?|pictures?|flicks?|classics?|comed(?:y|ies)|thrillers?|horrors?|westerns?|dramas?|virgin|wine"
    r"|minutes?|hours?|%)"
)
OLD = r"(?:(?:years?|yrs?|yr|y) (?:olds?|o)|(?:years?|yrs?|y)?olds?|yos?|jahrig(?:e[nrs]?)?)"
IS = r"(?:is|are|am|s|just turned|turned|turns|turning|will be) (?:(?:now|only|just|about|nearly|almost|already) )?"
NOT_A_STORY = "".join(
    rf"(?<! {word} )" for word in ("about a", "about an", "about two", "about", "of a", "of an", "follows a", "stars a",
    "than", "where a", "least", "the last")
)  # fmt: skip
"""Not after these words: "about a 12 year old" says what a film is about."""
PATTERNS = (
    rf"{NOT_A_STORY}{LEAD}{SEVERAL}(?: ish)? {OLD}(?: {PERSON})*(?! {FILM} )",
    rf"{NOT_A_STORY}{LEAD}\d{{1,2}}(?:yos?|yrs?|y|yrolds?)(?: olds?)?(?: {PERSON})*",
    rf"{NOT_A_STORY}{LEAD}{NUMBER} months? olds?(?: {PERSON})*",
    rf"{LEAD}(?:{PERSON} )*(?:aged?|ages|of age) (?:(?:of|about|around) )*{SEVERAL}(?! {FILM} )"
    r"(?: (?:and|or) (?:up|under|over|older|younger))?",
    rf"{LEAD}{PERSON} (?:who )?{IS}{SEVERAL}(?! {FILM} )(?: {OLD})?",
    rf"{LEAD}{PERSON} (?:[,(] )?(?:(?:under|below|over|younger than|older than|up to|from) )?(?:the age of )?{SEVERAL}"
    r"(?: (?:ish|and up|and under|or so))?(?= (?:$|[,.;!?)] |and |who |but |that |with |please |pls ))",
    rf"(?:he|she|they|the (?:youngest|oldest|eldest)|i) {IS}{SEVERAL}(?: {OLD})?(?! {FILM} )",
    r"(?:(?:for|at) )?(?:(?:an?|my|his|her|our|the)(?: \w+)? )?\d{1,2}(?:st|nd|rd|th) birthday(?: party)?",
)
AGES = whole_words("|".join(PATTERNS))
EACH_NUMBER = re.compile(rf"\b(?:\d{{1,3}}|(?:{'|'.join(NUMBERS)})\b)")


@dataclass(frozen=True)
class Age:
    """The age of the youngest person that a phrase names, in years, and where the phrase is."""

    years: int
    span: Span


def find_ages(words: Sequence[str]) -> Iterator[Age]:
    """Yield the ages in a prompt.

    Args:
        words: the prompt.
    """
    for span in find_spans(AGES, words, Span(0, len(words))):
        said = " ".join(words[span.start : span.end])
        numbers = [int(found) if found.isdecimal() else NUMBERS[found] for found in EACH_NUMBER.findall(said)]
        if "month" in said:
            numbers = [number // 12 for number in numbers if number <= MAX_MONTHS]
        if numbers:
            yield Age(min(numbers), span)

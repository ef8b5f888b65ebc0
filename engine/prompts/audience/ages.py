"""Ages of who is watching: "my 8 year old", "for my son, he is 11", "kids aged 5 to 8", "12yo", "under 10s"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from matinee.engine.prompts.words.phrase_patterns import Span, find_spans, whole_words

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
PLURALS = {
    "threes": 3, "fours": 4, "fives": 5, "sixes": 6, "sevens": 7, "eights": 8, "nines": 9, "tens": 10, "twelves": 12,
}  # fmt: skip
"""Numbers of "under tens"."""
MAX_MONTHS = 36
"""More months are not an age."""
WORD_NUMBER = "|".join(NUMBERS)
NUMBER = rf"(?:\d{{1,3}}|{WORD_NUMBER})"
SMALL_NUMBER = r"(?:[1-9]|1[0-7]|" + "|".join(word for word, number in NUMBERS.items() if number < 18) + ")"
"""A number that is an age of children, where no other word says that it is an age."""
ENCLOSED = rf"(?:[\[(] )?{NUMBER}(?: [\])])?(?: [\[(] {NUMBER} [\])])?(?: (?:and a half|\. 5|1 / 2))?"
"""A number as typed: "[7]", "7 (seven)", "six and a half"."""
SEVERAL = rf"{ENCLOSED}(?:(?: (?:and|or|to|till|,|&|/|[-–—])){{0,2}}(?: an?)? {NUMBER})*"
LEAD = (
    r"(?:(?:for|with|by|to|suits?|safe for|ok for|okay for) )?(?:(?:my|our|a|an|the|some|two|three|her|his) )?"
    r"(?:(?:bunch|group|class) of )?(?:(?:little|young) )?"
)
OF_MINE = r"(?:(?:for|with|by|to) )?(?:my|our|his|her) (?:(?:little|young) )?"
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
FAN = r"(?:fans?|lovers?|buffs?|nerds?|freaks?|fanatics?|addicts?|nuts?|enthusiasts?)"
NOT_A_FILM = rf"(?! {FILM} (?!(?:{FILM} )?{FAN} ))"
"""Not before these words: "7 year old films" are no people, but a "7 year old horror fan" is one."""
OLD = r"(?:(?:years?|yrs?|yr|y) (?:olds?|o)|(?:years?|yrs?|y)?olds?|yos?|y [/.] os?(?: \.)?|jahrig(?:e[nrs]?)?)"
IS = r"(?:is|are|am|s|just turned|turned|turns|turning|will be) (?:(?:now|only|just|about|nearly|almost|already) )?"
ENDS = r"(?= (?:$|[,.;:!?)—–-] |and |who |but |that |with |please |pls |so |kids |children |only ))"
NOT_A_SCORE = "".join(
    rf"(?<! {word} )" for word in (r"\.", "imdb", "rated", "rating", "score", "scores", "stars", "top")
)
NOT_A_STORY = "".join(
    rf"(?<! {word} )" for word in ("about a", "about an", "about two", "about", "of a", "of an", "follows a", "stars a",
    "than", "where a", "least", "the last", "like a")
)  # fmt: skip
"""Not after these words: "about a 12 year old" says what a film is about."""
NUMBERED = r"rating|score|limit|max|maximum|minimum|budget|favou?rite|number|list|tv|top|pick|vote"
"""What may have a number that is no age: "my rating is 7"."""
PATTERNS = (
    rf"{NOT_A_STORY}{OF_MINE}{SEVERAL}(?: ish)? {OLD}(?: {PERSON})*",
    rf"{NOT_A_STORY}{LEAD}{SEVERAL}(?: ish)? {OLD}(?: {PERSON})*{NOT_A_FILM}",
    rf"{NOT_A_STORY}{LEAD}\d{{1,2}}(?:yos?|y [/.] os?(?: \.)?)(?: olds?)?(?: {PERSON})*",
    rf"{NOT_A_STORY}{LEAD}\d{{1,2}}(?:years?|yrs?|y|y(?:ea)?rolds?)(?: olds?)?(?: {PERSON})*{NOT_A_FILM}",
    rf"{NOT_A_STORY}{LEAD}{NUMBER} (?:yearolds?|yrolds?|yrs)(?: {PERSON})*{NOT_A_FILM}",
    rf"{NOT_A_STORY}{LEAD}{NUMBER} months? olds?(?: {PERSON})*",
    rf"{LEAD}(?:{PERSON} )*(?:aged?|ages|of age)(?: (?:range|group|bracket|level))?"
    rf" (?:(?:of|about|around|from|between|is|:|=) )*{SEVERAL}(?! {FILM} )"
    r"(?: (?:and|or) (?:up|under|over|older|younger))?",
    rf"{LEAD}{PERSON} (?:who )?{IS}{SEVERAL}(?! {FILM} )(?: {OLD})?",
    rf"{LEAD}{PERSON} (?:[,(] )?(?:(?:under|below|over|younger than|older than|up to|from) )?(?:the age of )?{SEVERAL}"
    r"(?: (?:ish|and up|and under|or so))?(?= (?:$|[,.;!?)] |and |who |but |that |with |please |pls ))",
    rf"{NOT_A_STORY}{LEAD}(?:kid|child|boy|girl|son|daughter|niece|nephew|grandson|granddaughter)s? of {SMALL_NUMBER}"
    rf"(?! {FILM} )",
    rf"(?:he|she|they|(?:the )?(?:youngest|oldest|eldest)|(?<! like )(?<! as if )i) {IS}{SEVERAL}(?: {OLD})?"
    rf"(?! {FILM} )",
    rf"(?:my|our) (?!(?:{NUMBERED}) )[a-z]+ {IS}{SMALL_NUMBER}(?: {OLD}|{ENDS})",
    rf"(?:anyone|anybody|someone|everyone|people|those|viewers) (?:aged )?(?:under|below|younger than)(?: the age of)?"
    rf" {SMALL_NUMBER}(?: {OLD}|{ENDS})",
    rf"for {SMALL_NUMBER} (?:(?:to|[-–—]) )?{SMALL_NUMBER}{ENDS}",
    rf"(?:for|from) {SMALL_NUMBER} years (?:(?:and|or) (?:older|up|over|above)|on|onwards|upwards)",
    rf"from {SMALL_NUMBER} years{ENDS}",
    rf"(?:im|hes|shes) {SMALL_NUMBER}(?: {OLD}|{ENDS})",
    rf"(?:we|they) are {SMALL_NUMBER} (?:and|&) {SMALL_NUMBER}(?: {OLD}|{ENDS})",
    rf"(?:for )?(?:the )?(?:under|below|u) ?(?:(?:[3-9]|1[0-7])s|{'|'.join(PLURALS)})(?! of )",
    rf"{LEAD}(?:[1-9]|1[0-7]) (?:to|[-–—]) (?:[1-9]|1[0-7])s",
    rf"{NOT_A_SCORE}(?:for )?{SMALL_NUMBER} (?:and|or) (?:up|under|younger|older|below|over|above){ENDS}",
    r"(?:(?:for|at) )?(?:(?:an?|my|his|her|our|the)(?: \w+)? )?\d{1,2}(?:st|nd|rd|th) birthday(?: party)?",
)
AGES = whole_words("|".join(PATTERNS))
EACH_NUMBER = re.compile(rf"(?<!\d)\d{{1,3}}|\b(?:{'|'.join(PLURALS)}|{WORD_NUMBER})\b")
HALF = re.compile(r" (?:\. 5|1 / 2)(?= )")
COUNT = re.compile(rf"(?:(?:for|with|by|to) )?(?:two|three) {PERSON} ")
"""A number of persons rather than an age: "two boys aged 9 and 11"."""
YEARS_OLD = frozenset({"year", "years", "yr", "yrs", "yo", "y"})
MIN_CORRECTED = 4
"""Letters of a misspelled number before "year old"."""


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
    spelled = correct_numbers(words)
    for span in find_spans(AGES, spelled, Span(0, len(words))):
        said = HALF.sub("", " ".join(spelled[span.start : span.end]))
        known = NUMBERS | PLURALS
        numbers = [int(found) if found.isdecimal() else known[found] for found in EACH_NUMBER.findall(said)]
        if len(numbers) > 1 and COUNT.match(said):
            numbers = numbers[1:]
        if "month" in said:
            numbers = [number // 12 for number in numbers if number <= MAX_MONTHS]
        if numbers:
            yield Age(min(numbers), span)


def correct_numbers(words: Sequence[str]) -> list[str]:
    """The words, with numbers corrected that are misspelled before "year old": "sevn year old"."""
    return [
        next((number for number in NUMBERS if OSA.distance(word, number, score_cutoff=1) <= 1), word)
        if len(word) >= MIN_CORRECTED and following in YEARS_OLD and word.isalpha()
        else word
        for word, following in zip(words, [*words[1:], ""], strict=False)
    ]

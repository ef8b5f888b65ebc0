"""What people type around a title: "that movie heat", "the third matrix", "lotr2"."""

import re
from dataclasses import dataclass

from matinee.engine.catalogue.title_normalization import (
    ENGLISH_ARTICLES,
    folded_words,
    normalize_title,
    without_article,
)

WORK = r"(?:movie|film|flick)"
BEFORE_WORK, BEFORE_NAME = r"(?:(?:that|this|the|a|an|my) )?(?:old |new |original )?", r"(?: (?:called|named|titled))?"
BEFORE_TITLE = re.compile(rf"^(?:watch|{BEFORE_WORK}{WORK}{BEFORE_NAME}) (?=\S)", re.IGNORECASE)
AFTER_TITLE = re.compile(rf"(?<=\S)(?: \((?:{WORK})\)| (?:the )?(?:full )?{WORK})(?= \(?\d{{4}}\)?$|$)", re.IGNORECASE)
BEFORE_NUMBER = re.compile(rf" (?:{WORK}|ep|pt|nr|no|number) (?=\d+$)")
PART_OF_NUMBER = re.compile(r"([a-z ]+) (\d{1,2}) ([12])")
"""A film in two parts, which count as two: "harry potter 7 part 2" is the eighth."""
KIND_OF_SERIES = re.compile(r" (?:film )?(?:saga|trilogy|series|franchise|tetralogy|quadrilogy|collection)$")
"""What is said after the name of a series: "bourne trilogy"."""
GLUED_NUMBER = re.compile(r"([a-z]{1,8})(\d{1,2})")
ORDINALS = {
    word: number
    for number, words in enumerate(
        [
            *[("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th"), ("fifth", "5th")],
            *[("sixth", "6th"), ("seventh", "7th"), ("eighth", "8th"), ("ninth", "9th"), ("tenth", "10th")],
        ],
        start=1,
    )
    for word in words
}
ORDINAL_FIGURES = dict(zip(list(ORDINALS)[::2], list(ORDINALS)[1::2], strict=True))
OTHER_ORDINALS = ORDINAL_FIGURES | {figure: word for word, figure in ORDINAL_FIGURES.items()}
"""Ordinals in words and in figures, each in the other form."""
EPISODE, EPISODES_OF = "episode", "star wars"
"""A word that means one series if nothing but a number follows."""
MAX_NUMBER = 30
"""Higher numbers are not those of films of a series: "blade runner 2049"."""


@dataclass(frozen=True)
class NumberedLine:
    """A line that may mean a film of a series by its number.

    Attributes:
        stem: the series, normalized.
        number: from 1.
        is_ordinal: whether the number was an ordinal before the series ("third harry potter"), or the whole series was
            named, of which the first film is meant.
        is_episode: whether the number alone was typed, and a word that tells the series: "episode 4".
    """

    stem: str
    number: int
    is_ordinal: bool = False
    is_episode: bool = False


def without_fillers(text: str) -> str:
    """Remove words that say that a title follows or precedes, unless nothing else is left.

    >>> without_fillers("that movie heat"), without_fillers("Titanic movie 1997"), without_fillers("the movie")
    ('heat', 'Titanic 1997', 'the movie')
    """
    line = " ".join(text.split())
    bare = AFTER_TITLE.sub("", BEFORE_TITLE.sub("", line))
    return line if bare.casefold() in ENGLISH_ARTICLES else bare


def respell_ordinals(text: str) -> str:
    """Write ordinals in figures if they are in words, and in words if they are in figures.

    >>> respell_ordinals("the 5th element"), respell_ordinals("The Sixth Day")
    ('the fifth element', 'the 6th day')
    """
    return " ".join(OTHER_ORDINALS.get(word, word) for word in text.casefold().split())


def numbered_line(text: str) -> NumberedLine | None:
    """Read a line as a series and a number; None if it has no such number.

    >>> numbered_line("Harry Potter part III")
    NumberedLine(stem='harry potter', number=3, is_ordinal=False, is_episode=False)
    >>> numbered_line("the second matrix movie")
    NumberedLine(stem='matrix', number=2, is_ordinal=True, is_episode=False)
    >>> numbered_line("hp3")
    NumberedLine(stem='hp', number=3, is_ordinal=False, is_episode=False)
    """
    words = BEFORE_NUMBER.sub(" ", without_article(normalize_title(text)))
    if glued := GLUED_NUMBER.fullmatch(words):
        words = f"{glued[1]} {glued[2]}"
    first, _, rest = words.partition(" ")
    typed = folded_words(text)
    is_episode = typed[:1] == [EPISODE] and len(typed) == 2
    if is_episode:
        words = f"{EPISODES_OF} {'1' if rest == 'i' else words}"
    if typed[-2:-1] == ["part"] and (halves := PART_OF_NUMBER.fullmatch(words)):
        words = f"{halves[1]} {int(halves[2]) + int(halves[3]) - 1}"
    before, _, last = words.rpartition(" ")
    if before and last.isdecimal() and 1 <= int(last) <= MAX_NUMBER:
        return NumberedLine(without_article(before), int(last), is_episode=is_episode)
    if kind := KIND_OF_SERIES.search(words):
        return NumberedLine(words[: kind.start()], 1, is_ordinal=True)
    if rest and first in ORDINALS:
        return NumberedLine(without_article(without_fillers(rest)), ORDINALS[first], is_ordinal=True)
    return None

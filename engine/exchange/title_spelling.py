"""One spelling for the words of a title: numbers in digits, abbreviations, American spelling, no articles.

What is changed is changed on both sides of a comparison, so a rule may also change words that it is not meant for.
"""

import re
import unicodedata
from functools import lru_cache

from matinee.engine.catalogue.title_normalization import ENGLISH_ARTICLES, folded_words, restore_article

AND = re.compile(r"(?<=\s)[+&](?=\s)")
SIGNS = {0x2044: " ", ord("♥"): " heart "}
"""Signs between or instead of words; the first is in the middle of "½" once it is decomposed."""
PART_WORDS = frozenset({"part", "pt", "vol", "volume", "chapter", "episode", "book", "no", "number"})
"""Words before a number that say nothing more than the number."""
EDITION = re.compile(
    r"\s*[(\[][^()\[\]]*\b(?:version|cut|edition|extended|unrated|remastered|redux)[)\]]\s*$", re.IGNORECASE
)
"""At the end of a title: "(Theatrical Version)"."""
ELLIPSIS = re.compile(r"\.{2,}")
MAX_DIGITS = 9
"""Longer numbers stay as they are written."""
SAME_WORDS = {
    **{"doctor": "dr", "drive": "dr", "saint": "st", "street": "st", "mister": "mr", "versus": "vs", "v": "vs"},
    **{"mount": "mt", "junior": "jr", "senior": "sr", "sergeant": "sgt", "captain": "capt"},
    **{"okay": "ok", "n": "and", "et": "and", "nite": "night", "mum": "mom", "tyre": "tire"},
    **{"grey": "gray", "programme": "program", "catalogue": "catalog", "dialogue": "dialog", "cheque": "check"},
    **{"plough": "plow", "pyjamas": "pajamas", "jewellery": "jewelry", "aeroplane": "airplane", "gaol": "jail"},
    **{"doughnut": "donut", "doughnuts": "donuts", "moustache": "mustache", "axe": "ax", "judgement": "judgment"},
    **{"sceptic": "skeptic", "whisky": "whiskey", "ageing": "aging", "storey": "story"},
    **{"second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7", "π": "pi"},
}
"""Abbreviations and spellings of a word → one of them."""
BRITISH_ENDINGS = (
    (re.compile(r"(?<=[a-z]{3})our(?=(?:s|ed|ing|ful|less|able|ite|ites|hood|ly|er|ers)?$)"), "or"),
    (re.compile(r"(?<=[a-z][a-z][bt])re(?=s?$)"), "er"),
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ing|ation|ations)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{3})ence$"), "ense"),
    (re.compile(r"ll(?=(?:ed|ing|er|ers|or|ors|ous)$)"), "l"),
)
"""Endings of British spelling → American ones."""
SMALL_NUMBERS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
    "xiii": 13, "xiv": 14, "xv": 15, "xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20,
}  # fmt: skip
NUMBER_WORDS = frozenset({*SMALL_NUMBERS, *TENS, *ROMAN})
OFTEN_LETTERS = frozenset({"i", "v", "x"})
"""Numerals that are numbers only after a word such as "part", the last two also at the end of a title. No numeral is a
number at the beginning: "V.I. Warshawski"."""


def title_words(title: str) -> list[str]:
    """Split a title into words in their one spelling.

    >>> title_words("The Colour of Money, Part Two")
    ['color', 'of', 'money', '2']
    >>> title_words("One Hundred and One Dalmatians")
    ['101', 'dalmatians']
    """
    text = unicodedata.normalize("NFKC", restore_article(EDITION.sub("", title) or title)).translate(SIGNS)
    words = read_numbers(folded_words(AND.sub("and", ELLIPSIS.sub(" ", text))))
    spelled = [spell_american(SAME_WORDS.get(word, word)) for word in words]
    return [word for word in spelled if word not in ENGLISH_ARTICLES] or spelled or title.casefold().split()


@lru_cache(maxsize=2**14)
def spell_american(word: str) -> str:
    """A word with the American ending, if it has a British one."""
    for ending, american in BRITISH_ENDINGS:
        word = ending.sub(american, word)
    return word


def read_numbers(words: list[str]) -> list[str]:
    """Write numbers in digits, and leave out words such as "part" before them."""
    begins_number = [word in NUMBER_WORDS or word.isdecimal() for word in words]
    if not any(begins_number):
        return words
    read: list[str] = []
    place = 0
    while place < len(words):
        value, length = read_number(words, place) if begins_number[place] else (0, 0)
        if length and len(read) > 1 and read[-1] in PART_WORDS:
            read.pop()
        read.append(str(value) if length else words[place])
        place += max(length, 1)
    return read


def read_number(words: list[str], place: int) -> tuple[int, int]:
    """The number that begins at a place, and of how many words it consists: 0 if none begins there."""
    word = words[place]
    if word.isdecimal() and len(word) <= MAX_DIGITS:
        return int(word), 1
    if word in ROMAN:
        after_part = words[place - 1] in PART_WORDS
        at_end = place == len(words) - 1 and word != "i"
        is_number = place > 0 and (word not in OFTEN_LETTERS or after_part or at_end)
        return (ROMAN[word], 1) if is_number else (0, 0)
    if words[place + 1 : place + 2] == ["hundred"] and word in SMALL_NUMBERS:
        skipped = 3 if words[place + 2 : place + 3] == ["and"] else 2
        rest, length = read_below_hundred(words[place + skipped : place + skipped + 2])
        return 100 * SMALL_NUMBERS[word] + rest, skipped + length if length else 2
    return read_below_hundred(words[place : place + 2])


def read_below_hundred(words: list[str]) -> tuple[int, int]:
    """The number from 0 to 99 that begins a list of words, and of how many it consists: 0 if none does."""
    first, second = (*words, "", "")[:2]
    if first in TENS:
        unit = SMALL_NUMBERS.get(second, 0)
        return (TENS[first] + unit, 2) if 0 < unit < 10 else (TENS[first], 1)
    return (SMALL_NUMBERS[first], 1) if first in SMALL_NUMBERS else (0, 0)

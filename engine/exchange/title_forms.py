"""The forms in which services write the title of one film, as keys that can be compared.

Titles with the same key are the same. Other forms leave one thing out that one service writes and another does not:
the owner ("Monty Python's"), a number inside the title ("Ice Age 2: The Meltdown"), or a subtitle.
"""

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import chain

from matinee.engine.catalogue.title_normalization import trailing_parenthesis
from matinee.engine.exchange.title_spelling import title_words

OWNER = re.compile(r"^(?:[^\s:]+\s+){0,3}?[^\s:]+(?:['’]s|s['’])\s+(?=\S)")
"""At the beginning of a title: "Monty Python's", "Lee Daniels'", "Dr. Seuss'"."""
PRESENTER = re.compile(r"^.{2,40}?\s+[Pp]resents?:?\s+(?=\S)")
"""At the beginning of a title: "Tales from the Crypt Presents"."""
BREAK = re.compile(
    r"\s*:\s+|\s+[-–—]\s+|\s*—\s*|\s*/\s+|\s+/\s*"  # a colon, a dash, a slash
    r"|,?\s+[Oo]r:?\s+(?=[(A-Z])|,\s+[Oo]r,?\s+"  # "Dr. Strangelove or: How I Learned …"
)
"""Between a title and a subtitle, or between two titles."""
COMPANION = re.compile(r"\s+(?:with|in)\s+(?=[A-Z'])")
"""Between a title and its heroes: "A Grand Day Out with Wallace and Gromit"."""
MIN_LENGTH = 2
"""Shorter keys say too little."""
MAX_PART_DIGITS = 2
"""Numbers with more digits are not those of a part."""
SEVERAL, MANY = 2, 3
"""Words of a part of a title from which it is unlikely to be the title of another film of the year as well."""


class TitleForms:
    """The forms of one title.

    Attributes:
        title: the title as written.
        key: the key of the whole title.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self._words = title_words(title)
        self.key = "".join(self._words)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers in the title that may be those of parts."""
        return frozenset(filter(is_part_number, self._words))

    @cached_property
    def unnumbered(self) -> frozenset[str]:
        """Its key, and that without numbers of parts."""
        return unnumbered_keys(self._words)

    @cached_property
    def unowned(self) -> frozenset[str]:
        """Keys without the owner or presenter at its beginning; empty if it has none."""
        matches = (pattern.match(self.title) for pattern in (OWNER, PRESENTER))
        return keys_of((self.title[match.end() :] for match in matches if match), SEVERAL)

    @cached_property
    def main_parts(self) -> frozenset[str]:
        """Keys of its parts by which it may be listed: what is before a break, and a subtitle of several words."""
        return keys_of(self._heads, 1) | keys_of(self._tails, SEVERAL) | keys_of(self._companions, MANY)

    @cached_property
    def all_parts(self) -> frozenset[str]:
        """Keys of the whole title and of all its parts."""
        parts = [*self._heads, *self._tails, *self._companions, *(trailing_parenthesis(self.title) or ())]
        return self.unnumbered | self.unowned | keys_of(parts, 1)

    @property
    def _heads(self) -> list[str]:
        return [self.title[: each.start()] for each in BREAK.finditer(self.title)]

    @property
    def _tails(self) -> list[str]:
        return [self.title[each.end() :] for each in BREAK.finditer(self.title)]

    @property
    def _companions(self) -> list[str]:
        found = COMPANION.finditer(self.title)
        return [part for each in found for part in (self.title[: each.start()], self.title[each.end() :])]


def keys_of(names: Iterable[str], min_words: int) -> frozenset[str]:
    """The keys of names of at least so many words, articles included, with and without numbers of parts."""
    long_enough = (name for name in names if len(name.split()) >= min_words)
    return frozenset(chain.from_iterable(unnumbered_keys(title_words(name)) for name in long_enough))


def unnumbered_keys(words: list[str]) -> frozenset[str]:
    """The key of a title, and that without the numbers of parts inside it or a 1 at its end.

    Another number at the end tells a film from others of its series, and one at the beginning is not that of a part.
    """
    last = len(words) - 1
    kept = [
        word
        for place, word in enumerate(words)
        if not is_part_number(word) or place == 0 or (place == last and word != "1")
    ]
    variants = [words, kept] if len(kept) >= SEVERAL else [words]
    return frozenset(key for variant in variants if len(key := "".join(variant)) >= MIN_LENGTH)


def is_part_number(word: str) -> bool:
    """Whether a word may be the number of a part."""
    return word.isdecimal() and len(word) <= MAX_PART_DIGITS

"""How far a typed line agrees with the titles of films: the same, a part, misspelled, or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz import fuzz

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.title_normalization import (
    ENGLISH_ARTICLES,
    normalize_title,
    search_keys,
    squash_title,
    without_article,
)
from matinee.engine.catalogue.title_search import typed_forms

MIN_MISSPELLED = 0.78
"""From this edit similarity on, a line may be a misspelled title."""
MIN_LETTERS = 3
"""Shorter lines are only compared with whole titles."""
MIN_LETTERS_WITHIN = 7
"""Shorter titles of one word are not looked for within a line."""
MIN_WORD_MISSPELLED, MIN_LETTERS_MISSPELLED = 0.87, 5
"""From this edit similarity on, a word of at least so many letters may be a misspelled word of a title."""
OTHER_TITLE, PART_OF_TITLE = 0.98, 0.92
"""Similarity of a line with a film of which it is an alternative title, or a part of the title."""


class Agreement(IntEnum):
    """How a line agrees with a title."""

    UNLIKE = 0
    MISSPELLED = 1
    BEGUN = 2
    """Its words are in the title, but the last one is only the beginning of a word."""
    WORDS = 3
    """Its words are in the title."""
    START = 4
    """They are the first words of the title."""
    SAME = 5


@dataclass(frozen=True)
class TitleReading:
    """A line as a title.

    Attributes:
        agreement: the best agreement with a title.
        similarity: edit similarity in [0, 1] with the most similar title.
        films: row of a film whose title contains the line → the agreement; if none does, films with similar titles.
    """

    agreement: Agreement
    similarity: float
    films: Mapping[int, Agreement]

    def rows(self, least: Agreement) -> set[int]:
        """The rows of the films that agree at least so far."""
        return {row for row, agreement in self.films.items() if agreement >= least}


class TitleReader:
    """Compares lines with the titles of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._keys: dict[int, dict[str, str]] = {}

    def read(self, line: str, rows: Iterable[int]) -> TitleReading:
        """Compare a line with the titles of some films.

        Args:
            line: what was typed.
            rows: rows of the films whose titles are most similar to it.
        """
        forms = typed_forms(line)
        typed, squashed = forms[0], squash_title(forms[0])
        agreements: dict[int, Agreement] = {}
        similarity = 0.0
        for row in rows:
            keys = self._keys_of(row)
            similar = max(fuzz.ratio(typed, key) for key in keys) / 100
            similarity = max(similarity, similar)
            is_same = squashed in keys.values()
            found = Agreement.SAME if is_same else max(agreement(form, key) for form in forms for key in keys)
            is_joined = any(key.startswith(squashed) for key in keys.values())
            if found is Agreement.UNLIKE and (similar >= MIN_MISSPELLED or is_joined):
                found = Agreement.MISSPELLED
            agreements[row] = found
        best = max(agreements.values(), default=Agreement.UNLIKE)
        least = min(best, Agreement.BEGUN)
        return TitleReading(best, similarity, {row: found for row, found in agreements.items() if found >= least})

    def similarity(self, line: str, row: int) -> float:
        """Similarity in [0, 1] of a line with the most similar title of a film, 1 for the same."""
        typed, *unfinished = typed_forms(line)
        main, *others = self._keys_of(row)
        if typed == main:
            return 1.0
        if typed in others:
            return OTHER_TITLE
        if typed in ENGLISH_ARTICLES:
            return 0.0
        least = Agreement.BEGUN if len(line) >= MIN_LETTERS else Agreement.START
        if any(agreement(form, key) >= least for form in (typed, *unfinished) for key in (main, *others)):
            return PART_OF_TITLE
        return max(fuzz.ratio(typed, key) for key in (main, *others)) / 100 if len(line) >= MIN_LETTERS else 0.0

    def has_word(self, word: str, row: int) -> bool:
        """Whether a normalized word is in a title of a film."""
        return any(word in key.split() for key in self._keys_of(row))

    def has_misspelled_words(self, line: str, row: int) -> bool:
        """Whether all words of a line are in a title of a film, some of them misspelled: "cukoos nest", "shawshnk"."""
        typed = without_article(normalize_title(line)).split()
        return any(all(is_word_of(word, key.split()) for word in typed) for key in self._keys_of(row))

    def has_title(self, line: str, row: int) -> bool:
        """Whether a line begins or ends with the main title of a film, unless that is a single short word."""
        typed = without_article(normalize_title(line))
        main = next(iter(self._keys_of(row)))
        if " " not in main and len(main) < MIN_LETTERS_WITHIN:
            return False
        return typed.startswith(f"{main} ") or typed.endswith(f" {main}")

    def _keys_of(self, row: int) -> dict[str, str]:
        if row not in self._keys:
            self._keys[row] = search_keys(self._catalogue.titles[row], self._catalogue.alternatives[row])
        return self._keys[row]


def agreement(typed: str, key: str) -> Agreement:
    """How the words of a line agree with those of a title, both normalized; misspelled ones do not.

    >>> agreement("lord rings", "lord of the rings").name, agreement("star w", "star wars").name
    ('WORDS', 'BEGUN')
    """
    if typed == key:
        return Agreement.SAME
    words = key.split()
    *whole, last = typed.split() or [""]
    if not last or not all(word in words for word in whole):
        return Agreement.UNLIKE
    if last in words:
        return Agreement.START if key.startswith(f"{typed} ") else Agreement.WORDS
    return Agreement.BEGUN if any(word.startswith(last) for word in words) else Agreement.UNLIKE


def is_word_of(word: str, words: list[str]) -> bool:
    """Whether a word is one of several, or one of them misspelled. Longer forms count as other words: "eternals"."""
    if word in words:
        return True
    if len(word) < MIN_LETTERS_MISSPELLED:
        return False
    return any(fuzz.ratio(word, other) >= 100 * MIN_WORD_MISSPELLED and not word.startswith(other) for other in words)

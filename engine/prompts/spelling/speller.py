"""Corrects the spelling of prompts: misspelled words and names, words run together or torn apart, short forms.

A word is only changed if it is no ordinary word and one that prompts use is close, or if it makes a known phrase or the
name of somebody well known with the word beside it: "supper hero", "stephen speilburg".
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA

from matinee.engine.prompts.spelling.known_words import KnownWords
from matinee.engine.prompts.spelling.misspellings import MIN_LETTERS, allowed_errors, nearest_word, sound_key
from matinee.engine.prompts.spelling.spelling_vocabulary import SpellingVocabulary, read_shorthand
from matinee.engine.prompts.words.foreign_words import load_foreign_words
from matinee.engine.prompts.words.lexicon import Lexicon
from matinee.engine.prompts.words.normalization import Token, fold_word, stem, tokenize
from matinee.engine.prompts.words.translation import translate

MIN_PART = 4
"""Letters of each of two words that are run together."""
MIN_TORN = 6
"""Letters of a word that is torn apart."""
MIN_PHRASE_PART = 5
"""Letters of an ordinary word that is corrected since it makes a phrase with the word beside it."""
MIN_TWO_ERRORS = 7
"""Letters of such a word in which two letters may be wrong: "marshal arts"."""
MIN_NAME_PART = 3
"""Letters of a part of a name that may be wrong: "johnny dep"."""
MIN_NAME = 6
"""Letters of a misspelled name that stands alone: "fnord" is not Ford."""
DECADE_AND_WORD = re.compile(r"(\d0s)([a-z]+)")
"""A decade and the word that is run together with it."""


class Speller:
    """Corrects the spelling of lines; its vocabulary is collected when it is first needed."""

    def __init__(self, lexicon: Lexicon, known: KnownWords, collect: Callable[[], SpellingVocabulary]) -> None:
        """Store what is needed.

        Args:
            lexicon: the vocabulary of prompts.
            known: tells ordinary words.
            collect: collects the words that may be meant.
        """
        self._lexicon, self._known, self._collect = lexicon, known, collect

    @cached_property
    def vocabulary(self) -> SpellingVocabulary:
        """The words that may be meant."""
        return self._collect()

    def correct(self, line: str) -> str:
        """The line with its spelling corrected; a line in another language, which has its own, is unchanged."""
        corrected = line
        for find_edits in (find_shorthand, self._phrases, self._words, self._names):
            corrected = edit_line(corrected, find_edits)
        return line if corrected == line or translate(line, self._lexicon) != line else corrected

    def _phrases(self, words: Sequence[str]) -> Iterator["Edit"]:
        """Words that are torn apart, "thri ller", and ordinary words that make a phrase, "supper hero"."""
        for place, (first, last) in enumerate(pairwise(words)):
            if (
                not (first and last)
                or (first, last) in self.vocabulary.title_pairs
                or f"{stem(first)} {stem(last)}" in self._stem_phrases
            ):
                continue
            joined = first + last
            if (
                len(joined) >= MIN_TORN
                and joined in self.vocabulary.plain_words
                and not self._mean_something(first, last)
            ):
                yield Edit(place, place + 2, joined)
            elif (meant := self._other_part(first, self.vocabulary.pairs_by_last.get(last, ()))) is not None:
                yield Edit(place, place + 1, meant)
            elif (meant := self._other_part(last, self.vocabulary.pairs_by_first.get(first, ()))) is not None:
                yield Edit(place + 1, place + 2, meant)

    def _mean_something(self, *words: str) -> bool:
        """Whether all of some words mean something in prompts."""
        return all(self._lexicon.is_known(stem(word)) for word in words)

    def _other_part(self, word: str, parts: Sequence[str]) -> str | None:
        """The part of a phrase that a word is a misspelling of, of those that fit the word beside it."""
        if len(word) < MIN_PHRASE_PART or not parts or word in self.vocabulary.word_set or self._mean_something(word):
            return None
        return next((part for part in parts if len(part) >= MIN_PHRASE_PART and is_near(word, part)), None)

    def _words(self, words: Sequence[str]) -> Iterator["Edit"]:
        """Words that are no ordinary ones."""
        for place, word in enumerate(words):
            if len(word) < MIN_LETTERS or not word.isascii() or word in self.vocabulary.word_set:
                continue
            if word in self.vocabulary.other_words or self._known.is_listed(word) or word in load_foreign_words().stems:
                continue
            meant = self.vocabulary.compounds.get(word) or self._nearest(word) or self._split(word)
            if meant is not None:
                yield Edit(place, place + 1, meant)

    def _nearest(self, word: str) -> str | None:
        """The word that a misspelled one means; an ordinary word with an ending must sound like it."""
        if not word.isalpha():
            return None
        likely = len(self._lexicon.spelling_targets)
        targets = self.vocabulary.words if len(word) >= MIN_NAME else self.vocabulary.words[: self.vocabulary.n_plain]
        meant = nearest_word(word, targets, likely)
        if meant is None and word.endswith("s"):
            meant = nearest_word(word[:-1], targets, likely)
            meant = None if meant is None else f"{meant}s"
        if meant is not None and sound_key(word) != sound_key(meant) and self._known.is_derived(word):
            return None
        return meant

    def _split(self, word: str) -> str | None:
        """Words that are run together, "romanticfilm", "80shorror"; None for any other word."""
        if (decade := DECADE_AND_WORD.fullmatch(word)) and decade[2] in self.vocabulary.word_set:
            return f"{decade[1]} {decade[2]}"
        for place in range(MIN_PART, len(word) - MIN_PART + 1):
            parts = (word[:place], word[place:])
            if all(self._mean_something(part) or part in self._lexicon.filler for part in parts):
                return " ".join(parts)
        return None

    def _names(self, words: Sequence[str]) -> Iterator["Edit"]:
        """Names of well-known people, one part of which is right: "stephen spielberg", "tom cruize"."""
        for place, pair in enumerate(pairwise(words)):
            if pair in self.vocabulary.title_pairs:
                continue
            for part in (1, 0):
                meant = self._name_with(pair, part)
                if meant is not None:
                    yield Edit(place + 1 - part, place + 2 - part, meant)
                    break

    def _name_with(self, pair: tuple[str, str], part: int) -> str | None:
        """The other part of a name, one part of which is right; None if both are, or if it is no name."""
        typed = pair[1 - part]
        names = self.vocabulary.names_by_part.get(pair[part], ())
        if not names or pair in names or len(typed) < MIN_NAME_PART or typed in self._lexicon.filler:
            return None
        if self._mean_something(typed) or self._mean_something(pair[part]):
            return None
        others = (name[1 - part] for name in names if name[part] == pair[part])
        return next((other for other in others if is_name_misspelling(typed, other)), None)

    @cached_property
    def _stem_phrases(self) -> frozenset[str]:
        return frozenset(" ".join(map(stem, phrase.split())) for phrase in self.vocabulary.compounds.values())


class Edit(NamedTuple):
    """Words of a line that are replaced."""

    start: int
    end: int
    text: str


def find_shorthand(words: Sequence[str]) -> Iterator[Edit]:
    """Find the short forms in a line."""
    shorthand = read_shorthand()
    for place, word in enumerate(words):
        pair = " ".join(words[place : place + 2])
        if pair in shorthand:
            yield Edit(place, min(place + 2, len(words)), shorthand[pair])
        elif word in shorthand:
            yield Edit(place, place + 1, shorthand[word])


def edit_line(line: str, find_edits: Callable[[Sequence[str]], Iterable[Edit]]) -> str:
    """Replace words of a line; the rest of it stays as it was typed.

    Args:
        line: the prompt, as ``clean_line`` returns it.
        find_edits: finds the edits of its words, in their order; one that overlaps the one before is left out.
    """
    tokens = tokenize(line)
    words = [token.text if is_plain(token, line) else "" for token in tokens]
    pieces, place = [], 0
    for edit in find_edits(words):
        start, end = tokens[edit.start].start, tokens[edit.end - 1].end
        if start >= place:
            pieces += [line[place:start], edit.text]
            place = end
    return "".join([*pieces, line[place:]])


def is_plain(token: Token, line: str) -> bool:
    """Whether a token is a word as it was typed, rather than a part of "don't", "U.S." or "w/o"."""
    typed = line[token.start : token.end]
    if len(typed) == 1 and not (typed.islower() and line[token.end : token.end + 1] in ("", " ", ",", "-")):
        return False
    return fold_word(typed) == token.text


def is_near(word: str, part: str) -> bool:
    """Whether an ordinary word is so similar to a part of a phrase that the phrase is meant."""
    allowed = 2 if len(word) >= MIN_TWO_ERRORS else 1
    return word[:2] == part[:2] and OSA.distance(word, part) <= allowed


def is_name_misspelling(typed: str, part: str) -> bool:
    """Whether a word beside the other part of a name is this part misspelled; the beginning must be the same."""
    if sound_key(typed) == sound_key(part) or part.startswith(typed):
        return True
    return typed[0] == part[0] and OSA.distance(typed, part) <= max(1, allowed_errors(typed))

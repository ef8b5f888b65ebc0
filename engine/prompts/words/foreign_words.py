"""The words of other languages, as ``foreign_words.yaml`` lists them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matinee.engine.prompts.words.lexicon import LexiconReader
from matinee.engine.prompts.words.normalization import HYPHEN, PUNCTUATION, fold_word
from matinee.engine.prompts.words.vocabulary import MIN_CORRECTED
from matinee.policy.setting_types import Words

FOREIGN_WORDS_FILE = Path(__file__).with_name("foreign_words.yaml")
LANGUAGES = ("german", "french", "spanish", "italian", "portuguese")
PIECE = re.compile(r"[^\W_]+|[^\w\s]")
UMLAUT = re.compile(r"(?<=[aou])e")
"""How German umlauts are typed without dots: "fuer", "komoedie"."""
GERMAN_ENDING = re.compile(r"(?<=\w{4})(?:e[nmrs]?|n|s)$")
PLURAL, VOWEL = re.compile(r"(?<=\w{4})[sx]$"), re.compile(r"(?<=\w{4})[aeio]$")


@dataclass(frozen=True)
class ForeignLanguage:
    """The words of one language.

    Attributes:
        name: its English name.
        phrases: a phrase, or the stems of its words, separated by spaces → its translation, empty for words without
            content.
        targets: first letter → the longer words that begin with it; misspellings are corrected to them.
        lengths: word → how many words the longest phrase has that begins with it.
    """

    name: str
    phrases: Mapping[str, str]
    targets: Mapping[str, tuple[str, ...]]
    lengths: Mapping[str, int]


@dataclass(frozen=True)
class ForeignWords:
    """All languages.

    Attributes:
        english: words that are no evidence of another language.
        languages: the languages.
        stems: all words of the languages and their stems; a quick test whether a line can be in one of them.
    """

    english: frozenset[str]
    languages: tuple[ForeignLanguage, ...]
    stems: frozenset[str]


@cache
def load_foreign_words(path: Path = FOREIGN_WORDS_FILE) -> ForeignWords:
    """Read the words of other languages. Raises PolicyError, which names the file and the entry."""
    listed = LexiconReader(path)
    languages = tuple(read_language(listed, name) for name in LANGUAGES)
    english = frozenset(listed.check(listed.top("english"), Words, "english"))
    return ForeignWords(
        english, languages, frozenset(word for each in languages for key in each.phrases for word in key.split())
    )


def read_language(listed: LexiconReader, name: str) -> ForeignLanguage:
    """Read the words of one language."""
    entries = [(phrase, "") for phrase in listed.check(listed.section("filler").get(name), Words, f"filler, {name}")]
    for english, translations in listed.section("words").items():
        where = f"words, {english}"
        phrases = listed.check(translations, dict, where).get(name, [])
        entries += [(phrase, english) for phrase in listed.check(phrases, Words, f"{where}, {name}")]
    split = [(split_words(phrase), english) for phrase, english in entries]
    phrases = {" ".join(stem_foreign(word, name) for word in words): english for words, english in split}
    phrases |= {" ".join(words): english for words, english in split}
    lengths: dict[str, int] = {}
    for first, *others in map(str.split, phrases):
        lengths[first] = max(lengths.get(first, 0), 1 + len(others))
    long = {key for key in phrases if len(key) >= MIN_CORRECTED and " " not in key}
    targets = {letter: tuple(sorted(key for key in long if key[0] == letter)) for letter in {key[0] for key in long}}
    return ForeignLanguage(name, phrases, targets, lengths)


def stem_foreign(word: str, language: str) -> str:
    """A word without the endings for gender, number and case.

    >>> stem_foreign("lustiges", "german"), stem_foreign("divertidas", "spanish")
    ('lustig', 'divertid')
    """
    if language != "german":
        return VOWEL.sub("", PLURAL.sub("", word))
    word = UMLAUT.sub("", word)
    while (shorter := GERMAN_ENDING.sub("", word)) != word:
        word = shorter
    return word


def split_words(line: str) -> list[str]:
    """The folded words and punctuation marks of a line; an apostrophe separates words, as in "l'amour"."""
    spaced = HYPHEN.sub(" ", line.replace("’", " ").replace("'", " "))
    return [fold_word(piece) for piece in PIECE.findall(spaced) if piece[0].isalnum() or piece in PUNCTUATION]

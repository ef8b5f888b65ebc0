"""The words and phrases that misspelled prompts are corrected to: those of the lexicon, periods, places and people."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import CatalogueFacts
from matinee.engine.catalogue.person_names import fold_names
from matinee.engine.prompts.facts.keyword_phrases import keyword_words
from matinee.engine.prompts.facts.people_names import PeopleNames, collect_names
from matinee.engine.prompts.periods.period_words import DECADES
from matinee.engine.prompts.words.foreign_words import FOREIGN_WORDS_FILE
from matinee.engine.prompts.words.lexicon import Lexicon, LexiconReader

FOLDER = Path(__file__).parent
SHORTHAND_FILE = FOLDER / "shorthand.yaml"
MIN_TARGET = 4
"""Letters of the shortest word that is corrected to."""
MIN_FAME = 60.0
"""Ratings of the films of a person whose misspelled name is corrected."""
PLAIN_DECADES = re.compile(r"\w+(?:ties|ies)|noughties")
"""The names of decades that are spelled right."""


@dataclass(frozen=True)
class SpellingVocabulary:
    """What may have been meant.

    Attributes:
        words: single words, the most likely first; names are the last.
        n_plain: how many of them are no names.
        word_set: the same, and the short ones.
        plain_words: those of them that are no names.
        other_words: further words that are spelled right.
        compounds: the joined words of a phrase → the phrase: "romanticcomedy" → "romantic comedy".
        pairs_by_first, pairs_by_last: a word → the other word of each phrase of two that begins or ends with it.
        names_by_part: a word → full names of well-known people that have it, the best known first.
        title_pairs: two words that follow each other in a title.
    """

    words: Sequence[str]
    n_plain: int
    word_set: frozenset[str]
    plain_words: frozenset[str]
    other_words: frozenset[str]
    compounds: dict[str, str]
    pairs_by_first: dict[str, list[str]]
    pairs_by_last: dict[str, list[str]]
    names_by_part: dict[str, list[tuple[str, str]]]
    title_pairs: frozenset[tuple[str, str]]


def collect_vocabulary(
    catalogue: Catalogue, facts: CatalogueFacts | None, lexicon: Lexicon, surnames: Sequence[str]
) -> SpellingVocabulary:
    """Collect the words and phrases.

    Args:
        catalogue: the films.
        facts: their people and places; None without film facts.
        lexicon: the vocabulary of prompts.
        surnames: the surnames that mean one person wherever they stand, the best known first.
    """
    phrases = [text.split() for text in fold_names([*lexicon.phrases, *keyword_words()])]
    decades = [name for name in DECADES if PLAIN_DECADES.fullmatch(name) and name not in ("eightees", "naughties")]
    places = [] if facts is None else [*facts.countries.names, *facts.adjectives.values(), *facts.languages.names]
    place_words = [words[0] for words in map(str.split, fold_names(places)) if len(words) == 1]
    plain = [*lexicon.spelling_targets, *lexicon.filler, *decades, *(word for words in phrases for word in words)]
    names = {} if facts is None else group_names(collect_names(catalogue, facts))
    given = [first for part, pairs in names.items() if part == (first := pairs[0][0])]
    words = dict.fromkeys([*plain, *place_words, *surnames, *given])
    pairs = [(words[0], words[1]) for words in phrases if len(words) == 2]
    return SpellingVocabulary(
        words=list(filter(is_target, words)),
        n_plain=sum(map(is_target, dict.fromkeys(plain))),
        word_set=frozenset(words),
        plain_words=frozenset(plain),
        other_words=frozenset(iter_listed_words()),
        compounds={"".join(words): " ".join(words) for words in phrases if len(words) > 1},
        pairs_by_first=group_pairs(pairs),
        pairs_by_last=group_pairs([(last, first) for first, last in pairs]),
        names_by_part=names,
        title_pairs=frozenset(iter_title_pairs(catalogue)),
    )


def is_target(word: str) -> bool:
    """Whether misspelled words may be corrected to a word."""
    return len(word) >= MIN_TARGET and word.isalpha()


def iter_listed_words() -> Iterator[str]:
    """Yield the words that any rule looks for: those of audiences, of remarks, of wishes that nothing can judge."""
    for file in FOLDER.glob("*.yaml"):
        if file.name != FOREIGN_WORDS_FILE.name:
            yield from re.findall(r"[a-z]{4,}", file.read_text(encoding="utf-8"))


def group_pairs(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """First word → second words of some pairs."""
    grouped: dict[str, list[str]] = {}
    for first, second in pairs:
        grouped.setdefault(first, []).append(second)
    return grouped


def group_names(names: PeopleNames) -> dict[str, list[tuple[str, str]]]:
    """A word → first and last word of the names that have it, of people who are well known, the best known first."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    full = {tuple(name.split()): names.people.fame[one] for name, one in names.full.items() if name.count(" ") == 1}
    for first, last in sorted((name for name in full if full[name] >= MIN_FAME), key=lambda name: -full[name]):
        for part in dict.fromkeys((first, last)):
            grouped.setdefault(part, []).append((first, last))
    return grouped


def iter_title_pairs(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield every two words that follow each other in a title."""
    for title in fold_names(catalogue.titles):
        yield from pairwise(title.split())


@lru_cache(maxsize=1)
def read_shorthand() -> dict[str, str]:
    """Read ``shorthand.yaml``. Raises PolicyError, which names the file and the entry."""
    reader = LexiconReader(SHORTHAND_FILE)
    section = reader.section("shorthand")
    return {str(short): reader.check(meant, str, f"shorthand, {short}") for short, meant in section.items()}

"""Finds fine genres, subjects and series in a prompt by the film facts: "heist", "about ww2", "no james bond"."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from matinee.engine.catalogue.facts import CatalogueFacts
from matinee.engine.prompts.facts.fact_phrases import FactPhrase
from matinee.engine.prompts.facts.manner import find_manner
from matinee.engine.prompts.words.lexicon import LexiconReader
from matinee.engine.prompts.words.phrase_patterns import Pattern, Span, compile_patterns, find_spans
from matinee.policy.array_types import BoolArray

FILE = Path(__file__).with_name("keywords.yaml")
SERIES = "series"
SECTIONS = (SERIES, "keywords")
"""Sections of the file, the most particular first."""


class KeywordPhrases:
    """The fine genres, subjects and series that some films of a catalogue are known to have."""

    def __init__(self, facts: CatalogueFacts) -> None:
        self._kinds = (facts.keywords, facts.subjects, facts.based_on, facts.series)
        self._masks: dict[tuple[str, ...], BoolArray] = {}

    def find(self, words: Sequence[str]) -> Iterator[FactPhrase]:
        """Yield the fine genres in a prompt, none overlapping another.

        Args:
            words: the prompt.
        """
        taken: list[Span] = []
        for section, pattern, keywords in read_keywords():
            for span in find_spans(pattern, words, Span(0, len(words))):
                films = self._having(keywords)
                if films.any() and not any(span.overlaps(other) for other in taken):
                    taken.append(span)
                    is_series = section == SERIES and find_manner(words, span, is_person=False) is None
                    yield FactPhrase(
                        "keyword", " ".join(words[span.start : span.end]), films, span, is_series=is_series
                    )

    def _having(self, keywords: tuple[str, ...]) -> BoolArray:
        """(n_movies,) True for the films with any of these keywords, subjects, sources or series."""
        if keywords not in self._masks:
            films = np.logical_or.reduce([features.having(keywords) for features in self._kinds])
            self._masks[keywords] = films
        return self._masks[keywords]


@lru_cache(maxsize=1)
def read_keywords() -> tuple[tuple[str, Pattern, tuple[str, ...]], ...]:
    """Read ``keywords.yaml``: section, pattern, keywords. Raises PolicyError, which names the file and the entry."""
    reader = LexiconReader(FILE)
    return tuple(
        (section, compile_patterns(split_alternatives(phrase)), tuple(keywords))
        for section in SECTIONS
        for phrase, keywords in reader.section(section).items()
    )


def split_alternatives(phrase: str) -> list[str]:
    """The alternatives of a key, each a pattern, so that the longest is tried first.

    >>> split_alternatives("(boxing|boxer)"), split_alternatives("bond (film|movie)")
    (['boxing', 'boxer'], ['bond (film|movie)'])
    """
    return phrase[1:-1].split("|") if re.fullmatch(r"\([^()]*\)", phrase) else [phrase]


@lru_cache(maxsize=1)
def keyword_words() -> tuple[str, ...]:
    """The words and phrases that ask for fine genres and series, as ``keywords.yaml`` writes them."""
    reader = LexiconReader(FILE)
    keys = (key for section in SECTIONS for key in reader.section(section))
    return tuple(phrase for key in keys for phrase in split_alternatives(key) if phrase.replace(" ", "").isalpha())

"""Finds fine genres in a prompt that are keywords of the film facts: "heist", "coming of age", "kung fu"."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import CatalogueFacts
from matinee.engine.prompts.fact_phrases import FactPhrase
from matinee.engine.prompts.lexicon import LexiconReader
from matinee.engine.prompts.phrase_patterns import Pattern, Span, compile_patterns, find_spans
from matinee.policy.array_types import BoolArray

FILE = Path(__file__).with_name("keywords.yaml")


class KeywordPhrases:
    """The fine genres that some films of a catalogue are known to have."""

    def __init__(self, catalogue: Catalogue, facts: CatalogueFacts) -> None:
        self._n_films, self._keywords = len(catalogue), facts.keywords
        self._masks: dict[tuple[str, ...], BoolArray] = {}

    def find(self, words: Sequence[str]) -> Iterator[FactPhrase]:
        """Yield the fine genres in a prompt, none overlapping another.

        Args:
            words: the prompt.
        """
        taken: list[Span] = []
        for pattern, keywords in read_keywords():
            for span in find_spans(pattern, words, Span(0, len(words))):
                films = self._having(keywords)
                if films.any() and not any(span.overlaps(other) for other in taken):
                    taken.append(span)
                    yield FactPhrase("keyword", " ".join(words[span.start : span.end]), films, span)

    def _having(self, keywords: tuple[str, ...]) -> BoolArray:
        """(n_movies,) True for the films with any of these keywords."""
        if keywords not in self._masks:
            films = np.zeros(self._n_films, dtype=np.bool_)
            for column in [column for column, name in enumerate(self._keywords.names) if name in keywords]:
                films[self._keywords.films(column)] = True
            self._masks[keywords] = films
        return self._masks[keywords]


@lru_cache(maxsize=1)
def read_keywords() -> tuple[tuple[Pattern, tuple[str, ...]], ...]:
    """Read ``keywords.yaml``. Raises PolicyError, which names the file and the entry."""
    section = LexiconReader(FILE).section("keywords")
    return tuple((compile_patterns([phrase]), tuple(keywords)) for phrase, keywords in section.items())


@lru_cache(maxsize=1)
def keyword_words() -> tuple[str, ...]:
    """The words and phrases that ask for fine genres, as ``keywords.yaml`` writes them."""
    return tuple(phrase for key in LexiconReader(FILE).section("keywords") for phrase in key.strip("()").split("|"))

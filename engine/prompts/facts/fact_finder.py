"""Finds everything in a prompt that film facts decide."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import pairwise

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import CatalogueFacts
from matinee.engine.prompts.facts.fact_phrases import FactPhrase
from matinee.engine.prompts.facts.keyword_phrases import KeywordPhrases
from matinee.engine.prompts.facts.people_phrases import PeoplePhrases
from matinee.engine.prompts.facts.place_phrases import PlacePhrases
from matinee.engine.prompts.words.lexicon import Lexicon
from matinee.engine.prompts.words.phrase_patterns import Span


class FactFinder:
    """Finds people, places, languages and movements; their names are collected for the first prompt."""

    def __init__(
        self, catalogue: Catalogue, facts: CatalogueFacts, lexicon: Lexicon, is_word: Callable[[str], bool]
    ) -> None:
        """Store what the names are collected from.

        Args:
            catalogue: the films.
            facts: the film facts.
            lexicon: the vocabulary, whose words are no names.
            is_word: tells ordinary words, which are no misspelled names.
        """
        self._catalogue, self._facts, self._lexicon, self._is_word = catalogue, facts, lexicon, is_word

    @property
    def catalogue_facts(self) -> CatalogueFacts:
        """The film facts."""
        return self._facts

    def surnames(self) -> list[str]:
        """The surnames that mean one well-known person wherever they stand, the best known first."""
        return self._people.distinct_surnames()

    def find(self, words: Sequence[str]) -> list[FactPhrase]:
        """The people and places in a prompt, in their order, none overlapping another.

        Args:
            words: the prompt.
        """
        found = list(self._places.find(words))
        for phrase in self._people.find(words):
            if not any(phrase.span.overlaps(other.span) for other in found):
                found.append(phrase)
        found.sort(key=lambda phrase: phrase.span.start)
        for place, (first, second) in enumerate(pairwise(found), start=1):
            between = words[first.span.end : second.span.start]
            found[place] = replace(second, is_alternative=first.kind == second.kind and list(between) == ["or"])
        return found

    def keywords(self, words: Sequence[str]) -> list[FactPhrase]:
        """The fine genres in a prompt; their words have other meanings too.

        Args:
            words: the prompt.
        """
        return list(self._keywords.find(words))

    def person_named(self, words: Sequence[str]) -> FactPhrase | None:
        """The person whose name some words are; one without fame if the name is also an ordinary word or in titles."""
        found = next(self._people.find(words), None)
        if found is not None:
            return found if found.span.end - found.span.start == len(words) else None
        found = next(self._people.find(["by", *words]), None)
        if found is None or found.span.end - found.span.start != len(words) + 1:
            return None
        return replace(found, span=Span(0, len(words)), fame=0.0)

    @cached_property
    def _people(self) -> PeoplePhrases:
        lexicon = self._lexicon
        known = {*lexicon.genre_words, *lexicon.topics, *lexicon.moods, *lexicon.filler}
        return PeoplePhrases(self._catalogue, self._facts, frozenset(known), self._is_word)

    @cached_property
    def _keywords(self) -> KeywordPhrases:
        return KeywordPhrases(self._facts)

    @cached_property
    def _places(self) -> PlacePhrases:
        return collect_places(self._catalogue, self._facts)


@lru_cache(maxsize=1)
def collect_places(catalogue: Catalogue, facts: CatalogueFacts) -> PlacePhrases:
    """The places of a catalogue, collected once for all interpreters; those of the last catalogue are kept."""
    return PlacePhrases(catalogue, facts)

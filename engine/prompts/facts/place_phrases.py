"""Finds countries, languages and movements in a prompt: "korean", "in spanish", "french new wave", "not in english"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import CatalogueFacts, Features
from matinee.engine.prompts.facts.fact_phrases import FactPhrase
from matinee.engine.prompts.words.lexicon import LexiconReader
from matinee.engine.prompts.words.phrase_patterns import Pattern, Span, compile_patterns, find_spans
from matinee.policy.array_types import BoolArray

FILE = Path(__file__).with_name("places.yaml")
ENGLISH_SPEAKING = ("United States", "United Kingdom", "Canada", "Australia", "Ireland", "New Zealand")
"""Countries whose films in another language are known by it less than by the country."""
NOT_ENGLISH = compile_patterns(
    [
        "(not|non) [in] english [language]",
        "foreign [language] [(film|films|movie|movies)]",
        "world cinema",
        "subtitled",
        "[with] subtitles",
        "[from] another country",
    ]
)
SETTING = re.compile(
    r"(?<= )(?:set|sets|setting|takes? place|taking place|happens|happening|(?:story|stories|life|love|living) in)"
    r"(?: in)?(?: (?!,|\.|but|from|with|by)[^ ]+){1,4}(?= )"
)
"""Where a story is set, which says nothing about where it was made; up to four words."""
MIN_LETTERS, MIN_SIMILARITY = 6, 88
"""Letters, and similarity (0–100), from which a word is a misspelled place: "brittish"."""


@dataclass(frozen=True)
class Place:
    """What a phrase of ``places.yaml`` means: countries, and for a movement its years and genres."""

    countries: tuple[str, ...]
    years: tuple[int, int] | None = None
    genres: tuple[str, ...] = ()


class PlacePhrases:
    """The places and languages of a catalogue."""

    def __init__(self, catalogue: Catalogue, facts: CatalogueFacts) -> None:
        self._catalogue, self._facts = catalogue, facts
        self._unknown = ~(self._any(facts.languages) | self._any(facts.countries))
        self._english = self._having(facts.languages, ("English",)) | self._having(facts.countries, ENGLISH_SPEAKING)
        self._rules: list[tuple[Pattern, Place]] = list(read_places())
        for country in facts.countries.names:
            adjective = facts.adjectives.get(country, "")
            words = [name.casefold() for name in (country, adjective) if name]
            self._rules.append((compile_patterns([*words, f"from {country.casefold()}"]), Place((country,))))
        adjectives = (facts.adjectives.get(country, country) for country in facts.countries.names)
        self._names = sorted({name.casefold() for name in adjectives if " " not in name})
        self._known = {*self._names, *(name.casefold() for name in facts.countries.names)}
        self._languages = [
            (compile_patterns([f"in {spoken}", f"{spoken} language", f"{spoken} speaking"]), name)
            for name in facts.languages.names
            if (spoken := name.casefold())
        ]

    def find(self, words: Sequence[str]) -> Iterator[FactPhrase]:
        """Yield the places in a prompt, none overlapping another.

        Args:
            words: the prompt.
        """
        words = [self._correct(word) for word in words]
        whole = Span(0, len(words))
        found: list[FactPhrase] = []
        taken = [span for pattern in (read_not_meant(), SETTING) for span in find_spans(pattern, words, whole)]
        for phrase in self._all(words):
            if not any(phrase.span.overlaps(other) for other in taken):
                taken.append(phrase.span)
                found.append(phrase)
        for phrase in found:  # "spanish with subtitles" asks for no other language
            if len(found) == 1 or "subtitle" not in " ".join(words[phrase.span.start : phrase.span.end]):
                yield phrase

    def _correct(self, word: str) -> str:
        """A misspelled place spelled right; any other word as it is."""
        if len(word) < MIN_LETTERS or word in self._known:
            return word
        best = process.extractOne(word, self._names, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY)
        return word if best is None else best[0]

    def _all(self, words: Sequence[str]) -> Iterator[FactPhrase]:
        whole = Span(0, len(words))
        for span in find_spans(NOT_ENGLISH, words, whole):
            films = ~(self._english | self._unknown)
            is_negation = words[span.start] in ("not", "non")
            yield FactPhrase("place", "not in English", films, span, is_negation=is_negation, unknown=self._unknown)
        for pattern, language in self._languages:
            for span in find_spans(pattern, words, whole):
                yield FactPhrase("place", f"in {language}", self._spoken(language), span, unknown=self._unknown)
        for pattern, place in self._rules:
            for span in find_spans(pattern, words, whole):
                label = " ".join(words[span.start : span.end])
                yield FactPhrase(
                    "place", label.removeprefix("the ").removeprefix("from ").title(), self._from(place), span
                )

    def _from(self, place: Place) -> BoolArray:
        """The films from any of some countries, or in the language of a country and not from elsewhere."""
        films = self._having(self._facts.countries, place.countries)
        for country in place.countries:
            films |= self._spoken(self._facts.adjectives.get(country, country))
        if place.years is not None:
            films &= (self._catalogue.years >= place.years[0]) & (self._catalogue.years <= place.years[1])
        if place.genres:
            columns = [self._catalogue.genre(genre) for genre in place.genres]
            films &= self._catalogue.genres[:, columns].any(axis=1)
        return films

    def _spoken(self, language: str) -> BoolArray:
        """The films in a language; those of English-speaking countries only if that is English."""
        films = self._having(self._facts.languages, (language,))
        return films if language == "English" else films & ~self._english

    def _having(self, features: Features, names: Sequence[str]) -> BoolArray:
        films = np.zeros(len(self._catalogue), dtype=np.bool_)
        for column, name in enumerate(features.names):
            if name in names:
                films[features.films(column)] = True
        return films

    def _any(self, features: Features) -> BoolArray:
        return np.asarray(np.diff(features.starts) > 0)


@lru_cache(maxsize=1)
def read_places() -> tuple[tuple[Pattern, Place], ...]:
    """Read ``places.yaml``: movements before regions. Raises PolicyError, which names the file and the entry."""
    reader = LexiconReader(FILE)
    rules: list[tuple[Pattern, Place]] = []
    for phrase, entry in reader.section("movements").items():
        country, first, last, *genres = entry
        countries = (country,) if isinstance(country, str) else tuple(country)
        rules.append((compile_patterns([phrase]), Place(countries, (int(first), int(last)), tuple(genres))))
    regions: Mapping[str, list[str]] = reader.section("regions")
    rules += [(compile_patterns([phrase]), Place(tuple(countries))) for phrase, countries in regions.items()]
    return tuple(rules)


@lru_cache(maxsize=1)
def read_not_meant() -> Pattern:
    """Read what names a place without asking for its films. Raises PolicyError, which names the file and the entry."""
    reader = LexiconReader(FILE)
    return reader.pattern(reader.top("not_meant"), "not_meant")

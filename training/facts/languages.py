"""Corrects the languages of films: Wikidata often names one that is only heard in a scene, and not the main one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from matinee.training.facts.table import SEPARATOR, FilmRecord
from matinee.training.facts.wikidata_films import read_rows

FILM_LANGUAGES = Path(__file__).with_name("film_languages.csv")
"""Languages of films by hand: where neither Wikidata nor the rule is right."""
ENGLISH_SPEAKING = Path(__file__).with_name("english_speaking.csv")
"""Countries whose films are in English unless something else is known, with the languages spoken there."""
ENGLISH = "English"


@dataclass(frozen=True)
class LanguageCorrections:
    """What is known by hand of the languages of films.

    Attributes:
        by_film: IMDb id → the film's languages, the main one first.
        english_speaking: English-speaking country → the languages spoken there.
    """

    by_film: Mapping[int, tuple[str, ...]]
    english_speaking: Mapping[str, frozenset[str]]

    def apply(self, record: FilmRecord) -> FilmRecord:
        """Correct the languages of a film.

        Languages given by hand take precedence. Otherwise a film of English-speaking countries only, whose
        languages are spoken in none of them, is in English. Languages of other films stay as they are: in an
        international co-production the country is wrong about as often as the language.
        """
        if languages := self.by_film.get(record.imdb):
            return replace(record, languages=languages)
        return replace(record, languages=(ENGLISH,)) if self.is_doubtful(record) else record

    def is_doubtful(self, record: FilmRecord) -> bool:
        """Whether all countries of a film are English-speaking, and none speaks any of its languages."""
        if not record.languages or not record.countries or not self.english_speaking.keys() >= set(record.countries):
            return False
        spoken = frozenset().union(*(self.english_speaking[country] for country in record.countries))
        return spoken.isdisjoint(record.languages)


def read_corrections() -> LanguageCorrections:
    """Read the corrections that ship with Matinee."""
    return LanguageCorrections(
        by_film={int(row["imdb"]): tuple(row["languages"].split(SEPARATOR)) for row in read_rows(FILM_LANGUAGES)},
        english_speaking={
            row["country"]: frozenset(row["languages"].split(SEPARATOR)) for row in read_rows(ENGLISH_SPEAKING)
        },
    )

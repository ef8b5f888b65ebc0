"""Finds the films of which nothing is said, but whose names are evident: in quotes, with their year, or in capitals."""

from collections.abc import Iterator, Sequence

from matinee.engine.prompts.films.film_phrases import FilmPhrase
from matinee.engine.prompts.films.film_reader import MAX_TITLE_WORDS, FilmReader, attitude_at
from matinee.engine.prompts.words.negation import Role


def find_evident(reader: FilmReader, roles: Sequence[Role]) -> Iterator[FilmPhrase]:
    """Yield the films whose names are evident.

    Args:
        reader: reads names of films.
        roles: of the words, by the patterns.
    """
    for place, word in enumerate(reader.words):
        if reader.starts_name(place):
            phrase = reader.read_exactly(place, attitude_at(place, roles))
            if phrase is not None and is_evident(reader, phrase):
                yield phrase
        elif word.isdecimal() and len(word) == 4:
            yield from read_before_year(reader, roles, place)


def is_evident(reader: FilmReader, phrase: FilmPhrase) -> bool:
    """Whether the spelling of a name shows that it is one."""
    if phrase.is_dated or reader.is_quoted(phrase.name):
        return True
    is_name = phrase.name.end - phrase.name.start > 1 and reader.is_capitalized(phrase.name)
    return is_name and phrase.is_certain and not reader.is_person(phrase)


def read_before_year(reader: FilmReader, roles: Sequence[Role], place: int) -> Iterator[FilmPhrase]:
    """Yield the film whose name stands before its year.

    Args:
        reader: reads names of films.
        roles: of the words, by the patterns.
        place: where the year is.
    """
    is_enclosed = place > 0 and reader.words[place - 1] == "("
    end = place - 1 if is_enclosed else place
    for start in range(max(0, end - MAX_TITLE_WORDS), end):
        phrase = reader.read_exactly(start, attitude_at(start, roles))
        if phrase is not None and phrase.is_dated and phrase.name.end == end:
            is_name = reader.is_capitalized(phrase.name) or not reader.describes(reader.words[start:end])
            if is_enclosed or is_name:
                yield phrase
            return

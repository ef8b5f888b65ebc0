"""Names in a prompt that are both a person and a film: "hitchcock", "frida". One key switches between both."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from matinee.engine.prompts.facts.fact_phrases import FactPhrase
from matinee.engine.prompts.films.film_phrases import FilmPhrase
from matinee.engine.prompts.films.film_reader import RARE, FilmReader, attitude_at
from matinee.engine.prompts.words.negation import Role
from matinee.engine.prompts.words.phrase_patterns import Span

MIN_SURNAME = 6
"""Letters of the shortest surname that is recognised although it is an ordinary word, since a film has it too."""
MIN_FILMS = 10
"""Films of a person whose surname is recognised so: "hitchcock", but not "bright"."""


def find_switched_films(reader: FilmReader, roles: Sequence[Role]) -> Iterator[FilmPhrase]:
    """Yield the films whose names would mean a person if they were not switched.

    Args:
        reader: reads names of films.
        roles: of the words, by the patterns.
    """
    for span in find_switched(reader):
        phrase = reader.read_whole(span, attitude_at(span.start, roles), is_all=False)
        if phrase is not None and not reader.is_person(phrase):
            yield phrase


def find_people_meant(
    reader: FilmReader, people: Sequence[FactPhrase], after_cues: Iterable[Span]
) -> Iterator[FactPhrase]:
    """Yield the people whose names might mean a film, but do not: after "like", if switched, or as the film is rare.

    Args:
        reader: reads names of films.
        people: the people and places in the prompt that are recognised without looking at films.
        after_cues: where the names of people after words such as "like" are.
    """
    certain = [*after_cues, *find_switched(reader)]
    rare = [Span(place, place + 1) for place, word in enumerate(reader.words) if is_rare_title(reader, word)]
    taken = [fact.span for fact in people]
    for span, min_films in [*((span, 1) for span in certain), *((span, MIN_FILMS) for span in rare)]:
        person = reader.find_person(reader.words[span.start : span.end])
        if person is None or person.films.sum() < min_films:
            continue
        if not any(span.overlaps(other) for other in taken):
            taken.append(span)
            yield replace(person, span=span)


def film_named(reader: FilmReader, fact: FactPhrase) -> str:
    """The words of a person's name that are also a film; empty if there are none."""
    if reader.names is None or fact.kind != "person":
        return ""
    starts = range(fact.span.start, fact.span.end)
    found = (start for start in starts if reader.names.find(reader.typed(start, fact.span.end)) is not None)
    start = next(found, None)
    return "" if start is None else " ".join(reader.words[start : fact.span.end])


def find_switched(reader: FilmReader) -> Iterator[Span]:
    """Yield where the names that are switched are."""
    for name in reader.switched:
        words = name.split()
        for start in range(len(reader.words) - len(words) + 1):
            if words and reader.words[start : start + len(words)] == words:
                yield Span(start, start + len(words))


def is_rare_title(reader: FilmReader, word: str) -> bool:
    """Whether a word is the title of a film that hardly anybody means, so that it may be a person's name."""
    if reader.names is None or len(word) < MIN_SURNAME or (movie := reader.names.find(word)) is None:
        return False
    return reader.names.ratings(movie) < RARE and not reader.describes([word]) and word not in reader.switched

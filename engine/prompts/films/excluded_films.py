"""Finds the films that a prompt excludes by name: "no Star Wars", "tarantino but not kill bill", "no sequels"."""

from collections.abc import Iterator, Sequence

from matinee.engine.catalogue.series import series_name
from matinee.engine.prompts.facts.fact_phrases import FactPhrase
from matinee.engine.prompts.films.film_cues import CONJUNCTIONS, find_cues, skip_conjunctions
from matinee.engine.prompts.films.film_phrases import FilmPhrase
from matinee.engine.prompts.films.film_reader import FAMOUS, KNOWN, VERY_FAMOUS, FilmReader
from matinee.engine.prompts.words.negation import Role, runs_of
from matinee.engine.prompts.words.phrase_patterns import Span

EXCEPTIONS = frozenset({"but", "except", "than", "besides", "excluding", "minus", "bar", "save", "apart", "aside"})
"""Words before what is excluded which show that something particular is meant, rather than a kind of film."""
CUE_WORDS = 3
"""How many words before what is excluded may be one of these."""


def find_excluded(reader: FilmReader, roles: Sequence[Role], people: Sequence[FactPhrase]) -> Iterator[FilmPhrase]:
    """Yield the films among the words that are excluded.

    Args:
        reader: reads names of films.
        roles: of the words, by the patterns.
        people: the people and places in the prompt.
    """
    for run in runs_of(roles, Role.EXCLUDED):
        is_exception = bool(EXCEPTIONS & {*reader.words[max(0, run.start - CUE_WORDS) : run.start]})
        items = list(read_items(reader, run, is_exception=is_exception))
        is_certain = any(item.is_certain or is_by_person(reader, item, people) for item in items)
        for item in items:
            is_filler = all(map(reader.is_filler, reader.words[item.name.start : item.name.end]))
            if is_filler and not item.is_certain:
                continue
            if (is_certain or is_famous(reader, item, is_exception=is_exception)) and not reader.is_person(item):
                yield item


def read_items(reader: FilmReader, run: Span, *, is_exception: bool) -> Iterator[FilmPhrase]:
    """Yield what may be films in a list of excluded words; after words such as "except" also misspelled ones."""
    read = reader.read if is_exception else reader.read_exactly
    place = run.start
    while place < run.end:
        phrase = read(place, "exclude")
        if phrase is not None and phrase.name.end <= run.end and is_whole(reader, phrase.name, run):
            yield phrase
            place = phrase.span.end
        else:
            place = next((at for at in range(place, run.end) if reader.words[at] in CONJUNCTIONS), run.end)
        place = skip_conjunctions(reader.words, place, run.end)


def is_whole(reader: FilmReader, name: Span, run: Span) -> bool:
    """Whether no word after a name in excluded words belongs to it."""
    return name.end >= run.end or reader.ends_at(name.end)


def is_famous(reader: FilmReader, phrase: FilmPhrase, *, is_exception: bool) -> bool:
    """Whether a film is so well known that it is meant by an excluded name."""
    if reader.names is None:
        return False
    several = " " in reader.names.key(phrase.typed)
    describes = reader.describes(reader.words[phrase.name.start : phrase.name.end])
    ratings = reader.names.ratings(phrase.movie)
    if is_exception and ratings >= FAMOUS and (several or not describes):
        return True
    return several and ratings >= (VERY_FAMOUS if describes else KNOWN)


def is_by_person(reader: FilmReader, phrase: FilmPhrase, people: Sequence[FactPhrase]) -> bool:
    """Whether a film is by somebody named in the prompt: "ridley scott but not alien"."""
    named = [fact for fact in people if fact.kind == "person"]
    rows = list(reader.names.series(phrase.typed)) if reader.names is not None and named else []
    return any(person.films[rows].any() for person in named)


def find_sequels(words: Sequence[str], roles: Sequence[Role], example: FilmPhrase) -> Iterator[FilmPhrase]:
    """Yield the series of an example if "no sequels" or "not part of the trilogy" are wanted.

    Args:
        words: the prompt.
        roles: of the words, by the patterns.
        example: a film that is liked.
    """
    for span in find_cues("sequels", words):
        if Role.EXCLUDED in roles[span.start : span.end]:
            yield FilmPhrase(example.movie, "exclude", span, span, series_name(example.movie.title))

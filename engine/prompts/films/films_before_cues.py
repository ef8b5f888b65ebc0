"""Finds the films before words that change or judge them: "Heat but funnier", "Heat meets Fargo", "Heat was boring"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from matinee.engine.prompts.facts.fact_phrases import FactPhrase
from matinee.engine.prompts.films.film_cues import AFTER, find_cues
from matinee.engine.prompts.films.film_phrases import Attitude, FilmPhrase
from matinee.engine.prompts.films.film_reader import FAMOUS, KNOWN, MAX_TITLE_WORDS, VERY_FAMOUS, FilmReader
from matinee.engine.prompts.words.negation import split_clauses
from matinee.engine.prompts.words.phrase_patterns import Span

COMPARISONS = frozenset({"in", "set", "with", "without", "more", "less", "for", "on", "about", "from", "as", "where"})
"""Words after "but" which tell wanted films from an example."""


def find_before_turns(reader: FilmReader, people: Sequence[FactPhrase]) -> Iterator[FilmPhrase]:
    """Yield the films in "Heat but funnier", "Heat without guns" and "Heat meets Fargo".

    Args:
        reader: reads names of films.
        people: the people and places in the prompt.
    """
    for turn in find_cues("turns", reader.words):
        is_compared = is_comparison(reader.words[turn.end : turn.end + 1])
        yield from read_before(reader, people, turn, "like", KNOWN if is_compared else FAMOUS, only_name=True)
    for change in find_cues("changes", reader.words):
        yield from read_before(reader, people, change, "like", VERY_FAMOUS, only_name=True)
    for middle in find_cues("meets", reader.words):
        first = next(read_before(reader, people, middle, "like", KNOWN), None)
        second = reader.read(middle.end, "like")
        if first is not None and second is not None:
            yield replace(first, span=Span(first.span.start, middle.end))
            yield second


def is_comparison(words: Sequence[str]) -> bool:
    """Whether words after "but" tell wanted films from an example: "funnier", "in Japan", "with dogs"."""
    return any(word in COMPARISONS or word.endswith("er") for word in words)


def find_before_judgements(reader: FilmReader, people: Sequence[FactPhrase]) -> Iterator[FilmPhrase]:
    """Yield the films in "Fargo vibes" and "Heat was boring"; the arguments are those of ``find_before_turns``."""
    for section, attitude in AFTER.items():
        for cue in find_cues(section, reader.words):
            for phrase in read_before(reader, people, cue, attitude, FAMOUS):
                if phrase.is_certain or attitude == "like":
                    yield replace(phrase, span=Span(phrase.span.start, cue.end))


def read_before(
    reader: FilmReader,
    people: Sequence[FactPhrase],
    cue: Span,
    attitude: Attitude,
    min_ratings: int,
    *,
    only_name: bool = False,
) -> Iterator[FilmPhrase]:
    """Yield the film whose name ends where a cue begins.

    Args:
        reader: reads names of films.
        people: the people and places in the prompt.
        cue: where the words after the name are.
        attitude: what they say.
        min_ratings: ratings from which one ordinary word is the name.
        only_name: whether the name must be all that the line says so far.
    """
    clause = next((each for each in split_clauses(reader.words) if each.start < cue.start <= each.end), None)
    if clause is None or reader.names is None:
        return
    for start in range(max(clause.start, cue.start - MAX_TITLE_WORDS), cue.start):
        is_all = all(map(reader.is_filler, reader.words[: start if only_name else clause.start]))
        if only_name and not is_all:
            return
        name = Span(start, cue.start)
        is_fact = any(fact.span.overlaps(name) for fact in people)
        phrase = reader.read_whole(name, attitude, is_all=is_all and not is_fact)
        if phrase is None or reader.is_person(phrase):
            continue
        words = reader.words[start : cue.start]
        if reader.describes(words):
            min_ratings = FAMOUS if words[0] == "the" else VERY_FAMOUS
        is_known = reader.names.ratings(phrase.movie) >= min_ratings
        if phrase.is_certain or (is_known and not all(map(reader.is_filler, words))):
            yield phrase
            return

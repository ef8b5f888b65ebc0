"""Finds the films after words such as "like", "I hated" and "between": "like Heat, Casino or Ronin"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from matinee.engine.prompts.films.film_cues import BEFORE, find_cues, skip_conjunctions
from matinee.engine.prompts.films.film_phrases import Attitude, FilmPhrase
from matinee.engine.prompts.films.film_reader import FilmReader
from matinee.engine.prompts.words.negation import Role, is_excluded
from matinee.engine.prompts.words.phrase_patterns import Span, find_spans

SPEAKERS = frozenset({"i", "we", "you", "would", "they", "to", "do", "she", "he", "id", "who", "really", "also"})
"""Words before "like" which show that it is a verb."""
WEAK = frozenset({"liking", "disliking"})
"""Sections with words that are also said of kinds of films: "I like westerns"."""


@dataclass(frozen=True)
class FilmList:
    """What follows one cue.

    Attributes:
        films: the films listed after it.
        person: the name that ends the list since it means a person rather than a film.
    """

    films: list[FilmPhrase]
    person: Span | None


def find_lists(reader: FilmReader, roles: Sequence[Role]) -> Iterator[FilmList]:
    """Yield what is listed after each cue; cues within a list do not count.

    Args:
        reader: reads names of films.
        roles: of the words, by the patterns.
    """
    end = 0
    for section, cue in sorted(iter_list_cues(reader), key=lambda entry: (entry[1].start, -entry[1].end)):
        if cue.start < end:
            continue
        is_disliked = BEFORE[section] == "like" and is_excluded(cue, roles)
        listed = read_list(reader, cue, "dislike" if is_disliked else BEFORE[section], weak=section in WEAK)
        if section == "joined" and not is_pair(listed.films):
            listed = replace(listed, films=[])
        yield listed
        end = listed.films[-1].span.end if listed.films else end


def iter_list_cues(reader: FilmReader) -> Iterator[tuple[str, Span]]:
    """Yield (section of ``film_cues.yaml``, where it is) of the words that films may follow."""
    words = reader.words
    for cue in find_spans(reader.example_cues, words, Span(0, len(words))):
        yield "liking" if is_verb(words, cue) else "liked", cue
    if reader.names is not None:
        yield from ((section, cue) for section in BEFORE for cue in find_cues(section, words))


def is_verb(words: Sequence[str], cue: Span) -> bool:
    """Whether "like" is a verb, as in "I like"."""
    return list(words[cue.start : cue.end]) == ["like"] and bool(SPEAKERS & {*words[: cue.start][-1:]})


def is_pair(films: Sequence[FilmPhrase]) -> bool:
    """Whether words such as "between" join films, rather than years."""
    return len(films) >= 2 and not all(film.typed.isdecimal() for film in films)


def read_list(reader: FilmReader, cue: Span, attitude: Attitude, *, weak: bool) -> FilmList:
    """Read the films after a cue: "Heat", "Heat or Casino", "Heat, Casino and Ronin".

    Args:
        reader: reads names of films.
        cue: where the words before the list are.
        attitude: what they say.
        weak: whether they are also said of kinds of films.
    """
    films: list[FilmPhrase] = []
    start, place = cue.start, cue.end
    while (phrase := reader.read(place, attitude)) is not None:
        if not reader.fits(phrase, weak=weak):
            return FilmList(films, phrase.name if reader.is_person(phrase) else None)
        films.append(replace(phrase, span=Span(start, phrase.span.end)))
        start = phrase.span.end
        place = skip_conjunctions(reader.words, start, len(reader.words))
        if place in (start, len(reader.words)):
            break
    return FilmList(films, None)

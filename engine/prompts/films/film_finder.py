"""Finds the films that a prompt names, and the people whose names are also films."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from matinee.engine.prompts.facts.fact_phrases import FactPhrase
from matinee.engine.prompts.films.dated_titles import DatedTitle
from matinee.engine.prompts.films.evident_films import find_evident
from matinee.engine.prompts.films.excluded_films import find_excluded, find_sequels
from matinee.engine.prompts.films.film_phrases import FilmPhrase
from matinee.engine.prompts.films.film_reader import FilmReader
from matinee.engine.prompts.films.films_before_cues import find_before_judgements, find_before_turns
from matinee.engine.prompts.films.listed_films import find_lists
from matinee.engine.prompts.films.shared_names import find_people_meant, find_switched_films
from matinee.engine.prompts.words.negation import Role


@dataclass(frozen=True)
class FoundFilms:
    """The films in a prompt.

    Attributes:
        films: in their order, none overlapping another.
        people: the people whose names might mean a film, but do not.
    """

    films: list[FilmPhrase]
    people: list[FactPhrase]


def find_films(reader: FilmReader, roles: Sequence[Role], people: Sequence[FactPhrase]) -> FoundFilms:
    """Find the films in a prompt.

    Args:
        reader: reads names of films.
        roles: of the words, by the patterns.
        people: the people and places in the prompt.
    """
    lists = list(find_lists(reader, roles))
    films = [film for listed in lists for film in listed.films]
    if reader.names is not None:  # what is said of a film tells more than how its name is written
        films += find_before_turns(reader, people)
        films += find_before_judgements(reader, people)
        films += find_evident(reader, roles)
        films += find_switched_films(reader, roles)
        films += find_excluded(reader, roles, people)
    films = list(drop_overlapping(films))
    example = next((film for film in films if film.attitude == "like"), None)
    if reader.names is not None and example is not None:
        films += find_sequels(reader.words, roles, example)
    names_of_people = [listed.person for listed in lists if listed.person is not None]
    return FoundFilms(in_order(films), list(find_people_meant(reader, people, names_of_people)))


def drop_overlapping(films: Sequence[FilmPhrase]) -> Iterator[FilmPhrase]:
    """Yield the films that share no word with an earlier one."""
    found: list[FilmPhrase] = []
    for film in films:
        if not any(film.span.overlaps(other.span) for other in found):
            found.append(film)
            yield film


def in_order(films: Sequence[FilmPhrase]) -> list[FilmPhrase]:
    """The films in the order of their names in the prompt."""
    return sorted(films, key=lambda film: film.span.start)


def add_dated(films: Sequence[FilmPhrase], dated: Sequence[DatedTitle], *, is_conversation: bool) -> list[FilmPhrase]:
    """Add the films that are named with their year, and drop what only resembles one that the catalogue lacks.

    Args:
        films: the films that were found by their names.
        dated: the titles with a year.
        is_conversation: whether a film that somebody asks about, "have you seen It (2017)?", is an example.
    """
    missing = [title.span for title in dated if title.movie is None]
    found = [film for film in films if not any(film.span.overlaps(span) for span in missing)]
    if is_conversation:
        found = [replace(film, attitude="like") if film.attitude == "seen" else film for film in found]
    for title in dated:
        if title.movie is not None and not any(title.span.overlaps(film.span) for film in found):
            name = title.movie.title
            found.append(FilmPhrase(title.movie, "like", title.span, title.span, name, is_certain=True, is_dated=True))
    return in_order(found)

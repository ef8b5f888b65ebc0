"""Adds what IMDb's files say to films from Wikidata: running times, names, and credits that Wikidata does not have."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from matinee.training.facts.imdb_files import ImdbFiles, ImdbFilm
from matinee.training.facts.records import FilmSet
from matinee.training.facts.wikidata_films import WikidataFilm


def add_imdb(found: FilmSet, imdb: ImdbFiles) -> FilmSet:
    """Add running times, names of people without a label, credits of films without named people, and missing films.

    Args:
        found: what Wikidata says.
        imdb: what IMDb's files say about the same films.
    """
    names = {item: imdb.names[person] for item, person in found.people.items() if person in imdb.names}
    labels = {**imdb.names, **names, **found.labels}
    items = {person: item for item, person in found.people.items()}
    known = {film.imdb for film in found.films}
    missing = (
        WikidataFilm(number, film.title, film.year, "") for number, film in imdb.films.items() if number not in known
    )
    films = (add_film(film, imdb.films.get(film.imdb, ImdbFilm()), items, labels) for film in (*found.films, *missing))
    return FilmSet(tuple(films), labels, found.people)


def add_film(film: WikidataFilm, listed: ImdbFilm, items: Mapping[str, str], labels: Mapping[str, str]) -> WikidataFilm:
    """Add what IMDb says about one film.

    Args:
        film: the film.
        listed: what IMDb says.
        items: IMDb id → Wikidata id, of people.
        labels: id → name; people without one are not added.
    """
    directors, billing = (
        tuple(person for each in role if (person := items.get(each, each)) in labels)
        for role in (listed.directors, listed.cast)
    )
    if not has_named(film.cast, labels):
        cast, billed = billing or film.cast, len(billing) or film.billed
    elif film.billed:
        cast, billed = film.cast, film.billed
    else:
        first = [person for person in billing if person in film.cast]
        cast, billed = (*first, *(person for person in film.cast if person not in first)), len(first)
    return replace(
        film,
        directors=film.directors if has_named(film.directors, labels) else directors or film.directors,
        cast=cast,
        billed=billed,
        minutes=film.minutes or listed.minutes,
    )


def has_named(people: Iterable[str], labels: Mapping[str, str]) -> bool:
    """Whether any of some people has a name."""
    return any(person in labels for person in people)

"""Makes the records of the table from films, names of people and labels, whatever service they are from."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from matinee.engine.catalogue.facts import is_named, shown_name
from matinee.engine.catalogue.title_normalization import squash_title
from matinee.training.facts.credits import NamedCredits
from matinee.training.facts.languages import read_corrections
from matinee.training.facts.table import FilmRecord
from matinee.training.facts.wikidata_films import WikidataFilm, labels_by_hand, read_rows

PEOPLE = Path(__file__).with_name("people.csv")
"""Names given by hand, where the evidence is missing or wrong; an id without a name is not one person."""
KEYWORDS = Path(__file__).with_name("keywords.csv")
"""Genres of Wikidata that are worded differently here, or left out."""
BROAD = frozenset(
    [
        *("drama", "comedy", "action", "crime", "thriller", "horror", "documentary", "romance", "fantasy", "adventure"),
        *("mystery", "war", "musical", "Western", "science fiction", "romantic comedy", "comedy-drama"),
    ]
)
"""Keywords that repeat a film's genres."""
MAX_ACTING_DIRECTORS = 3
"""With more of its directors among its cast, the cast of a film was entered as its directors."""
MAX_CAST = 10
MAX_KEYWORDS = 8


@dataclass(frozen=True)
class FilmSet:
    """Films with the names of the people and things on them.

    Attributes:
        films: the films. Ids of people are those of Wikidata, or of IMDb ("nm0000184") if Wikidata does not know them.
        labels: id → label or name.
        people: Wikidata id → IMDb id, of people.
    """

    films: tuple[WikidataFilm, ...]
    labels: Mapping[str, str]
    people: Mapping[str, str]


def names_by_hand() -> dict[str, str]:
    """Read the names given by hand: Wikidata id → name, empty for what is not one person."""
    return {row["qid"]: row["name"] for row in read_rows(PEOPLE)}


def keyword_wording() -> dict[str, str]:
    """Read how keywords are worded: keyword → what is shown, empty for those that say nothing."""
    return {row["keyword"]: row["shown"] for row in read_rows(KEYWORDS)}


def merge_names(*lists: Iterable[str]) -> tuple[str, ...]:
    """Join lists of names, without those that differ only in spelling."""
    merged: dict[str, str] = {}
    for names in lists:
        for name in names:
            merged.setdefault(squash_title(name), name)
    return tuple(merged.values())


def distinguish(names: Mapping[str, str], films: Sequence[WikidataFilm]) -> dict[str, str]:
    """Add the id to a name that two people share, except for the one with more films.

    Args:
        names: id → name; empty for what is not one person.
        films: the films, which decide who has more of them.

    Returns:
        Id → what the person is called in the table: unique for each id, or empty.
    """
    counts = Counter(person for film in films for person in {*film.directors, *film.cast})
    called: dict[str, str] = {}
    taken: set[str] = set()
    for person in sorted(names, key=lambda person: (-counts[person], person)):
        name = names[person]
        called[person] = name if not name or squash_title(name) not in taken else f"{name} ({person})"
        if name:
            taken.add(squash_title(name))
    return called


def make_records(found: FilmSet) -> list[FilmRecord]:
    """Make the records of films with names; labels chosen by hand take precedence.

    Args:
        found: the films.
    """
    films = order_casts(found.films)
    ids = {person for film in films for person in (*film.directors, *film.cast)}
    named = {person: found.labels[person] for person in ids & found.labels.keys()}
    not_one_person = {person: "" for person, name in names_by_hand().items() if not name}
    people = distinguish(named | not_one_person, films)
    # the table tells people of one name apart by Wikidata's ids; without one the person is left out
    people |= {person: "" for person, name in people.items() if name.endswith(f"({person})") and not is_item(person)}
    labels, wording, corrections = {**found.labels, **labels_by_hand()}, keyword_wording(), read_corrections()
    return [corrections.apply(make_record(film, people, labels, wording)) for film in films]


def is_item(each: str) -> bool:
    """Whether an id is one of Wikidata."""
    return not is_named(each)


def order_casts(films: Sequence[WikidataFilm]) -> list[WikidataFilm]:
    """Order each cast: by billing as far as it is known, then those with the most films.

    Of an actor and a politician in a small part, the actor has more films here.
    """
    counts = Counter(person for film in films for person in film.cast)
    return [replace(film, cast=order_by_films(film, counts)) for film in films]


def order_by_films(film: WikidataFilm, counts: Mapping[str, int]) -> tuple[str, ...]:
    """Order a cast; see ``order_casts``."""
    others = sorted(film.cast[film.billed :], key=lambda person: -counts[person])
    return (*film.cast[: film.billed], *others)


def make_record(
    film: WikidataFilm,
    people: Mapping[str, str],
    labels: Mapping[str, str],
    wording: Mapping[str, str],
    named: NamedCredits | None = None,
) -> FilmRecord:
    """Make the record of one film.

    Args:
        film: what Wikidata says.
        people: id → what a person is called, of the people who are named; empty for what is not one person.
        labels: id → label; empty for those that are left out.
        wording: keyword → how it is worded; empty for those that are left out.
        named: names from other sources, those of the cast in order of billing.
    """
    named = named or NamedCredits()
    return FilmRecord(
        imdb=film.imdb,
        title=film.title,
        year=film.year,
        page=film.page,
        directors=call_people(directors_of(film), named.directors, people) or named.directors,
        cast=order_cast(call_people(film.cast, named.cast, people), named.cast)[:MAX_CAST],
        countries=label_all(film.countries, labels),
        languages=label_all(film.languages, labels),
        keywords=word_keywords(label_all(film.keywords, labels), wording)[:MAX_KEYWORDS],
        subjects=label_all(film.subjects, labels),
        based_on=label_all(film.based_on, labels),
        series=label_all(film.series, labels),
        minutes=film.minutes,
    )


def directors_of(film: WikidataFilm) -> tuple[str, ...]:
    """The ids of a film's directors, without a cast that was entered as directors."""
    acting = set(film.directors) & set(film.cast)
    if len(acting) <= MAX_ACTING_DIRECTORS:
        return film.directors
    return tuple(person for person in film.directors if person not in acting)


def call_people(ids: Sequence[str], names: Sequence[str], people: Mapping[str, str]) -> tuple[str, ...]:
    """What the people in one role of a film are called.

    Args:
        ids: their ids.
        names: names of the same role in other sources.
        people: see ``make_record``.
    """
    called = {person: name for person in ids if (name := people.get(person, person))}
    matched = {squash_title(shown_name(name)) for name in called.values()}
    unnamed = [person for person in called if person not in people]
    left_over = [name for name in names if squash_title(name) not in matched]
    if len(unnamed) == len(left_over):
        # the same people, such as two brothers who always direct together; who is who does not matter here
        called |= zip(unnamed, left_over, strict=True)
    return tuple(called.values())


def order_cast(called: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """The cast: first the names of the lists, which are in order of billing, then the others, named people first.

    A name stands there once. Two people of one name on the same film are more often a mistaken name than two people.

    Args:
        called: what the people are called.
        names: names in order of billing.
    """
    spelled: dict[str, str] = {}
    for name in sorted(called, key=lambda name: not is_named(name)):
        spelled.setdefault(squash_title(shown_name(name)), name)
    listed = {squash_title(name): spelled.get(squash_title(name), name) for name in names}
    return tuple((listed | {key: name for key, name in spelled.items() if key not in listed}).values())


def label_all(ids: Sequence[str], labels: Mapping[str, str]) -> tuple[str, ...]:
    """The labels of some ids; an id without a label stays as it is, one with an empty label is left out."""
    return tuple(dict.fromkeys(filter(None, (labels.get(each, each) for each in ids))))


def word_keywords(keywords: Sequence[str], wording: Mapping[str, str]) -> tuple[str, ...]:
    """Keywords as they are shown, the broadest last.

    >>> word_keywords(["heist film", "drama film", "film noir"], {})
    ('heist', 'film noir', 'drama')

    Args:
        keywords: labels of genres in Wikidata.
        wording: see ``make_record``.
    """
    short = [keyword.removesuffix(" film") or keyword for keyword in keywords]
    shown = [wording.get(keyword, keyword) for keyword in short]
    return tuple(sorted(dict.fromkeys(filter(None, shown)), key=lambda keyword: keyword in BROAD))

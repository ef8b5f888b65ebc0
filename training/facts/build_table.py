"""Builds the table of film facts from Wikidata's films, Wikipedia's lists and DBpedia: how the shipped one is made."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from matinee.engine.catalogue.title_normalization import squash_title
from matinee.training.facts.credits import NamedCredits
from matinee.training.facts.languages import read_corrections
from matinee.training.facts.people_names import Credits, name_people
from matinee.training.facts.records import distinguish, keyword_wording, make_record, merge_names, names_by_hand
from matinee.training.facts.table import FilmRecord
from matinee.training.facts.wikidata_films import WikidataFilm, read_films, read_labels
from matinee.training.facts.wikipedia_films import WikipediaFilms, read_dbpedia, read_wikipedia

WIKIDATA, WIKIPEDIA, DBPEDIA = "wikidata-films", "wikipedia-movie-data", "dbpedia-movielens-1m"
SOURCES = (
    "Film facts for Matinee. Facts and names only; no sentence is from elsewhere.",
    "Wikidata, extract of 2018 (CC0 1.0): films, people, places, genres, subjects as ids.",
    "Wikipedia's lists of American films and DBpedia: names of people.",
)
"""What the table says about itself."""


def build_table(folder: Path) -> list[FilmRecord]:
    """Build the table.

    Args:
        folder: holds the folders ``wikidata-films``, ``wikipedia-movie-data`` and ``dbpedia-movielens-1m``.

    Raises:
        DataError: a file is missing or damaged.
    """
    films = read_films(folder / WIKIDATA)
    named = gather_names(films, read_wikipedia(folder / WIKIPEDIA), read_dbpedia(folder / DBPEDIA))
    people = identify_people(films, named)
    labels, wording, corrections = read_labels(folder / WIKIDATA), keyword_wording(), read_corrections()
    return [
        corrections.apply(make_record(film, people, labels, wording, merge_credits(listed, edges)))
        for film, (listed, edges) in zip(films, named, strict=True)
    ]


def gather_names(
    films: Sequence[WikidataFilm], wikipedia: WikipediaFilms, dbpedia: Mapping[str, NamedCredits]
) -> list[tuple[NamedCredits, NamedCredits]]:
    """The names that Wikipedia's lists and DBpedia give for each film."""
    nothing = NamedCredits()
    return [(wikipedia.find(film.page, film.year) or nothing, dbpedia.get(film.page, nothing)) for film in films]


def identify_people(
    films: Sequence[WikidataFilm], named: Sequence[tuple[NamedCredits, NamedCredits]]
) -> dict[str, str]:
    """Find what the people behind ids are called in the table.

    Args:
        films: the films, with ids.
        named: the names that Wikipedia's lists and DBpedia give for each film.

    A name given by hand belongs to one person: the evidence gives it to no other.

    Returns:
        As ``distinguish``, for the people whose name is known.
    """
    evidence = [
        Credits(ids, names)
        for film, (listed, edges) in zip(films, named, strict=True)
        for ids, names in (
            (film.cast, merge_names(listed.cast, edges.cast)),
            (film.directors, merge_names(listed.directors, edges.directors)),
        )
        if ids and names
    ]
    by_hand = names_by_hand()
    taken = {squash_title(name) for name in by_hand.values()}
    found = {person: name for person, name in name_people(evidence).items() if squash_title(name) not in taken}
    return distinguish(found | by_hand, films)


def merge_credits(listed: NamedCredits, edges: NamedCredits) -> NamedCredits:
    """Join the names of Wikipedia's lists and of DBpedia.

    DBpedia's directors come first, since those of the lists are read from sentences; the cast of the lists comes first,
    since it is in order of billing.
    """
    return NamedCredits(merge_names(edges.directors, listed.directors), merge_names(listed.cast, edges.cast))

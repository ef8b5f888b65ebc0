"""Joins the table of film facts to a catalogue."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import KINDS, CatalogueFacts, collect_features, is_named
from matinee.engine.catalogue.title_normalization import normalize_title
from matinee.training.facts.table import FilmRecord
from matinee.training.facts.wikidata_films import PLACES, read_rows
from matinee.training.facts.wikipedia_films import clean_name
from matinee.training.text.plots import YEAR_SHIFTS

Key = tuple[str, int]
"""Normalized title and year."""


def join_facts(catalogue: Catalogue, records: Iterable[FilmRecord]) -> CatalogueFacts:
    """Find the facts of each film: by its IMDb id, or by title and year in a data set without such ids.

    Args:
        catalogue: the films.
        records: the table.
    """
    matched = match_records(catalogue, list(records))
    nothing = FilmRecord(imdb=0, title="")
    found = [record or nothing for record in matched]
    adjectives = {row["label"]: row["adjective"] for row in read_rows(PLACES) if row["adjective"]}
    countries = {country for record in found for country in record.countries}
    return CatalogueFacts(
        **{kind: collect_features(drop_unshared_ids([getattr(record, kind) for record in found])) for kind in KINDS},
        pages=[record.page for record in found],
        minutes=np.array([record.minutes for record in found], dtype=np.int16),
        adjectives={country: adjectives[country] for country in sorted(countries & adjectives.keys())},
    )


def drop_unshared_ids(values: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Leave out features without a name that only one film has: they are neither shown nor shared."""
    counts = Counter(chain.from_iterable(values))
    return [tuple(name for name in of_film if is_named(name) or counts[name] > 1) for of_film in values]


def match_records(catalogue: Catalogue, records: Sequence[FilmRecord]) -> list[FilmRecord | None]:
    """The record of each film of a catalogue; None where there is none."""
    by_imdb = {record.imdb: record for record in records}
    by_title = index_titles(records) if not catalogue.imdb.all() else {}
    return [
        by_imdb.get(imdb) if imdb else find_by_title(catalogue, row, by_title)
        for row, imdb in enumerate(catalogue.imdb.tolist())
    ]


def index_titles(records: Sequence[FilmRecord]) -> dict[Key, FilmRecord | None]:
    """(normalized title, year) → record; None for a title that belongs to several films of the year."""
    found: dict[Key, FilmRecord | None] = {}
    for record in records:
        for key in {(normalize_title(name), record.year) for name in titles_of(record)}:
            found[key] = record if found.get(key, record) is record else None
    return found


def titles_of(record: FilmRecord) -> Iterator[str]:
    """The titles a film may be listed under."""
    yield from filter(None, (record.title, clean_name(record.page)))


def find_by_title(catalogue: Catalogue, row: int, by_title: dict[Key, FilmRecord | None]) -> FilmRecord | None:
    """Find a film by any of its titles, and its year or a neighbouring one; None if it is not in the table.

    Nor is it found if the first title and year that are in the table belong to several films.
    """
    movie = catalogue.movie(row)
    if not movie.year:
        return None
    names = [normalize_title(name) for name in (movie.title, *movie.alternatives)]
    keys = ((name, movie.year + shift) for shift in YEAR_SHIFTS for name in names)
    return next((by_title[key] for key in keys if key in by_title), None)

"""Adds to a catalogue what the table of film facts knows of its titles and years."""

from collections.abc import Sequence
from dataclasses import replace

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.title_normalization import is_placeholder, squash_title
from matinee.training.facts.catalogue_facts import match_records
from matinee.training.facts.table import FilmRecord
from matinee.training.facts.wikipedia_films import clean_name


def complete_titles(catalogue: Catalogue, records: Sequence[FilmRecord]) -> Catalogue:
    """Add other titles and missing years, and give films that are listed under a placeholder their titles.

    Args:
        catalogue: the films, as in the data set.
        records: the table.

    Returns:
        A new catalogue; films that are not in the table are unchanged.
    """
    names: list[list[str]] = []
    years = catalogue.years.copy()
    for row, record in enumerate(match_records(catalogue, records)):
        listed = [catalogue.titles[row], *catalogue.alternatives[row]]
        if record is None:
            names.append(listed)
            continue
        names.append(add_titles(listed, record))
        years[row] = years[row] or record.year
    return replace(
        catalogue,
        titles=[title for title, *_ in names],
        alternatives=[tuple(others) for _, *others in names],
        years=years,
    )


def add_titles(listed: Sequence[str], record: FilmRecord) -> list[str]:
    """The titles of a film, the main one first: those it is listed under, and those of the table.

    A label of Wikidata that differs from the title counts only if the Wikipedia page has another title too: where the
    page confirms the title, such a label is often a mistake.

    Args:
        listed: the title in the data set, and its alternatives.
        record: the film in the table.
    """
    page = clean_name(record.page)
    known = [page, record.title] if squash_title(page) != squash_title(listed[0]) else [page]
    titles = list(listed)
    for title in filter(None, known):
        if squash_title(title) not in map(squash_title, titles):
            titles.append(title)
    return [title for title in titles if not is_placeholder(title)] or titles

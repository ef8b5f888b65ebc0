"""How many films of an export are found, and how many are taken for another film.

650 films as Letterboxd lists them (benchmarks/letterboxd_titles.tsv: title, year, movie id, 0 if the catalogue does not
have the film), written from memory by an author who had not seen the matching. With the data of a development checkout
(`../shared/data`) also the films of Wikidata under the titles of their pages, against the catalogue without other
titles, and the titles of MovieLens 25M that the shipped catalogue does not have: each of these that is found is wrong,
but for films that are listed there under another IMDb id.

Bar: ≥ 90 % of the films found, none wrong.

    python -m benchmarks.matching [--json]
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.large_catalogue import MOVIES
from benchmarks.report import Row, Tables, main, with_bar
from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.title_normalization import parse_title
from matinee.engine.exchange.matching import match_films
from matinee.engine.exchange.records import ImportedFilm
from matinee.engine.recommender import load_shipped
from matinee.training.facts.table import SHIPPED_TABLE, read_table
from matinee.training.facts.wikipedia_films import clean_name

TITLES = Path(__file__).with_name("letterboxd_titles.tsv")
BAR = 90.0


def measure() -> Tables:
    """Match all lists."""
    catalogue = load_shipped().catalogue
    present, absent = read_titles(catalogue)
    rows = [
        with_bar(match("Letterboxd's titles", present, catalogue), "found %", BAR, at_least=True),
        with_bar(match("Letterboxd's titles, absent films", absent, catalogue), "wrong", 0),
    ]
    if MOVIES.exists():
        plain = replace(catalogue, alternatives=[()] * len(catalogue))
        rows += [
            match("Wikidata's pages, no other titles", read_pages(catalogue), plain),
            match("MovieLens 25M, absent films", read_absent(catalogue), catalogue),
        ]
    return {"films of other services": rows}


def match(what: str, films: Mapping[ImportedFilm, int | None], catalogue: Catalogue) -> Row:
    """Count what is found, wrong and offered.

    Args:
        what: name of the list.
        films: the films and their catalogue rows; None if the catalogue does not have one.
        catalogue: all films.
    """
    matched = match_films(list(films), catalogue)
    right = [film for film, row in matched.found if films[film] is not None and same_film(catalogue, row, films[film])]
    offered = [
        each
        for each in matched.unmatched
        if each.nearest is not None and same_film(catalogue, catalogue.row(each.nearest.id), films[each.film])
    ]
    n_present = sum(row is not None for row in films.values())
    return {
        "what": what,
        "films": len(films),
        "found %": round(100 * len(right) / n_present, 1) if n_present else 0.0,
        "offered": len(offered),
        "wrong": len(matched.found) - len(right),
    }


def same_film(catalogue: Catalogue, row: int, other: int | None) -> bool:
    """Whether two rows are one film."""
    return other is not None and (row == other or other in catalogue.twins.get(row, ()))


def read_titles(catalogue: Catalogue) -> tuple[dict[ImportedFilm, int | None], dict[ImportedFilm, int | None]]:
    """Letterboxd's titles of films in the catalogue, and of others."""
    with TITLES.open(encoding="utf-8", newline="") as stream:
        films = [(title, int(year), int(movie)) for title, year, movie in csv.reader(stream, delimiter="\t")]
    present: dict[ImportedFilm, int | None] = {
        ImportedFilm(title, year): catalogue.row(movie) for title, year, movie in films if movie
    }
    return present, {ImportedFilm(title, year): None for title, year, movie in films if not movie}


def read_pages(catalogue: Catalogue) -> dict[ImportedFilm, int | None]:
    """The films of the catalogue under the titles of their Wikipedia pages, with the years of Wikidata."""
    rows = {imdb: row for row, imdb in enumerate(catalogue.imdb.tolist())}
    records = [record for record in read_table(SHIPPED_TABLE) if record.imdb in rows and record.year and record.page]
    return {ImportedFilm(clean_name(record.page), record.year): rows[record.imdb] for record in records}


def read_absent(catalogue: Catalogue) -> dict[ImportedFilm, int | None]:
    """The films of MovieLens 25M that the catalogue does not have."""
    with MOVIES.open(encoding="utf-8", newline="") as stream:
        listed: Sequence[tuple[str, ...]] = [tuple(row) for row in csv.reader(stream)][1:]
    parsed = [parse_title(row[1]) for row in listed if int(row[0]) not in catalogue.rows]
    return {ImportedFilm(title.title, title.year): None for title in parsed}


if __name__ == "__main__":
    main(__doc__, measure)

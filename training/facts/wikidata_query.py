"""What Wikidata's query service is asked about films, and how its answers are read."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from matinee.engine.catalogue.facts import WIKIDATA_ID
from matinee.engine.scrubbing import scrub_text
from matinee.training.facts.query_service import QueryService, Row
from matinee.training.facts.wikidata_films import MAX_MINUTES, WikidataFilm

ENTITY = "http://www.wikidata.org/entity/"
STATEMENT = "http://www.wikidata.org/prop/statement/"
IMDB_TITLE = re.compile(r"tt(\d{1,12})")
IMDB_PERSON = re.compile(r"nm\d+")
YEAR = re.compile(r"(\d{4})-")
MINUTES = {f"{ENTITY}Q7727": 1.0, f"{ENTITY}Q11574": 1 / 60, f"{ENTITY}Q25235": 60.0}
"""Unit of a duration → minutes: minute, second, hour."""
PROPERTIES = {
    "P57": "directors",
    "P161": "cast",
    "P495": "countries",
    "P364": "languages",
    "P407": "other_languages",  # of the work: used where no original language is given
    "P136": "keywords",
    "P921": "subjects",
    "P144": "based_on",
    "P179": "series",
}
"""Property → what it is here."""

FILMS_QUERY = """
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX psv: <http://www.wikidata.org/prop/statement/value/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX schema: <http://schema.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?imdb ?film (COALESCE(?english, ?general) AS ?title) ?page ?date ?amount ?unit WHERE {
  VALUES ?imdb { %s }
  ?film wdt:P345 ?imdb .
  OPTIONAL { ?film rdfs:label ?english FILTER(LANG(?english) = "en") }
  OPTIONAL { ?film rdfs:label ?general FILTER(LANG(?general) = "mul") }
  OPTIONAL { ?article schema:about ?film ; schema:isPartOf <https://en.wikipedia.org/> ; schema:name ?page }
  OPTIONAL { ?film wdt:P577 ?date }
  OPTIONAL {
    ?film p:P2047 ?length .
    ?length a wikibase:BestRank ; psv:P2047 ?duration .
    ?duration wikibase:quantityAmount ?amount ; wikibase:quantityUnit ?unit
  }
}
"""
"""Titles, years and running times; "mul" is the label for all languages, which replaces many English ones."""
CLAIMS_QUERY = """
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?film ?property ?value (COALESCE(?english, ?general) AS ?label) ?ordinal ?imdb WHERE {
  VALUES ?film { %s }
  VALUES (?claim ?property) { %s }
  ?film ?claim ?statement .
  ?statement ?property ?value ; a wikibase:BestRank .
  OPTIONAL { ?statement pq:P1545 ?ordinal }
  OPTIONAL { ?value rdfs:label ?english FILTER(LANG(?english) = "en") }
  OPTIONAL { ?value rdfs:label ?general FILTER(LANG(?general) = "mul") }
  OPTIONAL { ?value wdt:P345 ?imdb }
}
"""
"""People, places, genres and the like, with labels; the IMDb ids of people join them to IMDb's files."""


@dataclass(frozen=True)
class Batch:
    """What Wikidata says about some films.

    Attributes:
        asked: the IMDb ids it was asked about.
        films: the films it knows.
        labels: Wikidata id → English label, of people, places and the like.
        people: Wikidata id → IMDb id ("nm0000184"), of people.
    """

    asked: tuple[int, ...] = ()
    films: tuple[WikidataFilm, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Claim:
    """A value of a property of a film, with its place in order where that is given."""

    value: str
    ordinal: float


def fetch_batch(service: QueryService, asked: Sequence[int]) -> Batch:
    """Ask about some films, in two queries.

    Args:
        service: the query service.
        asked: their IMDb ids; a few hundred at most.

    Raises:
        DownloadError: as ``QueryService.select``.
    """
    found = parse_films(service.select(films_query(asked)))
    if not found:
        return Batch(asked=tuple(asked))
    rows = service.select(claims_query([item for item, _ in found.values()]))
    claims = parse_claims(rows)
    films = (add_claims(film, claims.get(item, {})) for item, film in found.values())
    return Batch(tuple(asked), tuple(films), parse_labels(rows), parse_people(rows))


def films_query(imdb: Iterable[int]) -> str:
    """The query for titles, years and running times of films by IMDb id."""
    return FILMS_QUERY % " ".join(f'"tt{number:07}"' for number in imdb)


def claims_query(items: Iterable[str]) -> str:
    """The query for people, places and the like of films by Wikidata id."""
    pairs = " ".join(f"(p:{name} ps:{name})" for name in PROPERTIES)
    return CLAIMS_QUERY % (" ".join(f"wd:{item}" for item in items), pairs)


def parse_films(rows: Iterable[Row]) -> dict[int, tuple[str, WikidataFilm]]:
    """Parse the results of the first query, which repeat a film for each of its dates and durations.

    Returns:
        IMDb id → Wikidata id and film, without people, places and the like. Of several items with one IMDb id the one
        with a Wikipedia page is taken, or else the oldest.
    """
    grouped: dict[tuple[int, str], list[Row]] = {}
    for row in rows:
        imdb, item = IMDB_TITLE.fullmatch(row.get("imdb", "")), item_of(row.get("film", ""))
        if imdb and item:
            grouped.setdefault((int(imdb[1]), item), []).append(row)
    found: dict[int, tuple[str, WikidataFilm]] = {}
    for imdb_id, item in sorted(grouped, key=lambda key: (key[0], number_of(key[1]))):
        film = parse_film(imdb_id, grouped[imdb_id, item])
        if imdb_id not in found or (film.page and not found[imdb_id][1].page):
            found[imdb_id] = item, film
    return found


def parse_film(imdb: int, rows: Sequence[Row]) -> WikidataFilm:
    """Parse the results about one film: its first year, its shortest running time."""
    titles, pages = ([text for row in rows if (text := scrub_text(row.get(name, "")))] for name in ("title", "page"))
    years = [int(year[1]) for row in rows if (year := YEAR.match(row.get("date", "")))]
    minutes = [length for row in rows if (length := parse_minutes(row))]
    return WikidataFilm(
        imdb=imdb,
        title=next(iter(titles + pages), ""),
        year=min(years, default=0),
        page=next(iter(pages), ""),
        minutes=min(minutes, default=0),
    )


def parse_minutes(row: Row) -> int:
    """The running time in a result in minutes; 0 if there is none, or none that a film can have."""
    try:
        minutes = round(float(row.get("amount", "0")) * MINUTES.get(row.get("unit", ""), 0.0))
    except (ValueError, OverflowError):
        return 0
    return minutes if 0 < minutes <= MAX_MINUTES else 0


def parse_claims(rows: Iterable[Row]) -> dict[str, dict[str, list[Claim]]]:
    """Parse the results of the second query, which come in any order.

    Returns:
        Film → name in ``PROPERTIES`` → values: first those with a place in order, then the others, by the age of items.
    """
    claims: dict[str, dict[str, dict[str, Claim]]] = {}
    for row in rows:
        film, value = item_of(row.get("film", "")), item_of(row.get("value", ""))
        name = PROPERTIES.get(row.get("property", "").removeprefix(STATEMENT))
        if film and value and name:
            ordinal = parse_ordinal(row.get("ordinal", ""))
            values = claims.setdefault(film, {}).setdefault(name, {})
            if value not in values or ordinal < values[value].ordinal:
                values[value] = Claim(value, ordinal)
    return {
        film: {
            name: sorted(values.values(), key=lambda claim: (claim.ordinal, number_of(claim.value)))
            for name, values in of_film.items()
        }
        for film, of_film in claims.items()
    }


def add_claims(film: WikidataFilm, claims: Mapping[str, Sequence[Claim]]) -> WikidataFilm:
    """Add people, places and the like to a film."""
    values: dict[str, Any] = {
        name: tuple(claim.value for claim in claims.get(name, ())) for name in PROPERTIES.values()
    }
    other_languages = values.pop("other_languages")
    billed = sum(claim.ordinal < float("inf") for claim in claims.get("cast", ()))
    values["languages"] = values["languages"] or other_languages
    return replace(film, **values, billed=billed)


def parse_ordinal(text: str) -> float:
    """A place in order; infinite if there is none."""
    return float(text) if text.isascii() and text.isdecimal() else float("inf")


def parse_labels(rows: Iterable[Row]) -> dict[str, str]:
    """The labels of the values in results: Wikidata id → label."""
    labels = {item_of(row.get("value", "")): scrub_text(row.get("label", "")) for row in rows}
    return {item: label for item, label in labels.items() if item and label}


def parse_people(rows: Iterable[Row]) -> dict[str, str]:
    """The people in results: Wikidata id → IMDb id."""
    people = {item_of(row.get("value", "")): row["imdb"] for row in rows if IMDB_PERSON.fullmatch(row.get("imdb", ""))}
    return {item: person for item, person in people.items() if item}


def item_of(address: str) -> str:
    """The Wikidata id in the address of an item; empty for everything else, such as an unknown value."""
    item = address.removeprefix(ENTITY)
    return item if WIKIDATA_ID.fullmatch(item) else ""


def number_of(item: str) -> int:
    """The number of a Wikidata id; older items have smaller ones."""
    return int(item[1:])

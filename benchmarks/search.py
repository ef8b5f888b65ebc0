"""Accuracy and speed of the search for titles and people.

The share of queries whose first hit is the intended film, over a list on which the search was tuned and one it was not
(benchmarks/queries_*.tsv: query, movie id, kind of difficulty), on the shipped catalogue; and the time per query. The
time is also measured on 62,423 films, beside one plain pass of `rapidfuzz.process.cdist` over as many titles.

The same for people (benchmarks/people_*.tsv: query, person, movie id, kind): the share of queries for which films of
the person come first, with that film among them, or in the first place if the query also has its title.

The same for films that are named otherwise (benchmarks/references_*.tsv: query, movie id, kind): by initials, by a
number in a series, by an id or link, with people or other words around a title. And for films that the catalogue does
not have (benchmarks/absent.tsv: query, kind): the share of queries for which nothing is found, or only films that are
said to be near.

Bar: ≥ 99 % of each list of titles, ≥ 95 % of each other list.

    python -m benchmarks.search [--json]
"""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from time import perf_counter
from typing import TypeVar

import matinee
from benchmarks.large_catalogue import ABSENT, MOVIES, large_bundle
from benchmarks.report import Row, Tables, main, timing_row, with_bar
from matinee.engine.recommender import load_shipped
from matinee.policy import load_policy

LISTS = ("tuned", "heldout")
BAR, PEOPLE_BAR, REFERENCES_BAR, ABSENT_BAR = 99.0, 95.0, 95.0, 95.0
WITH_TITLE = "with title"
"""Kind of the queries that name a person and a title."""
ALL_FILMS = 200
"""More films than anyone of the lists has."""


@dataclass(frozen=True)
class Query:
    """A query, the film that is meant, and what makes it hard."""

    text: str
    movie_id: int
    kind: str


def read_queries(name: str, subject: str = "queries") -> list[Query]:
    """Read the queries of a list; none if there is no such list.

    Args:
        name: of ``LISTS``.
        subject: "queries" for titles, "references" for films that are named otherwise.
    """
    path = Path(__file__).with_name(f"{subject}_{name}.tsv")
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return [Query(text, int(movie), kind) for text, movie, kind in csv.reader(stream, delimiter="\t")]


@dataclass(frozen=True)
class PersonQuery:
    """A query, the person who is meant, one of their films, and what makes it hard."""

    text: str
    person: str
    movie_id: int
    kind: str


AnyQuery = TypeVar("AnyQuery", Query, PersonQuery)


def read_person_queries(name: str) -> list[PersonQuery]:
    """Read the queries of a list of people."""
    path = Path(__file__).with_name(f"people_{name}.tsv")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream, delimiter="\t")
        return [PersonQuery(text, person, int(movie), kind) for text, person, movie, kind in rows]


def finds_person(recommender: matinee.Recommender, query: PersonQuery) -> bool:
    """Whether the films of the person come first, and the film is in its place."""
    found = recommender.search(query.text, ALL_FILMS)
    films = [match.movie.id for match in found if match.person == query.person]
    expected = films[:1] if query.kind == WITH_TITLE else films
    return found[:1] != [] and found[0].person == query.person and query.movie_id in expected


def read_absent() -> list[Query]:
    """Read the queries for films that the catalogue does not have; their movie id is 0."""
    with Path(__file__).with_name("absent.tsv").open(encoding="utf-8", newline="") as stream:
        return [Query(text, 0, kind) for text, kind in csv.reader(stream, delimiter="\t")]


def is_refused(recommender: matinee.Recommender, query: Query) -> bool:
    """Whether nothing is found, or only films that are said to be near."""
    return all(match.is_near for match in recommender.search(query.text, limit=1))


def accuracy_row(what: str, outcomes: dict[str, list[bool]]) -> Row:
    """Compute the percentage found in each list; a list without such queries has an empty cell."""
    counts: Row = {"what": what, "n": sum(map(len, outcomes.values()))}
    return counts | {f"{name} %": round(100 * mean(found), 1) for name, found in outcomes.items() if found}


def accuracy_rows(queries: Mapping[str, Sequence[AnyQuery]], found: Mapping[AnyQuery, bool], bar: float) -> list[Row]:
    """Compute the percentages of all queries, with the bar, and of each kind.

    Args:
        queries: name of a list → its queries.
        found: whether each query found what is meant.
        bar: percentage to be reached by each list.
    """
    total = accuracy_row("all", {name: [found[query] for query in listed] for name, listed in queries.items()})
    lists = [name for name in queries if f"{name} %" in total]
    rows = [with_bar(total, f"{min(lists, key=lambda name: total[f'{name} %'])} %", bar, at_least=True)]
    for kind in sorted({query.kind for query in found}):
        of_kind = {name: [found[query] for query in listed if query.kind == kind] for name, listed in queries.items()}
        rows.append(accuracy_row(kind, of_kind))
    return rows


def measure_accuracy(recommender: matinee.Recommender, subject: str, bar: float) -> Tables:
    """Measure the accuracy by kind, and list every query that found another film first.

    Args:
        recommender: what is measured.
        subject: as for ``read_queries``.
        bar: percentage to be reached by each list.
    """
    queries = {name: read_queries(name, subject) for name in LISTS}
    hits = {query: recommender.search(query.text, limit=1) for listed in queries.values() for query in listed}
    found = {query: bool(hit) and hit[0].movie.id == query.movie_id for query, hit in hits.items()}
    catalogue = recommender.catalogue
    misses: list[Row] = [
        {
            "query": query.text,
            "list": name,
            "kind": query.kind,
            "meant": catalogue.movie(catalogue.row(query.movie_id)).label,
            "found": hits[query][0].movie.label if hits[query] else "nothing",
        }
        for name, listed in queries.items()
        for query in listed
        if not found[query]
    ]
    return {f"{subject}: first hits": accuracy_rows(queries, found, bar), f"{subject} missed": misses}


def measure_absent(recommender: matinee.Recommender) -> Tables:
    """Measure how often absent films are said to be absent, and list the queries that found something."""
    queries = read_absent()
    refused = {query: is_refused(recommender, query) for query in queries}
    misses: list[Row] = [
        {"query": query.text, "found": recommender.search(query.text, limit=1)[0].movie.label}
        for query, is_right in refused.items()
        if not is_right
    ]
    return {"absent films": accuracy_rows({"tuned": queries}, refused, ABSENT_BAR), "found all the same": misses}


def measure_people(recommender: matinee.Recommender) -> Tables:
    """Measure the accuracy by kind, and list every query that found something else."""
    queries = {name: read_person_queries(name) for name in LISTS}
    found = {query: finds_person(recommender, query) for listed in queries.values() for query in listed}
    misses: list[Row] = [{"query": each.text, "meant": each.person} for each, is_found in found.items() if not is_found]
    return {"people": accuracy_rows(queries, found, PEOPLE_BAR), "people missed": misses}


def time_each(action: Callable[[str], object], texts: list[str]) -> list[float]:
    """Measure the seconds of each text, after one warm-up."""
    action(texts[0])
    seconds = []
    for text in texts:
        start = perf_counter()
        action(text)
        seconds.append(perf_counter() - start)
    return seconds


def time_rows(recommender: matinee.Recommender) -> list[Row]:
    """Measure the time per query on a catalogue, and that of one plain pass over its titles."""
    from rapidfuzz import fuzz, process

    films = f"{len(recommender.catalogue):,} films"
    texts = [query.text for name in LISTS for query in read_queries(name)]
    titles = list(recommender.catalogue.titles)
    start = perf_counter()
    recommender.warm_up()
    index = timing_row(f"building the index, {films}", [perf_counter() - start])
    search = time_each(lambda text: recommender.search(text, limit=1), texts)
    plain = time_each(lambda text: process.cdist([text], titles, scorer=fuzz.ratio), texts)
    ratio: Row = {"what": f"search ÷ cdist, {films}", "median ms": round(median(search) / median(plain), 1)}
    return [index, timing_row(f"search, {films}", search), timing_row(f"plain cdist, {films}", plain), ratio]


def measure() -> Tables:
    """Measure the accuracy on the shipped catalogue, and times on both."""
    shipped = load_shipped()
    rows = time_rows(shipped)
    if MOVIES.exists():
        rows += time_rows(matinee.Recommender(large_bundle(), load_policy()))
    else:
        rows.append({"what": ABSENT})
    return {
        **measure_accuracy(shipped, "queries", BAR),
        **measure_accuracy(shipped, "references", REFERENCES_BAR),
        **measure_people(shipped),
        **measure_absent(shipped),
        "time per query": rows,
    }


if __name__ == "__main__":
    main(__doc__, measure)

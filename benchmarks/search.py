"""Accuracy and speed of the title search.

The share of queries whose first hit is the intended film, over a list on which the search was tuned and one it was not
(benchmarks/queries_*.tsv: query, movie id, kind of difficulty), on the shipped catalogue; and the time per query. The
time is also measured on 62,423 films, beside one plain pass of `rapidfuzz.process.cdist` over as many titles.

Bar: ≥ 97 % of each list.

    python -m benchmarks.search [--json]
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from time import perf_counter

import matinee
from benchmarks.large_catalogue import ABSENT, MOVIES, large_bundle
from benchmarks.report import Row, Tables, main, timing_row, with_bar
from matinee.engine.paths import SHIPPED_BUNDLE
from matinee.policy import load_policy

LISTS = ("tuned", "heldout")
BAR = 97.0


@dataclass(frozen=True)
class Query:
    """A query, the film that is meant, and what makes it hard."""

    text: str
    movie_id: int
    kind: str


def read_queries(name: str) -> list[Query]:
    """Read the queries of a list."""
    path = Path(__file__).with_name(f"queries_{name}.tsv")
    with path.open(encoding="utf-8", newline="") as stream:
        return [Query(text, int(movie), kind) for text, movie, kind in csv.reader(stream, delimiter="\t")]


def accuracy_row(what: str, outcomes: dict[str, list[bool]]) -> Row:
    """Compute the percentage found first in each list; a list without such queries has an empty cell."""
    counts: Row = {"what": what, "n": sum(map(len, outcomes.values()))}
    return counts | {f"{name} %": round(100 * mean(found), 1) for name, found in outcomes.items() if found}


def measure_accuracy(recommender: matinee.Recommender) -> Tables:
    """Measure the accuracy by kind, and list every query that found another film first."""
    queries = {name: read_queries(name) for name in LISTS}
    hits = {query: recommender.search(query.text, limit=1) for listed in queries.values() for query in listed}
    found = {query: bool(hit) and hit[0].movie.id == query.movie_id for query, hit in hits.items()}
    total = accuracy_row("all", {name: [found[query] for query in listed] for name, listed in queries.items()})
    rows = [with_bar(total, f"{min(LISTS, key=lambda name: total[f'{name} %'])} %", BAR, at_least=True)]
    for kind in sorted({query.kind for query in found}):
        of_kind = {name: [found[query] for query in listed if query.kind == kind] for name, listed in queries.items()}
        rows.append(accuracy_row(kind, of_kind))
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
    return {"first hits": rows, "missed": misses}


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
    shipped = matinee.load(SHIPPED_BUNDLE, load_policy())
    rows = time_rows(shipped)
    if MOVIES.exists():
        rows += time_rows(matinee.Recommender(large_bundle(), load_policy()))
    else:
        rows.append({"what": ABSENT})
    return {**measure_accuracy(shipped), "time per query": rows}


if __name__ == "__main__":
    main(__doc__, measure)

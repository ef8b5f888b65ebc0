"""Title search finds films by what people type."""

import csv

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matinee.engine.catalogue.title_normalization import collect_search_keys
from matinee.engine.catalogue.title_search import TitleIndex
from matinee.engine.recommender import Recommender
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("shawshnk redemtion", "The Shawshank Redemption"),
        ("redemption shawshank", "The Shawshank Redemption"),
        ("godfather, the", "The Godfather"),
        ("the godfather part 2", "The Godfather: Part II"),
        ("se7en", "Seven"),
        ("cite des enfants perdus", "The City of Lost Children"),
        ("amelie", "Amelie"),
        ("mash", "M*A*S*H"),
        ("[rec]", "[REC]"),
        ("wall e", "WALL·E"),
        ("spiderman", "Spider-Man"),
        ("oceans 11", "Ocean's Eleven"),
        ("the thing 1982", "The Thing"),
        ("2001 a space odyssey", "2001: A Space Odyssey"),
        ("fellowship ring", "The Lord of the Rings: The Fellowship of the Ring"),
        ("fightclub", "Fight Club"),
        ("jurassic p", "Jurassic Park"),
        ("xmen", "X-Men"),
        ("e.t.", "E.T. the Extra-Terrestrial"),
        ("et", "E.T. the Extra-Terrestrial"),
        ("doctor strangelove", "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb"),
        ("harry potter 9", "Harry Potter and the Sorcerer's Stone"),
    ],
)
def test_the_intended_film_comes_first(recommender: Recommender, query: str, title: str) -> None:
    assert recommender.search(query, limit=1)[0].movie.title == title


@pytest.mark.parametrize("name", ["star wars", "pink panther", "batman", "gremlin", "godfather", "no such film"])
def test_rows_with_a_name_begin_with_it_or_its_plural(recommender: Recommender, name: str) -> None:
    catalogue = recommender.catalogue
    keys = [
        [key for key in of_film if key == name + "s" or f"{key} ".startswith(f"{name} ") or key.endswith(f" {name}")]
        for of_film in collect_search_keys(catalogue.titles, catalogue.alternatives)
    ]
    endings = " " in name  # one word at the end of a title says nothing
    expected = [
        row for row, of_film in enumerate(keys) if any(endings or not key.endswith(f" {name}") for key in of_film)
    ]
    assert recommender.index.rows_with(name) == expected
    assert bool(expected) == (name != "no such film")


def test_a_catalogue_of_one_film_and_of_none() -> None:
    one = TitleIndex(["Heat"], [()], np.array([1995]), np.array([3.0]))
    assert [hit.row for hit in one.search("hea")] == [0]
    assert one.rows_with("heat") == [0]
    none = TitleIndex([], [], np.array([], dtype=np.int64), np.array([]))
    assert none.search("heat") == []
    assert none.rows_with("heat") == []


def test_the_year_tells_remakes_apart(recommender: Recommender) -> None:
    years = [1933, 1976, 2005]
    assert [recommender.search(f"king kong {year}")[0].movie.year for year in years] == years


def test_equal_titles_are_ordered_by_popularity(recommender: Recommender) -> None:
    counts = recommender.catalogue.rating_counts
    found = [match.movie for match in recommender.search("hamlet") if match.movie.title == "Hamlet"]
    assert len(found) > 1
    assert counts[recommender.catalogue.row(found[0].id)] == max(
        counts[recommender.catalogue.row(movie.id)] for movie in found
    )


def test_held_out_queries(recommender: Recommender) -> None:
    with (ROOT / "benchmarks" / "queries_heldout.tsv").open(encoding="utf-8") as stream:
        queries = list(csv.reader(stream, delimiter="\t"))
    hits = [recommender.search(text, limit=1)[0].movie.id == int(movie_id) for text, movie_id, _ in queries]
    assert len(hits) >= 100
    assert np.mean(hits) >= 0.99


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gets_an_answer(recommender: Recommender, text: str) -> None:
    matches = recommender.search(text, limit=5)
    assert len(matches) <= 5
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)


def test_every_film_is_found_by_its_own_title_and_year(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    rows = np.random.default_rng(3).choice(len(catalogue), 200, replace=False)
    found = [recommender.search(catalogue.movie(int(row)).label, 1)[0].movie.id for row in rows]
    assert np.mean(np.array(found) == catalogue.ids[rows]) >= 0.98


def test_a_catalogue_without_letters_or_films() -> None:
    empty = TitleIndex([], [], np.zeros(0, dtype=int), np.zeros(0))
    assert empty.search("heat") == []
    signs = TitleIndex(["$", "..."], [(), ()], np.zeros(2, dtype=int), np.zeros(2))
    assert signs.search("$")[0].row == 0
    nameless = TitleIndex(["", " \n", "Heat"], [(), (), ()], np.zeros(3, dtype=int), np.zeros(3))
    assert nameless.search("heat")[0].row == 2

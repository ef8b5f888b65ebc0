"""What Wikidata is asked about films, and how its answers are read."""

from dataclasses import replace
from pathlib import Path

import pytest

from matinee.training.errors import DataError
from matinee.training.facts.fetch_table import read_imdb_ids
from matinee.training.facts.journal import Journal
from matinee.training.facts.records import make_records
from matinee.training.facts.table import FilmRecord
from matinee.training.facts.wikidata_query import Batch, claims_query, fetch_batch, films_query, parse_films
from tests.training.facts.conftest import HEAT, write_links
from tests.training.facts.patient_service import IDS, PatientService, fetch
from tests.training.facts.sparql_server import ENTITY, MINUTE, Film, SparqlServer, Value

SECOND, HOUR = f"{ENTITY}Q11574", f"{ENTITY}Q25235"


def test_facts_of_films(service: PatientService, journal: Journal) -> None:
    records = {record.title: record for record in make_records(fetch(service, journal))}
    assert records["Heat"] == FilmRecord(
        imdb=113277,
        title="Heat",
        year=1995,
        page="Heat (1995 film)",
        directors=("Michael Mann",),
        cast=("Al Pacino", "Robert De Niro", "Val Kilmer"),
        countries=("United States",),
        languages=("English",),
        keywords=("heist", "action"),
        subjects=("Los Angeles",),
        based_on=("L.A. Takedown",),
        minutes=170,
    )
    assert records["Hunger"] == FilmRecord(
        986233, "Hunger", 2008, directors=("Steve McQueen (Q706475)",), cast=("Q4961791",), languages=("English",)
    )
    assert records["Bullitt"].cast == records["Papillon"].cast == ("Steve McQueen",)
    assert len(records) == 4


def test_nothing_more_is_asked_about_unknown_films(server: SparqlServer, service: PatientService) -> None:
    assert fetch_batch(service, [1, 2]) == Batch(asked=(1, 2))
    assert len(server.requests) == 1


def test_the_answer_does_not_depend_on_the_order_of_rows(server: SparqlServer, service: PatientService) -> None:
    first = fetch_batch(service, IDS)
    server.films[113277] = replace(HEAT, claims={name: values[::-1] for name, values in HEAT.claims.items()})
    again = fetch_batch(service, IDS)
    assert first.films == again.films


@pytest.mark.parametrize("places", [("2", ""), ("", "2"), ("2", "7"), ("7", "2")])
def test_a_person_with_several_places_stands_at_the_first(
    server: SparqlServer, service: PatientService, places: tuple[str, str]
) -> None:
    cast = (Value("Q5", "Guest"), Value("Q6", "Third", "3"), *(Value("Q7", "Star", place) for place in places))
    server.films = {1: Film("Q1", "A film", claims={"P161": cast})}
    (film,) = fetch_batch(service, [1]).films
    assert (film.cast, film.billed) == (("Q7", "Q6", "Q5"), 2)


def test_the_queries() -> None:
    query = films_query([113277, 12345678])
    assert 'VALUES ?imdb { "tt0113277" "tt12345678" }' in query
    assert "wdt:P577 ?date" in query
    claims = claims_query(["Q1", "Q2"])
    assert "VALUES ?film { wd:Q1 wd:Q2 }" in claims
    for number in (57, 161, 495, 364, 407, 136, 921, 144, 179):
        assert f"(p:P{number} ps:P{number})" in claims
    for text in (query, claims):
        assert text.count("{") == text.count("}")
        assert '"mul"' in text  # the label for all languages


@pytest.mark.parametrize(
    ("durations", "minutes"),
    [
        ((("+5400", SECOND),), 90),
        ((("+1.5", HOUR),), 90),
        ((("+90", f"{ENTITY}Q1"),), 0),
        ((("+51420", MINUTE),), 0),
        ((("x", MINUTE), ("+80", MINUTE)), 80),
        ((("-3", MINUTE),), 0),
        ((("1e999", MINUTE),), 0),
        ((("NaN", MINUTE),), 0),
    ],
)
def test_running_times(
    server: SparqlServer, service: PatientService, durations: tuple[tuple[str, str], ...], minutes: int
) -> None:
    server.films = {1: Film("Q1", "A film", dates=("t123",), durations=durations)}
    (film,) = fetch_batch(service, [1]).films
    assert (film.minutes, film.year) == (minutes, 0)


def test_of_two_items_with_one_imdb_id_the_one_with_a_page_is_taken() -> None:
    rows = [
        {"imdb": "tt0000001", "film": f"{ENTITY}Q2", "title": "Old"},
        {"imdb": "tt0000001", "film": f"{ENTITY}Q10", "title": "Known", "page": "Known (film)"},
        {"imdb": "tt0000002", "film": f"{ENTITY}Q9", "title": "Older"},
        {"imdb": "tt0000002", "film": f"{ENTITY}Q10", "title": "Newer"},
        {"imdb": "nm0000002", "film": f"{ENTITY}Q11", "title": "A person"},
        {"imdb": "tt0000003", "film": "_:b0"},
        {"imdb": "tt0000004", "film": f"{ENTITY}Q12", "page": "A page\x1b[2J"},
    ]
    assert {imdb: (item, film.title) for imdb, (item, film) in parse_films(rows).items()} == {
        1: ("Q10", "Known"),
        2: ("Q9", "Older"),
        4: ("Q12", "A page"),
    }


def test_labels_are_made_safe_to_print(server: SparqlServer, service: PatientService) -> None:
    server.films = {1: Film("Q1", "A \x1b[31mfilm", claims={"P57": (Value("Q2", "A\u202eda\nAmes \ud800"),)})}
    batch = fetch_batch(service, [1])
    assert batch.films[0].title == "A film"
    assert batch.labels == {"Q2": "Ada Ames"}


def test_ids_of_a_data_set(data: Path, tmp_path: Path) -> None:
    assert read_imdb_ids(data) == (data, sorted(IDS))
    (data / "ratings.csv").touch()
    (data / "movies.csv").touch()
    assert read_imdb_ids(tmp_path) == (data, sorted(IDS))  # a level below


def test_a_data_set_without_ids(data: Path, tmp_path: Path, movielens: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere is not a folder; --for takes the folder that holds"):
        read_imdb_ids(tmp_path / "nowhere")
    with pytest.raises(DataError, match=r"has none of the MovieLens layouts"):
        read_imdb_ids(tmp_path)
    with pytest.raises(DataError, match=r"ml-100k has no links\.csv with IMDb ids, .*`matinee train` finds its films"):
        read_imdb_ids(movielens.parent / "ml-100k")
    write_links(data, [])
    with pytest.raises(DataError, match=r"links\.csv holds no IMDb id\."):
        read_imdb_ids(data)
    (data / "links.csv").write_text("movieId,imdbId,tmdbId\n1,tt7,\n")
    with pytest.raises(DataError, match=r"links\.csv, line 2: 'tt7' is not a valid imdbId\."):
        read_imdb_ids(data)

"""The table built from its three sources: made-up ones, and those that the shipped table is made from."""

import json
from pathlib import Path

import pytest

from matinee.training.errors import DataError
from matinee.training.facts.build_table import (
    DBPEDIA,
    SOURCES,
    WIKIDATA,
    WIKIPEDIA,
    build_table,
    identify_people,
)
from matinee.training.facts.credits import NamedCredits
from matinee.training.facts.table import SHIPPED_TABLE, TABLE, FilmRecord, write_table
from matinee.training.facts.wikidata_films import WikidataFilm
from matinee.training.facts.wikipedia_films import DIRECTORS
from tests.conftest import ROOT
from tests.training.facts.made_up_sources import HEAT, LISTED, Entry, write_lines


def test_a_table_from_small_sources(sources: Path) -> None:
    heat, thief = build_table(sources)
    assert heat == FilmRecord(
        imdb=113277,
        title="Heat",
        year=1995,
        page="Heat (1995 film)",
        directors=("Michael Mann",),
        cast=("Al Pacino", "Robert De Niro"),
        countries=("United States",),
        languages=("English",),
        keywords=("heist", "drama"),
        subjects=("Q9000008",),
    )
    assert thief == FilmRecord(
        83190, "Thief (film)", 0, "Thief (film)", directors=("Michael Mann",), cast=("James Caan",)
    )


def test_a_film_is_found_in_the_lists_by_title_and_neighbouring_year(sources: Path) -> None:
    moved = [LISTED[0] | {"href": "Heat_(film)", "year": 1996}]
    (sources / WIKIPEDIA / "movies-1990s.json").write_text(json.dumps(moved))
    assert build_table(sources)[0].cast == ("Al Pacino", "Robert De Niro")
    twice = [*moved, moved[0] | {"href": "Heat_(other_film)", "cast": ["Ada Ames"]}]
    (sources / WIKIPEDIA / "movies-1990s.json").write_text(json.dumps(twice))
    assert build_table(sources)[0].cast == ("Q9000002", "Q9000003")


def test_a_name_given_by_hand_belongs_to_one_person() -> None:
    films = [WikidataFilm(number, "A film", 1999, "", directors=("Q9000001", "Q9000002")[:number]) for number in (1, 2)]
    named = [
        (NamedCredits(directors=("George W. Bush", "Ada Ames")[:number]), NamedCredits()) for number in (1, 2)
    ]  # fmt: skip
    people = identify_people(films, named)
    assert people["Q207"] == "George W. Bush"  # in people.csv
    assert people["Q9000002"] == "Ada Ames"
    assert "Q9000001" not in people


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"label": "Heat"}, "line 2 does not describe a film (KeyError('imdb_id'))."),
        (HEAT | {"imdb_id": "x"}, "line 2 does not describe a film (ValueError("),
        (HEAT | {"publication_date": 1995}, "line 2 does not describe a film (TypeError("),
    ],
)
def test_a_damaged_film_is_named(sources: Path, entry: Entry, problem: str) -> None:
    path = sources / WIKIDATA / "wikidata-movies.json.gz"
    write_lines(path, [HEAT, entry])
    with pytest.raises(DataError) as caught:
        build_table(sources)
    assert str(caught.value).startswith(f"{path}, {problem}")


@pytest.mark.parametrize(
    "name",
    [
        f"{WIKIDATA}/wikidata-movies.json.gz",
        f"{WIKIDATA}/genres.json.gz",
        f"{WIKIPEDIA}/movies-1990s.json",
        f"{DBPEDIA}/{DIRECTORS}",
    ],
)
def test_a_missing_file_is_named(sources: Path, name: str) -> None:
    (sources / name).unlink()
    with pytest.raises(DataError, match=name.rpartition("/")[0]):
        build_table(sources)


def test_a_damaged_archive_is_named(sources: Path) -> None:
    path = sources / WIKIDATA / "genres.json.gz"
    content = path.read_bytes()
    for damaged in (content[:-12], content[:12] + b"\xff" * 8 + content[20:], b"{}"):
        path.write_bytes(damaged)
        with pytest.raises(DataError, match=r"genres\.json\.gz cannot be read"):
            build_table(sources)


@pytest.mark.slow
def test_the_shipped_table_is_what_the_builder_makes(tmp_path: Path) -> None:
    sources = ROOT.parent / "shared" / "data"
    if not (sources / WIKIDATA).is_dir():
        pytest.skip("the development data in ../shared is not available")
    write_table(tmp_path / TABLE, build_table(sources), SOURCES)
    assert (tmp_path / TABLE).read_bytes() == SHIPPED_TABLE.read_bytes()

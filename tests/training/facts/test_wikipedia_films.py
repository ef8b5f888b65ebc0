"""Which entries of Wikipedia's cast lists are names of people."""

import json
from pathlib import Path

import pytest

from matinee.training.facts.table import SHIPPED_TABLE, read_table
from matinee.training.facts.wikidata_films import read_rows
from matinee.training.facts.wikipedia_films import (
    DIRECTORS,
    NOT_PEOPLE,
    RESOURCE,
    STARRING,
    is_name,
    read_dbpedia,
    read_wikipedia,
)


@pytest.mark.parametrize(
    "entry",
    [
        *("Narrated by", "Music By", "Interviews with", "Cast:", "Dir.:", "Voices of", "1972 Summer Olympics"),
        *("Best Actor", "Best Supporting Actress", "Academy Award for Best Actor"),
    ],
)
def test_credits_and_awards_are_no_names(entry: str) -> None:
    assert not is_name(entry)


@pytest.mark.parametrize("entry", ["Ada Ames", "Edna Best", "Shelby Foote", "Mary Smith", "Madonna", "Peter Actor"])
def test_names_are_kept(entry: str) -> None:
    assert is_name(entry)


def test_subjects_listed_as_cast_are_left_out(tmp_path: Path) -> None:
    films = [{"title": "Dogtown", "year": 2001, "href": "Dogtown", "cast": ["Skateboarding", "Sean Penn"]}]
    (tmp_path / "movies-2000s.json").write_text(json.dumps(films))
    found = read_wikipedia(tmp_path).find("Dogtown", 2001)
    assert found is not None
    assert found.cast == ("Sean Penn",)


def test_a_film_does_not_star_in_itself(tmp_path: Path) -> None:
    edges = [("My_Dog_Skip_(film)", "My_Dog_Skip_(film)"), ("My_Dog_Skip_(film)", "Kevin_Bacon")]
    (tmp_path / STARRING).write_text("".join(f"{RESOURCE}{film} {RESOURCE}{person}\n" for film, person in edges))
    (tmp_path / DIRECTORS).write_text("")
    assert read_dbpedia(tmp_path)["My Dog Skip (film)"].cast == ("Kevin Bacon",)


def test_the_shipped_table_has_none_of_them() -> None:
    people = {name for record in read_table(SHIPPED_TABLE) for name in record.cast}
    assert people.isdisjoint({row["name"] for row in read_rows(NOT_PEOPLE)})
    assert not {name for name in people if name.endswith((":", " by", " By", " with", " Actor", " Actress"))}

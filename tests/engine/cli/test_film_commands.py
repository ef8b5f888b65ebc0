"""`matinee search`: titles and people, as a table and as JSON."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from matinee.engine.cli.film_commands import recommend, search, similar
from matinee.engine.errors import MovieNotFoundError
from tests.conftest import ROOT

BUNDLE = ("--bundle", str(ROOT / "artifacts"))


def searched(*arguments: str) -> Result:
    done = CliRunner().invoke(search, [*arguments, *BUNDLE])
    assert done.exit_code == 0, done.output
    return done


def found(*arguments: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(searched(*arguments, "--json").stdout)
    return rows


def test_a_person_is_named_above_their_films() -> None:
    lines = searched("kurosawa", "--limit", "3").stdout.splitlines()
    assert lines[0] == "Akira Kurosawa, director"
    assert [line.split("  ")[0] for line in lines[1:]] == ["film", "Seven Samurai", "Rashomon", "Ran"]


def test_json_has_the_person_and_nothing_else_on_standard_output() -> None:
    done = searched("al pacino", "--json")
    assert done.stderr.splitlines() == ["Al Pacino, actor"]
    rows = json.loads(done.stdout)
    assert len(rows) == 8
    assert all(row["person"] == "Al Pacino" for row in rows)
    assert rows[0]["directors"] == ["Francis Ford Coppola"]


def test_films_found_by_title_have_no_person() -> None:
    rows = found("heat", "--limit", "2")
    assert rows[0]["directors"] == ["Michael Mann"]
    assert not any("person" in row for row in rows)
    title, film = found("chaplin", "--limit", "4")[:2]
    assert "person" not in title
    assert film["person"] == "Charlie Chaplin"


def test_recommended_and_similar_films_have_their_directors() -> None:
    for command, arguments in ((recommend, ["--like", "heat", "-k", "3"]), (similar, ["heat", "-k", "3"])):
        done = CliRunner().invoke(command, [*arguments, "--json", *BUNDLE])
        assert done.exit_code == 0, done.output
        assert all(isinstance(row["directors"], list) for row in json.loads(done.stdout))
        assert any(row["directors"] for row in json.loads(done.stdout))


def test_a_person_as_a_favourite_is_refused() -> None:
    done = CliRunner().invoke(recommend, ["--like", "kurosawa", *BUNDLE])
    assert isinstance(done.exception, MovieNotFoundError)
    assert "name a film, such as Seven Samurai (1954)" in str(done.exception)


def test_nothing_found_is_said_on_standard_error() -> None:
    done = searched("!!")
    assert (done.stdout, done.stderr) == ("", "No film has a similar title, and no director or actor a similar name.\n")


@pytest.mark.parametrize(("title", "person"), [("Stalker", "tarkovsky"), ("Ran", "kurosawa")])
def test_a_title_with_a_person_comes_first(title: str, person: str) -> None:
    assert found(title.casefold(), person)[0]["title"] == title

"""`matinee search`: titles and people, as a table and as JSON."""

import json
from typing import Any

import pytest
from click import Command
from click.testing import CliRunner, Result
from rich.cells import cell_len

from matinee.engine.cli.film_commands import LABEL_WIDTH, intent, recommend, search, similar
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


ABSENT = "That is not in this catalogue, which ends in 2018.\n"


@pytest.mark.parametrize("text", ["!!", "asdfgh", "oppenheimer", "tt9999999"])
def test_nothing_found_is_said_on_standard_error(text: str) -> None:
    done = CliRunner().invoke(search, [text, *BUNDLE])
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", ABSENT)
    done = CliRunner().invoke(search, [text, "--json", *BUNDLE])
    assert (done.exit_code, done.stdout, done.stderr) == (2, "[]\n", ABSENT)


def test_near_films_are_said_to_be_near() -> None:
    heading = "Probably not in this catalogue, which ends in 2018; the nearest titles:"
    assert searched("dune", "2021").stdout.splitlines()[0] == heading
    done = searched("dune", "2021", "--json")
    assert done.stderr == f"{heading}\n"
    rows = json.loads(done.stdout)
    assert rows[0]["title"] == "Dune"
    assert all(row["near"] is True for row in rows)
    assert not any("near" in row for row in found("heat"))


@pytest.mark.parametrize("text", [[""], [" ", "\t"]])
def test_an_empty_search_is_refused(text: list[str]) -> None:
    done = CliRunner().invoke(search, [*text, *BUNDLE])
    assert done.exit_code == 2
    assert "Give a title, the name of a director or actor, or an id or link of a film." in done.stderr


def ran(command: Command, *arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments, *BUNDLE])


def test_a_genre_alone_lists_its_best_films() -> None:
    done = ran(recommend, "--genre", "western", "-k", "5", "--json")
    assert done.exit_code == 0, done.output
    rows = json.loads(done.stdout)
    assert rows[1]["title"] == "The Good, the Bad and the Ugly"
    assert len(rows) == 5
    assert all("Western" in row["genres"] for row in rows)


def test_likes_with_a_genre_are_not_limited_to_it() -> None:
    rows = json.loads(ran(recommend, "--like", "heat", "--genre", "western", "-k", "20", "--json").stdout)
    assert not all("Western" in row["genres"] for row in rows)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--like", "heat", "--dislike", "6"), "Heat (1995) is both liked and disliked"),
        (
            ("--like", "Heat (1995)", "--like", "toy story", "--dislike", "heat"),
            "Heat (1995) is both liked and disliked",
        ),
        (("--like", "34048", "--dislike", "64997"), "War of the Worlds (2005) is both liked and disliked"),
        (
            sum((("--like", str(number)) for number in range(1_001)), ()),
            "--like names 1,001 films; name at most 1,000.",
        ),
        (("--like", "heat", "-k", "0"), "0 is not in the range"),
    ],
)
def test_contradictions_and_excess_are_refused(arguments: tuple[str, ...], sentence: str) -> None:
    done = ran(recommend, *arguments)
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("text", ["the", "-1", "", "dune 2021", "x" * 1_000_000])
def test_similar_refuses_what_names_no_film(text: str) -> None:
    for command, arguments in ((similar, ["--", text]), (recommend, ["--like", text])):
        done = CliRunner().invoke(command, [*BUNDLE, *arguments])
        assert isinstance(done.exception, MovieNotFoundError)
        assert len(str(done.exception)) < 300


def test_an_id_that_is_also_a_title_names_both() -> None:
    done = ran(recommend, "--like", "300", "-k", "1")
    assert done.stderr == "like: 300 → Quiz Show (1994); the id of 300 (2007) is 51662\n"
    assert ran(recommend, "--like", "51662", "-k", "1").stderr == "like: 51662 → 300 (2007)\n"


def test_the_same_title_given_often_is_searched_once() -> None:
    done = ran(recommend, *(["--like", "shawshank"] * 10_000), "-k", "1")
    assert done.exit_code == 0
    assert done.stderr == "like: shawshank → The Shawshank Redemption (1994)\n"


def test_no_recommendation_has_the_exit_code_of_no_hit() -> None:
    for arguments in (["--model", "item_item"], ["--model", "item_item", "--json"]):
        done = ran(similar, "131724", *arguments)
        assert (done.exit_code, done.stdout) == (2, "[]\n" if "--json" in arguments else "")
        assert "has no films similar to it" in done.stderr


def test_huge_counts_list_all_films() -> None:
    done = ran(recommend, "--genre", "western", "-k", str(10**30), "--json")
    assert done.exit_code == 0
    assert len(json.loads(done.stdout)) > 30
    assert len(found("kurosawa", "--limit", str(10**30))) > 5


@pytest.mark.parametrize(("title", "person"), [("Stalker", "tarkovsky"), ("Ran", "kurosawa")])
def test_a_title_with_a_person_comes_first(title: str, person: str) -> None:
    assert found(title.casefold(), person)[0]["title"] == title


@pytest.mark.parametrize(
    "text", [" ", "\r", "\u200b", "\ufeff", "\0", "\udcff\udcfe", "\u2060 \u3164", "\u2800", "\u0301"]
)
@pytest.mark.parametrize(
    ("command", "before", "sentence"),
    [(intent, (), "Give a mood"), (recommend, ("--prompt",), "--prompt needs a mood"), (search, (), "Give a title")],
)
def test_a_text_that_shows_nothing_is_blank(
    command: Command, before: tuple[str, ...], sentence: str, text: str
) -> None:
    done = CliRunner().invoke(command, [*before, text, *BUNDLE])
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("word", ["x" * 10_000, "字" * 300, "sad" * 30])
def test_a_long_word_is_cut_in_the_text_and_whole_in_json(word: str) -> None:
    line = CliRunner().invoke(intent, [word, "--as", "mood", *BUNDLE]).stdout.splitlines()[0]
    assert cell_len(line) < 2 * LABEL_WIDTH
    assert f"[{word[:20]}" in line
    assert "…]" in line
    (part,) = json.loads(CliRunner().invoke(intent, [word, "--as", "mood", "--json", *BUNDLE]).stdout)["parts"]
    assert word.startswith(part["label"])
    assert cell_len(part["label"]) > LABEL_WIDTH

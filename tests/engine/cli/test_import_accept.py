"""`matinee import --accept` and `--table`: films not found are accepted for their closest matches."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matinee.engine.cli.exchange_commands import import_
from matinee.engine.errors import ExchangeError
from matinee.engine.models.profile import Answer
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Imported
from matinee.engine.storage.store import list_sessions, read_session
from tests.conftest import ROOT
from tests.engine.exchange.sample_exports import PLAIN, RATED, csv_text, letterboxd_row

BUNDLE = ("--bundle", str(ROOT / "artifacts"))
ALIEN, CASABLANCA, VERTIGO = 1214, 912, 903


def imported(*arguments: object) -> Result:
    return CliRunner().invoke(import_, [*map(str, arguments), *BUNDLE])


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Three liked films, three entries whose year is far off (two liked, one disliked), and one unknown film."""
    films = [("Heat", 1995, 5), ("Fargo", 1996, 5), ("Jaws", 1975, 5)]
    films += [("Alien", 1981, 5), ("Casablanca", 1944, 5), ("Vertigo", 1960, 1), ("Nothing at All Whatsoever", 2019, 5)]
    path = tmp_path / "ratings.csv"
    path.write_text(csv_text(RATED, [letterboxd_row(name, year, rating=stars) for name, year, stars in films]))
    return path


def edit(table: Path, *changes: tuple[str, str]) -> None:
    text = table.read_text()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    table.write_text(text)


def test_near_misses_are_listed_with_how_to_accept_them(export: Path) -> None:
    lines = imported(export).stdout.splitlines()
    assert lines[0] == "Letterboxd: 7 films read, 3 found: 3 liked, 0 disliked, 0 seen, 0 wanted; 4 not found."
    assert any(line.endswith("closest match: Casablanca (1942)") for line in lines)
    assert lines[-1].startswith("3 films not found have a closest match. `--accept all` takes them;")


def test_all_are_accepted(export: Path) -> None:
    done = imported(export, "--accept", "all", "--json")
    document = json.loads(done.stdout)
    assert (document["found"], document["liked"], document["disliked"]) == (6, 5, 1)
    assert [film["title"] for film in document["accepted"]] == ["Alien", "Casablanca", "Vertigo"]
    assert [film["title"] for film in document["unmatched"]] == ["Nothing at All Whatsoever"]
    text = imported(export, "--accept", "all").stdout
    assert "6 found (3 accepted): 5 liked" in text
    assert "--accept" not in text


def test_a_table_is_written_edited_and_given_back(export: Path, tmp_path: Path) -> None:
    table = tmp_path / "near misses.csv"
    done = imported(export, "--table", table)
    assert f"4 films written to {table}" in done.stderr
    assert f"`--accept '{table}'`" in done.stderr
    assert "Alien,1981,Alien (1979),1214,no" in table.read_text().splitlines()
    edit(
        table,
        ("1214,no", "1214,yes"),
        ("Nothing at All Whatsoever,2019,,,no", "Nothing at All Whatsoever,2019,,903,yes"),
    )
    document = json.loads(imported(export, "--accept", table, "--json").stdout)
    assert [film["title"] for film in document["accepted"]] == ["Alien", "Nothing at All Whatsoever"]
    assert [film["title"] for film in document["unmatched"]] == ["Casablanca", "Vertigo"]
    edit(table, ("Casablanca,1944,Casablanca (1942),912,no", "Casablanca,1944,Casablanca (1942),1214,yes"))
    done = imported(export, "--accept", table)
    assert "Casablanca (1944): the same film as Alien (1981); closest match: Alien (1979)" in done.stdout


def test_a_session_has_what_was_accepted_and_hides_what_was_seen(
    export: Path, tmp_path: Path, recommender: Recommender
) -> None:
    imported(export, "--table", tmp_path / "t.csv")
    edit(tmp_path / "t.csv", ("1214,no", "1214,yes"))
    assert imported(export, "--session", "few").exit_code == 0
    assert len(read_session("few").favourites) == 3
    assert imported(export, "--session", "some", "--accept", tmp_path / "t.csv").exit_code == 0
    saved = read_session("some")
    assert ALIEN in saved.favourites
    (event,) = saved.history.events
    assert isinstance(event, Imported)
    assert set(event.answers) == {(CASABLANCA, Answer.SEEN), (VERTIGO, Answer.SEEN)}
    assert imported(export, "--session", "all", "--accept", "all").exit_code == 0
    saved = read_session("all")
    (event,) = saved.history.events
    assert isinstance(event, Imported)
    assert (VERTIGO, Answer.DISLIKE) in event.answers
    assert recommender.session(saved.favourites, history=saved.history).next() is not None


def test_an_unedited_table_accepts_nothing_and_says_so(export: Path, tmp_path: Path) -> None:
    imported(export, "--table", tmp_path / "t.csv")
    done = imported(export, "--accept", tmp_path / "t.csv")
    assert done.exit_code == 0
    assert done.stderr == f"No film of {tmp_path}/t.csv is accepted: write yes in its column accept.\n"


def test_a_table_is_only_replaced_with_force_and_nothing_else_is_written(export: Path, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("mine")
    done = imported(export, "--table", tmp_path / "t.csv", "--accept", "all", "--session", "new")
    assert isinstance(done.exception, ExchangeError)
    assert (tmp_path / "t.csv").read_text() == "mine"
    assert not list_sessions()
    assert imported(export, "--table", tmp_path / "t.csv", "--force").exit_code == 0
    assert "Vertigo" in (tmp_path / "t.csv").read_text()


def test_a_wrong_row_is_refused_with_its_line_and_nothing_is_written(export: Path, tmp_path: Path) -> None:
    imported(export, "--table", tmp_path / "t.csv")
    edit(tmp_path / "t.csv", ("912,no", "912,maybe"))
    done = imported(export, "--accept", tmp_path / "t.csv", "--session", "new")
    assert str(done.exception) == f"{tmp_path}/t.csv, line 3: accept must be yes or no, not 'maybe'."
    assert not list_sessions()


def test_a_list_is_read_as_the_option_says(tmp_path: Path) -> None:
    rows = [letterboxd_row("Heat", 1995), letterboxd_row("Fargo", 1996)]
    (tmp_path / "watchlist.csv").write_text(csv_text(PLAIN, rows))
    for arguments, counts in (((), "2 wanted"), (("--as", "liked"), "2 liked"), (("--as", "watched"), "2 seen")):
        assert counts in imported(tmp_path / "watchlist.csv", *arguments).stdout
    assert imported(tmp_path / "watchlist.csv", "--as", "hated").exit_code == 2

"""`matinee session`: its output as text and JSON."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from matinee.engine.cli.session_commands import session
from matinee.engine.errors import MovieNotFoundError, SessionError
from matinee.engine.models.profile import Answer
from matinee.engine.paths import saved_sessions
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Answered
from matinee.engine.storage.log import SessionLog
from tests.conftest import FAVOURITES, ROOT
from tests.engine.storage.session_logs import START, lines_of, write

TOY_STORY, JUMANJI, HEAT, CASINO = 1, 2, 6, 16
ANSWERS = (
    Answered(TOY_STORY, Answer.LIKE),
    Answered(JUMANJI, Answer.DISLIKE),
    Answered(HEAT, Answer.WATCHLIST),
    Answered(CASINO, Answer.SKIP),
)
BUNDLE = ("--bundle", str(ROOT / "artifacts"))


def output(*arguments: str) -> str:
    """Standard output of a command that succeeds."""
    result = CliRunner().invoke(session, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def document(*arguments: str) -> Any:
    """The JSON document that a command prints, and nothing else."""
    return json.loads(output(*arguments, "--json"))


def refused(*arguments: str) -> str:
    """The error message of a command."""
    with pytest.raises(SessionError) as refusal:
        output(*arguments)
    return str(refusal.value)


@pytest.fixture
def saved(recommender: Recommender) -> SessionLog:
    """A saved session on the shipped bundle; closed."""
    with SessionLog.open("friday") as log:
        log.start(FAVOURITES, model=None, seed=3, bundle=recommender.bundle.version, policy=recommender.policy)
        for step in ANSWERS:
            log.append(step)
    return log


def test_an_empty_list_is_reported() -> None:
    assert "No sessions saved yet" in output("list")
    assert document("list") == []


def test_the_list_counts_answers(saved: SessionLog) -> None:  # noqa: ARG001
    (row,) = document("list")
    changed = row.pop("changed")
    assert changed.endswith("+00:00")
    assert row == {
        "name": "friday", "favourites": 4, "likes": 1, "dislikes": 1, "skips": 1, "later": 1, "damage": None
    }  # fmt: skip
    heading, line = output("list").splitlines()
    assert heading.split() == ["session", "last", "changed", "favourites", "likes", "dislikes", "skips", "later"]
    assert [line.split()[0], *line.split()[-5:]] == ["friday", "4", "1", "1", "1", "1"]


def test_a_damaged_session_is_marked_and_the_reason_is_below() -> None:
    write("old", b"nonsense\n")
    write("whole", lines_of(START))
    lines = output("list").splitlines()
    assert sum(line.startswith("✗ ") for line in lines) == 2
    assert lines[-1].startswith(f"✗ {saved_sessions()}")
    assert "line 1: the session 'old' cannot be read" in lines[-1]
    damage = {row["name"]: row["damage"] for row in document("list")}
    assert damage["whole"] is None
    assert damage["old"] in lines[-1]


def test_the_films_of_a_session_are_shown_by_title(saved: SessionLog, recommender: Recommender) -> None:  # noqa: ARG001
    shown = document("show", "friday", *BUNDLE)
    assert [film["title"] for film in shown["favourites"]] == [
        recommender.catalogue.movie(recommender.catalogue.row(movie_id)).title for movie_id in FAVOURITES
    ]
    assert [[film["title"] for film in shown[group]] for group in ("liked", "disliked", "watchlist")] == [
        ["Toy Story"], ["Jumanji"], ["Heat"]
    ]  # fmt: skip
    assert (shown["name"], shown["model"], shown["seed"]) == ("friday", None, 3)
    assert shown["bundle"] == recommender.bundle.version
    assert shown["notes"] == []
    lines = output("show", "friday", *BUNDLE).splitlines()
    assert lines[0].startswith("friday, last changed ")
    assert lines[lines.index("liked") + 1] == "  Toy Story (1995)"
    assert lines[lines.index("watchlist") + 1] == "  Heat (1995)"


def test_a_session_of_other_film_data_is_shown_with_a_note() -> None:
    write("friday", lines_of(START))
    (note,) = document("show", "friday", *BUNDLE)["notes"]
    assert "other film data" in note
    shown = output("show", "friday", *BUNDLE)
    assert note in shown
    assert "liked: none" in shown


def test_a_film_missing_from_the_catalogue_is_reported_by_its_id() -> None:
    write("friday", lines_of(START, Answered(999_999_999, Answer.LIKE)))
    with pytest.raises(MovieNotFoundError, match="999999999"):
        output("show", "friday", *BUNDLE)


def test_a_session_is_renamed(saved: SessionLog) -> None:  # noqa: ARG001
    assert output("rename", "friday", "a long night") == "Session 'friday' renamed to 'a long night'.\n"
    assert [row["name"] for row in document("list")] == ["a long night"]


def test_a_session_is_deleted(saved: SessionLog) -> None:  # noqa: ARG001
    assert output("delete", "friday") == "Session 'friday' deleted.\n"
    assert document("list") == []
    assert output("restore", "friday") == "Session 'friday' is back.\n"
    assert [row["name"] for row in document("list")] == ["friday"]
    assert (
        refused("restore", "friday")
        == "There is no deleted session 'friday'; it is kept for a day after it was deleted."
    )


def test_a_missing_session_is_refused(saved: SessionLog) -> None:  # noqa: ARG001
    for arguments in (("show", "frida"), ("delete", "frida"), ("rename", "frida", "night")):
        assert refused(*arguments) == "There is no session 'frida'; did you mean 'friday'?"

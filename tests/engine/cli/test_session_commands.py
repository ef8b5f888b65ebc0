"""`matinee session`: what it prints, for people and for scripts."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from matinee.engine.cli.session_commands import session
from matinee.engine.errors import SessionError, UnknownMovie
from matinee.engine.paths import saved_sessions
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Answer, Answered
from matinee.engine.storage.log import SessionLog
from tests.conftest import FAVOURITES, ROOT
from tests.engine.logs import START, lines_of, write

TOY_STORY, JUMANJI, HEAT, CASINO = 1, 2, 6, 16
ANSWERS = (
    Answered(TOY_STORY, Answer.LIKE),
    Answered(JUMANJI, Answer.DISLIKE),
    Answered(HEAT, Answer.LATER),
    Answered(CASINO, Answer.SKIP),
)
BUNDLE = ("--bundle", str(ROOT / "artifacts"))


def told(*arguments: str) -> str:
    """What a command prints when all is well."""
    result = CliRunner().invoke(session, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def answer(*arguments: str) -> Any:
    """The JSON document a command prints, and nothing else."""
    return json.loads(told(*arguments, "--json"))


def refused(*arguments: str) -> str:
    """The sentence a command is refused with."""
    with pytest.raises(SessionError) as refusal:
        told(*arguments)
    return str(refusal.value)


@pytest.fixture
def evening(recommender: Recommender) -> SessionLog:
    """A session kept on the bundle that ships; closed."""
    with SessionLog.open("evening") as log:
        log.start(FAVOURITES, model=None, seed=3, bundle=recommender.bundle.version, policy=recommender.policy)
        for step in ANSWERS:
            log.append(step)
    return log


def test_nothing_kept_is_said() -> None:
    assert "No session is kept yet" in told("list")
    assert answer("list") == []


def test_the_list_counts_what_was_said(evening: SessionLog) -> None:  # noqa: ARG001
    (row,) = answer("list")
    changed = row.pop("changed")
    assert changed.endswith("+00:00")
    assert row == {
        "name": "evening", "favourites": 4, "likes": 1, "dislikes": 1, "skips": 1, "later": 1, "damage": None
    }  # fmt: skip
    heading, line = told("list").splitlines()
    assert heading.split() == ["session", "last", "changed", "favourites", "likes", "dislikes", "skips", "later"]
    assert [line.split()[0], *line.split()[-5:]] == ["evening", "4", "1", "1", "1", "1"]


def test_a_damaged_session_is_marked_and_the_reason_is_below() -> None:
    write("old", b"nonsense\n")
    write("whole", lines_of(START))
    lines = told("list").splitlines()
    assert sum(line.startswith("✗ ") for line in lines) == 2
    assert lines[-1].startswith(f"✗ {saved_sessions()}")
    assert "line 1: the session 'old' cannot be read" in lines[-1]
    damage = {row["name"]: row["damage"] for row in answer("list")}
    assert damage["whole"] is None
    assert damage["old"] in lines[-1]


def test_what_is_in_a_session_is_shown_by_title(evening: SessionLog, recommender: Recommender) -> None:  # noqa: ARG001
    shown = answer("show", "evening", *BUNDLE)
    assert [film["title"] for film in shown["favourites"]] == [
        recommender.catalogue.movie(recommender.catalogue.row(movie_id)).title for movie_id in FAVOURITES
    ]
    assert [[film["title"] for film in shown[group]] for group in ("liked", "disliked", "watchlist")] == [
        ["Toy Story"], ["Jumanji"], ["Heat"]
    ]  # fmt: skip
    assert (shown["name"], shown["model"], shown["seed"]) == ("evening", None, 3)
    assert shown["bundle"] == recommender.bundle.version
    assert shown["notes"] == []
    lines = told("show", "evening", *BUNDLE).splitlines()
    assert lines[0].startswith("evening, last changed ")
    assert lines[lines.index("liked") + 1] == "  Toy Story (1995)"
    assert lines[lines.index("watchlist") + 1] == "  Heat (1995)"


def test_a_session_of_other_film_data_is_shown_with_a_note() -> None:
    write("evening", lines_of(START))
    (note,) = answer("show", "evening", *BUNDLE)["notes"]
    assert "other film data" in note
    shown = told("show", "evening", *BUNDLE)
    assert note in shown
    assert "liked: none" in shown


def test_a_film_that_the_catalogue_lacks_is_refused_by_its_id() -> None:
    write("evening", lines_of(START, Answered(999_999_999, Answer.LIKE)))
    with pytest.raises(UnknownMovie, match="999999999"):
        told("show", "evening", *BUNDLE)


def test_a_session_gets_another_name(evening: SessionLog) -> None:  # noqa: ARG001
    assert told("rename", "evening", "a long night") == "The session 'evening' is called 'a long night' now.\n"
    assert [row["name"] for row in answer("list")] == ["a long night"]


def test_a_session_is_deleted(evening: SessionLog) -> None:  # noqa: ARG001
    assert told("delete", "evening") == "The session 'evening' is deleted.\n"
    assert answer("list") == []


def test_what_is_not_there_is_refused(evening: SessionLog) -> None:  # noqa: ARG001
    for arguments in (("show", "evenin"), ("delete", "evenin"), ("rename", "evenin", "night")):
        assert refused(*arguments) == "There is no session 'evenin'; the nearest: evening."

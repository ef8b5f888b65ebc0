"""`matinee --with`: what the options name, and what contradicts a session that has started."""

from dataclasses import replace

import click
import pytest

from matinee.cli import expand_lists
from matinee.engine.errors import MatineeError, MovieNotFoundError
from matinee.engine.recommender import Recommender
from matinee.engine.session.companion import Companion
from matinee.engine.session.events import History
from matinee.engine.storage.log import SessionLog
from matinee.tui.cli.launch import open_log, prepare
from matinee.tui.cli.launch_options import LaunchOptions, launch_options
from tests.conftest import FAVOURITES

THEIRS = (2671, 597, 1088, 4246)
TITLES = ("notting hill", "pretty woman", "dirty dancing", "4246")


@click.command()
@launch_options
def parsed(likes: tuple[str, ...], **values: object) -> LaunchOptions:
    return LaunchOptions(likes, **values)  # type: ignore[arg-type]


def options(*arguments: str) -> LaunchOptions:
    read = parsed.main(expand_lists([*arguments]), standalone_mode=False)
    assert isinstance(read, LaunchOptions)
    return read


def test_the_name_may_be_left_out() -> None:
    assert prepare(options("--with", "Anna")).companion == Companion((), "Anna")
    assert prepare(options("--with")).companion == Companion((), "them")
    assert prepare(options("--with", "--seed", "3")).companion == Companion((), "them")
    assert prepare(options()).companion is None


def test_favourites_of_the_other() -> None:
    given = options("--like", "heat", "--with-like", *TITLES, "--with", "Anna")
    assert (given.likes, given.their_likes) == (("heat",), TITLES)
    prepared = prepare(given)
    assert prepared.companion == Companion(THEIRS, "Anna")
    assert prepared.favourites == (6,)
    assert prepare(options("--with-like", "notting hill")).companion == Companion((2671,), "them")


def test_the_arguments_can_be_given_again() -> None:
    given = options("--like", "heat", "--with", "--with-like", *TITLES)
    assert options(*given.arguments()) == given
    assert "Anna" not in options("--with", "Anna").redacted()
    assert "notting" not in given.redacted()


@pytest.mark.parametrize("name", ["", " ", "x" * 21, "An\tna"])
def test_a_name_that_cannot_be_shown(name: str) -> None:
    with pytest.raises(click.UsageError, match="--with: The name of the second person"):
        prepare(options("--with", name))


def test_films_that_cannot_be_found_or_are_too_many() -> None:
    with pytest.raises(MovieNotFoundError):
        prepare(options("--with-like", "zzzzqqqq"))
    with pytest.raises(MatineeError, match="--with-like names 11"):
        prepare(options("--with-like", *map(str, range(1, 12))))


@pytest.mark.parametrize(
    ("arguments", "conflict"),
    [
        (["--with", "Anna"], ""),
        (["--with", "Anna", "--with-like", *TITLES], ""),
        (["--with", "Bob"], "omit --with,"),
        (["--with-like", "titanic"], "omit --with-like,"),
    ],
)
def test_a_session_that_has_started_keeps_its_second_person(
    recommender: Recommender, arguments: list[str], conflict: str
) -> None:
    SessionLog.create(
        "duo", FAVOURITES, model=None, seed=0, bundle="b", policy=recommender.policy, history=History(),
        companion=Companion(THEIRS, "Anna"),
    ).close()  # fmt: skip
    given = options("--session", "duo", *arguments)
    if conflict:
        with pytest.raises(click.UsageError, match=conflict):
            open_log(given, prepare(given))
    else:
        log = open_log(given, prepare(given))
        assert log is not None
        log.close()


def test_a_session_of_one_that_has_started_stays_one(recommender: Recommender) -> None:
    SessionLog.create(
        "solo", FAVOURITES, model=None, seed=0, bundle="b", policy=recommender.policy, history=History()
    ).close()
    given = options("--session", "solo", "--with", "Anna")
    with pytest.raises(click.UsageError, match="omit --with,"):
        open_log(given, prepare(given))


@pytest.mark.parametrize("arguments", [["--with", "Anna"], ["--with-like", "heat"]])
def test_the_last_session_keeps_its_second_person(arguments: list[str]) -> None:
    given = replace(options(*arguments), resume=True)
    with pytest.raises(click.UsageError, match=f"omit {arguments[0]}\\."):
        prepare(given)

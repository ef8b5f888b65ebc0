"""After a crash: the terminal is restored, two lines are printed, and a log is written."""

import stat
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.tui.broken_app import BrokenApp
from tests.tui.raw_terminal import RawTerminal

pytestmark = pytest.mark.terminal


def broken(way: str, home: Path, **environment: str) -> RawTerminal:
    command = [sys.executable, "-m", "tests.tui.broken_app", way]
    return RawTerminal(command, {"MATINEE_HOME": str(home), "PYTHONPATH": str(ROOT), **environment})


def the_log(home: Path) -> Path:
    (log,) = (home / "logs").iterdir()
    return log


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("handler", "ValueError: one of 4 [31m letters and more"),
        ("worker", "ValueError: cannot be worked out"),
        ("thread", "ValueError: cannot be read"),
        ("compose", "ValueError: cannot be composed"),
        ("render", "ValueError: cannot be painted"),
        ("panic", "the keys cannot be read"),
        ("closing", "ValueError: cannot be closed"),
    ],
)
def test_a_crash_is_two_lines_and_a_log(way: str, said: str, tmp_path: Path) -> None:
    with broken(way, tmp_path) as terminal:
        assert terminal.exit_code() == 1
        assert terminal.restored()
        what, where = terminal.said_afterwards()
    assert said in what
    assert len(what) <= 200
    assert what.isprintable()
    log = the_log(tmp_path)
    assert str(log) in where
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert str(terminal.pid) in log.name


def test_the_log_tells_what_is_needed_and_nobodys_films(tmp_path: Path) -> None:
    with broken("handler", tmp_path) as terminal:
        assert terminal.exit_code() == 1
    text = the_log(tmp_path).read_text(encoding="utf-8")
    for told in ("Traceback", "broken_app.py", "textual 8", "Python 3", "80×24", "--like (2 films), --model (svd)"):
        assert told in text
    for films in ("Heat", "Amélie"):
        assert films not in text


def test_a_log_that_cannot_be_written_goes_elsewhere_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with broken("handler", tmp_path, TMPDIR=str(elsewhere)) as terminal:
        assert terminal.exit_code() == 1
        _, where = terminal.said_afterwards()
    (log,) = elsewhere.glob("matinee-crash-*.log")
    assert "could not be written" in where
    assert str(log) in where


def test_a_sentence_for_the_user_is_said_without_a_log(tmp_path: Path) -> None:
    with broken("sentence", tmp_path) as terminal:
        assert terminal.exit_code() == 2
        assert terminal.restored()
        assert terminal.said_afterwards() == ["matinee: This session is over; begin another."]
    assert not list(tmp_path.iterdir())


async def test_a_test_sees_the_exception() -> None:
    app = BrokenApp()
    with pytest.raises(ValueError, match="letters"):
        async with app.run_test() as pilot:
            await pilot.pause()

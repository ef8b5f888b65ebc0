"""The last session is brought back by `matinee --resume`, whatever ended it."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal, shows

pytestmark = pytest.mark.terminal

COMMAND = [sys.executable, "-m", "matinee"]
DAY = 24 * 60 * 60


def matinee(home: Path, *arguments: str) -> list[str]:
    return ["env", f"MATINEE_HOME={home}", *COMMAND, *arguments]


def see(terminal: Terminal, text: str) -> None:
    if not shows(text)(terminal.lines):
        terminal.wait_for(shows(text))


def copies(home: Path) -> list[Path]:
    return sorted((home / "state" / "last-sessions").glob("*"))


def refused(home: Path, sentence: str, *arguments: str) -> None:
    """Check that a command is refused with a sentence."""
    with Terminal(matinee(home, *arguments), columns=200) as terminal:
        with suppress(ChildProcessError):  # it may end before its last words are read one by one
            see(terminal, sentence)
        assert shows(sentence)(terminal.lines)
        assert terminal.exit_code() == 2


def begin(terminal: Terminal) -> None:
    """Answer two films."""
    see(terminal, "because you liked")
    terminal.send("yn")
    see(terminal, "✓ 1  ✗ 1")


def test_a_killed_session_is_resumed_and_then_goes_on(tmp_path: Path) -> None:
    with Terminal(matinee(tmp_path, "--like", "heat", "fargo")) as terminal:
        begin(terminal)
        os.kill(terminal._pid, signal.SIGKILL)
    with Terminal(matinee(tmp_path, "--resume")) as terminal:
        see(terminal, "✓ 1  ✗ 1")
        terminal.send("s")
        see(terminal, "✓ 1  ✗ 1  · 1")
        terminal.send("\x03")
        see(terminal, "matinee --resume")
        assert terminal.exit_code() == 0
    with Terminal(matinee(tmp_path, "--resume")) as terminal:
        see(terminal, "✓ 1  ✗ 1  · 1")
    assert len(copies(tmp_path)) == 1


def test_after_a_day_it_is_gone(tmp_path: Path) -> None:
    with Terminal(matinee(tmp_path, "--like", "heat")) as terminal:
        begin(terminal)
    (copy,) = copies(tmp_path)
    old = time.time() - DAY - 60
    os.utime(copy, (old, old))
    refused(tmp_path, "There is no last session to resume", "--resume")
    assert copies(tmp_path) == []


def test_it_can_be_switched_off(tmp_path: Path) -> None:
    with Terminal(matinee(tmp_path, "--like", "heat")) as terminal:
        begin(terminal)
    done = subprocess.run(matinee(tmp_path, "config", "set", "keep_last_session", "false"), check=False)
    assert done.returncode == 0
    refused(tmp_path, "`keep_last_session` is false", "--resume")
    with Terminal(matinee(tmp_path, "--like", "heat")) as terminal:
        begin(terminal)
        terminal.send("q")
        see(terminal, "Your answers are not saved to disk.")
    assert copies(tmp_path) == []


@pytest.mark.parametrize(
    ("arguments", "conflicting"),
    [(["--like", "heat"], "--like"), (["--session", "friday"], "--session"), (["--seed", "0"], "--seed")],
)
def test_what_the_last_session_has_already_is_refused(tmp_path: Path, arguments: list[str], conflicting: str) -> None:
    refused(tmp_path, f"--resume continues the last session; omit {conflicting}.", "--resume", *arguments)

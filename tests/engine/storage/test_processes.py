"""Sessions and several processes: one process holds a session at a time, and may be killed at any moment."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from random import Random
from time import sleep

import pytest

from matinee.engine.errors import SessionError
from matinee.engine.models.profile import Answer
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Answered, History
from matinee.engine.storage.lock import log_path
from matinee.engine.storage.log import SessionLog
from matinee.policy import Policy
from tests.conftest import FAVOURITES, ROOT
from tests.engine.storage.killed_session import redo
from tests.engine.storage.session_logs import START, content_of, lines_of, write

KILLS = 20
LIKED = Answered(1, Answer.LIKE)
CROWD, TRIES = 4, 200


def history_in(name: str) -> History:
    """The history of a session, opened to continue it."""
    with SessionLog.open(name) as log:
        return History() if log.saved is None else log.saved.history


HOLD = """
from matinee.engine.storage.log import SessionLog
log = SessionLog.open('evening')
print('open', flush=True)
input()
"""


@pytest.fixture
def other_matinee() -> Iterator[subprocess.Popen[str]]:
    """Another process that keeps the session 'evening' open until it reads a line."""
    command = [sys.executable, "-c", HOLD]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process
        process.kill()


def test_a_session_that_is_open_elsewhere_is_refused_until_that_one_is_killed(
    other_matinee: subprocess.Popen[str], policy: Policy
) -> None:
    write("evening", lines_of(START, LIKED) + b'{"dis')
    with pytest.raises(SessionError) as refusal:
        SessionLog.open("evening")
    assert str(refusal.value) == (
        "The session 'evening' is open in another Matinee; close that one, or choose another name."
    )
    with pytest.raises(SessionError, match="is open in another Matinee"):
        SessionLog.create("evening", FAVOURITES, model=None, seed=0, bundle="", policy=policy, history=History())
    assert content_of("evening").endswith(b'{"dis')
    SessionLog.open("another").close()
    other_matinee.send_signal(signal.SIGKILL)
    other_matinee.wait()
    assert history_in("evening") == History((LIKED,))


CROWDING = """
import sys
from matinee.engine.errors import SessionError
from matinee.engine.models.profile import Answer
from matinee.engine.session.events import Answered
from matinee.engine.paths import saved_sessions
from matinee.engine.storage.log import SessionLog
room = saved_sessions() / "room for one"
for movie_id in map(int, sys.stdin):
    try:
        with SessionLog.open("evening") as log:
            room.mkdir()
            log.append(Answered(movie_id, Answer.LIKE))
            room.rmdir()
            print(movie_id)
    except SessionError as error:
        assert "is open in another Matinee" in str(error), error
"""


def test_of_several_processes_one_has_a_session_open_at_a_time() -> None:
    write("evening", lines_of(START))
    crowd = [
        subprocess.Popen(
            [sys.executable, "-c", CROWDING], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(CROWD)
    ]
    for place, process in enumerate(crowd):
        assert process.stdin is not None
        process.stdin.write("".join(f"{place * TRIES + count}\n" for count in range(TRIES)))
        process.stdin.close()
    written = []
    for process in crowd:
        assert process.stdout is not None
        written += [int(line) for line in process.stdout]
        process.stdout.close()
        assert process.wait() == 0
    logged = [event.movie_id for event in history_in("evening").events if isinstance(event, Answered)]
    assert sorted(logged) == sorted(written)
    assert len(set(logged)) == len(logged) > 0


@pytest.fixture
def answering() -> Iterator[subprocess.Popen[bytes]]:
    """The process that is killed."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "tests.engine.storage.killed_session"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield process
        process.kill()


def next_line(answering: subprocess.Popen[bytes]) -> bytes:
    """The next line of its output."""
    assert answering.stdout is not None
    line = answering.stdout.readline()
    assert line.endswith(b"\n"), "the process has ended by itself"
    return line


def steps_before_the_kill(answering: subprocess.Popen[bytes], name: str, seed: int, moment: Random) -> list[bytes]:
    """Start a session, kill its process after some steps, and return the steps it had completed."""
    assert answering.stdin is not None
    answering.stdin.write(f"{name} {seed}\n".encode())
    answering.stdin.flush()
    process = int(next_line(answering))
    completed = [next_line(answering) for _ in range(moment.randint(0, 30))]
    sleep(moment.uniform(0, 0.01))
    os.kill(process, signal.SIGKILL)
    while (line := next_line(answering)) != b"dead\n":
        completed.append(line)
    return completed


def test_a_killed_session_resumes_exactly(answering: subprocess.Popen[bytes], recommender: Recommender) -> None:
    moment = Random(5)
    steps_in_all = 0
    for seed in range(KILLS):
        name = f"killed-{seed}"
        completed = steps_before_the_kill(answering, name, seed, moment)
        history = history_in(name)
        logged = content_of(name).splitlines(keepends=True)[1:] if log_path(name).exists() else []
        assert logged[: len(completed)] == completed
        assert len(logged) - len(completed) <= 1
        twin = recommender.session(FAVOURITES, seed=seed)
        for line in logged:
            redo(twin, line)
        resumed = recommender.session(FAVOURITES, seed=seed, history=history)
        assert resumed.history == twin.history
        assert resumed.next() == twin.next()
        steps_in_all += len(logged)
    assert steps_in_all > KILLS

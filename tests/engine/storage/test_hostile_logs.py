"""Files in place of sessions that are no files, endless or hostile end in one sentence, and never in a wait."""

import os
from pathlib import Path

import pytest

from matinee.engine.errors import SessionError
from matinee.engine.paths import saved_sessions
from matinee.engine.storage.lock import MAX_LINES
from matinee.engine.storage.log import SessionLog
from matinee.engine.storage.store import delete_session, list_sessions, read_session
from tests.engine.storage.session_logs import START, content_of, lines_of, write

LINES = {
    "deep list": b"[" * 100_000,
    "deep mapping": b'{"prompt": ' * 50_000,
    "huge number": b'{"like": ' + b"9" * 5000 + b"}",
    "infinity": b'{"like": 1e999}',
    "no number": b'{"like": NaN}',
    "two answers": b'{"like": 1, "dislike": 2}',
    "list as value": b'{"setting": "learning_rate", "value": [1]}',
    "half a character": b'{"\\ud800": 1, "like": 2}',
    "short answer": b'{"imported": "x", "answers": [[1]]}',
    "zeros": b"\x00" * 1000,
    "other encoding": b"\xff\xfe",
    "escape sequence": b"\x1b[31m",
    "separator": "\u2028".encode(),
    "cut off": b'{"like": 1',
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_hostile_line_is_named(line: bytes) -> None:
    write("evening", lines_of(START) + line + b"\n")
    with pytest.raises(SessionError, match="line 2: the session 'evening' cannot be read, it ") as raised:
        read_session("evening")
    assert "\x1b" not in str(raised.value)
    (summary,) = list_sessions()
    assert summary.damage == str(raised.value)
    with pytest.raises(SessionError, match="line 2"):
        SessionLog.open("evening")
    assert content_of("evening").endswith(line + b"\n")  # nothing is lost
    delete_session("evening")
    assert list_sessions() == []


def test_files_that_are_none_are_refused_at_once() -> None:
    write("evening", b"")
    path = saved_sessions() / "evening.jsonl"
    for make in (os.mkfifo, lambda place: place.symlink_to("/dev/zero"), Path.mkdir):
        path.unlink()
        make(path)
        for use in (read_session, SessionLog.open):
            with pytest.raises(SessionError, match=r"'evening' cannot be read \(it is not a regular file\); move that"):
                use("evening")
        assert "it is not a regular file" in str(list_sessions()[0].damage)
        path.rmdir() if path.is_dir() else path.unlink()
        path.touch()


def test_endless_files_are_refused_at_once() -> None:
    write("evening", b"")
    os.truncate(saved_sessions() / "evening.jsonl", 10**12)  # takes no space
    with pytest.raises(SessionError, match="it is larger than 16 MB"):
        read_session("evening")
    write("evening", lines_of(START) + b'{"like": 1}\n' * MAX_LINES)
    with pytest.raises(SessionError, match="it has more than 30,000 lines"):
        read_session("evening")

"""The file of an open session is changed from outside: the next step writes the whole session again, and says so."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from matinee.engine.errors import SessionError
from matinee.engine.models.profile import Answer
from matinee.engine.paths import saved_sessions
from matinee.engine.session.events import Answered, History
from matinee.engine.storage.log import SessionLog
from matinee.engine.storage.store import read_session, rename_session
from matinee.policy import Policy
from tests.conftest import FAVOURITES
from tests.engine.storage.session_logs import START, content_of, lines_of, write

STEPS = [Answered(number, Answer.LIKE) for number in range(6)]
OTHER = lines_of(START, Answered(99, Answer.DISLIKE))


def path_of(name: str) -> Path:
    return saved_sessions() / f"{name}.jsonl"


def delete(path: Path) -> None:
    path.unlink()


def move(path: Path) -> None:
    path.rename(path.with_name("elsewhere.txt"))


def delete_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def restore_older(path: Path) -> None:
    older = path.read_bytes().splitlines(keepends=True)[:-1]
    path.unlink()
    path.write_bytes(b"".join(older))


def replace(path: Path) -> None:
    path.unlink()
    path.write_bytes(OTHER)


def overwrite(path: Path) -> None:
    path.write_bytes(OTHER)


def begin(log: SessionLog, policy: Policy) -> None:
    log.start(FAVOURITES, model=None, seed=3, bundle="0123456789ab", policy=policy)
    for step in STEPS[:3]:
        assert log.append(step) == ""


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (delete, "deleted, moved or emptied"),
        (move, "deleted, moved or emptied"),
        (delete_folder, "deleted, moved or emptied"),
        (empty, "deleted, moved or emptied"),
        (truncate, "cut short"),
        (restore_older, "cut short"),
        (replace, "whose version is now the session 'evening-other'"),
        (overwrite, "whose version is now the session 'evening-other'"),
    ],
)
def test_the_next_step_writes_everything_again(harm: Callable[[Path], None], said: str, policy: Policy) -> None:
    with SessionLog.open("evening") as log:
        begin(log, policy)
        harm(path_of("evening"))
        note = log.append(STEPS[3])
        assert said in note
        assert "the whole session was written again" in note
        assert log.append(STEPS[4]) == ""
        assert read_session("evening").favourites == FAVOURITES
        assert read_session("evening").history == History(tuple(STEPS[:5]))
        assert path_of("evening").stat().st_mode & 0o777 == 0o600
        assert saved_sessions().stat().st_mode & 0o777 == 0o700
    assert read_session("evening").history == History(tuple(STEPS[:5]))


def test_what_took_the_place_of_a_session_is_kept(policy: Policy) -> None:
    with SessionLog.open("evening") as log:
        begin(log, policy)
        for step, name in zip(STEPS[3:5], ("evening-other", "evening-other-2"), strict=True):
            replace(path_of("evening"))
            log.append(step)
            assert content_of(name) == OTHER
    assert read_session("evening").history == History(tuple(STEPS[:5]))


def test_a_file_deleted_after_the_last_step_is_there_again_after_closing(policy: Policy) -> None:
    with SessionLog.open("evening") as log:
        begin(log, policy)
        delete_folder(path_of("evening"))
    assert read_session("evening").history == History(tuple(STEPS[:3]))


def test_a_file_that_was_only_touched_or_copied_back_is_appended_to(policy: Policy) -> None:
    with SessionLog.open("evening") as log:
        begin(log, policy)
        path = path_of("evening")
        os.utime(path, (1, 1))
        assert log.append(STEPS[3]) == ""
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
        assert log.append(STEPS[4]) == ""
    assert read_session("evening").history == History(tuple(STEPS[:5]))


def test_a_folder_in_place_of_the_file_is_reported(policy: Policy) -> None:
    log = SessionLog.open("evening")
    begin(log, policy)
    path_of("evening").unlink()
    path_of("evening").mkdir()
    with pytest.raises(SessionError, match="not a regular file"):
        log.append(STEPS[3])
    with pytest.raises(SessionError):
        log.close()
    SessionLog.open("another").close()


def test_a_session_whose_folder_was_deleted_is_locked_again(policy: Policy) -> None:
    with SessionLog.open("evening") as log:
        begin(log, policy)
        shutil.rmtree(saved_sessions())
        log.append(STEPS[3])
        with pytest.raises(SessionError, match="is open in another Matinee"):
            SessionLog.open("evening")


def test_a_session_that_another_process_has_taken_meanwhile_is_left_alone(policy: Policy) -> None:
    log = SessionLog.open("evening")
    begin(log, policy)
    shutil.rmtree(saved_sessions())
    with SessionLog.open("evening") as other:
        begin(other, policy)
        with pytest.raises(SessionError, match="is open in another Matinee"):
            log.append(STEPS[3])
        with pytest.raises(SessionError, match="is open in another Matinee"):
            log.close()
        with pytest.raises(SessionError, match="is open in another Matinee"):
            SessionLog.open("evening")
        other.append(STEPS[5])
    assert read_session("evening").history == History((*STEPS[:3], STEPS[5]))


@pytest.mark.parametrize("open_it", ["open", "rename"])
def test_an_older_session_that_others_can_read_becomes_private(open_it: str) -> None:
    write("evening", lines_of(START))
    path_of("evening").chmod(0o644)
    saved_sessions().chmod(0o755)
    if open_it == "rename":
        rename_session("evening", "night")
    else:
        SessionLog.open("evening").close()
    assert path_of("night" if open_it == "rename" else "evening").stat().st_mode & 0o777 == 0o600
    assert saved_sessions().stat().st_mode & 0o777 == 0o700


def test_a_session_saved_in_progress_is_private(policy: Policy) -> None:
    SessionLog.create(
        "evening", FAVOURITES, model=None, seed=3, bundle="0123456789ab", policy=policy, history=History()
    ).close()
    assert path_of("evening").stat().st_mode & 0o777 == 0o600

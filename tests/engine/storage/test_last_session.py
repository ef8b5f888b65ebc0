"""The copy of the last session: written as it goes, by each app in its own file, and gone after a day."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from matinee.engine.errors import MovieNotFoundError, SessionError
from matinee.engine.models.profile import Answer
from matinee.engine.session.events import Answered, Undone, Widened
from matinee.engine.storage.last_session import ALL_OPEN, NONE_KEPT, LastSessionLog
from matinee.engine.storage.saved_session import SavedSession
from matinee.engine.storage.short_lived import KEPT_FOR, is_copy, remove_old
from matinee.policy import Policy

LIKED, OTHER = Answered(1, Answer.LIKE), Answered(2, Answer.DISLIKE)


def begun(
    folder: Path, policy: Policy, *steps: Answered | Undone | Widened, favourites: tuple[int, ...] = (318, 858)
) -> LastSessionLog:
    """The log of a session with some steps."""
    log = LastSessionLog(folder)
    log.start(favourites, model=None, seed=3, bundle="some", policy=policy)
    for step in steps:
        log.append(step)
    return log


def set_age(path: Path, seconds: float) -> None:
    changed = path.stat().st_mtime - seconds
    os.utime(path, (changed, changed))


def test_nothing_is_written_before_the_first_answer(tmp_path: Path, policy: Policy) -> None:
    folder = tmp_path / "last"
    log = begun(folder, policy, Widened(1))
    assert not folder.exists()
    assert not log.has_file
    log.append(LIKED)
    assert log.has_file
    log.close()
    saved = LastSessionLog.open(folder).saved
    assert saved is not None
    assert saved.favourites == (318, 858)
    assert saved.history.events == (Widened(1), LIKED)


def test_only_its_owner_can_read_it(tmp_path: Path, policy: Policy) -> None:
    begun(tmp_path / "last", policy, LIKED).close()
    (path,) = (tmp_path / "last").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_newest_is_resumed_and_continued(tmp_path: Path, policy: Policy) -> None:
    begun(tmp_path, policy, LIKED).close()
    (path,) = tmp_path.iterdir()
    set_age(path, 60)
    begun(tmp_path, policy, OTHER, favourites=(50,)).close()
    log = LastSessionLog.open(tmp_path)
    assert log.saved is not None
    assert log.saved.favourites == (50,)
    log.append(Undone())
    log.close()
    again = LastSessionLog.open(tmp_path).saved
    assert again is not None
    assert again.history.undone == (OTHER,)
    assert len(list(tmp_path.iterdir())) == 2


def test_two_apps_do_not_touch_each_others_copy(tmp_path: Path, policy: Policy) -> None:
    first, second = begun(tmp_path, policy, LIKED), begun(tmp_path, policy, OTHER)
    with pytest.raises(SessionError, match=ALL_OPEN):
        LastSessionLog.open(tmp_path)
    remove_old(tmp_path, is_copy, 0.0)
    first.append(OTHER)
    first.close()
    saved = LastSessionLog.open(tmp_path).saved  # of the one that was left
    assert saved is not None
    assert saved.history.events == (LIKED, OTHER)
    second.forget()
    assert len(list(tmp_path.iterdir())) == 1


def test_other_favourites_begin_another_file(tmp_path: Path, policy: Policy) -> None:
    log = begun(tmp_path, policy, LIKED)
    log.start((50,), model=None, seed=0, bundle="some", policy=policy)
    log.append(OTHER)
    log.close()
    assert len(list(tmp_path.iterdir())) == 2


def test_a_copy_is_removed_after_a_day_unless_it_is_open(tmp_path: Path, policy: Policy) -> None:
    for favourites in ((1,), (2,), (3,)):
        begun(tmp_path, policy, LIKED, favourites=favourites).close()
    still, old, _ = sorted(tmp_path.iterdir())
    set_age(still, KEPT_FOR - 60)
    set_age(old, KEPT_FOR + 60)
    open_log = begun(tmp_path, policy, LIKED)
    (open_path,) = set(tmp_path.iterdir()) - {still, old, _}
    set_age(open_path, KEPT_FOR + 60)
    remove_old(tmp_path, is_copy)
    assert set(tmp_path.iterdir()) == {still, _, open_path}
    open_log.close()
    remove_old(tmp_path, is_copy)
    assert set(tmp_path.iterdir()) == {still, _}


def test_a_killed_process_loses_nothing(tmp_path: Path) -> None:
    script = f"""
import os, signal
from pathlib import Path
from matinee.engine.models.profile import Answer
from matinee.engine.recommender import load_shipped
from matinee.engine.session.events import Answered
from matinee.engine.storage.last_session import LastSessionLog
log = LastSessionLog(Path({str(tmp_path)!r}))
log.start((318,), model=None, seed=0, bundle="some", policy=load_shipped().policy)
for film in range(1, 41):
    log.append(Answered(film, Answer.LIKE))
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode < 0
    saved = LastSessionLog.open(tmp_path).saved
    assert saved is not None
    assert len(saved.history.events) == 40


def test_an_incomplete_last_line_is_cut_off(tmp_path: Path, policy: Policy) -> None:
    begun(tmp_path, policy, LIKED).close()
    (path,) = tmp_path.iterdir()
    with path.open("ab") as stream:
        stream.write(b'{"like"')
    log = LastSessionLog.open(tmp_path)
    log.append(OTHER)
    log.close()
    saved = LastSessionLog.open(tmp_path).saved
    assert saved is not None
    assert saved.history.events == (LIKED, OTHER)


def test_a_damaged_copy_and_none_at_all_are_said(tmp_path: Path) -> None:
    with pytest.raises(SessionError, match=NONE_KEPT):
        LastSessionLog.open(tmp_path / "missing")
    (tmp_path / "x.jsonl").write_bytes(b"nothing of the kind\n")
    with pytest.raises(
        SessionError, match=r"x\.jsonl: the last .* cannot be resumed \(it is not JSON\); delete that file"
    ):
        LastSessionLog.open(tmp_path)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, policy: Policy) -> None:
    (tmp_path / "last").write_text("a file")
    log = begun(tmp_path / "last", policy)
    with pytest.raises(SessionError, match="keep_last_session false"):
        log.append(LIKED)


def test_a_copy_that_cannot_be_resumed_is_passed_over(tmp_path: Path, policy: Policy) -> None:
    begun(tmp_path, policy, LIKED).close()
    (usable,) = tmp_path.iterdir()
    set_age(usable, 60)
    good = usable.read_bytes()
    damaged = tmp_path / "abcdefgh.jsonl"
    for content, reason in (
        (b"nonsense\n" + good, "it is not JSON"),
        (b'{"matinee": 2}\n', "a newer Matinee wrote it"),
        (good[: good.index(b"\n") + 1] + b"\x00" * 20_000_000, "it is larger than 16 MB"),
        (good.replace(b"318", b"50"), "no such film"),
    ):
        damaged.write_bytes(content)
        log = LastSessionLog.open(tmp_path, check=refuse_film_50)
        assert log.saved is not None
        assert log.saved.favourites == (318, 858)
        assert str(damaged) in log.note
        assert reason in log.note
        log.close()
        assert damaged.read_bytes() == content
    usable.unlink()
    with pytest.raises(SessionError, match=r"abcdefgh\.jsonl: .*no such film\); delete that file or move it away"):
        LastSessionLog.open(tmp_path, check=refuse_film_50)


def refuse_film_50(saved: SavedSession) -> None:
    if 50 in saved.favourites:
        raise MovieNotFoundError("no such film.")


def test_files_of_others_are_left_alone(tmp_path: Path, policy: Policy) -> None:
    foreign = {
        "notes.txt": b"no line",
        "abcdefgh.jsonl": b"no line",
        "thoughts.jsonl": b"",
        "my.jsonl": b'{"matinee": 1',
    }
    for name, content in foreign.items():
        (tmp_path / name).write_bytes(content)
    begun(tmp_path, policy, LIKED).close()
    for path in tmp_path.iterdir():
        set_age(path, 60 if path.name not in foreign else 0)
    log = LastSessionLog.open(tmp_path)
    assert log.saved is not None
    assert log.note == ""
    log.close()
    assert {name: (tmp_path / name).read_bytes() for name in foreign} == foreign
    remove_old(tmp_path, is_copy, 0.0)
    assert {path.name for path in tmp_path.iterdir()} == {*foreign}

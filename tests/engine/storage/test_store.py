"""Saved sessions are listed as they are, and cannot be changed while they are open."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from matinee.engine.errors import SessionError
from matinee.engine.models.profile import Answer
from matinee.engine.paths import deleted_sessions, saved_sessions
from matinee.engine.session.events import Answered, Imported, Undone
from matinee.engine.storage.lock import log_path
from matinee.engine.storage.log import SessionLog
from matinee.engine.storage.store import delete_session, list_sessions, read_session, rename_session, restore_session
from tests.engine.storage.session_logs import START, content_of, history_of, lines_of, write

LIKED, DISLIKED, SKIPPED, KEPT = (
    Answered(movie_id, answer)
    for movie_id, answer in enumerate((Answer.LIKE, Answer.DISLIKE, Answer.SKIP, Answer.WATCHLIST), start=1)
)


def changed_in(name: str, year: int) -> datetime:
    """Set the modification time of a session to the beginning of a year, and return it."""
    moment = datetime(year, 1, 1, tzinfo=UTC)
    os.utime(saved_sessions() / f"{name}.jsonl", (moment.timestamp(), moment.timestamp()))
    return moment


def test_a_missing_folder_means_no_sessions_and_is_not_created() -> None:
    assert list_sessions() == []
    assert not saved_sessions().exists()


def test_sessions_are_listed_last_changed_first() -> None:
    imported = Imported("Letterboxd", ((7, Answer.LIKE), (8, Answer.SEEN)))
    write("older", lines_of(START, LIKED, DISLIKED, SKIPPED, KEPT, imported, LIKED, Undone()))
    write("newer", lines_of(START))
    older, newer = changed_in("older", 2001), changed_in("newer", 2002)
    first, second = list_sessions()
    assert (first.name, first.changed, first.favourites, first.damage) == ("newer", newer, 4, None)
    assert not first.tally
    assert (second.name, second.changed) == ("older", older)
    assert second.tally == {
        Answer.LIKE: 2, Answer.DISLIKE: 1, Answer.SKIP: 1, Answer.WATCHLIST: 1, Answer.SEEN: 1
    }  # fmt: skip


def test_damaged_incomplete_and_empty_sessions_are_listed() -> None:
    write("broken", lines_of(START) + b"nonsense\n")
    write("empty", b"")
    write("torn", lines_of(START, LIKED) + b'{"like": 2')
    listed = {each.name: each for each in list_sessions()}
    assert "line 2" in (listed["broken"].damage or "")
    assert (listed["empty"].favourites, listed["empty"].damage) == (0, None)
    assert (listed["torn"].tally, listed["torn"].damage) == ({Answer.LIKE: 1}, None)


def test_a_session_that_is_a_link_to_itself_does_not_hide_the_others() -> None:
    write("evening", lines_of(START))
    log_path("loop").symlink_to(log_path("loop"))
    listed = {each.name: each.damage for each in list_sessions()}
    assert listed["evening"] is None
    assert "cannot be read" in (listed["loop"] or "")


def test_other_files_in_the_folder_are_ignored() -> None:
    write("evening", lines_of(START))
    for name in (".hidden.jsonl", "notes.txt", ".evening.lock", "a~b.jsonl"):
        (saved_sessions() / name).touch()
    assert [each.name for each in list_sessions()] == ["evening"]


def test_an_open_session_is_listed_and_read_but_neither_renamed_nor_deleted() -> None:
    write("evening", lines_of(START))
    write("another", lines_of(START))
    with SessionLog.open("evening") as log:
        log.append(LIKED)
        assert {each.name: each.tally for each in list_sessions()}["evening"] == {Answer.LIKE: 1}
        assert read_session("evening").history == history_of([LIKED])
        for change, names in (
            (rename_session, ("evening", "night")),
            (rename_session, ("another", "evening")),
            (delete_session, ("evening",)),
        ):
            with pytest.raises(SessionError, match="The session 'evening' is open in another Matinee"):
                change(*names)
        log.append(DISLIKED)
    assert read_session("evening").history == history_of([LIKED, DISLIKED])
    assert {path.name for path in saved_sessions().iterdir()} == {"evening.jsonl", "another.jsonl"}


def test_a_renamed_session_is_the_same_under_its_new_name_alone() -> None:
    write("evening", lines_of(START, LIKED))
    content = content_of("evening")
    rename_session("evening", "night")
    assert content_of("night") == content
    assert [path.name for path in saved_sessions().iterdir()] == ["night.jsonl"]
    assert read_session("night").name == "night"


def test_a_session_may_be_renamed_to_its_own_name() -> None:
    write("evening", lines_of(START, LIKED))
    rename_session("evening", "evening")
    assert read_session("evening").history == history_of([LIKED])


def test_renaming_never_replaces_another_session() -> None:
    write("evening", lines_of(START, LIKED))
    write("night", lines_of(START, DISLIKED))
    with pytest.raises(SessionError, match="A session 'night' already exists"):
        rename_session("evening", "night")
    assert read_session("evening").history == history_of([LIKED])
    assert read_session("night").history == history_of([DISLIKED])


def test_a_session_is_not_renamed_to_an_invalid_name() -> None:
    write("evening", lines_of(START))
    with pytest.raises(SessionError, match=r"cannot be called '\.\./night'"):
        rename_session("evening", "../night")
    assert read_session("evening").favourites == START.favourites


def test_a_deleted_session_is_restored_as_it_was() -> None:
    write("evening", lines_of(START, LIKED))
    before = read_session("evening")
    delete_session("evening")
    assert list_sessions() == []
    assert [path.name for path in saved_sessions().iterdir()] == [".deleted"]
    restore_session("evening")
    assert read_session("evening") == before
    assert list(deleted_sessions().iterdir()) == []


def test_a_deleted_session_is_gone_after_a_day() -> None:
    for name in ("evening", "morning"):
        write(name, lines_of(START))
        delete_session(name)
    old = deleted_sessions() / "evening.jsonl"
    os.utime(old, (0, old.stat().st_mtime - 25 * 60 * 60))
    with pytest.raises(SessionError, match="no deleted session 'evening'; still there: 'morning'"):
        restore_session("evening")
    assert [path.name for path in deleted_sessions().iterdir()] == ["morning.jsonl"]


def test_every_deleted_session_of_a_name_can_be_restored() -> None:
    deleted = [(LIKED,), (DISLIKED,), (SKIPPED,)]
    for steps in deleted:
        write("evening", lines_of(START, *steps))
        delete_session("evening")
    for older, steps in reversed(list(enumerate(deleted))):
        assert restore_session("evening") == older
        assert read_session("evening").history.events == steps
        rename_session("evening", f"evening {older}")
    with pytest.raises(SessionError, match="There is no deleted session 'evening'"):
        restore_session("evening")


def test_what_a_link_leads_to_stays_as_it_is(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.jsonl"
    target.write_bytes(lines_of(START, LIKED))
    target.chmod(0o644)
    before = target.stat()
    saved_sessions().mkdir(parents=True)
    log_path("evening").symlink_to(target)
    delete_session("evening")
    restore_session("evening")
    assert log_path("evening").is_symlink()
    assert target.stat() == before


def test_a_restored_session_replaces_no_other() -> None:
    write("evening", lines_of(START, LIKED))
    delete_session("evening")
    write("evening", lines_of(START))
    with pytest.raises(SessionError, match="already exists"):
        restore_session("evening")
    assert read_session("evening").history.events == ()
    rename_session("evening", "morning")
    restore_session("evening")
    assert read_session("evening").history.events == (LIKED,)


def test_a_damaged_session_can_be_renamed_and_deleted() -> None:
    write("evening", b"nonsense\n")
    rename_session("evening", "night")
    delete_session("night")
    assert list_sessions() == []


def test_an_unknown_session_is_refused_with_the_closest_names() -> None:
    for name in ("evening", "sunday", "horror", "westerns"):
        write(name, lines_of(START))
    for refused in (read_session, delete_session, lambda name: rename_session(name, "night")):
        with pytest.raises(SessionError, match=r"There is no session 'evenig'; did you mean 'evening'\?$"):
            refused("evenig")
    assert len(list(saved_sessions().iterdir())) == 4


def test_an_unknown_session_is_refused_when_there_are_none() -> None:
    with pytest.raises(SessionError, match="and no other session; start one with `matinee --session NAME`"):
        read_session("evening")


def test_an_empty_session_is_refused_by_name() -> None:
    write("evening", b'{"matinee"')
    with pytest.raises(SessionError, match="The session 'evening' is empty"):
        read_session("evening")


def test_a_file_in_place_of_the_folder_is_reported() -> None:
    saved_sessions().write_text("in the way")
    with pytest.raises(SessionError, match="sessions cannot be read"):
        list_sessions()

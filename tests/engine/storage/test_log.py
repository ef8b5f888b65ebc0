"""The log of a session: after any interruption it opens again with every complete step."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matinee.engine.errors import SessionError
from matinee.engine.models.profile import Answer
from matinee.engine.paths import saved_sessions
from matinee.engine.session.events import (
    Answered,
    History,
    Redone,
    SettingChanged,
    Step,
    Undone,
)
from matinee.engine.storage.codec import encode
from matinee.engine.storage.log import SessionLog, steps_leading_to
from matinee.engine.storage.saved_session import SavedSession
from matinee.policy import Policy
from tests.conftest import FAVOURITES
from tests.engine.storage.session_logs import START, content_of, history_of, lines_of, steps, write

LIKED, DISLIKED = Answered(1, Answer.LIKE), Answered(2, Answer.DISLIKE)
in_one_home = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)


def begin(log: SessionLog, policy: Policy, favourites: tuple[int, ...] = FAVOURITES) -> None:
    log.start(favourites, model=None, seed=3, bundle="0123456789ab", policy=policy)


def reopened(name: str = "evening") -> SavedSession:
    with SessionLog.open(name) as log:
        assert log.saved is not None
        return log.saved


@in_one_home
@given(st.lists(steps, max_size=5), steps, st.data())
def test_an_incomplete_line_is_cut_off_before_the_next_is_written(
    taken: list[Step], another: Step, data: st.DataObject
) -> None:
    content = lines_of(START, *taken)
    cut = content[: data.draw(st.integers(len(encode(START)), len(content)))]
    write("evening", cut)
    with SessionLog.open("evening") as log:
        log.append(another)
    assert reopened().history == history_of([*taken[: cut.count(b"\n") - 1], another])


def test_an_incomplete_header_counts_as_an_empty_log(policy: Policy) -> None:
    write("evening", encode(START)[:30])
    with SessionLog.open("evening") as log:
        assert log.saved is None
        begin(log, policy)
    assert reopened().favourites == FAVOURITES


def test_each_line_is_appended_at_once_and_never_rewritten(policy: Policy) -> None:
    with SessionLog.open("evening") as log:
        begin(log, policy)
        seen = [content_of("evening")]
        for step in (LIKED, Undone(), Redone(), DISLIKED):
            log.append(step)
            seen.append(content_of("evening"))
            assert seen[-1] == seen[-2] + encode(step)
    assert all(later.startswith(earlier) for earlier, later in pairwise(seen))
    assert reopened().history == History((LIKED, DISLIKED))


def test_a_later_header_replaces_what_was_before(policy: Policy) -> None:
    with SessionLog.open("evening") as log:
        begin(log, policy, FAVOURITES[:2])
        begin(log, policy)
        log.append(LIKED)
        begin(log, policy, (1, 2, 3))
    saved = reopened()
    assert saved.favourites == (1, 2, 3)
    assert saved.history == History()


def test_a_session_that_was_only_opened_leaves_no_file() -> None:
    SessionLog.open("evening").close()
    assert not list(saved_sessions().iterdir())


def test_a_step_before_the_favourites_is_refused() -> None:
    with SessionLog.open("evening") as log, pytest.raises(SessionError, match="has no favourites yet"):
        log.append(LIKED)


def test_folder_and_files_are_private_to_the_user(policy: Policy) -> None:
    with SessionLog.open("evening") as log:
        begin(log, policy)
    assert saved_sessions().stat().st_mode & 0o777 == 0o700
    assert (saved_sessions() / "evening.jsonl").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "name", ["", "x" * 61, ".hidden", " space", "space ", "dot.", "a/b", "..", "a\nb", "a:b", "\udcff", "a\x00b", "~*"]
)
def test_an_invalid_name_is_refused(name: str) -> None:
    with pytest.raises(SessionError, match="cannot be called") as refusal:
        SessionLog.open(name)
    str(refusal.value).encode()
    assert not saved_sessions().exists()


@pytest.mark.parametrize("name", ["x", "Été 2024", "a.jsonl", "with_all-of.them 1", "映画の夜", "x" * 60])
def test_a_valid_name_is_accepted(name: str, policy: Policy) -> None:
    with SessionLog.open(name) as log:
        begin(log, policy)
        log.append(LIKED)
    assert reopened(name).history == History((LIKED,))


def test_a_session_that_cannot_be_read_is_unlocked_again() -> None:
    write("evening", b"nonsense\n")
    for _ in range(2):
        with pytest.raises(SessionError, match="line 1"):
            SessionLog.open("evening")


def saved_in_progress(policy: Policy, history: History) -> SessionLog:
    return SessionLog.create(
        "evening", FAVOURITES, model="ease", seed=3, bundle="0123456789ab", policy=policy, history=history
    )


@in_one_home
@given(taken=st.lists(steps, max_size=10), another=steps)
def test_a_session_in_progress_is_saved_with_its_undone_events(
    taken: list[Step], another: Step, policy: Policy
) -> None:
    history = history_of(taken)
    with saved_in_progress(policy, history) as log:
        assert log.saved is not None
        log.append(another)
    saved = reopened()
    assert saved.history == history.apply(another)
    assert (saved.favourites, saved.model, saved.policy) == (FAVOURITES, "ease", asdict(policy))
    (saved_sessions() / "evening.jsonl").unlink()


def test_saving_a_session_in_progress_never_replaces_another(policy: Policy) -> None:
    write("evening", lines_of(START, LIKED))
    with pytest.raises(SessionError, match="A session 'evening' already exists; choose another name"):
        saved_in_progress(policy, History((DISLIKED,)))
    assert reopened().history == History((LIKED,))


def test_undone_events_are_redone_in_the_same_order(policy: Policy) -> None:
    history = history_of(
        [LIKED, DISLIKED, SettingChanged("learning_rate", 0.1), Undone(), Undone(), Undone(), Redone()]
    )
    assert history == History((LIKED,), (SettingChanged("learning_rate", 0.1), DISLIKED))
    saved_in_progress(policy, history).close()
    assert reopened().history == history


def test_an_impossible_history_is_not_written() -> None:
    with pytest.raises(ValueError, match="no sequence of steps leads to"):
        steps_leading_to(History((SettingChanged("learning_rate", 0.1), SettingChanged("learning_rate", 0.2))))


@contextmanager
def full_disk() -> Iterator[None]:
    """Limit all files of this process to 2 KB; only inside the block, since pytest writes its report to a file too."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_reported_and_leaves_complete_lines(policy: Policy) -> None:
    with full_disk(), SessionLog.open("evening") as log:
        begin(log, policy)
        for count in range(1000):
            try:
                log.append(Answered(count, Answer.LIKE))
            except SessionError as error:
                assert "cannot be saved" in str(error)
                break
        assert content_of("evening").endswith(b"\n")
        assert content_of("evening").count(b"\n") == count + 1
        with pytest.raises(SessionError, match="free some space"):
            log.append(Answered(count, Answer.LIKE))
    assert len(reopened().history.events) == count > 0


def test_a_folder_that_cannot_be_created_is_reported() -> None:
    saved_sessions().write_text("in the way")
    with pytest.raises(SessionError, match="The session 'evening' cannot be saved in"):
        SessionLog.open("evening")


def test_a_closed_log_refuses_steps(policy: Policy) -> None:
    log = SessionLog.open("evening")
    begin(log, policy)
    log.close()
    log.close()
    with pytest.raises(SessionError, match="is closed"):
        log.append(LIKED)


def test_one_process_cannot_open_a_session_twice(policy: Policy) -> None:
    with SessionLog.open("evening") as log:
        begin(log, policy)
        with pytest.raises(SessionError, match="is open in another Matinee"):
            SessionLog.open("evening")
        log.append(LIKED)
    assert reopened().history == History((LIKED,))

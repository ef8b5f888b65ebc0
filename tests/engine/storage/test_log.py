"""The log of a session: whatever happens, it opens again and says what was said."""

import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matinee.engine.errors import SessionError
from matinee.engine.paths import saved_sessions
from matinee.engine.session.events import (
    Answer,
    Answered,
    GenreAsked,
    History,
    Prompt,
    Prompted,
    Redone,
    Step,
    Undone,
    Weighed,
)
from matinee.engine.storage.codec import as_line, entry_of
from matinee.engine.storage.log import SessionLog, steps_to
from matinee.engine.storage.saved_session import SavedSession, saved_session
from matinee.policy import Policy
from tests.conftest import FAVOURITES
from tests.engine.logs import START, content_of, history_of, lines_of, prompts, steps, write

LIKED, DISLIKED = Answered(1, Answer.LIKE), Answered(2, Answer.DISLIKE)
in_one_home = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)


def read(content: bytes) -> SavedSession | None:
    return saved_session("evening", content, Path("evening.jsonl"))


def begin(log: SessionLog, policy: Policy, favourites: tuple[int, ...] = FAVOURITES) -> None:
    log.start(favourites, model=None, seed=3, bundle="0123456789ab", policy=policy)


def reopened(name: str = "evening") -> SavedSession:
    with SessionLog.open(name) as log:
        assert log.saved is not None
        return log.saved


@given(st.lists(steps, max_size=12))
def test_any_steps_read_back_give_the_same_history(taken: list[Step]) -> None:
    saved = read(lines_of(START, *taken))
    assert saved is not None
    assert saved.history == history_of(taken)
    assert (saved.favourites, saved.model, saved.seed) == (START.favourites, START.model, START.seed)
    assert (saved.bundle, saved.policy) == (START.bundle, START.policy)


@given(steps)
def test_a_line_holds_one_step_and_no_other_newline(step: Step) -> None:
    line = as_line(step)
    assert line.index(b"\n") == len(line) - 1
    assert entry_of(line[:-1]) == step


def test_lines_are_as_the_documents_say() -> None:
    mood = Prompt("90s heist", frozenset({"soft", "heist"}), "mood")
    assert as_line(LIKED) == b'{"like": 1}\n'
    assert as_line(Prompted(mood)) == (
        b'{"prompt": {"text": "90s heist", "off": ["heist", "soft"], "as": "mood", "film": null}}\n'
    )
    assert as_line(Prompted(None)) == b'{"prompt": null}\n'
    assert as_line(GenreAsked("Comedy", strict=True)) == b'{"genre": "Comedy", "strict": true}\n'
    assert as_line(Undone()) == b'{"undo": true}\n'
    assert as_line(START).startswith(b'{"matinee": 1, "favourites": [318, 858, 296, 2959], "model": "ease", "seed": 7')


@given(prompts.filter(lambda prompt: bool(prompt.text)), st.data())
def test_bytes_that_are_no_characters_can_be_kept(prompt: Prompt, data: st.DataObject) -> None:
    odd = Prompted(replace(prompt, text=data.draw(st.text(st.characters(categories=["Cs"]), min_size=1, max_size=1))))
    assert entry_of(as_line(odd)[:-1]) == odd


@given(st.lists(steps, max_size=8), st.data())
def test_any_beginning_of_a_log_opens_and_lacks_only_the_line_that_is_torn(
    taken: list[Step], data: st.DataObject
) -> None:
    content = lines_of(START, *taken)
    cut = content[: data.draw(st.integers(0, len(content)))]
    saved = read(cut)
    whole = cut.count(b"\n")
    if whole == 0:
        assert saved is None
    else:
        assert saved is not None
        assert saved.history == history_of(taken[: whole - 1])


@in_one_home
@given(st.lists(steps, max_size=5), steps, st.data())
def test_a_torn_line_is_cut_off_before_the_next_is_written(
    taken: list[Step], another: Step, data: st.DataObject
) -> None:
    content = lines_of(START, *taken)
    cut = content[: data.draw(st.integers(len(as_line(START)), len(content)))]
    write("evening", cut)
    with SessionLog.open("evening") as log:
        log.append(another)
    assert reopened().history == history_of([*taken[: cut.count(b"\n") - 1], another])


def test_a_torn_start_is_nothing_and_can_be_begun_again(policy: Policy) -> None:
    write("evening", as_line(START)[:30])
    with SessionLog.open("evening") as log:
        assert log.saved is None
        begin(log, policy)
    assert reopened().favourites == FAVOURITES


def test_every_line_is_in_the_file_before_the_next_and_nothing_is_rewritten(policy: Policy) -> None:
    with SessionLog.open("evening") as log:
        begin(log, policy)
        seen = [content_of("evening")]
        for step in (LIKED, Undone(), Redone(), DISLIKED):
            log.append(step)
            seen.append(content_of("evening"))
            assert seen[-1] == seen[-2] + as_line(step)
    assert all(later.startswith(earlier) for earlier, later in pairwise(seen))
    assert reopened().history == History((LIKED, DISLIKED))


def test_a_later_start_replaces_what_was_before(policy: Policy) -> None:
    with SessionLog.open("evening") as log:
        begin(log, policy, FAVOURITES[:2])
        begin(log, policy)
        log.append(LIKED)
        begin(log, policy, (1, 2, 3))
    saved = reopened()
    assert saved.favourites == (1, 2, 3)
    assert saved.history == History()


def test_a_session_that_was_only_opened_leaves_nothing() -> None:
    SessionLog.open("evening").close()
    assert not list(saved_sessions().iterdir())


def test_a_step_before_the_favourites_is_refused() -> None:
    with SessionLog.open("evening") as log, pytest.raises(SessionError, match="has no favourites yet"):
        log.append(LIKED)


def test_only_the_user_may_look_into_the_folder_and_the_files(policy: Policy) -> None:
    with SessionLog.open("evening") as log:
        begin(log, policy)
    assert saved_sessions().stat().st_mode & 0o777 == 0o700
    assert (saved_sessions() / "evening.jsonl").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "name", ["", "x" * 61, ".hidden", " space", "space ", "dot.", "a/b", "..", "a\nb", "a:b", "\udcff", "a\x00b", "~*"]
)
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(SessionError, match="cannot be called") as refusal:
        SessionLog.open(name)
    str(refusal.value).encode()
    assert not saved_sessions().exists()


@pytest.mark.parametrize("name", ["x", "Été 2024", "a.jsonl", "with_all-of.them 1", "映画の夜", "x" * 60])
def test_what_is_a_name_is_taken(name: str, policy: Policy) -> None:
    with SessionLog.open(name) as log:
        begin(log, policy)
        log.append(LIKED)
    assert reopened(name).history == History((LIKED,))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"not json", "it is not JSON"),
        (b"", "it is not JSON"),
        (b"\xff\xfe", "it is not JSON"),
        (b"[" * 100_000, "it is not JSON"),
        (b"[]", "it is not a JSON object"),
        (b"{}", "nothing that can happen"),
        (b'{"love": 1}', "nothing that can happen"),
        (b'{"like": 1, "much": true}', "unknown key 'much'"),
        (b'{"like": true}', "'like' must be a whole number"),
        (b'{"like": "1"}', "'like' must be a whole number"),
        (b'{"like": 1.5}', "'like' must be a whole number"),
        (b'{"undo": 1}', "nothing that can happen"),
        (b'{"prompt": "heist"}', "'prompt' must be"),
        (b'{"prompt": {"text": "a", "off": [], "as": "song", "film": null}}', "'prompt' must be"),
        (b'{"setting": "learning_rate", "value": NaN}', "it is not JSON"),
        (b'{"setting": "learning_rate", "value": null}', "'value' must be"),
        (b'{"imported": "Letterboxd", "answers": [[1, "love"]]}', "'answers' must be"),
        (b'{"imported": "Letterboxd", "answers": 1}', "'answers' must be a list"),
        (b'{"matinee": 1}', "'favourites' is missing"),
        (b'{"matinee": 0}', "no format 0"),
        (b'{"matinee": "1"}', "'matinee' must be"),
    ],
)
def test_a_bad_line_is_refused_by_file_and_number_with_the_ways_out(line: bytes, problem: str) -> None:
    write("my evening", lines_of(START, LIKED) + line + b"\n" + as_line(DISLIKED))
    with pytest.raises(SessionError) as refusal:
        SessionLog.open("my evening")
    sentence = str(refusal.value)
    assert problem in sentence
    assert sentence.startswith(f"{saved_sessions() / 'my evening.jsonl'}, line 3: ")
    assert "delete that line" in sentence
    assert "`matinee session delete 'my evening'`" in sentence
    assert "another name" in sentence
    content = content_of("my evening").splitlines(keepends=True)
    write("my evening", content[0] + content[1] + content[-1])
    assert reopened("my evening").history == History((LIKED, DISLIKED))


def test_a_step_with_no_start_before_it_is_refused() -> None:
    write("evening", lines_of(LIKED, START))
    with pytest.raises(SessionError, match=r"line 1: .* no favourites are named before it"):
        SessionLog.open("evening")


def test_a_log_of_a_newer_matinee_is_refused() -> None:
    write("evening", as_line(START).replace(b'"matinee": 1', b'"matinee": 2'))
    with pytest.raises(SessionError, match=r"a newer Matinee wrote it \(format 2\); update this one"):
        SessionLog.open("evening")


def test_a_session_that_could_not_be_read_is_not_left_locked() -> None:
    write("evening", b"nonsense\n")
    for _ in range(2):
        with pytest.raises(SessionError, match="line 1"):
            SessionLog.open("evening")


def kept(policy: Policy, history: History) -> SessionLog:
    return SessionLog.create(
        "evening", FAVOURITES, model="ease", seed=3, bundle="0123456789ab", policy=policy, history=history
    )


@in_one_home
@given(taken=st.lists(steps, max_size=10), another=steps)
def test_a_running_session_is_kept_with_what_was_taken_back(taken: list[Step], another: Step, policy: Policy) -> None:
    history = history_of(taken)
    with kept(policy, history) as log:
        assert log.saved is not None
        log.append(another)
    saved = reopened()
    assert saved.history == history.after(another)
    assert (saved.favourites, saved.model, saved.policy) == (FAVOURITES, "ease", asdict(policy))
    (saved_sessions() / "evening.jsonl").unlink()


def test_keeping_a_running_session_never_replaces_another(policy: Policy) -> None:
    write("evening", lines_of(START, LIKED))
    with pytest.raises(SessionError, match="There is a session 'evening' already; take another name"):
        kept(policy, History((DISLIKED,)))
    assert reopened().history == History((LIKED,))


def test_what_was_taken_back_comes_back_in_the_same_order(policy: Policy) -> None:
    history = history_of([LIKED, DISLIKED, Weighed("learning_rate", 0.1), Undone(), Undone(), Undone(), Redone()])
    assert history == History((LIKED,), (Weighed("learning_rate", 0.1), DISLIKED))
    kept(policy, history).close()
    assert reopened().history == history


def test_a_history_that_no_steps_lead_to_is_not_written() -> None:
    with pytest.raises(ValueError, match="none that steps lead to"):
        steps_to(History((Weighed("learning_rate", 0.1), Weighed("learning_rate", 0.2))))


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process can grow beyond 2 KB; the one pytest may write its report to neither, so only inside."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_said_and_leaves_whole_lines(policy: Policy) -> None:
    with full_disk(), SessionLog.open("evening") as log:
        begin(log, policy)
        for count in range(1000):
            try:
                log.append(Answered(count, Answer.LIKE))
            except SessionError as error:
                assert "cannot be kept" in str(error)
                break
        assert content_of("evening").endswith(b"\n")
        assert content_of("evening").count(b"\n") == count + 1
        with pytest.raises(SessionError, match="make room"):
            log.append(Answered(count, Answer.LIKE))
    assert len(reopened().history.events) == count > 0


def test_a_folder_that_is_gone_is_said(policy: Policy) -> None:
    log = SessionLog.open("evening")
    begin(log, policy)
    shutil.rmtree(saved_sessions())
    with pytest.raises(SessionError, match="its file was deleted"):
        log.append(LIKED)
    log.close()


def test_a_folder_that_cannot_be_made_is_said() -> None:
    saved_sessions().write_text("in the way")
    with pytest.raises(SessionError, match="The session 'evening' cannot be kept in"):
        SessionLog.open("evening")


def test_a_closed_log_takes_no_more(policy: Policy) -> None:
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


def test_settings_that_cannot_be_used_any_more_are_told_and_those_missing_are_todays(policy: Policy) -> None:
    odd: dict[str, float | str] = {
        "learning_rate": 0.5,
        "charm": 3.0,
        "diversity_boost": -1.0,
        "intent_mode": "loud",
        "exploration_rate": "1",
    }
    saved = read(as_line(replace(START, policy=odd)))
    assert saved is not None
    assert saved.policy_over(policy) == replace(policy, learning_rate=0.5)
    notes = saved.notes(START.bundle)
    assert [note.split("'")[1] for note in notes] == ["charm", "diversity_boost", "intent_mode", "exploration_rate"]
    assert saved.notes("another")[4:] == ("This session began with other film data; films may come in another order.",)

"""Sessions for two are saved and resumed; those of one are written as before."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from matinee.engine.models.profile import Answer
from matinee.engine.paths import saved_sessions
from matinee.engine.recommender import Recommender
from matinee.engine.session.companion import Companion
from matinee.engine.session.events import Answered, History
from matinee.engine.storage.codec import SessionDecodeError, decode, encode
from matinee.engine.storage.last_session import LastSessionLog
from matinee.engine.storage.log import SessionLog
from matinee.engine.storage.store import list_sessions, read_session
from tests.conftest import FAVOURITES
from tests.engine.storage.session_logs import START, lines_of

ANNA = Companion((2671, 597, 1088, 4246), "Anna")


def write(name: str, content: bytes) -> None:
    saved_sessions().mkdir(parents=True, exist_ok=True)
    (saved_sessions() / f"{name}.jsonl").write_bytes(content)


def test_lines_have_the_documented_format() -> None:
    assert encode(Answered(5, Answer.LIKE, Answer.SKIP)) == b'{"like": 5, "companion": "skip"}\n'
    assert encode(Answered(5, Answer.SKIP, Answer.DISLIKE)) == b'{"skip": 5, "companion": "dislike"}\n'
    header = json.loads(encode(replace(START, companion=ANNA)))
    assert header["companion"] == {"favourites": [2671, 597, 1088, 4246], "name": "Anna"}
    assert b"companion" not in encode(START)


@pytest.mark.parametrize("own", Answer)
@pytest.mark.parametrize("companion", [None, *Answer])
def test_every_answer_is_read_back(own: Answer, companion: Answer | None) -> None:
    entry = Answered(7, own, companion)
    assert decode(encode(entry)[:-1]) == entry
    assert decode(encode(replace(START, companion=ANNA))[:-1]) == replace(START, companion=ANNA)


@pytest.mark.parametrize(
    "line",
    [
        b'{"like": 5, "companion": "love"}',
        b'{"like": 5, "companion": 6}',
        b'{"companion": "skip"}',
        b'{"like": 5, "dislike": 6, "companion": "skip"}',
        encode(START).rstrip().replace(b'"seed"', b'"companion": {"name": "Anna"}, "seed"'),
    ],
)
def test_a_damaged_line_is_refused(line: bytes) -> None:
    with pytest.raises(SessionDecodeError):
        decode(line)


def test_a_session_for_two_resumes_where_it_stopped(recommender: Recommender) -> None:
    session = recommender.session(FAVOURITES, companion=ANNA)
    for answer in (session.like, session.dislike):
        for whose in ("both", "own", "companion"):
            answer(whose)
    session.undo()
    SessionLog.create(
        "duo",
        FAVOURITES,
        model=None,
        seed=0,
        bundle=recommender.bundle.version,
        policy=recommender.policy,
        history=session.history,
        companion=ANNA,
    ).close()
    saved = read_session("duo")
    assert (saved.companion, saved.history, saved.has_begun) == (ANNA, session.history, True)
    again = recommender.session(saved.favourites, companion=saved.companion, history=saved.history)
    assert again.next() == session.next()


def test_favourites_may_still_be_being_chosen(recommender: Recommender) -> None:
    unfinished = replace(START, companion=Companion((2671,), "Anna"))
    write("duo", lines_of(unfinished))
    saved = read_session("duo")
    assert not saved.has_begun
    assert saved.all_favourites == (*FAVOURITES, 2671)
    assert list_sessions()[0].favourites == 5
    write("solo", lines_of(START))
    assert read_session("solo").has_begun
    assert recommender.session(FAVOURITES, companion=saved.companion, history=History()).next() is not None


@pytest.mark.parametrize(
    ("own", "theirs", "is_answered", "has_begun"),
    [(4, 4, False, True), (4, 0, False, False), (2, 3, False, False), (2, 3, True, True), (1, 4, False, False)],
)
def test_it_has_begun_once_both_have_chosen(own: int, theirs: int, is_answered: bool, has_begun: bool) -> None:
    header = replace(START, favourites=FAVOURITES[:own], companion=Companion(ANNA.favourites[:theirs], "Anna"))
    write("duo", lines_of(header, *([Answered(7, Answer.LIKE)] if is_answered else [])))
    assert read_session("duo").has_begun == has_begun


def test_the_copy_of_the_last_session_has_both(tmp_path: Path, recommender: Recommender) -> None:
    log = LastSessionLog(tmp_path)
    log.start(FAVOURITES, model=None, seed=0, bundle="b", policy=recommender.policy, companion=ANNA)
    log.append(Answered(7, Answer.LIKE, Answer.SKIP))
    log.close()
    again = LastSessionLog.open(tmp_path)
    assert again.saved is not None
    assert (again.saved.companion, again.saved.has_begun) == (ANNA, True)
    again.close()

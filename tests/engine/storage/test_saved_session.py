"""A saved session is read from its lines; a bad line is refused with what to do."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from matinee.engine.errors import SessionError
from matinee.engine.models.profile import Answer
from matinee.engine.paths import saved_sessions
from matinee.engine.session.events import Answered, History, Step
from matinee.engine.storage.codec import encode
from matinee.engine.storage.log import SessionLog
from matinee.engine.storage.saved_session import SavedSession, parse_log
from matinee.engine.storage.store import read_session
from matinee.policy import Policy
from tests.engine.storage.session_logs import START, content_of, history_of, lines_of, steps, write

LIKED, DISLIKED = Answered(1, Answer.LIKE), Answered(2, Answer.DISLIKE)


def read(content: bytes) -> SavedSession | None:
    return parse_log("evening", content, Path("evening.jsonl"))


@given(st.lists(steps, max_size=12))
def test_any_steps_read_back_give_the_same_history(taken: list[Step]) -> None:
    saved = read(lines_of(START, *taken))
    assert saved is not None
    assert saved.history == history_of(taken)
    assert (saved.favourites, saved.model, saved.seed) == (START.favourites, START.model, START.seed)
    assert (saved.bundle, saved.policy) == (START.bundle, START.policy)


@given(st.lists(steps, max_size=8), st.data())
def test_a_truncated_log_opens_without_its_incomplete_line(taken: list[Step], data: st.DataObject) -> None:
    content = lines_of(START, *taken)
    cut = content[: data.draw(st.integers(0, len(content)))]
    saved = read(cut)
    whole = cut.count(b"\n")
    if whole == 0:
        assert saved is None
    else:
        assert saved is not None
        assert saved.history == history_of(taken[: whole - 1])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"not json", "it is not JSON"),
        (b"", "it is not JSON"),
        (b"\xff\xfe", "it is not JSON"),
        (b"[" * 100_000, "it is not JSON"),
        (b"[]", "it is not a JSON object"),
        (b"{}", "not a step of a session"),
        (b'{"love": 1}', "not a step of a session"),
        (b'{"like": 1, "much": true}', "Invalid enum value 'much'"),
        (b'{"like": true}', "Expected `int`, got `bool`"),
        (b'{"like": "1"}', "Expected `int`, got `str`"),
        (b'{"like": 1, "skip": 2}', "more than one answer"),
        (b'{"like": 1.5}', "Expected `int`, got `float`"),
        (b'{"undo": 1}', "not a step of a session"),
        (b'{"prompt": "heist"}', "Expected `object | null`, got `str` - at `$.prompt`"),
        (
            b'{"prompt": {"text": "a", "off": [], "as": "song", "film": null}}',
            "Invalid enum value 'song' - at `$.prompt.as`",
        ),
        (b'{"setting": "learning_rate", "value": NaN}', "it is not JSON"),
        (b'{"setting": "learning_rate", "value": null}', "got `null` - at `$.value`"),
        (b'{"imported": "Letterboxd", "answers": [[1, "love"]]}', "Invalid enum value 'love' - at `$.answers[0][1]`"),
        (b'{"imported": "Letterboxd", "answers": 1}', "Expected `array`, got `int` - at `$.answers`"),
        (b'{"matinee": 1}', "missing required field `favourites`"),
        (b'{"matinee": 0}', "no format 0"),
        (b'{"matinee": "1"}', "Expected `int`, got `str` - at `$.matinee`"),
    ],
)
def test_a_bad_line_is_refused_with_its_number_and_what_to_do(line: bytes, problem: str) -> None:
    write("my evening", lines_of(START, LIKED) + line + b"\n" + encode(DISLIKED))
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
    assert read_session("my evening").history == History((LIKED, DISLIKED))


def test_a_step_before_any_header_is_refused() -> None:
    write("evening", lines_of(LIKED, START))
    with pytest.raises(SessionError, match=r"line 1: .* no favourites are named before it"):
        SessionLog.open("evening")


def test_a_newer_format_is_refused() -> None:
    write("evening", encode(START).replace(b'"matinee": 1', b'"matinee": 2'))
    with pytest.raises(SessionError, match=r"a newer Matinee wrote it \(format 2\); update this one"):
        SessionLog.open("evening")


def test_stale_settings_are_reported_and_missing_ones_have_the_current_default(policy: Policy) -> None:
    odd: dict[str, float | str] = {
        "learning_rate": 0.5,
        "charm": 3.0,
        "diversity_boost": -1.0,
        "prompt_mode": "loud",
        "exploration_rate": "1",
    }
    saved = read(encode(structs.replace(START, policy=odd)))
    assert saved is not None
    assert saved.policy_with_defaults(policy) == replace(policy, learning_rate=0.5)
    notes = saved.notes(START.bundle)
    assert [note.split("'")[1] for note in notes] == ["charm", "diversity_boost", "prompt_mode", "exploration_rate"]
    assert saved.notes("another")[4:] == ("This session began with other film data; films may come in another order.",)

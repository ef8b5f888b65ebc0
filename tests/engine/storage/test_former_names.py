"""A session saved under former names of models and settings continues, and is only written under the new names."""

import json
from pathlib import Path

import pytest

from matinee.engine.recommender import Recommender
from matinee.engine.session.events import ModelChosen, SettingChanged
from matinee.engine.storage.codec import decode, encode
from matinee.engine.storage.log import SessionLog
from matinee.engine.storage.store import read_session
from matinee.policy.renamed import MODELS, SETTINGS
from tests.engine.storage.session_logs import content_of, write

OLD = (Path(__file__).parent / "session_with_former_names.jsonl").read_bytes()
"""Written by the last version that called the blend "session" and the settings of prompts "intent_…"."""
NEXT_FILM = 1617
"""L.A. Confidential, which that version suggested next."""


def test_the_session_continues_with_the_film_that_was_next(recommender: Recommender) -> None:
    write("old", OLD)
    saved = read_session("old")
    assert saved.model == "blend"
    assert saved.notes(saved.bundle) == ()
    session = recommender.session(
        saved.favourites,
        model=saved.model,
        seed=saved.seed,
        policy=saved.policy_with_defaults(recommender.policy),
        history=saved.history,
    )
    suggestion = session.next()
    assert suggestion is not None
    assert suggestion.movie.id == NEXT_FILM
    assert suggestion.score == pytest.approx(2.4096, abs=1e-3)
    assert session.policy.prompt_genre_weight == 1.25
    assert (session.policy.model_weight, session.policy.prompt_mode) == (0.7, "strict")


def test_new_lines_use_the_new_names() -> None:
    write("old", OLD)
    with SessionLog.open("old") as log:
        log.append(ModelChosen("blend"))
        log.append(SettingChanged("prompt_genre_weight", 0.5))
    added = content_of("old").removeprefix(OLD).splitlines()
    assert [json.loads(line) for line in added] == [
        {"model": "blend"},
        {"setting": "prompt_genre_weight", "value": 0.5},
    ]


def test_no_former_name_is_encoded_again() -> None:
    encoded = b"".join(encode(decode(line)) for line in OLD.splitlines())
    former = [*MODELS, *SETTINGS]
    assert all(f'"{name}"'.encode() in OLD for name in former)
    assert not any(f'"{name}"'.encode() in encoded for name in former)

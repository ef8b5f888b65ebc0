"""Any text can be interpreted."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.engine.prompts.intent import Intent
from matinee.engine.prompts.interpreter import PromptInterpreter
from matinee.engine.recommender import Recommender
from tests.engine.prompts.asking import NUMBERS, ask

AWKWARD = [
    "", " ", "\n", ",", "no", "not", "without", "but", "!!!", "🎬", "👩\u200d👩\u200d👧", "[/b]", "[b]bold[/]",
    "\x00\x1b[31m", "\u202eemocdnah", "אהבה ומלחמה", "حب", "愛", "ﷺ", "½", "no " * 300, "a" * 10_000, "funny " * 2_000,
    "( ( ( (", "{0} %s \\", "\ud800", "0", "9" * 400, "like", "like like like", "not not not", "w/o", "'", "’’’",
    "the the", "90s 80s 70s", "1880 2100", "𝔣𝔲𝔫𝔫𝔶", "e\u0301" * 200,
]  # fmt: skip


@pytest.mark.parametrize("text", AWKWARD, ids=range(len(AWKWARD)))
def test_awkward_lines_can_be_interpreted(recommender: Recommender, interpreter: PromptInterpreter, text: str) -> None:
    check_answer(recommender, ask(interpreter, text))


@settings(max_examples=60, deadline=None)
@given(st.text() | st.text("no w/otscaryhu90-,.'’é🎬\x00", max_size=60))
def test_any_text_can_be_interpreted(text: str) -> None:
    recommender, both = kept["recommender"], (kept["encoded"], kept["bare"])
    for interpreter in both:
        check_answer(recommender, ask(interpreter, text))


kept: dict = {}
"""The fixtures, for the hypothesis test."""


@pytest.fixture(autouse=True)
def keep(recommender: Recommender, encoded: PromptInterpreter, bare: PromptInterpreter) -> None:
    kept.update(recommender=recommender, encoded=encoded, bare=bare)


def check_answer(recommender: Recommender, intent: Intent) -> None:
    """Every film has finite signals, and only eligible films are recommended."""
    count = len(recommender.catalogue)
    for name in NUMBERS:
        values = getattr(intent.signals, name)
        assert values.shape == (count,)
        assert np.isfinite(values).all()
    for name in ("eligible", "requested_genres", "priority"):
        mask = getattr(intent.signals, name)
        assert mask.shape == (count,)
        assert mask.dtype == np.bool_
    assert all(share > 0 for share in intent.genre_weights.values())
    labels = [part.label for part in intent.parts]
    assert len(set(labels)) == len(labels)
    assert not [label for label in labels if not label.isprintable()]
    shown = recommender.recommend((), prompt=intent, limit=3)
    assert len(shown) == min(3, int(intent.signals.eligible.sum()))

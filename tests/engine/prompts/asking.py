"""What several tests of prompts do: ask, and look at the films."""

from collections.abc import Sequence
from dataclasses import replace

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.prompts.intent import Intent
from matinee.engine.prompts.interpreter import Moods
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Prompt

FLOATS = ("text", "refused", "spread", "named", "genre", "like")
"""What a prompt asks of the films, in numbers."""


def ask(moods: Moods, text: str, off: Sequence[str] = ()) -> Intent:
    return moods.understand(Prompt(text, frozenset(off)))


def films(recommender: Recommender, intent: Intent, limit: int = 10, **policy: object) -> list[Movie]:
    asked = Recommender(recommender.bundle, replace(recommender.policy, **policy))  # type: ignore[arg-type]
    return [found.movie for found in asked.recommend((), prompt=intent, limit=limit)]

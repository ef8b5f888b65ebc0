"""Helpers for tests of prompts: interpret one, and list its films."""

from collections.abc import Sequence
from dataclasses import replace

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.prompts.intent import Intent
from matinee.engine.prompts.interpreter import PromptInterpreter
from matinee.engine.prompts.prompt import Prompt
from matinee.engine.recommender import Recommender

NUMBERS = ("text", "exclusion", "propagation", "named_genre", "genre", "example")
"""The numeric signals of a prompt."""


def ask(interpreter: PromptInterpreter, text: str, disabled: Sequence[str] = ()) -> Intent:
    return interpreter.understand(Prompt(text, frozenset(disabled)))


def films(recommender: Recommender, intent: Intent, limit: int = 10, **policy: object) -> list[Movie]:
    changed = Recommender(recommender.bundle, replace(recommender.policy, **policy))  # type: ignore[arg-type]
    return [found.movie for found in changed.recommend((), prompt=intent, limit=limit)]

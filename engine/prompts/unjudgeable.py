"""Finds wishes in a prompt that nothing here can judge, such as running times, awards and where films can be seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from matinee.engine.prompts.words.lexicon import LexiconReader
from matinee.engine.prompts.words.phrase_patterns import Pattern, Span, find_spans

FILE = Path(__file__).with_name("unjudgeable.yaml")
SMALL_TALK = "this says nothing about films"
AGE_RATINGS = "age ratings are not known here"
NO_FILM = "this film is not in the catalogue"
NO_WORD = "this is no word that Matinee knows"


@dataclass(frozen=True)
class Unjudgeable:
    """Words of a prompt that change nothing.

    Attributes:
        span: where they are.
        why: the reason, for the user.
    """

    span: Span
    why: str


def find_unjudgeable(words: Sequence[str]) -> list[Unjudgeable]:
    """Find the wishes that nothing can judge, and greetings; none overlaps another.

    Args:
        words: the prompt.
    """
    found: list[Unjudgeable] = []
    for pattern, why in read_reasons():
        for span in find_spans(pattern, words, Span(0, len(words))):
            if not any(span.overlaps(other.span) for other in found):
                found.append(Unjudgeable(span, why))
    return found


@lru_cache(maxsize=1)
def read_reasons() -> tuple[tuple[Pattern, str], ...]:
    """Read ``unjudgeable.yaml``. Raises PolicyError, which names the file and the entry."""
    reader = LexiconReader(FILE)
    rules = [(reader.pattern(patterns, f"reasons, {why}"), why) for why, patterns in reader.section("reasons").items()]
    return (*rules, (reader.pattern(reader.top("small_talk"), "small_talk"), SMALL_TALK))

"""Words beside the name of a film that say what is meant: "I hated Heat", "Heat but funnier", "Fargo vibes"."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from matinee.engine.prompts.films.film_phrases import Attitude
from matinee.engine.prompts.words.lexicon import LexiconReader
from matinee.engine.prompts.words.phrase_patterns import Pattern, Span, find_spans

FILE = Path(__file__).with_name("film_cues.yaml")
CONJUNCTIONS = frozenset({"or", "and", ",", "nor", "plus", "both"})
"""Words and marks between the films of a list."""
BEFORE: dict[str, Attitude] = {
    "liked": "like", "liking": "like", "disliked": "dislike", "disliking": "dislike", "seen": "seen", "joined": "like",
}  # fmt: skip
"""Section of ``film_cues.yaml`` with words before a name → what they say."""
AFTER: dict[str, Attitude] = {"liked_after": "like", "disliked_after": "dislike"}
"""The same for words after a name."""


def find_cues(section: str, words: Sequence[str]) -> list[Span]:
    """Find where the patterns of a section of ``film_cues.yaml`` match.

    Args:
        section: its name.
        words: the prompt.
    """
    return find_spans(read_film_cues()[section], words, Span(0, len(words)))


def skip_conjunctions(words: Sequence[str], place: int, limit: int) -> int:
    """The first position from ``place`` on, and at most ``limit``, that joins no films."""
    while place < limit and words[place] in CONJUNCTIONS:
        place += 1
    return place


@lru_cache(maxsize=1)
def read_film_cues() -> dict[str, Pattern]:
    """Read ``film_cues.yaml``: section → pattern. Raises PolicyError, which names the file and the entry."""
    reader = LexiconReader(FILE)
    sections = (*BEFORE, *AFTER, "meets", "turns", "changes", "more_of_that", "sequels")
    return {section: reader.pattern(reader.top(section), section) for section in sections}

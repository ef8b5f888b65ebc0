"""Recognises films in somebody's manner: "hitchcock style", "in the vein of ozu", "tarantinoesque"."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from matinee.engine.prompts.words.lexicon import LexiconReader
from matinee.engine.prompts.words.phrase_patterns import Pattern, Span, find_spans

FILE = Path(__file__).with_name("manner.yaml")
ENDINGS = {"esque": ("", "i", "e"), "ian": ("", "i", "e"), "an": ("", "a"), "n": ("",)}
"""How an adjective made of a surname ends → what its ending may have replaced: "fellin-ian"."""
MIN_LETTERS = 3
"""Letters of a surname of which an adjective is made."""
MAX_WORDS = 6
"""Words before a name that are looked at."""
KINDS_OF_FILMS = frozenset({
    "thriller", "thrillers", "comedy", "comedies", "drama", "dramas", "mystery", "horror", "suspense", "adventure",
    "romance",
})  # fmt: skip
"""Words after "like" and others which show that it belongs to the name before, and keep their own meaning."""
ACTING = frozenset({"with", "starring", "featuring"})
"""Words before the name of somebody who is to be in the film: "with tom hanks like cast away"."""


def find_manner(words: Sequence[str], name: Span, *, is_person: bool = True) -> Span | None:
    """The words of a name and those which say that its manner is meant; None if the films themselves are.

    Args:
        words: the prompt.
        name: where the name is.
        is_person: whether it is that of a person, who may have successors.
    """
    around = read_manner()
    before = find_spans(around["before"], words, Span(max(0, name.start - MAX_WORDS), name.start))
    if is_person:
        before += find_spans(around["successor"], words, Span(max(0, name.start - MAX_WORDS), name.start))
    acts = name.start > 0 and words[name.start - 1] in ACTING
    after = [] if acts else find_spans(around["after"], words, Span(name.end, len(words)))
    start = next((span.start for span in before if span.end == name.start), name.start)
    end = next((span.end for span in after if span.start == name.end), name.end)
    end -= end > name.end and words[end - 1] in KINDS_OF_FILMS
    return None if (start, end) == (name.start, name.end) else Span(start, end)


def iter_surnames(adjective: str) -> Iterator[str]:
    """Yield the surnames of which a word may be an adjective.

    >>> list(iter_surnames("lynchian"))
    ['lynch', 'lynchi', 'lynche', 'lynchi', 'lynchia', 'lynchia']
    """
    for ending, replaced in ENDINGS.items():
        if adjective.endswith(ending) and len(adjective) >= MIN_LETTERS + len(ending):
            yield from (adjective.removesuffix(ending) + letter for letter in replaced)


@lru_cache(maxsize=1)
def read_manner() -> dict[str, Pattern]:
    """Read ``manner.yaml``: place beside the name → pattern. Raises PolicyError, which names the file and the entry."""
    reader = LexiconReader(FILE)
    return {place: reader.pattern(reader.top(place), place) for place in ("before", "after", "successor")}

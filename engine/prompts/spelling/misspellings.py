"""Compares a misspelled word with words that may have been meant, by its letters and by its sound."""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:ps|sch|sc(?=[eiy]))", "s"), (r"^kn", "n"), (r"^wr", "r"), (r"ph|v", "f"), (r"sc(?=[eiy])", "s"),
        (r"tch|ch(?=[aeiouy]?)", "c"), (r"c(?=[eiy])|z", "s"), (r"ck|q|c", "k"), (r"tio|sio", "so"), (r"ght", "t"),
        (r"(?:le|el|al)(?=s?$)", "l"),
        (r"(?<=[aeiou])h|(?<=[gkrt])h", ""), (r"ei|ie|ee|ea|ey|y", "i"), (r"ou|oo|ue|eu", "u"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
"""Letters that sound alike → what stands for them."""
MIN_LETTERS, MIN_TWO, MIN_THREE = 4, 8, 12
"""Letters of a word that may have one, two and three typing errors."""
MAX_ERRORS = 3


@cache
def sound_key(word: str) -> str:
    """The letters of a word as they sound, so that words which are confused have the same key.

    >>> sound_key("stephen"), sound_key("steven"), sound_key("fiftys"), sound_key("fifties")
    ('stefen', 'stefen', 'fiftis', 'fiftis')
    """
    for pattern, sound in SOUNDS:
        word = pattern.sub(sound, word)
    return word


def allowed_errors(word: str) -> int:
    """How many typing errors a word may have, by its length."""
    return (len(word) >= MIN_LETTERS) + (len(word) >= MIN_TWO) + (len(word) >= MIN_THREE)


def is_misspelling(word: str, target: str) -> bool:
    """Whether a word may be a misspelling of another: few letters differ, or one more and both sound alike.

    The first letters must agree or be swapped, unless both sound alike, and short words need a letter left out or
    swapped: "wind" is not "wine", and "fnord" is not "ford".
    """
    errors, allowed = OSA.distance(word, target), allowed_errors(word)
    if errors > allowed + 1 or allowed == 0:
        return False
    sounds = OSA.distance(sound_key(word), sound_key(target))
    sounds_alike = sounds == 0
    if errors > 1 and sounds > allowed - 1:
        return False
    if word[0] != target[0] and word[:2] != target[1::-1] and not sounds_alike:
        return False
    if len(word) > MIN_LETTERS and len(target) > MIN_LETTERS:
        return True
    return len(target) > len(word) or sorted(word) == sorted(target) or sounds_alike


def nearest_word(word: str, targets: Sequence[str], n_likely: int = 0) -> str | None:
    """The word that was probably meant by a misspelled one, or None.

    Args:
        word: a word that is not among the targets.
        targets: words that may be meant, the most likely first.
        n_likely: how many of them are so likely that they may have an error more than others.
    """
    if allowed_errors(word) == 0 or not targets:
        return None
    errors = process.cdist([word], targets, scorer=OSA.distance, score_cutoff=MAX_ERRORS, dtype=np.uint8)[0]
    near = np.flatnonzero(errors <= min(allowed_errors(word) + 1, MAX_ERRORS))
    candidates = [
        (int(errors[place]) - (sound_key(word) == sound_key(targets[place])) - (place < n_likely), place)
        for place in near.tolist()
        if is_misspelling(word, targets[place])
    ]
    return targets[min(candidates)[1]] if candidates else None

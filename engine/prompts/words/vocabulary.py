"""Looks up the words of a prompt in the lexicon: meanings, spelling, affixes, filler."""

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

from matinee.engine.prompts.words.lexicon import GenreWord, Lexicon, Mood
from matinee.engine.prompts.words.normalization import Token, stem
from matinee.engine.prompts.words.phrase_patterns import Span

MIN_CORRECTED = 5
"""Shorter words are not corrected: they are too similar to too many others."""
TWO_TYPOS = 8
"""From this length on, a word may have two typing errors."""
SUFFIX_CUES = {"less": "wless"}
UN_CUE = "unx"
"""Cues in ``cues.yaml`` for the suffix of "bloodless" and the prefix of "unfunny"."""


def find_meanings(words: Sequence[str], lexicon: Lexicon) -> Iterator[tuple[Span, GenreWord | Mood | str]]:
    """Yield (span, lexicon entry) for the known phrases of a line; longer phrases win, and none overlap.

    A phrase with several entries is yielded once for each.
    """
    stems = [stem(word) for word in words]
    place = 0
    while place < len(stems):
        for end in range(min(len(stems), place + lexicon.max_phrase_words), place, -1):
            key = " ".join(stems[place:end])
            if lexicon.is_known(key):
                yield from ((Span(place, end), entry) for entry in lexicon.entries(key))
                place = end - 1
                break
        place += 1


def remove_filler(words: Sequence[str], lexicon: Lexicon) -> list[str]:
    """The words with content."""
    return [word for word in words if word not in lexicon.filler]


def strip_filler(words: Sequence[str], lexicon: Lexicon) -> str:
    """The words without the filler at both ends; all of them if there is nothing else."""
    places = [place for place, word in enumerate(words) if word not in lexicon.filler]
    return " ".join(words[places[0] : places[-1] + 1]) if places else " ".join(words)


def split_affixes(token: Token, lexicon: Lexicon) -> list[Token]:
    """A token with its spelling corrected; "bloodless" and "unfunny" are split into a word and a negation cue."""
    if lexicon.is_known(stem(token.text)):
        return [token]
    for ending, cue in SUFFIX_CUES.items():
        if token.text.endswith(ending) and lexicon.is_genre_phrase(stem(token.text.removesuffix(ending))):
            return [token._replace(text=token.text.removesuffix(ending)), token._replace(text=cue)]
    if token.text.startswith("un") and lexicon.is_genre_phrase(stem(token.text[2:])):
        return [token._replace(text=UN_CUE), token._replace(text=token.text[2:])]
    return [token._replace(text=correct_spelling(token.text, lexicon))]


def correct_spelling(word: str, lexicon: Lexicon) -> str:
    """The word that was probably meant by a misspelling such as "horor" or "wihtout"; other words are unchanged."""
    if len(word) < MIN_CORRECTED or not word.isascii():
        return word
    typos = 2 if len(word) >= TWO_TYPOS else 1
    similar = (
        target for target in lexicon.spelling_targets if target[0] == word[0] and OSA.distance(word, target) <= typos
    )
    return next(similar, word)

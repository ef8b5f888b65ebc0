"""Tells words from letters at random: the lexicon, titles, the film facts or the encoder know a word."""

from collections.abc import Iterator
from functools import cached_property

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import KINDS, CatalogueFacts
from matinee.engine.catalogue.person_names import fold_names
from matinee.engine.prompts.text.encoder import Encoder
from matinee.engine.prompts.words.lexicon import Lexicon
from matinee.engine.prompts.words.normalization import fold_word, stem

MIN_LONG = 7
"""From this length on, a word that no list has is one if its letters follow each other as they do in titles."""
MIN_ROOT = 4
"""Letters of the root of a derived word: "hor" is not that of "horrer"."""
ENDINGS = (
    "s", "es", "ed", "d", "ing", "er", "ers", "est", "ly", "y", "ish", "ness", "less", "ful", "like", "able", "esque",
)  # fmt: skip
"""Endings of a word whose beginning the encoder knows."""


class KnownWords:
    """The words that mean something here; the lists are collected when a word is looked up in them."""

    def __init__(self, catalogue: Catalogue, facts: CatalogueFacts | None, lexicon: Lexicon, encoder: Encoder) -> None:
        """Store where words are looked up.

        Args:
            catalogue: has titles.
            facts: have names and subjects; may be None.
            lexicon: the vocabulary of prompts.
            encoder: has the vocabulary of the sentence encoder.
        """
        self._catalogue, self._facts, self._lexicon, self._encoder = catalogue, facts, lexicon, encoder

    def __contains__(self, word: str) -> bool:
        folded = fold_word(word)
        return (
            not folded.isalpha()
            or self.is_listed(folded)
            or any(map(self._encoder.is_common, iter_roots(folded)))
            or (len(folded) >= MIN_LONG and self._is_plausible(folded))
        )

    def is_listed(self, word: str) -> bool:
        """Whether a folded word as it stands is an ordinary one, one of the lexicon, or part of a title or a name."""
        return self._lexicon.is_known(stem(word)) or self._encoder.is_common(word) or word in self._named

    def is_derived(self, word: str) -> bool:
        """Whether a folded word is an ordinary one with an ending: "trippy"."""
        return any(len(root) >= MIN_ROOT and self._encoder.is_common(root) for root in iter_roots(word))

    @cached_property
    def _named(self) -> frozenset[str]:
        """The words of titles, people, places and subjects."""
        texts = [*self._catalogue.titles, *(text for texts in self._catalogue.alternatives for text in texts)]
        if self._facts is not None:
            texts += [name for kind in KINDS for name in getattr(self._facts, kind).names]
        return frozenset(word for text in fold_names(texts) for word in text.split())

    @cached_property
    def _letters(self) -> frozenset[str]:
        """The runs of three letters in those words, with a space for the beginning and the end."""
        return frozenset(run for word in self._named for run in runs_of_letters(word))

    def _is_plausible(self, word: str) -> bool:
        """Whether every run of three letters occurs in other words."""
        return all(run in self._letters for run in runs_of_letters(word))


def iter_roots(word: str) -> Iterator[str]:
    """Yield a word, and the words it may be derived from: "trippy" → "trippy", "tripp", "trip"."""
    yield word
    for ending in ENDINGS:
        root = word.removesuffix(ending)
        if root != word and len(root) >= 3:
            yield root
            yield root + "e"
            if root[-1] == root[-2]:
                yield root[:-1]


def runs_of_letters(word: str) -> Iterator[str]:
    """Yield the runs of three letters of a word; its beginning and end count as a space."""
    padded = f" {word} "
    return (padded[place : place + 3] for place in range(len(padded) - 2))

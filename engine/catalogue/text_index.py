"""Indexes over many short texts that are compared with one typed line: whole texts by length, and their words."""

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Postfix, Prefix

from matinee.policy.array_types import FloatArray, IntArray

MIN_WORD_SIMILARITY = 0.7
"""Less similar words are different words."""
MIN_TITLE_SIMILARITY = 0.55
"""Titles with a lower edit similarity are only compared word by word."""
MAX_NUMBER_RARITY = 2.5
"""Highest rarity of a number in a query: a sequel that does not exist still finds the series."""
CACHED_WORDS = 16
"""Number of query words whose similarities are cached."""
UNKNOWN_RARITY = 6.0
"""Rarity of a word that is in no title; that of others is log(1 + titles / titles with the word), about 1.5 to 9.5."""
COMPLETION_FACTOR = 0.97
"""Factor for words typed in part."""


class LengthIndex:
    """Texts sorted by length, so that those too short or too long to be similar are skipped."""

    def __init__(self, names: Sequence[str]) -> None:
        self._order = np.argsort([len(name) for name in names], kind="stable")
        self._names = allocate_contiguously([names[place] for place in self._order])
        self._lengths = np.array([len(name) for name in self._names])

    def similarities(self, query: str) -> FloatArray:
        """(n_texts,) edit similarity of each text with the query, in the original order; 0 if below the minimum."""
        # a similarity of f requires 2·shorter ≥ f·(shorter + longer)
        reach = (2 - MIN_TITLE_SIMILARITY) / MIN_TITLE_SIMILARITY
        first, last = np.searchsorted(self._lengths, [len(query) / reach, len(query) * reach + 1])
        scores = np.zeros(len(self._names), dtype=np.float32)
        scores[self._order[first:last]] = similarity(query, self._names[first:last], MIN_TITLE_SIMILARITY)
        return scores

    def prefix_matches(self, query: str) -> FloatArray:
        """(n_texts,) 1 where a text begins with the query, else 0."""
        matches = np.zeros(len(self._names), dtype=np.float32)
        first = int(np.searchsorted(self._lengths, len(query)))
        matches[self._order[first:]] = prefix_lengths(query, self._names[first:]) == len(query)
        return matches

    def suffix_matches(self, query: str) -> FloatArray:
        """(n_texts,) 1 where a text ends with the query, else 0."""
        matches = np.zeros(len(self._names), dtype=np.float32)
        first = int(np.searchsorted(self._lengths, len(query)))
        lengths = process.cdist([query], self._names[first:], scorer=Postfix.similarity, dtype=np.uint16)[0]
        matches[self._order[first:]] = lengths == len(query)
        return matches

    def equal(self, query: str) -> FloatArray:
        """(n_texts,) 1 where a text is the query, else 0."""
        matches = np.zeros(len(self._names), dtype=np.float32)
        first, last = np.searchsorted(self._lengths, [len(query), len(query) + 1])
        matches[self._order[first:last]] = [name == query for name in self._names[first:last]]
        return matches


class WordIndex:
    """The words of all titles, for matching word by word."""

    def __init__(self, names: Sequence[list[str]]) -> None:
        vocabulary: dict[str, int] = {}
        self._ids = np.array(
            [vocabulary.setdefault(word, len(vocabulary)) for words in names for word in words], dtype=np.int32
        )
        self._vocabulary = allocate_contiguously(list(vocabulary))
        self._starts = offsets([len(words) for words in names])
        occurrences = np.bincount(self._ids, minlength=len(vocabulary)).clip(1)
        self._rarity = np.log1p(len(names) / occurrences).astype(np.float32)
        # longer and rarer words weigh more
        lengths = np.array([word_length(word) for word in vocabulary], dtype=np.float32)
        self._weights = self._rarity * lengths
        self._whole = self._per_title(np.add, self._weights)
        self._cache: dict[str, tuple[FloatArray, FloatArray]] = {}

    def __contains__(self, word: str) -> bool:
        return word in self._vocabulary

    def scores(self, words: list[str]) -> FloatArray:
        """(n_titles,) share of the query found in each title, reduced by up to a quarter for its other words."""
        matched = np.zeros(len(self._vocabulary), dtype=np.float32)
        found = np.zeros(len(self._whole), dtype=np.float32)
        total = 0.0
        for position, word in enumerate(words):
            similar, best = self._match(word)
            if position == len(words) - 1:  # the last word is often unfinished
                similar = np.maximum(similar, self._completions(word))
                best = self._per_title(np.maximum, similar)
            # a word that is in no title counts as a rare one: most of the query must be found
            rarity = float((self._rarity * similar).max(initial=0.0)) or UNKNOWN_RARITY
            weight = word_length(word) * (min(rarity, MAX_NUMBER_RARITY) if word.isdigit() else rarity)
            total += weight
            found += weight * best
            matched = np.maximum(matched, similar)
        covered = self._per_title(np.add, matched * self._weights)
        return np.asarray((found / max(total, 1e-9)) * (0.75 + 0.23 * covered / self._whole))

    def _match(self, word: str) -> tuple[FloatArray, FloatArray]:
        """Similarity of a word with each word of the vocabulary, and with the best word of each title; cached."""
        if word not in self._cache:
            if len(self._cache) >= CACHED_WORDS:
                self._cache.pop(next(iter(self._cache)))
            similar = similarity(word, self._vocabulary, MIN_WORD_SIMILARITY)
            self._cache[word] = similar, self._per_title(np.maximum, similar)
        return self._cache[word]

    def _completions(self, prefix: str) -> FloatArray:
        """(n_words,) ``COMPLETION_FACTOR`` where a word begins with the text typed so far, else 0."""
        matches = prefix_lengths(prefix, self._vocabulary) == len(prefix)
        return np.where(matches, COMPLETION_FACTOR, 0.0).astype(np.float32)

    def _per_title(self, combine: np.ufunc, values: FloatArray) -> FloatArray:
        """(n_titles,) the values of each title's words, combined by ``combine``."""
        return np.asarray(combine.reduceat(values[self._ids], self._starts) if len(self._starts) else values)


def allocate_contiguously(texts: list[str]) -> list[str]:
    """Copy texts so that they are adjacent in memory, which makes comparing them twice as fast."""
    return "\n".join(texts).split("\n") if texts else []


def offsets(lengths: list[int]) -> IntArray:
    """(n,) offsets of consecutive parts of these lengths."""
    return np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64) if lengths else np.zeros(0, dtype=np.int64)


def word_length(word: str) -> float:
    """Weight of a word by its length; numbers count as longer words since they tell sequels apart."""
    return 2.2 if word.isdigit() else float(len(word) ** 0.5)


def prefix_lengths(query: str, choices: Sequence[str]) -> IntArray:
    """(n,) length of the common prefix of the query and each choice."""
    return np.asarray(process.cdist([query], choices, scorer=Prefix.similarity, dtype=np.uint16)[0])


def similarity(query: str, choices: Sequence[str], floor: float) -> FloatArray:
    """(n,) normalised edit similarity in [0, 1] of the query and each choice; 0 if below ``floor``."""
    scores = process.cdist([query], choices, scorer=fuzz.ratio, score_cutoff=100 * floor, dtype=np.float32)
    return np.asarray(scores[0] / 100)

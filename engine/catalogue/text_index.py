"""Indexes over many short texts that are compared with one typed line: whole texts by length, and their words."""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Postfix

from matinee.policy.array_types import FloatArray, IntArray
from matinee.policy.ragged import entries_of

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
        self._places = np.empty(len(names), dtype=np.int32)
        self._places[self._order] = np.arange(len(names))

    def text(self, number: int) -> str:
        """The text with this number in the original order."""
        return self._names[int(self._places[number])]

    def similarities(self, query: str) -> FloatArray:
        """(n_texts,) edit similarity of each text with the query, in the original order; 0 if below the minimum."""
        # a similarity of f requires 2·shorter ≥ f·(shorter + longer)
        reach = (2 - MIN_TITLE_SIMILARITY) / MIN_TITLE_SIMILARITY
        first, last = np.searchsorted(self._lengths, [len(query) / reach, len(query) * reach + 1])
        similar = similarity(query, self._names[first:last], MIN_TITLE_SIMILARITY)
        found = np.flatnonzero(similar)  # few, and the texts are far apart in memory
        scores = np.zeros(len(self._names), dtype=np.float32)
        scores[self._order[first + found]] = similar[found]
        return scores

    def ending_with(self, query: str) -> IntArray:
        """The numbers of the texts that end with the query."""
        first = int(np.searchsorted(self._lengths, len(query)))
        lengths = process.cdist([query], self._names[first:], scorer=Postfix.similarity, dtype=np.uint16)[0]
        return self._order[first + np.flatnonzero(lengths == len(query))]


class WordIndex:
    """The words of all titles, for matching word by word."""

    def __init__(self, names: Sequence[list[str]]) -> None:
        vocabulary = sorted({word for words in names for word in words})
        places = {word: place for place, word in enumerate(vocabulary)}
        ids = np.array([places[word] for words in names for word in words], dtype=np.int32)
        titles = np.repeat(np.arange(len(names)), [len(words) for words in names])
        occurrences = np.bincount(ids, minlength=len(vocabulary))
        self._vocabulary = allocate_contiguously(vocabulary)
        self._starts = np.concatenate([[0], np.cumsum(occurrences)])
        self._titles = titles[np.argsort(ids, kind="stable")].astype(np.int32)
        self._rarity = np.log1p(len(names) / occurrences).astype(np.float32)
        # longer and rarer words weigh more
        lengths = np.array([word_length(word) for word in vocabulary], dtype=np.float32)
        self._weights = self._rarity * lengths
        whole = np.bincount(titles, self._weights[ids], minlength=len(names))
        self._whole = np.where(whole > 0, whole, 1.0).astype(np.float32)
        self._cache: dict[str, tuple[FloatArray, FloatArray]] = {}

    def __contains__(self, word: str) -> bool:
        place = bisect_left(self._vocabulary, word)
        return self._vocabulary[place : place + 1] == [word]

    def titles_with(self, word: str) -> IntArray:
        """The numbers of the titles that have a word."""
        first = bisect_left(self._vocabulary, word)
        after = first + (self._vocabulary[first : first + 1] == [word])
        return self._titles[self._starts[first] : self._starts[after]]

    def scores(self, words: list[str]) -> FloatArray:
        """(n_titles,) share of the query found in each title, reduced by up to a quarter for its other words."""
        matched = np.zeros(len(self._vocabulary), dtype=np.float32)
        found = np.zeros(len(self._whole), dtype=np.float32)
        total = 0.0
        for position, word in enumerate(words):
            similar, best = self._match(word)
            if position == len(words) - 1:  # the last word is often unfinished
                similar = self._completed(word, similar)
                best = self._best_word(similar)
            # a word that is in no title counts as a rare one: most of the query must be found
            rarity = float((self._rarity * similar).max(initial=0.0)) or UNKNOWN_RARITY
            weight = word_length(word) * (min(rarity, MAX_NUMBER_RARITY) if word.isdigit() else rarity)
            total += weight
            found += weight * best
            matched = np.maximum(matched, similar)
        titles, weights = self._occurrences(matched * self._weights)
        covered = np.bincount(titles, weights, minlength=len(self._whole)).astype(np.float32)
        return np.asarray((found / max(total, 1e-9)) * (0.75 + 0.23 * covered / self._whole))

    def _match(self, word: str) -> tuple[FloatArray, FloatArray]:
        """Similarity of a word with each word of the vocabulary, and with the best word of each title; cached."""
        if word not in self._cache:
            if len(self._cache) >= CACHED_WORDS:
                self._cache.pop(next(iter(self._cache)))
            similar = similarity(word, self._vocabulary, MIN_WORD_SIMILARITY)
            self._cache[word] = similar, self._best_word(similar)
        return self._cache[word]

    def _completed(self, prefix: str, similar: FloatArray) -> FloatArray:
        """(n_words,) similarities, at least ``COMPLETION_FACTOR`` where a word begins with the text typed so far."""
        completed = similar.copy()
        begun = completed[slice(*prefix_range(self._vocabulary, prefix))]
        np.maximum(begun, COMPLETION_FACTOR, out=begun)
        return completed

    def _best_word(self, values: FloatArray) -> FloatArray:
        """(n_titles,) the highest value of each title's words; no value is negative."""
        best = np.zeros(len(self._whole), dtype=np.float32)
        np.maximum.at(best, *self._occurrences(values))
        return best

    def _occurrences(self, values: FloatArray) -> tuple[IntArray, FloatArray]:
        """Where the words with a value above 0 occur, mostly few: the titles (n,), and the values (n,)."""
        words = np.flatnonzero(values)
        owners, titles = entries_of(words, self._starts, self._titles)
        return titles, values[words][owners]


def allocate_contiguously(texts: list[str]) -> list[str]:
    """Copy texts so that they are adjacent in memory, which makes comparing them twice as fast."""
    return "\n".join(texts).split("\n") if texts else []


def offsets(lengths: list[int]) -> IntArray:
    """(n,) offsets of consecutive parts of these lengths."""
    return np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64) if lengths else np.zeros(0, dtype=np.int64)


def word_length(word: str) -> float:
    """Weight of a word by its length; numbers count as longer words since they tell sequels apart."""
    return 2.2 if word.isdigit() else float(len(word) ** 0.5)


def prefix_range(names: Sequence[str], prefix: str) -> tuple[int, int]:
    """Where in an alphabetical list the names that begin with a text begin and end.

    >>> prefix_range(["sta", "star", "stars", "stay"], "star")
    (1, 3)
    """
    return bisect_left(names, prefix), bisect_left(names, prefix + "\U0010ffff")


def similarity(query: str, choices: Sequence[str], floor: float) -> FloatArray:
    """(n,) normalised edit similarity in [0, 1] of the query and each choice; 0 if below ``floor``."""
    scores = process.cdist([query], choices, scorer=fuzz.ratio, score_cutoff=100 * floor, dtype=np.float32)
    return np.asarray(scores[0] / 100)

"""Fuzzy search over titles: typos, word order, articles, other names, accents, numerals and years."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Prefix

from engine.title_text import plain_words, search_keys, without_article
from policy.arrays import FloatArray, IntArray

YEAR_IN_QUERY = re.compile(r"[\s(]*\b(18[89]\d|19\d\d|20[0-4]\d)\)?\s*$")
LONGEST_QUERY = 120
"""Characters of a query that are looked at; the longest title has fewer."""
MOST_WORDS = 12
WORD_FLOOR = 0.7
"""Two words less alike than this are different words."""
NAME_FLOOR = 0.45
"""Two names less alike than this, letter by letter, are only compared word by word."""
REMEMBERED = 32
"""So many words' likenesses are kept."""
UNHEARD = 6.0
"""Rarity of a word that no title has; that of the others is log(1 + names / names with the word), about 1.5 to 9.5."""
FAME_WEIGHT = 0.10
"""What the most rated film gains over an unrated one: it decides among near equals, and only there."""
LEAST_SCORE, LEAST_SHARE = 0.3, 0.6
"""A match must reach this score, and this share of the best match's."""
YEAR_GAIN, YEAR_LOSS = 0.12, 0.10
NAME_ORDER_WEIGHT = 0.02
"""A film's own name counts for this much more than its other names and its subtitle."""


@dataclass(frozen=True)
class Hit:
    """A row of the catalogue and how well it matches, about 1 for the title itself and 0 for nothing in common."""

    row: int
    score: float


class TitleIndex:
    """All titles in the forms in which they may be asked for, as arrays."""

    def __init__(
        self,
        titles: Sequence[str],
        alternatives: Sequence[tuple[str, ...]],
        years: IntArray,
        popularity: FloatArray,
    ) -> None:
        """Index (n_movies,) titles with their other names, years (0 where unknown) and number of ratings."""
        names = [search_keys(title, others) for title, others in zip(titles, alternatives, strict=True)]
        self._keys = [key for keys in names for key in keys]
        self._sorted = [" ".join(sorted(key.split())) for key in self._keys]
        self._joined = [key.replace(" ", "") for key in self._keys]
        self._rows = np.repeat(np.arange(len(names)), [len(keys) for keys in names])
        self._first = np.array([position == 0 for keys in names for position in range(len(keys))], dtype=np.float32)
        vocabulary: dict[str, int] = {}
        split = [[vocabulary.setdefault(word, len(vocabulary)) for word in key.split()] for key in self._keys]
        self._words = list(vocabulary)
        self._word_ids = np.array([word for words in split for word in words], dtype=np.int32)
        lengths = np.array([len(words) for words in split], dtype=np.int64)
        self._starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]) if split else np.zeros(0, dtype=np.int64)
        # a word says more the longer and the rarer it is
        occurrences = np.bincount(self._word_ids, minlength=len(self._words)).clip(1)
        self._rarity = np.log1p(len(split) / occurrences).astype(np.float32)
        self._word_weights = (self._rarity * np.array([word_length(word) for word in self._words])).astype(np.float32)
        fame = np.log1p(popularity)
        self._fame = (FAME_WEIGHT * fame / max(float(fame.max(initial=0.0)), 1.0)).astype(np.float32)
        self._years = years
        self._remembered: dict[str, FloatArray] = {}

    def search(self, text: str, limit: int = 8) -> list[Hit]:
        """The best ``limit`` rows, best first; nothing for a line without letters or digits that no title has."""
        query = text.strip()[:LONGEST_QUERY]
        if not self._keys or not query:
            return []
        scores = self._row_scores(query)
        stated = YEAR_IN_QUERY.search(query)
        if stated and stated.start() > 0:
            # the number may be the year or part of the name: "the thing 1982" against "blade runner 2049"
            gap = np.abs(self._years - int(stated[1]))
            fits = np.where(gap == 0, YEAR_GAIN, np.where(gap == 1, YEAR_GAIN / 2, -YEAR_LOSS))
            scores = np.maximum(scores, self._row_scores(query[: stated.start()]) + fits)
        scores = scores + self._fame
        count = min(limit, len(scores))
        best = np.argpartition(-scores, count - 1)[:count]
        ordered = best[np.lexsort((best, -scores[best]))]
        floor = max(LEAST_SCORE, LEAST_SHARE * float(scores[ordered[0]]))
        return [Hit(int(row), float(scores[row])) for row in ordered if scores[row] > floor]

    def _row_scores(self, query: str) -> FloatArray:
        """(n_movies,) the best score among the names of each film."""
        words = without_article(plain_words(query)) or query.casefold()
        scores = self._key_scores(words)
        best = np.zeros(len(self._years), dtype=np.float32)
        np.maximum.at(best, self._rows, scores)
        return np.asarray(best)

    def _key_scores(self, words: str) -> FloatArray:
        """(n_keys,) the best of four readings: as written, in any order, run together, word by word."""
        written = similarity(words, self._keys, NAME_FLOOR)
        shuffled = similarity(" ".join(sorted(words.split())), self._sorted, NAME_FLOOR)
        joined = similarity(words.replace(" ", ""), self._joined, NAME_FLOOR)
        whole = np.maximum(written, 0.97 * np.maximum(shuffled, joined))
        best = np.maximum(whole, self._word_scores(words.split()[:MOST_WORDS]))
        return np.asarray(best + NAME_ORDER_WEIGHT * self._first)

    def _word_scores(self, words: list[str]) -> FloatArray:
        """(n_keys,) share of the query found in the key, a little less for what the key has besides."""
        heard = np.zeros(len(self._words), dtype=np.float32)
        found = np.zeros(len(self._keys), dtype=np.float32)
        total = 0.0
        for position, word in enumerate(words):
            alike = self._words_like(word)
            if position == len(words) - 1:
                alike = np.maximum(alike, self._completions(word))
            # a word no title has counts like a rare one: most of the query must be found
            weight = word_length(word) * (float((self._rarity * alike).max(initial=0.0)) or UNHEARD)
            total += weight
            found += weight * np.maximum.reduceat(alike[self._word_ids], self._starts)
            heard = np.maximum(heard, alike)
        covered = np.add.reduceat((heard * self._word_weights)[self._word_ids], self._starts)
        whole = np.add.reduceat(self._word_weights[self._word_ids], self._starts)
        return np.asarray((found / max(total, 1e-9)) * (0.75 + 0.23 * covered / whole))

    def _words_like(self, word: str) -> FloatArray:
        """(n_words,) likeness of one word with the vocabulary; the words before the one being typed are remembered."""
        if word not in self._remembered:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.pop(next(iter(self._remembered)))
            self._remembered[word] = similarity(word, self._words, WORD_FLOOR)
        return self._remembered[word]

    def _completions(self, start: str) -> FloatArray:
        """(n_words,) near 1 where a word begins as typed so far: the last word is often unfinished."""
        begins = process.cdist([start], self._words, scorer=Prefix.similarity, dtype=np.uint16)[0] == len(start)
        return np.where(begins, 0.97, 0.0).astype(np.float32)


def word_length(word: str) -> float:
    """What the length of a word says of its worth; a number is worth a longer word: it tells sequels apart."""
    return 2.2 if word.isdigit() else float(len(word) ** 0.5)


def similarity(query: str, choices: Sequence[str], floor: float) -> FloatArray:
    """(n,) normalised edit similarity in [0, 1] of one text with many, 0 below ``floor``; in C, which makes it quick."""
    scores = process.cdist([query], choices, scorer=fuzz.ratio, score_cutoff=100 * floor, dtype=np.float32)
    return np.asarray(scores[0] / 100)

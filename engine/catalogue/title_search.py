"""Fuzzy search over titles: typos, word order, articles, other names, accents, numerals and years."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Prefix

from matinee.engine.catalogue.title_normalization import joined_words, plain_words, search_keys, without_article
from matinee.policy.array_types import FloatArray, IntArray

YEAR_IN_QUERY = re.compile(r"[\s(]*\b(18[89]\d|19\d\d|20[0-4]\d)\)?\s*$")
LONGEST_QUERY = 120
"""Characters of a query that are looked at; the longest title has fewer."""
MOST_WORDS = 12
WORD_FLOOR = 0.7
"""Two words less alike than this are different words."""
NAME_FLOOR = 0.55
"""Two names less alike than this, letter by letter, are only compared word by word."""
ORDER_WORTH, COMPLETION_WORTH = 0.97, 0.97
"""What a name in another order or run together, and a word typed in part, are worth of a literal match."""
UNLIKE = 0.75
"""Letter by letter, names this much alike are still near; below, likeness fades with its square."""
BEGINNING_WORTH = 0.9
"""What the first words of a name are worth of the whole: "star" is Star Wars before it is Stardust."""
NUMBER_RARITY = 2.5
"""The most a number in a query counts: a part that does not exist still means the series."""
REMEMBERED = 16
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
        keys = [key for of_film in names for key in of_film]
        joined = [together for of_film in names for together in of_film.values()]
        self._years = years
        self._first_keys = starts([len(of_film) for of_film in names])
        own_name = np.zeros(len(keys), dtype=np.float32)
        own_name[self._first_keys] = NAME_ORDER_WEIGHT
        self._own_name = own_name
        fame = np.log1p(popularity)
        self._fame = (FAME_WEIGHT * fame / max(float(fame.max(initial=0.0)), 1.0)).astype(np.float32)
        self._written = ByLength(keys)
        self._shuffled = ByLength([" ".join(sorted(key.split())) for key in keys])
        self._joined = ByLength(joined)
        self._words = WordIndex([key.split() for key in keys])

    def search(self, text: str, limit: int = 8) -> list[Hit]:
        """The best ``limit`` rows, best first; nothing for a line without letters or digits that no title has."""
        query = text.strip()[:LONGEST_QUERY]
        if not len(self._years) or not query:
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
        """(n_movies,) the best of five readings among the names of each film.

        As written, in any order, run together, as the first words of it, word by word.
        """
        text = without_article(plain_words(query)) or query.casefold()
        words = text.split()
        whole = self._written.similarities(text)
        if len(words) > 1:
            whole = np.maximum(whole, ORDER_WORTH * self._shuffled.similarities(" ".join(sorted(words))))
        together = joined_words(query) or text
        whole = np.maximum(whole, ORDER_WORTH * self._joined.similarities(together))
        # names that are no more alike than this share letters, not a meaning
        whole = np.where(whole < UNLIKE, whole * whole / UNLIKE, whole)
        beginning = BEGINNING_WORTH * self._written.beginning(text + " ")
        best = np.maximum.reduce([whole, beginning, self._words.scores(words[:MOST_WORDS])]) + self._own_name
        return np.asarray(np.maximum.reduceat(best, self._first_keys))


class ByLength:
    """Names sorted by length: those too short or too long to be alike are not even looked at."""

    def __init__(self, names: Sequence[str]) -> None:
        self._order = np.argsort([len(name) for name in names], kind="stable")
        self._names = side_by_side([names[place] for place in self._order])
        self._lengths = np.array([len(name) for name in self._names])

    def similarities(self, query: str) -> FloatArray:
        """(n_names,) likeness of each name with the query, in the order the names were given; 0 below NAME_FLOOR."""
        # a likeness of f takes 2·shorter ≥ f·(shorter + longer)
        reach = (2 - NAME_FLOOR) / NAME_FLOOR
        first, last = np.searchsorted(self._lengths, [len(query) / reach, len(query) * reach + 1])
        scores = np.zeros(len(self._names), dtype=np.float32)
        scores[self._order[first:last]] = similarity(query, self._names[first:last], NAME_FLOOR)
        return scores

    def beginning(self, query: str) -> FloatArray:
        """(n_names,) 1 where a name begins with the query."""
        begins = np.zeros(len(self._names), dtype=np.float32)
        first = int(np.searchsorted(self._lengths, len(query)))
        begins[self._order[first:]] = shared_start(query, self._names[first:]) == len(query)
        return begins


class WordIndex:
    """The words of all names, so that a query can be found word by word whatever else a name has."""

    def __init__(self, names: Sequence[list[str]]) -> None:
        vocabulary: dict[str, int] = {}
        self._ids = np.array(
            [vocabulary.setdefault(word, len(vocabulary)) for words in names for word in words], dtype=np.int32
        )
        self._vocabulary = side_by_side(list(vocabulary))
        self._starts = starts([len(words) for words in names])
        occurrences = np.bincount(self._ids, minlength=len(vocabulary)).clip(1)
        self._rarity = np.log1p(len(names) / occurrences).astype(np.float32)
        # a word says more the longer and the rarer it is
        lengths = np.array([word_length(word) for word in vocabulary], dtype=np.float32)
        self._weights = self._rarity * lengths
        self._whole = self._per_name(np.add, self._weights)
        self._remembered: dict[str, tuple[FloatArray, FloatArray]] = {}

    def scores(self, words: list[str]) -> FloatArray:
        """(n_names,) share of the query found in the name, a little less for what the name has besides."""
        heard = np.zeros(len(self._vocabulary), dtype=np.float32)
        found = np.zeros(len(self._whole), dtype=np.float32)
        total = 0.0
        for position, word in enumerate(words):
            alike, best = self._found(word)
            if position == len(words) - 1:  # the last word is often unfinished
                alike = np.maximum(alike, self._completions(word))
                best = self._per_name(np.maximum, alike)
            # a word no title has counts like a rare one: most of the query must be found
            rarity = float((self._rarity * alike).max(initial=0.0)) or UNHEARD
            weight = word_length(word) * (min(rarity, NUMBER_RARITY) if word.isdigit() else rarity)
            total += weight
            found += weight * best
            heard = np.maximum(heard, alike)
        covered = self._per_name(np.add, heard * self._weights)
        return np.asarray((found / max(total, 1e-9)) * (0.75 + 0.23 * covered / self._whole))

    def _found(self, word: str) -> tuple[FloatArray, FloatArray]:
        """Likeness of a word with the vocabulary, and with the best word of each name.

        The words before the one being typed are remembered from the letter before.
        """
        if word not in self._remembered:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.pop(next(iter(self._remembered)))
            alike = similarity(word, self._vocabulary, WORD_FLOOR)
            self._remembered[word] = alike, self._per_name(np.maximum, alike)
        return self._remembered[word]

    def _completions(self, start: str) -> FloatArray:
        """(n_words,) near 1 where a word begins as typed so far."""
        begins = shared_start(start, self._vocabulary) == len(start)
        return np.where(begins, COMPLETION_WORTH, 0.0).astype(np.float32)

    def _per_name(self, combine: np.ufunc, values: FloatArray) -> FloatArray:
        """(n_names,) the values of each name's words, combined."""
        return np.asarray(combine.reduceat(values[self._ids], self._starts) if len(self._starts) else values)


def side_by_side(texts: list[str]) -> list[str]:
    """The same texts, allocated anew in this order: lying side by side in memory they are compared twice as fast."""
    return "\n".join(texts).split("\n") if texts else []


def starts(lengths: list[int]) -> IntArray:
    """Where each of some consecutive parts begins."""
    return np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64) if lengths else np.zeros(0, dtype=np.int64)


def word_length(word: str) -> float:
    """What the length of a word says of its worth; a number is worth a longer word: it tells sequels apart."""
    return 2.2 if word.isdigit() else float(len(word) ** 0.5)


def shared_start(query: str, choices: Sequence[str]) -> IntArray:
    """(n,) letters each text has in common with the query from the beginning."""
    return np.asarray(process.cdist([query], choices, scorer=Prefix.similarity, dtype=np.uint16)[0])


def similarity(query: str, choices: Sequence[str], floor: float) -> FloatArray:
    """(n,) normalised edit similarity in [0, 1] of one text with many, 0 below ``floor``; in C, so it is quick."""
    scores = process.cdist([query], choices, scorer=fuzz.ratio, score_cutoff=100 * floor, dtype=np.float32)
    return np.asarray(scores[0] / 100)

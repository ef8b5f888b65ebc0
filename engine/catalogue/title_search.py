"""Fuzzy search over titles: typos, word order, articles, other names, accents, numerals and years."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Prefix

from matinee.engine.catalogue.title_normalization import normalize_title, search_keys, squash_title, without_article
from matinee.policy.array_types import FloatArray, IntArray

YEAR_IN_QUERY = re.compile(r"[\s(]*\b(18[89]\d|19\d\d|20[0-4]\d)\)?\s*$")
MAX_QUERY_LENGTH = 120
"""Longer queries are cut off; every title is shorter."""
MAX_WORDS = 12
MIN_WORD_SIMILARITY = 0.7
"""Less similar words are different words."""
MIN_TITLE_SIMILARITY = 0.55
"""Titles with a lower edit similarity are only compared word by word."""
REORDER_FACTOR, COMPLETION_FACTOR = 0.97, 0.97
"""Factors for matches with words reordered or joined, and for words typed in part."""
FADE_BELOW = 0.75
"""Edit similarities below this fade with their square."""
PREFIX_FACTOR = 0.9
"""Factor for matches with the first words of a title: "star" is Star Wars rather than Stardust."""
MAX_NUMBER_RARITY = 2.5
"""Highest rarity of a number in a query: a sequel that does not exist still finds the series."""
CACHED_WORDS = 16
"""Number of query words whose similarities are cached."""
UNKNOWN_RARITY = 6.0
"""Rarity of a word that is in no title; that of others is log(1 + titles / titles with the word), about 1.5 to 9.5."""
POPULARITY_WEIGHT = 0.10
"""Bonus of the most rated film over an unrated one; decides only between similar matches."""
MIN_SCORE, MIN_SCORE_SHARE = 0.3, 0.6
"""A match must reach this score, and this share of the best match's score."""
YEAR_BONUS, YEAR_PENALTY = 0.12, 0.10
"""For films whose year is that in the query, and for other films."""
MAIN_TITLE_BONUS = 0.02
"""For matches with the main title rather than with alternative titles and subtitles."""


@dataclass(frozen=True)
class Hit:
    """A search result.

    Attributes:
        row: row of the film.
        score: quality of the match, from 0 to about 1 for the exact title.
    """

    row: int
    score: float


class TitleIndex:
    """Search index over all titles."""

    def __init__(
        self,
        titles: Sequence[str],
        alternatives: Sequence[tuple[str, ...]],
        years: IntArray,
        popularity: FloatArray,
    ) -> None:
        """Build the index.

        Args:
            titles: (n_movies,) main titles.
            alternatives: (n_movies,) other titles of each film.
            years: (n_movies,) years of release, 0 if unknown.
            popularity: (n_movies,) number of ratings.
        """
        names = [search_keys(title, others) for title, others in zip(titles, alternatives, strict=True)]
        keys = [key for of_film in names for key in of_film]
        joined = [squashed for of_film in names for squashed in of_film.values()]
        self._years = years
        self._first_keys = offsets([len(of_film) for of_film in names])
        bonus = np.zeros(len(keys), dtype=np.float32)
        bonus[self._first_keys] = MAIN_TITLE_BONUS
        self._bonus = bonus
        log_counts = np.log1p(popularity)
        self._popularity = (POPULARITY_WEIGHT * log_counts / max(float(log_counts.max(initial=0.0)), 1.0)).astype(
            np.float32
        )
        self._written = LengthIndex(keys)
        self._shuffled = LengthIndex([" ".join(sorted(key.split())) for key in keys])
        self._joined = LengthIndex(joined)
        self._words = WordIndex([key.split() for key in keys])

    def search(self, text: str, limit: int = 8) -> list[Hit]:
        """Find films by title.

        Args:
            text: title or part of it, optionally with a year at its end.
            limit: maximum number of results.

        Returns:
            The hits, best first; empty if no title is similar enough.
        """
        query = text.strip()[:MAX_QUERY_LENGTH]
        if not len(self._years) or not query:
            return []
        scores = self._row_scores(query)
        year = YEAR_IN_QUERY.search(query)
        if year and year.start() > 0:
            # the number is either the year or part of the title: "the thing 1982", "blade runner 2049"
            gap = np.abs(self._years - int(year[1]))
            fits = np.where(gap == 0, YEAR_BONUS, np.where(gap == 1, YEAR_BONUS / 2, -YEAR_PENALTY))
            scores = np.maximum(scores, self._row_scores(query[: year.start()]) + fits)
        scores = scores + self._popularity
        count = min(limit, len(scores))
        best = np.argpartition(-scores, count - 1)[:count]
        ordered = best[np.lexsort((best, -scores[best]))]
        floor = max(MIN_SCORE, MIN_SCORE_SHARE * float(scores[ordered[0]]))
        return [Hit(int(row), float(scores[row])) for row in ordered if scores[row] > floor]

    def _row_scores(self, query: str) -> FloatArray:
        """(n_movies,) similarity of the query with the best matching title of each film.

        Titles are compared as they are, with words sorted, with words joined, by their first words and word by word.
        """
        text = without_article(normalize_title(query)) or query.casefold()
        words = text.split()
        whole = self._written.similarities(text)
        if len(words) > 1:
            whole = np.maximum(whole, REORDER_FACTOR * self._shuffled.similarities(" ".join(sorted(words))))
        squashed = squash_title(query) or text
        whole = np.maximum(whole, REORDER_FACTOR * self._joined.similarities(squashed))
        # less similar titles share letters rather than words
        whole = np.where(whole < FADE_BELOW, whole * whole / FADE_BELOW, whole)
        prefix = PREFIX_FACTOR * self._written.prefix_matches(text + " ")
        best = np.maximum.reduce([whole, prefix, self._words.scores(words[:MAX_WORDS])]) + self._bonus
        return np.asarray(np.maximum.reduceat(best, self._first_keys))


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

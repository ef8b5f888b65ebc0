"""Fuzzy search over titles: typos, word order, articles, other names, accents, numerals and years."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matinee.engine.catalogue.text_index import LengthIndex, WordIndex, offsets
from matinee.engine.catalogue.title_normalization import (
    NUMBERS,
    collect_search_keys,
    folded_words,
    normalize_title,
    squash_title,
    without_article,
)
from matinee.policy.array_types import FloatArray, IntArray

YEAR_IN_QUERY = re.compile(
    r"[\s(]+(?:(?P<year>18[89]\d|19\d\d|20[0-4]\d)|['’]?(?P<short>[3-9]\d)|['’](?P<recent>[01]\d))\)?\s*$"
)
"""A year at the end of a line, also of two digits: "the thing 82", "it '17"."""
MAX_QUERY_LENGTH = 120
"""Longer queries are cut off; every title is shorter."""
MAX_WORDS = 12
REORDER_FACTOR = 0.97
"""Factor for matches with words reordered or joined."""
FADE_BELOW = 0.75
"""Edit similarities below this fade with their square."""
PREFIX_FACTOR = 0.9
"""Factor for matches with the first words of a title: "star" is Star Wars rather than Stardust."""
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
        score: quality of the match, from 0 to about 1 for the exact title; a film that is better known or of the right
            year has more.
        similarity: the same for the title alone.
    """

    row: int
    score: float
    similarity: float = 1.0


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
        names = collect_search_keys(titles, alternatives)
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
        similar = scores = self._row_scores(query)
        if (split := split_year(query)) is not None:
            # the number is either the year or part of the title: "the thing 1982", "blade runner 2049"
            title, year = split
            gap = np.abs(self._years - year)
            fits = np.where(gap == 0, YEAR_BONUS, np.where(gap == 1, YEAR_BONUS / 2, -YEAR_PENALTY))
            without_year = self._row_scores(title)
            similar, scores = np.maximum(similar, without_year), np.maximum(scores, without_year + fits)
        scores = scores + self._popularity
        count = min(limit, len(scores))
        best = np.argpartition(-scores, count - 1)[:count]
        ordered = best[np.lexsort((best, -scores[best]))]
        floor = max(MIN_SCORE, MIN_SCORE_SHARE * float(scores[ordered[0]]))
        return [Hit(int(row), float(scores[row]), float(similar[row])) for row in ordered if scores[row] > floor]

    def rows_with(self, name: str) -> list[int]:
        """The rows of films with a title that begins with a name; if it has several words, also of those that end so.

        Args:
            name: normalized words; the plural of the last one counts as well.
        """
        matches = [self._keys_beginning_with(name), self._keys_beginning_with(name + "s", whole=True)]
        if " " in name:
            matches.append(self._written.ending_with(" " + name))
        films = np.searchsorted(self._first_keys, np.concatenate(matches), side="right") - 1
        return list(map(int, np.unique(films)))

    def _keys_beginning_with(self, words: str, *, whole: bool = False) -> IntArray:
        """The numbers of the keys whose first words are these, or with ``whole`` all words."""
        first, *_ = words.split(" ", 1)
        keys = self._words.titles_with(first)
        texts = map(self._written.text, keys.tolist())
        fits = [text == words or (not whole and text.startswith(words + " ")) for text in texts]
        return np.unique(keys[np.array(fits, dtype=np.bool_)])

    def has_word(self, word: str) -> bool:
        """Whether a normalized word is in a title."""
        return word in self._words

    def _row_scores(self, query: str) -> FloatArray:
        """(n_movies,) similarity of the query with the best matching title of each film.

        Titles are compared as they are, with words sorted, with words joined, by their first words and word by word.
        """
        scores = [self._scores_of(text, squash_title(query) or text) for text in typed_forms(query)]
        return np.asarray(np.maximum.reduce(scores))

    def _scores_of(self, text: str, squashed: str) -> FloatArray:
        """(n_movies,) the same for a normalized line; ``squashed`` is the line with its words joined."""
        words = text.split()
        whole = self._written.similarities(text)
        if len(words) > 1:
            whole = np.maximum(whole, REORDER_FACTOR * self._shuffled.similarities(" ".join(sorted(words))))
        whole = np.maximum(whole, REORDER_FACTOR * self._joined.similarities(squashed))
        # less similar titles share letters rather than words
        whole = np.where(whole < FADE_BELOW, whole * whole / FADE_BELOW, whole)
        begun = self._keys_beginning_with(text)
        whole[begun] = np.maximum(whole[begun], PREFIX_FACTOR)
        best = np.maximum(whole, self._words.scores(words[:MAX_WORDS])) + self._bonus
        return np.asarray(np.maximum.reduceat(best, self._first_keys))


def typed_forms(line: str) -> list[str]:
    """The forms in which a line is compared with titles: normalized, and with its last word as typed so far.

    >>> typed_forms("heat"), typed_forms("the taxi dr"), typed_forms("Rocky V")
    (['heat'], ['taxi doctor', 'taxi dr'], ['rocky 5', 'rocky v'])
    """
    text = without_article(normalize_title(line)) or line.casefold()
    *_, last = ["", *folded_words(line)]
    others, _, normalized = text.rpartition(" ")
    return [text] if NUMBERS.get(last) != normalized or not others else [text, f"{others} {last}"]


def split_year(query: str) -> tuple[str, int] | None:
    """Split a line into a title and the year at its end; None if there is none.

    >>> split_year("heat '95"), split_year("it '17"), split_year("dune (2021)"), split_year("2012")
    (('heat', 1995), ('it', 2017), ('dune', 2021), None)
    """
    found = YEAR_IN_QUERY.search(query)
    if found is None or not found.start():
        return None
    short = f"19{found['short']}" if found["short"] else f"20{found['recent']}"
    return query[: found.start()], int(found["year"] or short)

"""Finds films that a prompt names with their year: "have you seen Deadpool (2016)?"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.catalogue.title_normalization import normalize_title, search_keys, without_article
from matinee.engine.prompts.words.normalization import Token
from matinee.engine.prompts.words.phrase_patterns import Span

MAX_TITLE_TOKENS = 14
"""Words and punctuation marks of the longest title."""
YEARS_OFF = 1
"""Lists of films differ by this many years."""
JOINING = frozenset({"of", "the", "a", "an", "and", "in", "to", "for", "on", "at", "with", "from", "&", ":", ",", "-"})
"""Words and marks within a title that need no capital letter."""
CACHED_YEARS = 128


@dataclass(frozen=True)
class DatedTitle:
    """A title with a year in parentheses.

    Attributes:
        span: the words of the title and the year.
        movie: the film; None if the catalogue does not have it.
    """

    span: Span
    movie: Movie | None


class DatedTitles:
    """Finds the titles with a year in a line."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._titles_of = lru_cache(maxsize=CACHED_YEARS)(self._read_titles)

    def find(self, line: str, tokens: Sequence[Token]) -> list[DatedTitle]:
        """Find the titles with a year, in order.

        Args:
            line: the prompt.
            tokens: its words and punctuation marks.
        """
        found: list[DatedTitle] = []
        for place, year in iter_years(tokens):
            first = found[-1].span.end if found else 0
            starts = range(max(first, place - MAX_TITLE_TOKENS), place)
            movies = self._titles_of(year)
            keys = {start: title_key(line[tokens[start].start : tokens[place].start]) for start in starts}
            named = next((start for start in starts if keys[start] in movies), None)
            if named is not None:
                found.append(DatedTitle(Span(named, place + 3), movies[keys[named]]))
            elif (start := capitalised_from(line, tokens, starts)) is not None:
                found.append(DatedTitle(Span(start, place + 3), None))
        return found

    def _read_titles(self, year: int) -> dict[str, Movie]:
        """Normalized title → the film of that year, or of one next to it; the best-known one of several."""
        catalogue, titles = self._catalogue, dict[str, Movie]()
        near = np.flatnonzero((np.abs(catalogue.years - year) <= YEARS_OFF) & catalogue.shown)
        order = np.lexsort((-catalogue.rating_counts[near], catalogue.years[near] != year))
        for row in near[order].tolist():
            movie = catalogue.movie(row)
            for key in search_keys(movie.title, movie.alternatives):
                titles.setdefault(key, movie)
        return titles


def iter_years(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield (position of the parenthesis, year) of every "(2016)"."""
    for place in range(1, len(tokens) - 2):
        opening, year, closing = (token.text for token in tokens[place : place + 3])
        if opening == "(" and closing == ")" and len(year) == 4 and year.isdecimal() and year.isascii():
            yield place, int(year)


def title_key(text: str) -> str:
    """The form in which titles are compared."""
    return without_article(normalize_title(text))


def capitalised_from(line: str, tokens: Sequence[Token], starts: range) -> int | None:
    """Where the capitalised words before a year begin, the title of a film that is not known; None without any."""
    begin = None
    for place in reversed(starts):
        token = tokens[place]
        if line[token.start].isupper() or line[token.start].isdecimal():
            begin = place
        elif token.text not in JOINING:
            break
    return begin

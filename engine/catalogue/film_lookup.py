"""Decides which one film a text names, or says why it names none."""

import re
from collections.abc import Callable

from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.catalogue.film_search import COMPARED, FilmSearch
from matinee.engine.catalogue.title_normalization import normalize_title, without_article
from matinee.engine.catalogue.title_search import MAX_QUERY_LENGTH, TitleIndex
from matinee.engine.errors import MovieNotFoundError

NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
"""A text that is an id, or the title of a film such as "300"."""
MAX_ID_DIGITS = 12
CANDIDATES = 3
"""How many films are named if a text does not tell which one it means."""
MAX_SHOWN = 60
"""Length of a typed text in messages."""


class FilmLookup:
    """Finds single films by id or by what people type."""

    def __init__(self, catalogue: Catalogue, titles: TitleIndex, search: Callable[[], FilmSearch]) -> None:
        """Create the lookup.

        Args:
            catalogue: the films.
            titles: the index of their titles.
            search: returns the search that decides where a text is not the title of a film; building it takes time.
        """
        self._catalogue, self._titles, self._search = catalogue, titles, search

    def find(self, text: str, *, title_first: bool) -> Movie:
        """Find one film.

        Args:
            text: an id, or what ``FilmSearch`` finds.
            title_first: prefer the title where the text is both, such as "300"; otherwise the id is preferred.

        Raises:
            MovieNotFoundError: no title matches well enough, several match equally well, or the text is a person or a
                number that is neither an id nor a title; the message names films that may be meant.
        """
        text = text.strip()
        if not text:
            raise MovieNotFoundError("An empty text names no film; give a title or an id.")
        if NUMBER.fullmatch(text):
            return self._find_number(text, title_first=title_first)
        first = [self._catalogue.movie(hit.row) for hit in self._titles.search(text, 1)]
        is_title = bool(first) and is_title_of(text[:MAX_QUERY_LENGTH], first[0])
        return first[0] if is_title else self._find_by_search(text)

    def titled(self, text: str) -> Movie | None:
        """The best known film with exactly this title, such as "300"; None if there is none."""
        catalogue = self._catalogue
        titles = zip(catalogue.titles, catalogue.alternatives, strict=True)
        rows = [row for row, (title, others) in enumerate(titles) if title == text or text in others]
        return catalogue.movie(max(rows, key=lambda row: catalogue.rating_counts[row])) if rows else None

    def _find_number(self, text: str, *, title_first: bool) -> Movie:
        named = self.titled(text)
        row = self._catalogue.rows.get(int(text)) if text.isdecimal() and len(text) <= MAX_ID_DIGITS else None
        if row is not None and not (title_first and named):
            return self._catalogue.movie(row)
        if named is not None:
            return named
        raise MovieNotFoundError(f"There is no film with the id {shortened(text)}; `matinee search` finds ids.")

    def _find_by_search(self, text: str) -> Movie:
        name, search = shortened(text), self._search()
        hits = search.search(text, COMPARED)
        labels = " · ".join(self._catalogue.movie(hit.row).label for hit in hits[:CANDIDATES])
        if not hits or hits[0].is_near:
            near = f"; near: {labels}" if hits else ""
            raise MovieNotFoundError(f"No film matches '{name}' in {describe_catalogue(self._catalogue)}{near}.")
        if hits[0].person is not None and not hits[0].by_title:
            rows = [hit.row for hit in hits if not hit.by_title]
            films = " · ".join(self._catalogue.movie(row).label for row in rows[:CANDIDATES])
            raise MovieNotFoundError(f"'{name}' is a person, {hits[0].person.name}; name a film, such as {films}.")
        if search.is_ambiguous(text, hits):
            raise MovieNotFoundError(f"'{name}' may be several films: {labels}; give the whole title or an id.")
        return self._catalogue.movie(hits[0].row)


def is_title_of(text: str, movie: Movie) -> bool:
    """Whether a text is one of the titles of a film, with or without an article."""
    typed = without_article(normalize_title(text))
    return typed in {without_article(normalize_title(title)) for title in (movie.title, *movie.alternatives)}


def describe_catalogue(catalogue: Catalogue) -> str:
    """Return "this catalogue, which ends in 2018", without the year if none is known."""
    last = int(catalogue.years.max(initial=0))
    return f"this catalogue, which ends in {last}" if last else "this catalogue"


def shortened(text: str) -> str:
    """A typed text as messages repeat it: on one line, and cut if it is long."""
    line = " ".join(text[: 2 * MAX_SHOWN].split())
    return line if len(line) <= MAX_SHOWN else f"{line[:MAX_SHOWN]}…"

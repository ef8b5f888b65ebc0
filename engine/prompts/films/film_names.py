"""The names by which prompts mean films: titles, their parts, and the names of series such as "harry potter"."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.catalogue.title_normalization import collect_search_keys, normalize_title, without_article

AND_THE = " and the "
"""What follows the name of a series in the titles of its films: "Harry Potter and the Goblet of Fire"."""
MIN_SERIES = 3
"""Films that share the words before "and the" are a series from this many on."""
AFTER_SERIES = (
    r"(?: ?\d+| and| vs| versus| v| returns?| begins| forever| reloaded| revolutions| resurrection| salvation| rises"
    r"| again| the next| the final)"
)
"""What follows a name of one word in the titles of its series; others begin with an ordinary word by chance."""


class FilmNames:
    """Looks up films by the exact names that people use for them; the names are collected for the first prompt."""

    def __init__(self, catalogue: Catalogue, is_word: Callable[[str], bool]) -> None:
        """Store what the names are collected from.

        Args:
            catalogue: the films.
            is_word: tells ordinary words, which mean a film only if what stands around them says so.
        """
        self._catalogue, self.is_word = catalogue, is_word

    def find(self, text: str, year: int | None = None) -> Movie | None:
        """The best known film of a name, of one year if it is given; None if there is none."""
        rows = self._rows.get(self.key(text), ())
        if year is not None:
            rows = tuple(row for row in rows if abs(int(self._catalogue.years[row]) - year) <= 1)
        counts = self._catalogue.rating_counts
        return self._catalogue.movie(max(rows, key=lambda row: (counts[row], -row))) if rows else None

    def ratings(self, movie: Movie) -> float:
        """How many ratings a film has."""
        return float(self._catalogue.rating_counts[self._catalogue.row(movie.id)])

    def rows(self, movie: Movie) -> tuple[int, ...]:
        """The row of a film, as ``series`` returns it."""
        return (self._catalogue.row(movie.id),)

    def series(self, text: str) -> tuple[int, ...]:
        """The rows of all films that a name means, with their sequels: "kill bill", "star wars", "alien"."""
        key = self.key(text)
        if not key:
            return ()
        name = re.escape(key)
        in_title = rf"(?:.* )?{name}s?(?: .*)?" if " " in key else rf"{name}(?:s|{AFTER_SERIES}\b.*)?"
        pattern = re.compile(in_title)
        named = [rows for other, rows in self._rows.items() if key in other and pattern.fullmatch(other)]
        return tuple({row for rows in named for row in rows})

    def key(self, text: str) -> str:
        """The form in which names are compared."""
        return name_key(text)

    @property
    def _rows(self) -> Mapping[str, tuple[int, ...]]:
        return collect_film_names(self._catalogue)


def name_key(text: str) -> str:
    """The form in which names of films are compared."""
    return without_article(normalize_title(text))


@lru_cache(maxsize=1)
def collect_film_names(catalogue: Catalogue) -> dict[str, tuple[int, ...]]:
    """Name → the rows of its films; those of the last catalogue are kept, for all interpreters of prompts."""
    named: dict[str, tuple[int, ...]] = {}
    heads: dict[str, dict[int, None]] = {}
    for row, keys in enumerate(collect_search_keys(catalogue.titles, catalogue.alternatives)):
        for key in keys:
            named[key] = (*named.get(key, ()), row)
            head, _, rest = key.partition(AND_THE)
            if rest:
                heads.setdefault(head, {})[row] = None
    for head, rows in heads.items():
        if len(rows) >= MIN_SERIES:
            named[head] = tuple(dict.fromkeys([*named.get(head, ()), *rows]))
    return named

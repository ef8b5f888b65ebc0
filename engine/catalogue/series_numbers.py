"""Finds the n-th film of a series: "harry potter 3", "jurassic park 2", "star wars 5"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import Features, is_named, shown_name
from matinee.engine.catalogue.query_text import KIND_OF_SERIES, MAX_NUMBER
from matinee.engine.catalogue.series import series_name
from matinee.engine.catalogue.title_normalization import normalize_title, search_keys, without_article
from matinee.engine.catalogue.title_search import TitleIndex

FIRST_PART = re.compile(r"\b(?:part|vol|volume|chapter|episode) i\b")
"""A first part in Roman numerals, which ``normalize_title`` leaves as they are since "i" is a word."""
SPIN_OFF = re.compile(r": an? .+ story$", re.IGNORECASE)
"""A title that says that the film stands beside its series: "Rogue One: A Star Wars Story"."""
MIN_STEM_LETTERS = 3
MIN_SIMILARITY = 0.84
"""Less similar names are different series."""
SIDE_FILM_SHARE, MEMBER_SHARE, NUMBERED_SHARE = 0.3, 0.1, 0.05
"""A film with fewer ratings than this share of a later one's is not counted; less if the film facts name the series, or
if its title has a number."""


@dataclass(frozen=True)
class Group:
    """Films that may be a series.

    Attributes:
        name: of the series, normalized.
        rows: rows of the films.
        is_known: whether the series is in the film facts.
        is_called_so: whether its films have this name, rather than it alone: "The Dark Knight Trilogy".
    """

    name: str
    rows: list[int]
    is_known: bool = False
    is_called_so: bool = True


@dataclass(frozen=True)
class SeriesFilm:
    """A film that may belong to a series.

    Attributes:
        row: row of the film.
        title: its title, normalized; of films with the same title only the most rated one is counted.
        order: year and id, by which the films are counted.
        popularity: number of ratings.
        number: the number in its title; None without one.
    """

    row: int
    title: str
    order: tuple[int, int]
    popularity: float
    number: int | None


class SeriesNumbers:
    """Numbers the films of the series of a catalogue."""

    def __init__(self, catalogue: Catalogue, titles: TitleIndex, series: Features | None) -> None:
        """Create it.

        Args:
            catalogue: the films.
            titles: the index of their titles.
            series: the series of the films from the film facts; None without them.
        """
        self._catalogue, self._titles, self._series = catalogue, titles, series

    def find(self, stem: str, number: int, rows: Iterable[int]) -> list[int]:
        """Find a film by its series and number.

        Args:
            stem: name of the series as typed, normalized; may be misspelled or a part of the name.
            number: from 1.
            rows: rows of films with similar titles, which tell how a misspelled name is spelled.

        Returns:
            Row of the film, and the rows of the others of the series in their order; none if there is no such film.
        """
        if len(stem.replace(" ", "")) < MIN_STEM_LETTERS:
            return []
        for group in self._groups(stem, rows):
            numbered = self._number(group)
            if len(group.rows) > 1 and number in numbered:
                ordered = [numbered[key] for key in sorted(numbered)]
                return list(dict.fromkeys([numbered[number], *ordered, *group.rows]))
        return []

    def named(self, name: str) -> list[int]:
        """The rows of the films of a series that the film facts know by this name, in their order."""
        for group in self._known_series([name]):
            if plain_words(group.name) == plain_words(name) and len(group.rows) > 1:
                numbered = self._number(group)
                return list(dict.fromkeys([*(numbered[key] for key in sorted(numbered)), *group.rows]))
        return []

    def _number(self, group: Group) -> dict[int, int]:
        films = [self._film(row, group.name) for row in group.rows]
        return number_films(films, MEMBER_SHARE if group.is_known else SIDE_FILM_SHARE)

    def _groups(self, stem: str, rows: Iterable[int]) -> Iterator[Group]:
        """The films that a name may stand for: those of series with this name, then those of titles that begin so."""
        spelled = [spelled_series(self._catalogue.titles[row]) for row in rows]
        names = list(dict.fromkeys([stem, *(name for name in spelled if is_same_series(stem, name))]))
        known = sorted(self._known_series(names), key=lambda group: -fuzz.ratio(stem, group.name))
        yield from (group for group in known if group.is_called_so)
        yield from (Group(name, self._titled(name)) for name in names)
        yield from (group for group in known if not group.is_called_so)

    def _known_series(self, names: Sequence[str]) -> Iterator[Group]:
        """The series of the film facts with one of these names."""
        if self._series is None:
            return
        titles = self._catalogue.titles
        for column, full in self._names_of_series.items():
            name = KIND_OF_SERIES.sub("", full)
            if any(is_same_series(stem, name) for stem in names):
                films = self._series.films(column).tolist()
                rows = sorted((row for row in films if not SPIN_OFF.search(titles[row])), key=self._order)
                is_called_so = name == full or self._begins_with(rows[:1], name)
                yield Group(name, rows, is_known=True, is_called_so=is_called_so)

    @cached_property
    def _names_of_series(self) -> dict[int, str]:
        """Column of a series in the film facts → its name, normalized."""
        names = () if self._series is None else self._series.names
        return {
            column: without_article(normalize_title(shown_name(name)))
            for column, name in enumerate(names)
            if is_named(name)
        }

    def _titled(self, name: str) -> list[int]:
        """The rows of the films with a name in their titles, if one of them is called so or all are one series."""
        others = self._catalogue.alternatives
        titles = {row: (self._catalogue.titles[row], *others[row]) for row in self._titles.rows_with(name)}
        plain = {row: [without_article(normalize_title(title)) for title in titles[row]] for row in titles}
        if any(words[0] == name for words in plain.values()):
            ends = (str.startswith, str.endswith)
            return [row for row, words in plain.items() if any(has(each, name) for each in words for has in ends)]
        return [row for row in titles if any(spelled_series(title) == name for title in titles[row])]

    def _begins_with(self, rows: list[int], name: str) -> bool:
        titles = [without_article(normalize_title(self._catalogue.titles[row])) for row in rows]
        return any(title.startswith(name) for title in titles)

    def _order(self, row: int) -> tuple[int, int]:
        return int(self._catalogue.years[row]) or 9999, int(self._catalogue.ids[row])

    def _film(self, row: int, name: str) -> SeriesFilm:
        title = self._catalogue.titles[row]
        keys = search_keys(title, self._catalogue.alternatives[row])
        popularity = float(self._catalogue.rating_counts[row])
        return SeriesFilm(row, normalize_title(title), self._order(row), popularity, number_after(name, keys))


def spelled_series(title: str) -> str:
    """The series that a title names, as it is spelled there.

    >>> spelled_series("Indiana Jones and the Last Crusade")
    'indiana jones'
    """
    name = series_name(title)
    return f"{name}s" if without_article(normalize_title(title)).startswith(f"{name}s") else name


def is_same_series(stem: str, name: str) -> bool:
    """Whether a typed name means a series: the same name, misspelled or in part.

    >>> is_same_series("pirates of the carribean", "pirates of the caribbean"), is_same_series("potter", "harry potter")
    (True, True)
    """
    typed, known = plain_words(stem), plain_words(name)
    if not typed or not known:
        return False
    if typed == known or "".join(typed) == "".join(known):
        return True
    is_part = set(typed) < set(known) and len("".join(typed)) > MIN_STEM_LETTERS
    return is_part or fuzz.ratio(" ".join(typed), " ".join(known)) >= 100 * MIN_SIMILARITY


def plain_words(name: str) -> list[str]:
    """The words of a name without articles and "and": "the fast and the furious" is "fast furious"."""
    return [word for word in name.split() if word not in {"the", "a", "an", "and"}]


def number_after(name: str, keys: Iterable[str]) -> int | None:
    """The number after the name of a series in a title; None if there is none.

    >>> number_after("rocky", ["rocky 4"]), number_after("fast and furious", ["fast and the furious 5"])
    (4, 5)
    """
    start = plain_words(name)
    for key in keys:
        words = plain_words(FIRST_PART.sub("1", key))
        following = words[len(start) : len(start) + 1]
        if words[: len(start)] == start and following and following[0].isdecimal():
            number = int(following[0])
            if 1 <= number <= MAX_NUMBER:
                return number
    return None


def number_films(films: Iterable[SeriesFilm], side_film_share: float) -> dict[int, int]:
    """Number the films of a series: by the numbers in their titles, and between them in the order of their years.

    A side film, much less known than a later one, is not counted, nor is a remake with the same title.

    Args:
        films: of one series.
        side_film_share: share of the ratings of a later film that a film without a number needs.

    Returns:
        Number → row.
    """
    most_rated: dict[str, SeriesFilm] = {}
    for film in films:
        most_rated[film.title] = max(film, most_rated.get(film.title, film), key=lambda each: each.popularity)
    ordered = sorted(most_rated.values(), key=lambda film: film.order)
    counted: list[SeriesFilm] = []
    later = 0.0
    for film in reversed(ordered):
        share = side_film_share if film.number is None else NUMBERED_SHARE
        if film.popularity >= share * later:
            counted.insert(0, film)
        later = max(later, film.popularity)
    numbered = {film.number: film.row for film in reversed(counted) if film.number is not None}
    previous = 0
    for film in counted:
        number = previous + 1 if film.number is None else film.number
        if film.number is None and number in numbered:
            continue
        numbered.setdefault(number, film.row)
        previous = number
    return numbered

"""The year it is and the years of a catalogue, from which "the last 20 years" and "newest" count back."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

MIN_FILMS = 5
"""A period up to today with fewer films moves to the end of the catalogue."""
NEWEST = 2018
"""The last year of the shipped catalogue."""


@dataclass(frozen=True, eq=False)
class Calendar:
    """What relative periods count back from.

    Attributes:
        today: the current year, for "the last 20 years" and "20 years ago".
        newest: last year of the catalogue, for "newest" and "recent".
        release_years: the release year of every film, in order; empty if only the last one is known.
    """

    today: int
    newest: int
    release_years: Sequence[int] = ()

    def move_into_catalogue(self, first: int, last: int) -> tuple[int, int]:
        """A period, or the one of the same length at the end of the catalogue if it has nearly no films.

        Only a period that reaches beyond the catalogue moves.

        >>> Calendar(2026, 2018).move_into_catalogue(2022, 2100)
        (2014, 2018)
        """
        if last <= self.newest or self._count_films(first, last) >= MIN_FILMS:
            return first, last
        length = max(min(last, self.today) - first + 1, 1)
        return self.newest - length + 1, self.newest

    def _count_films(self, first: int, last: int) -> int:
        if not len(self.release_years):
            return MIN_FILMS if first <= self.newest else 0
        return bisect_right(self.release_years, last) - bisect_left(self.release_years, first)


SHIPPED = Calendar(NEWEST, NEWEST)
"""What periods count back from where no catalogue is given."""

"""Keeps a series or a director from filling a list: at most a few of their films among ten consecutive ones."""

from collections import Counter
from collections.abc import Hashable, Sequence
from functools import cache

import numpy as np

from matinee.engine.catalogue.facts import CatalogueFacts
from matinee.engine.catalogue.series import series_name
from matinee.policy.array_types import IntArray

WINDOW = 10
"""The limits hold within this many consecutive films."""
MAX_PER_SERIES, MAX_PER_DIRECTOR = 2, 3
LIMITS = {"title": MAX_PER_SERIES, "series": MAX_PER_SERIES, "director": MAX_PER_DIRECTOR}
"""Kind of group → most films of one group within ``WINDOW``. A series shows in its titles and in the facts."""

Group = tuple[str, Hashable]
"""A kind and which one: ("director", 17)."""


class Variety:
    """Chooses films so that no series and no director exceeds its limit."""

    def __init__(self, titles: Sequence[str], facts: CatalogueFacts | None) -> None:
        """Set up the limits.

        Args:
            titles: (n_movies,) titles.
            facts: series and directors of the films; without them only titles tell which films are a series.
        """
        self._titles, self._facts = titles, facts
        self._groups = cache(self._find_groups)

    def first_allowed(self, shown: Sequence[int], order: IntArray, *, same_director: bool = False) -> int | None:
        """The best row that exceeds no limit; None if there is none.

        Args:
            shown: rows already shown, oldest first.
            order: (n,) rows to choose from, best first.
            same_director: allow any number of films of a director.
        """
        recent = Counter(group for row in shown[1 - WINDOW :] for group in self._groups(row))
        return next((row for row in order.tolist() if self._fits(row, recent, same_director)), None)

    def reorder(self, order: IntArray, *, same_director: bool = False) -> IntArray:
        """Reorder rows so that no limit is exceeded; films above a limit are moved down no further than necessary.

        Args:
            order: (n,) rows, best first.
            same_director: allow any number of films of a director.

        Returns:
            (n,) the same rows in their new order.
        """
        waiting: list[int] = []
        reordered: list[int] = []
        for row in order.tolist():
            waiting.append(row)
            while (free := self._first_of(waiting, reordered, same_director)) is not None:
                waiting.remove(free)
                reordered.append(free)
        return np.array(reordered + waiting, dtype=order.dtype)

    def _first_of(self, waiting: Sequence[int], before: Sequence[int], same_director: bool) -> int | None:
        return self.first_allowed(before, np.array(waiting, dtype=np.int64), same_director=same_director)

    def _fits(self, row: int, recent: Counter[Group], same_director: bool) -> bool:
        return all(
            recent[group] < LIMITS[group[0]] or (same_director and group[0] == "director")
            for group in self._groups(row)
        )  # fmt: skip

    def _find_groups(self, row: int) -> tuple[Group, ...]:
        """The series and directors of a film."""
        groups: list[Group] = [("title", series_name(self._titles[row]))]
        if self._facts is not None:
            groups += [("series", column) for column in self._facts.series.of(row).tolist()]
            groups += [("director", column) for column in self._facts.directors.of(row).tolist()]
        return tuple(groups)

"""Which films belong to one series, by their names alone; and rankings in which no series crowds out the rest."""

import re
from collections import Counter, deque
from collections.abc import Sequence

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.title_normalization import plain_words, without_article
from matinee.policy.array_types import IntArray

MOST, WINDOW = 2, 10
"""At most so many films of a series among so many in a row."""
NUMBERED = re.compile(r"(?: (?:the )?(?:final|last|first|second|third|part|chapter|episode|volume|vol))?(?: \d+)+$")
SUBTITLE = re.compile(r"(?<=\w)(?:: | - | – |, and |\s+\()")
AND_THE = re.compile(r"^(.{4,}?) and the ")


def franchises(catalogue: Catalogue) -> IntArray:
    """(n_movies,) a number for each series, the same for its films; a film without one has a number of its own."""
    names = [series_name(title) for title in catalogue.titles]
    counts = Counter(names)
    numbers: dict[str, int] = {}
    return np.array(
        [
            numbers.setdefault(name, len(numbers)) if counts[name] > 1 else -1 - row
            for row, name in enumerate(names)
        ],
        dtype=np.int64,
    )  # fmt: skip


def series_name(title: str) -> str:
    """What the films of a series share: "Star Wars", "harry potter", "toy story", "alien"."""
    main = plain_words(SUBTITLE.split(title)[0]) or plain_words(title)
    shared = AND_THE.match(main)
    if main.count(" ") == 1 and main != without_article(main):
        return main  # "The Mission" is not of the series of "Mission: Impossible"
    if not main:
        return title
    name = NUMBERED.sub("", without_article(shared[1] if shared else main))
    return name.removesuffix("s") if len(name) > 4 else name


def spaced(order: IntArray, series: IntArray) -> IntArray:
    """The same rows, films of a series moved down as far as it takes for ``MOST`` among any ``WINDOW``.

    Args:
        order: rows, best first.
        series: (n_movies,) as ``franchises`` gives them.
    """
    waiting: list[int] = []
    placed: list[int] = []
    recent: deque[int] = deque(maxlen=WINDOW - 1)
    of = series.tolist()
    for row in order.tolist():
        waiting.append(row)
        while (free := next((one for one in waiting if recent.count(of[one]) < MOST), None)) is not None:
            waiting.remove(free)
            placed.append(free)
            recent.append(of[free])
    return np.array(placed + waiting, dtype=order.dtype)


def first_after(shown: Sequence[int], order: IntArray, titles: Sequence[str]) -> int:
    """The best row that may follow those shown; the best of all where every one would be too many of its series."""
    recent = Counter(series_name(titles[row]) for row in shown[1 - WINDOW :])
    return next((row for row in order.tolist() if recent[series_name(titles[row])] < MOST), int(order[0]))

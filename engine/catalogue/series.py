"""Film series, recognised by their titles, and rankings that are not dominated by one series."""

import re
from collections import Counter, deque
from collections.abc import Sequence

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.title_normalization import normalize_title, without_article
from matinee.policy.array_types import IntArray

MAX_PER_SERIES, WINDOW = 2, 10
"""At most this many films of a series within this many consecutive films."""
NUMBERED = re.compile(r"(?: (?:the )?(?:final|last|first|second|third|part|chapter|episode|volume|vol))?(?: \d+)+$")
SUBTITLE = re.compile(r"(?<=\w)(?:: | - | – |, and |\s+\()")
AND_THE = re.compile(r"^(.{4,}?) and the ")


def series_ids(catalogue: Catalogue) -> IntArray:
    """(n_movies,) id of the series of each film; a film that is not part of a series has a unique, negative id."""
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
    """The part of a title that identifies its series: "harry potter", "toy story", "alien"."""
    main = normalize_title(SUBTITLE.split(title)[0]) or normalize_title(title)
    shared = AND_THE.match(main)
    if main.count(" ") == 1 and main != without_article(main):
        return main  # keeps "The Mission" apart from "Mission: Impossible"
    if not main:
        return title
    name = NUMBERED.sub("", without_article(shared[1] if shared else main))
    return name.removesuffix("s") if len(name) > 4 else name


def limit_series(order: IntArray, series: IntArray) -> IntArray:
    """Reorder rows so that at most ``MAX_PER_SERIES`` films of a series are among any ``WINDOW`` consecutive ones.

    Films above the limit are moved down no further than necessary.

    Args:
        order: (n,) rows, best first.
        series: (n_movies,) ids of the series, from ``series_ids``.

    Returns:
        (n,) the same rows in their new order.
    """
    waiting: list[int] = []
    reordered: list[int] = []
    recent: deque[int] = deque(maxlen=WINDOW - 1)
    series_of = series.tolist()
    for row in order.tolist():
        waiting.append(row)
        while (
            free := next((other for other in waiting if recent.count(series_of[other]) < MAX_PER_SERIES), None)
        ) is not None:
            waiting.remove(free)
            reordered.append(free)
            recent.append(series_of[free])
    return np.array(reordered + waiting, dtype=order.dtype)


def first_allowed(shown: Sequence[int], order: IntArray, titles: Sequence[str]) -> int:
    """The best row whose series is below its limit; the best row of all if there is none.

    Args:
        shown: rows already shown, oldest first.
        order: (n,) rows to choose from, best first.
        titles: (n_movies,) titles.
    """
    recent = Counter(series_name(titles[row]) for row in shown[1 - WINDOW :])
    return next((row for row in order.tolist() if recent[series_name(titles[row])] < MAX_PER_SERIES), int(order[0]))

"""Initials of well-known films: "lotr", "tdk", "t2", derived from their titles."""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.series import AND_THE, series_name
from matinee.engine.catalogue.title_normalization import ENGLISH_ARTICLES, folded_words, normalize_title, subtitles

WELL_KNOWN = 2_500
"""How many films have initials: the most rated."""
MIN_LETTERS, MAX_LETTERS = 2, 12
SMALL_WORDS = ENGLISH_ARTICLES | {"of", "and", "or", "in", "on", "to", "for", "at", "by", "from", "with"}
SHORTENED_WEIGHT = 0.3
"""Weight of initials without small words: "gbu" for "The Good, the Bad and the Ugly"."""
UNDERIVABLE = {
    "lxg": "league of extraordinary gentlemen",
    "h2g2": "hitchhikers guide to the galaxy",
    "bvs": "batman v superman",
}
"""Common short names that are not the initials of the words of a title."""
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class InitialsMatch:
    """A film whose initials were typed.

    Attributes:
        row: row of the film.
        weight: number of ratings of the film, less for unusual initials.
        words: what the initials stand for, normalized.
    """

    row: int
    weight: float
    words: str


class InitialsIndex:
    """Initials of the most rated films of a catalogue, read on first use."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def find(self, initials: str) -> list[InitialsMatch]:
        """The films with these initials, the best known first."""
        return self._matches.get(UNDERIVABLE.get(initials, initials), [])

    @cached_property
    def _matches(self) -> dict[str, list[InitialsMatch]]:
        catalogue, counts = self._catalogue, self._catalogue.rating_counts
        order = np.argsort(-counts, kind="stable")[:WELL_KNOWN]
        found: dict[str, list[InitialsMatch]] = {}
        for row in order[counts[order] > 0].tolist():
            for initials, (words, weight) in initials_of(catalogue.titles[row]).items():
                found.setdefault(initials, []).append(InitialsMatch(row, weight * float(counts[row]), words))
        return {initials: sorted(matches, key=lambda match: -match.weight) for initials, matches in found.items()}


def initials_of(title: str) -> dict[str, tuple[str, float]]:
    """The initials of a title, of its parts and of its series.

    Returns:
        Initials → the words they stand for, and their weight from 0 to 1. Titles with a hand-made short name have their
        words in place of its letters.

    >>> list(initials_of("Terminator 2: Judgment Day"))
    ['t2jd', 't2', 'jd']
    """
    found: dict[str, tuple[str, float]] = {}
    for part in parts_of(title):
        words = WORD.findall(part)
        bare = words[1:] if words and words[0] in ENGLISH_ARTICLES else words
        large = [word for word in words if word not in SMALL_WORDS]
        for chosen, weight in ((words, 1.0), (bare, 1.0), (large, SHORTENED_WEIGHT)):
            initials = "".join(word if word.isdecimal() else word[0] for word in chosen)
            if len(chosen) > 1 and MIN_LETTERS <= len(initials) <= MAX_LETTERS:
                found.setdefault(initials, (part, weight))
        if (name := " ".join(bare)) in UNDERIVABLE.values():
            found[name] = part, 1.0
    return found


def parts_of(title: str) -> dict[str, None]:
    """The parts of a title that have initials, in lower case and without punctuation, each once."""
    main, names = normalize_title(title), (title, *subtitles(title))
    shared = AND_THE.match(main)  # "harry potter and the"
    parts = [*map(normalize_title, names), *(" ".join(folded_words(name)) for name in names), series_name(title)]
    return dict.fromkeys(parts if shared is None else [*parts, main[shared.end() :]])

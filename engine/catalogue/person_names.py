"""Names of people as words: initials, surnames with their particles, and other ways to type them."""

import re
from collections.abc import Sequence

from matinee.engine.catalogue.title_normalization import fold_lines, folded_words

INITIALS = re.compile(r" (?=\w\b)(?<=\b\w )")
"""The space between two initials: "J. J. Abrams" is searched for as "jj abrams"."""
SURNAME_FIRST = re.compile(r"-[a-z]\w+$")
"""At the end of a name that begins with the surname: "Wong Kar-wai"."""
PARTICLES = frozenset(
    [
        *["de", "di", "du", "da", "del", "della", "der", "den", "des", "dos", "la", "le", "el", "al"],
        *["von", "van", "ten", "ter", "st", "mc", "mac", "o", "bin", "ben", "abu"],
    ]
)
"""Words that belong to the surname after them."""
SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])
"""Words after the surname."""
WORKS = frozenset(["film", "films", "movie", "movies"])
BEFORE_NAME = WORKS | {"a", "all", "any", "by", "directed", "director", "actor", "actress", "starring", "the", "with"}
AFTER_NAME = WORKS | {"brother", "brothers", "bros", "sister", "sisters", "siblings"}
"""Words around a name that say that people are meant: "films by", "coen brothers"."""


def fold_names(names: Sequence[str]) -> list[str]:
    """Write names in lower case, without accents and punctuation, and with initials joined.

    >>> fold_names(["J. J. Abrams", "Wong Kar-wai", "Federico Fellini"])
    ['jj abrams', 'wong kar wai', 'federico fellini']
    """
    return INITIALS.sub("", "\n".join(fold_lines(names))).split("\n") if names else []


def query_words(text: str) -> list[str]:
    """Split what was typed into words as ``fold_names`` writes them.

    >>> query_words("j.j. Abrams")
    ['jj', 'abrams']
    """
    return INITIALS.sub("", " ".join(folded_words(text))).split()


def name_in(words: list[str]) -> list[str]:
    """The name in a line, without the words around it.

    >>> name_in(["films", "by", "the", "coen", "brothers"])
    ['coen']
    """
    while words and words[0] in BEFORE_NAME:
        words = words[1:]
    while words and words[-1] in AFTER_NAME:
        words = words[:-1]
    return words


def joined_particles(words: list[str]) -> list[str]:
    """Join each particle with the word after it: "di caprio" may be meant as "dicaprio"."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in PARTICLES:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def surname_of(name: str, words: list[str]) -> range:
    """The places of the surname among the words of a name.

    Args:
        name: as shown.
        words: its words, from ``fold_names``.

    >>> surname_of("Robert De Niro", ["robert", "de", "niro"])
    range(1, 3)
    >>> surname_of("Wong Kar-wai", ["wong", "kar", "wai"])
    range(0, 1)
    """
    if SURNAME_FIRST.search(name) and len(words) > 2:
        return range(1)
    end = len(words)
    while end > 2 and words[end - 1] in SUFFIXES:
        end -= 1
    hyphens = name.rsplit(maxsplit=1)[-1].count("-")  # "Zeta-Jones"
    start = max(end - 1 - hyphens, min(1, end - 1))
    while start > 1 and words[start - 1] in PARTICLES:
        start -= 1
    return range(start, end)


def other_words(name: str, words: list[str]) -> dict[str, bool]:
    """Words that are not in a name but may be typed: word → whether it stands for the surname.

    These are a surname joined with its particles, the joined parts of a hyphenated name, and initials.

    >>> other_words("Robert De Niro", ["robert", "de", "niro"])
    {'deniro': True}
    >>> other_words("Paul Thomas Anderson", ["paul", "thomas", "anderson"])
    {'pt': False}
    """
    if len(words) < 3:
        return {}
    surname = surname_of(name, words)
    others: dict[str, bool] = {}
    if len(surname) > 1:
        others["".join(words[surname.start : surname.stop])] = True
    given = words[surname.stop :] if surname.start == 0 else words[: surname.start]
    if len(given) > 1:
        others["".join(given) if surname.start == 0 else "".join(word[0] for word in given)] = False
    return others

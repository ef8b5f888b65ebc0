"""What was learned of a taste, in names for the panel and in words for a friend."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from matinee.tui.text.fact_text import BASED_ON_BOOK, and_list, says_more_than_genres
from matinee.tui.text.film_nouns import place_words

if TYPE_CHECKING:
    from matinee.engine.session.learned_taste import LearnedFeature

Named = tuple[str, "LearnedFeature"]
"""A feature with its name as shown."""
PLACE = "place"
"""Country and language are one kind here: most films of a country are in its language."""
MOST = {"genre": 4, "director": 2, "cast": 2, "keyword": 2, "decade": 2, PLACE: 2}
"""Features named of each kind."""
KINDS = ("director", "keyword", PLACE, "cast", "decade", "genre")
"""The kinds of what is not typical yet, the most telling first."""
MAX_NEW_SHARE = 3
"""One line in so many is left to features that the latest like brought."""
UNCOUNTED = ("noir", "anime")
"""Ends of nouns that have no plural."""
IN_WORDS = 3
"""Features named in a sentence."""
TELLS_NOTHING = (BASED_ON_BOOK, "all-star cast")
"""Keywords that many films of every kind have."""


def name_features(features: "Sequence[LearnedFeature]") -> Iterator[Named]:
    """Yield features, the strongest first, with their names as shown; those that repeat another are left out."""
    said = {*TELLS_NOTHING}
    for feature in features:
        key = feature.name.casefold()
        if key not in said and (feature.kind != "keyword" or says_more_than_genres(key)):
            said.add(key)
            yield feature.name[:1].upper() + feature.name[1:], feature


def select_features(named: Sequence[Named], limit: int) -> list[Named]:
    """Select what a panel shows: what is typical, and some of what the latest like brought.

    Args:
        named: the strongest first.
        limit: lines of the panel.

    Returns:
        At most ``limit`` features, the strongest first.
    """
    new = limited(sorted((each for each in named if not each[1].is_typical), key=telling_first), 1)
    new = new[: limit // MAX_NEW_SHARE]
    typical = limited([each for each in named if each[1].is_typical])[: limit - len(new)]
    return sorted([*typical, *new], key=lambda each: -each[1].strength)


def telling_first(named: Named) -> tuple[int, float]:
    """Sorts what is new: of the people the best known first, of other kinds the rarest."""
    place, strength = KINDS.index(kind(named)), named[1].strength
    return place, strength if named[1].kind in ("director", "cast") else -strength


def limited(named: Sequence[Named], most: int = len(KINDS)) -> list[Named]:
    """The first features of each kind, at most ``MOST`` and ``most``."""
    counts: Counter[str] = Counter()
    found = []
    for each in named:
        counts[kind(each)] += 1
        if counts[kind(each)] <= min(MOST[kind(each)], most):
            found.append(each)
    return found


def kind(named: Named) -> str:
    """The kind of a feature, with country and language as one."""
    return PLACE if named[1].kind in ("country", "language") else named[1].kind


def describe_taste(features: "Sequence[LearnedFeature]") -> str:
    """A taste in words: "Japanese films, the 1950s and Akira Kurosawa"; empty if nothing is typical.

    Args:
        features: the strongest first.
    """
    typical = [each for each in name_features(features) if each[1].is_typical]
    return and_list([in_words(each) for each in limited(typical, 1)[:IN_WORDS]])


def in_words(named: Named) -> str:
    """A feature as something to like: "Japanese films", "the 1950s", "documentaries"."""
    name, feature = named
    if kind(named) == PLACE:
        return f"{name} films"
    if feature.kind == "decade":
        return f"the {name}"
    if feature.kind not in ("genre", "keyword"):
        return name
    place, words = place_words(feature.name)
    if place != "noun":
        return f"{words} films" if place == "adjective" else f"films {words}"
    return words if words.endswith(UNCOUNTED) else f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"

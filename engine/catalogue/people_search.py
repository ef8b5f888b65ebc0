"""Finds people by their names: surnames, initials, accents, typing errors and unfinished names."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from enum import IntEnum
from itertools import chain
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz

from matinee.engine.catalogue.people import People, Person
from matinee.engine.catalogue.person_names import joined_particles, name_in, other_words, surname_of
from matinee.engine.catalogue.text_index import allocate_contiguously, offsets, prefix_range, similarity
from matinee.policy.array_types import FloatArray

MAX_WORDS = 5
"""Longer lines are not names."""
MIN_COMPLETED = 4
"""Letters from which a single word may be the beginning of a name."""
MIN_FUZZY_LENGTH = 3
"""Shorter words must be typed as they are."""
MIN_WORD_SIMILARITY, MIN_SIMILARITY = 0.74, 0.8
"""Less similar words are different words, and less similar names different names."""
COMPLETION = 0.9
"""Factor for names with a word typed in part."""
SIMILARITY_RANGE = 0.2
"""People whose names are less similar than the most similar one by more than this are not considered."""
CANDIDATES = 24
"""How many people's names are compared word by word."""
PART_FACTORS = (0.88, 0.95, 1.0)
"""Factors for a given name, a surname and a full name."""
FAME_WEIGHT = 0.25
"""Bonus of the best known person over an unknown one."""
MIN_ACTOR_FAME = 20.0
"""Ratings of an actor who is meant by the surname alone."""
SAME_SIMILARITY = 0.03
"""Names whose similarities differ by less are equally similar to a line."""
CACHED_WORDS = 24
"""Number of words of lines whose similarities are cached."""


class NamePart(IntEnum):
    """The part of a person's name that a line is."""

    GIVEN = 0
    SURNAME = 1
    FULL = 2


class PersonMatch(NamedTuple):
    """A person whose name a line may be; matches compare by their scores.

    Attributes:
        score: from the similarity, the part of the name and the fame.
        place: the person's number in the index.
        part: the part of the name that the line is.
        similarity: in [0, 1], 1 for a name that is spelled right as far as it is typed.
        complete: False if the last word is typed in part.
        fame: number of ratings of their films, from ``People``.
        share: their share in the fame of all people whose names are equally similar, in [0, 1].
    """

    score: float
    place: int
    part: NamePart
    similarity: float
    complete: bool
    fame: float
    share: float = 1.0


class PeopleIndex:
    """Search index over the named directors and actors of a catalogue."""

    def __init__(self, people: People) -> None:
        """Build the index."""
        self._people = people
        names, fame = self._people.names, self._people.fame
        log_fame = np.log1p(fame)
        self._bonus = FAME_WEIGHT * log_fame / max(float(log_fame.max(initial=0.0)), 1.0)
        self._words = people.words
        self._others = [other_words(name, words) for name, words in zip(names, self._words, strict=True)]
        by_fame = np.argsort(fame, kind="stable").tolist()  # of namesakes the best known is kept
        self._joined = {"".join(self._words[place]): place for place in by_fame if len(self._words[place]) > 1}
        searched = [[*words, *others] for words, others in zip(self._words, self._others, strict=True)]
        vocabulary = sorted({word for words in searched for word in words})
        numbers = {word: number for number, word in enumerate(vocabulary)}
        self._ids = np.array([numbers[word] for words in searched for word in words], dtype=np.int32)
        self._vocabulary = allocate_contiguously(vocabulary)
        self._with_words = np.flatnonzero([bool(words) for words in searched])
        self._starts = offsets([len(words) for words in searched if words])
        self._cache: dict[tuple[str, bool], FloatArray] = {}

    def find(self, words: list[str], *, unfinished: bool = True, limit: int = 1) -> list[PersonMatch]:
        """Find the people whose name a line may be.

        Args:
            words: the line, from ``query_words``.
            unfinished: whether the last word may be the beginning of a name.
            limit: how many people to return at most.

        Returns:
            The matches, the most likely first: the most similar names, and of similar ones the best known.
        """
        plain = name_in(words)
        variants = [plain] if joined_particles(plain) == plain else [plain, joined_particles(plain)]
        found: dict[int, PersonMatch] = {}
        for match in chain.from_iterable(self._matches(each, unfinished) for each in variants):
            found[match.place] = max(match, found.get(match.place, match))
        if (place := self._joined.get("".join(plain))) is not None:  # also "alpacino"
            found[place] = self._match(place, NamePart.FULL, 1.0, complete=True)
        matches = sorted(found.values(), reverse=True)
        exact = [match for match in matches if is_exact(match)]
        if any(self._is_known(match) for match in exact):  # "bresson" is a surname, not a misspelling of Besson
            matches.sort(key=lambda match: match.similarity < 1)
        if exact:
            matches.sort(key=lambda match: not match.complete)  # "varda" is a surname, not the start of Vardalos
        return [match._replace(share=share_of(match, matches)) for match in matches[:limit]]

    def person(self, match: PersonMatch) -> Person:
        """The person of a match, with their films."""
        return self._people.person(match.place)

    def _is_known(self, match: PersonMatch) -> bool:
        """Whether a person may be meant by the surname alone: a director, or an actor who is well known."""
        return bool(self._people.n_directed[match.place]) or match.fame >= MIN_ACTOR_FAME

    def _matches(self, words: list[str], unfinished: bool) -> Iterator[PersonMatch]:
        last = len(words) - 1 if unfinished and (len(words) > 1 or len("".join(words)) >= MIN_COMPLETED) else -1
        typed = [(word, place == last) for place, word in enumerate(words)]
        compared = [(word, is_last) for word, is_last in typed if len(word) > 1]  # initials are compared name by name
        if not compared or len(words) > MAX_WORDS:
            return
        similar = [self._similarities(word, is_last) for word, is_last in compared]
        weights = [word_weight(word) for word, _ in compared]
        total = sum(weight * each for weight, each in zip(weights, similar, strict=True)) / sum(weights)
        total = total * (np.minimum.reduce(similar) > 0)
        floor = max(float(total.max(initial=0.0)) - SIMILARITY_RANGE, MIN_WORD_SIMILARITY)
        considered = np.flatnonzero(total >= floor)
        order = np.argsort(-(total + self._bonus)[considered], kind="stable")
        yield from filter(None, (self._compare(typed, int(place)) for place in considered[order[:CANDIDATES]]))

    def _similarities(self, word: str, is_last: bool) -> FloatArray:
        """(n_people,) similarity of a word, which may be unfinished at the end, with the closest word of each name."""
        if (word, is_last) not in self._cache:
            while len(self._cache) >= CACHED_WORDS:
                self._cache.pop(next(iter(self._cache)))
            if is_last:
                similar = np.maximum(self._similarities(word, False), self._begun(word))
            else:
                similar = self._per_person(self._spelled_alike(word)[self._ids])
            self._cache[word, is_last] = similar
        return self._cache[word, is_last]

    def _begun(self, word: str) -> FloatArray:
        """(n_people,) ``COMPLETION`` where a word of the name begins with what was typed, else 0."""
        first, after = prefix_range(self._vocabulary, word)
        return COMPLETION * self._per_person(((self._ids >= first) & (self._ids < after)).astype(np.float32))

    def _spelled_alike(self, word: str) -> FloatArray:
        """(n_words,) similarity of a word with each word of all names."""
        similar = np.zeros(len(self._vocabulary), dtype=np.float32)
        if len(word) >= MIN_FUZZY_LENGTH:
            similar = similarity(word, self._vocabulary, least_similarity(word))
        place = bisect_left(self._vocabulary, word)
        if self._vocabulary[place : place + 1] == [word]:
            similar[place] = 1.0
        return similar

    def _per_person(self, values: FloatArray) -> FloatArray:
        """(n_people,) the highest value of the words of each name; 0 for a name without words."""
        people = np.zeros(len(self._people), dtype=np.float32)
        if len(self._starts):
            people[self._with_words] = np.maximum.reduceat(values, self._starts)
        return people

    def _compare(self, typed: list[tuple[str, bool]], place: int) -> PersonMatch | None:
        """Compare a line with a name, word by word; None if a word of the line is not in the name."""
        words = self._words[place]
        surname = surname_of(self._people.names[place], words)
        free = {word: index in surname for index, word in enumerate(words)} | self._others[place]
        similarities, n_surname, complete = [], 0, True
        for word, is_last in typed:
            similar, name = max(((word_similarity(word, name, is_last), name) for name in free), default=(0.0, ""))
            if not similar:
                return None
            is_begun = is_last and name != word and name.startswith(word)
            complete = not is_begun
            similarities.append(1.0 if is_begun else similar)
            n_surname += free.pop(name)
        weights = [word_weight(word) for word, _ in typed]
        mean = sum(weight * each for weight, each in zip(weights, similarities, strict=True)) / sum(weights)
        part = NamePart.GIVEN if not n_surname else NamePart.SURNAME if n_surname == len(typed) else NamePart.FULL
        return self._match(place, part, mean, complete=complete) if mean >= MIN_SIMILARITY else None

    def _match(self, place: int, part: NamePart, similar: float, *, complete: bool) -> PersonMatch:
        score = PART_FACTORS[part] * similar * (1.0 if complete else COMPLETION) + float(self._bonus[place])
        return PersonMatch(score, place, part, similar, complete, float(self._people.fame[place]))


def is_exact(match: PersonMatch) -> bool:
    """Whether a line is the surname or the full name of a person as it is spelled."""
    return match.similarity == 1 and match.complete and match.part is not NamePart.GIVEN


def word_similarity(word: str, name: str, is_last: bool) -> float:
    """Similarity in [0, 1] of a typed word with a word of a name; 0 for different words.

    Args:
        word: as typed; a single letter is an initial.
        name: a word of a name.
        is_last: whether the typed word may be unfinished.
    """
    if word == name:
        return 1.0
    if (is_last or len(word) == 1) and name.startswith(word):
        return COMPLETION
    if len(word) < MIN_FUZZY_LENGTH:
        return 0.0
    return fuzz.ratio(word, name, score_cutoff=100 * least_similarity(word)) / 100


def least_similarity(word: str) -> float:
    """The lowest similarity of a misspelled word with the word that is meant."""
    return MIN_WORD_SIMILARITY if len(word) > MIN_FUZZY_LENGTH else MIN_SIMILARITY


def word_weight(word: str) -> float:
    """Longer words weigh more."""
    return float(len(word) ** 0.5)


def share_of(match: PersonMatch, matches: Iterable[PersonMatch]) -> float:
    """The share of a person in the fame of all people whose names are at least about as similar."""
    fame = sum(each.fame for each in matches if each.similarity >= match.similarity - SAME_SIMILARITY)
    return match.fame / fame if fame else 1.0

"""Finds people in a prompt: "tom hanks", "a hitchcock thriller", "tarrantino", "early spielberg"."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import CatalogueFacts
from matinee.engine.catalogue.title_normalization import folded_words
from matinee.engine.prompts.facts.career import CareerPart, find_career_part, select_career_part
from matinee.engine.prompts.facts.fact_phrases import FactPhrase
from matinee.engine.prompts.facts.manner import find_manner, iter_surnames
from matinee.engine.prompts.facts.people_names import collect_names
from matinee.engine.prompts.words.lexicon import LexiconReader
from matinee.engine.prompts.words.normalization import stem
from matinee.engine.prompts.words.phrase_patterns import Pattern, Span, find_spans
from matinee.policy.array_types import BoolArray, IntArray

FILE = Path(__file__).with_name("makers.yaml")
NICKNAMES_FILE = Path(__file__).with_name("nicknames.yaml")
MAX_WORDS = 4
"""Words of the longest name that is looked for."""
MIN_FAME_OF_WORD, VERY_FAMOUS = 350.0, 100.0
"""Ratings of a person's films from which a surname alone means the person although it is an ordinary word, or one of
the lexicon: "cruise", "miyazaki"."""
MAX_TITLES = 2
"""Titles that may have a word which means a person if it stands alone."""
MIN_LETTERS, MIN_SIMILARITY = 6, 86
"""Letters, and similarity (0–100), from which a name may be misspelled."""
MIN_GENRE = 5
"""Letters of a word of the lexicon after a given name; the shorter ones are mostly filler."""
MIN_FAME_OF_NAMESAKE = 50.0
"""Ratings of a person's films from which an ambiguous surname may mean them."""
MIN_FAME_OF_MISSPELLED = 60.0
"""Ratings of a person's films from which words that are no ordinary ones are corrected to the surname."""
MIN_FILMS_OF_MANNER = 3
"""Films of a director of whose surname an adjective is made."""
CUES = frozenset({"by", "with", "starring", "director", "actor", "actress", "featuring", "from", "s", "directed"})
"""Words beside a name which say that a person is meant."""
DIRECTING = frozenset({"by", "director", "directed"})
"""Those which say that films are meant that a person directed."""
AFTER_SURNAME = frozenset({
    "s", "and", "or", "but", "in", "from", "with", "without", "not", "no", "please", "directed", "as", "who", "where",
    "when", "that", "starring", "set", "then", "again", "instead", "too", "plus", "about", "for", "by", "is", "was",
})  # fmt: skip
"""Words that may follow a surname; any other shows that an ordinary word belongs to it: "with strong women"."""
PARTICLES = frozenset({"de", "di", "du", "da", "del", "della", "la", "le", "van", "von", "mc", "o", "al"})
WORKS = [["film"], ["films"], ["movie"], ["movies"], ["flick"], ["flicks"], ["classic"], ["classics"], ["being"]]
"""Words after a given name which say that a person is meant."""
IN_CARE = {
    "foster": frozenset({
        "kid", "kids", "child", "children", "son", "sons", "daughter", "daughters", "parent", "parents", "mother",
        "father", "mom", "mum", "dad", "family", "families", "care", "home", "homes", "brother", "sister", "baby",
    })
}  # fmt: skip
"""A surname that is no name before these words: "my foster kids"."""
FAMILY = frozenset({"brothers", "brother", "bros", "sisters"})


class PeoplePhrases:
    """The names of the people of a catalogue, in full and by surname."""

    def __init__(
        self, catalogue: Catalogue, facts: CatalogueFacts, is_known: frozenset[str], is_word: Callable[[str], bool]
    ) -> None:
        """Collect the names.

        Args:
            catalogue: the films.
            facts: their directors and casts.
            is_known: words with another meaning in prompts, which are no surnames if they stand alone.
            is_word: tells ordinary words, which are no misspelled names.
        """
        self._is_word, self._is_known = is_word, is_known
        self._catalogue = catalogue
        names = collect_names(catalogue, facts)
        self._people, self._full, self._namesakes = names.people, names.full, names.namesakes
        self._surnames = {surname: one for surname, one in names.surnames.items() if surname not in CUES}
        self._in_titles = names.in_titles
        self._given = {
            name: one
            for name, one in names.given.items()
            if name not in is_known and names.in_titles.get(name, 0) <= MAX_TITLES
        }
        numbers = {name: one for one, name in enumerate(self._people.names)}
        self._given |= {short: numbers[name] for short, name in read_nicknames().items() if name in numbers}
        self._full_names = list(self._full)

    def distinct_surnames(self) -> list[str]:
        """The surnames that mean one well-known person wherever they stand, the best known first."""
        fame = {surname: float(self._people.fame[self._surnames[surname]]) for surname in self._distinct}
        known = (surname for surname in fame if fame[surname] >= MIN_FAME_OF_MISSPELLED)
        return sorted(known, key=lambda surname: -fame[surname])

    def _is_in_other_titles(self, surname: str) -> bool:
        """Whether more than a few films of others have a surname in their titles."""
        if not self._is_frequent(surname):
            return False
        return self._in_titles[surname] - self._titles_with(surname, self._surnames[surname]) > MAX_TITLES

    def _is_frequent(self, surname: str) -> bool:
        """Whether more than a few titles have a surname."""
        return self._in_titles.get(surname, 0) > MAX_TITLES

    def _titles_with(self, surname: str, number: int) -> int:
        """How many titles of a person's own films have their surname: "The Chaplin Revue"."""
        rows = {*self._people.directed(number).tolist(), *self._people.acted(number).tolist()}
        return sum(surname in folded_words(self._catalogue.titles[row]) for row in rows)

    def find(self, words: Sequence[str]) -> Iterator[FactPhrase]:
        """Yield the people in a prompt, none overlapping another.

        Args:
            words: the prompt.
        """
        folded = ["".join(folded_words(word)) or word for word in words]
        makers = {phrase.span.start: phrase for phrase in self._makers(folded)}
        place = 0
        while place < len(folded):
            phrase = makers.get(place) or self._family(folded, place)
            if phrase is None and (match := self._match(folded, place)) is not None:
                phrase = self._phrase(match[0], folded, Span(place, match[1]))
            phrase = phrase or self._any_namesake(folded, place)
            phrase = self._adjective(folded, place) if phrase is None else self._in_manner(folded, phrase)
            if phrase is not None:
                yield phrase
            place = place + 1 if phrase is None else phrase.span.end

    def _in_manner(self, words: Sequence[str], phrase: FactPhrase) -> FactPhrase:
        """A phrase, or what it becomes if films in the person's manner are meant, not only those by them."""
        start = phrase.span.start + (words[phrase.span.start] in CUES)
        span = find_manner(words, Span(start, phrase.span.end))
        return phrase if span is None else as_manner(phrase, Span(min(span.start, phrase.span.start), span.end))

    def _adjective(self, words: Sequence[str], place: int) -> FactPhrase | None:
        """The person of whose surname an adjective is made: "a hitchcockian thriller"."""
        word = words[place]
        if self._is_word(word):
            return None
        people = [one for surname in iter_surnames(word) for one in self._namesakes.get(surname, ())]
        one = max(people, key=lambda person: len(self._people.directed(person)), default=None)
        if one is None or len(self._people.directed(one)) < MIN_FILMS_OF_MANNER:
            return None
        span = Span(place, place + 1)
        return as_manner(self._phrase(one, words, span), span)

    def _makers(self, words: Sequence[str]) -> Iterator[FactPhrase]:
        """The studios and groups in a prompt."""
        for pattern, directors in read_makers():
            for span in find_spans(pattern, words, Span(0, len(words))):
                people = [one for one, name in enumerate(self._people.names) if name in directors]
                films = np.logical_or.reduce([self._mask(self._people.directed(one)) for one in people])
                if np.any(films):
                    label = " ".join(words[span.start : span.end]).removeprefix("the ").title()
                    yield FactPhrase("person", f"by {label}", films, span)

    def _family(self, words: Sequence[str], start: int) -> FactPhrase | None:
        """The people of one surname who work together: "coen brothers", "the wachowskis"."""
        surname, after = words[start], words[start + 1 : start + 2]
        if not (after and after[0] in FAMILY) and (surname := surname.removesuffix("s")) == words[start]:
            return None
        people = [one for one in self._namesakes.get(surname, ()) if len(self._people.directed(one))]
        if len(people) < 2:
            return None
        films = np.logical_and.reduce([self._mask(self._people.directed(one)) for one in people[:2]])
        end = start + 2 if after and after[0] in FAMILY else start + 1
        if not films.any():
            return None
        names, fame = " & ".join(self._people.names[one] for one in people[:2]), float(self._people.fame[people[0]])
        if (career := find_career_part(words, Span(start, end))) is not None:
            return self._career_phrase(names, np.flatnonzero(films), career, fame)
        return FactPhrase("person", f"by {names}", films, Span(start, end), fame=fame)

    def _any_namesake(self, words: Sequence[str], start: int) -> FactPhrase | None:
        """Everybody well known of a surname that means nobody in particular: "bergman", "by scott"."""
        surname, before = words[start], words[start - 1] if start else ""
        people = [one for one in self._namesakes.get(surname, ()) if self._people.fame[one] >= MIN_FAME_OF_NAMESAKE]
        if len(people) < 2 or surname in self._surnames:
            return None
        is_name = (
            (before in CUES and self._is_cued_name(words, start)) or self._names_films(words, start) or len(words) == 1
        )
        if not is_name or (before not in CUES and (surname in self._is_known or self._is_frequent(surname))):
            return None
        films = np.logical_or.reduce([self._mask(self._people.directed(one)) for one in people])
        if before not in DIRECTING:
            films |= np.logical_or.reduce([self._mask(self._people.acted(one)) for one in people])
        label = f"by {surname.title()}" if before in DIRECTING else f"by or with {surname.title()}"
        fame = float(self._people.fame[people[0]])
        span = widen(Span(start, start + 1), before in CUES)
        return FactPhrase("person", label, films, span, fame=fame) if films.any() else None

    def _match(self, words: Sequence[str], start: int) -> tuple[int, int] | None:
        """The person whose name begins at a position, and where it ends; longer names win."""
        for end in range(min(len(words), start + MAX_WORDS), start + 1, -1):
            names = [" ".join(words[start:end]), *(["".join(words[start:end])] if words[start] in PARTICLES else [])]
            for name in names:
                if name in self._full:
                    return self._full[name], end
                if name in self._surnames and not self._is_ambiguous(name):
                    return self._surnames[name], end
        word = words[start]
        if words[start + 1 : start + 2] and words[start + 1] in IN_CARE.get(word, ()):
            return None
        cued = (start > 0 and words[start - 1] in CUES) or words[start + 1 : start + 2] == ["s"]
        if word in self._surnames and (not self._is_ambiguous(word) or (cued and self._is_cued_name(words, start))):
            return self._surnames[word], start + 1
        if word in self._given and (cued or self._names_films(words, start) or not self._is_ordinary(word)):
            return self._given[word], start + 1
        return self._match_misspelled(words, start)

    def _match_misspelled(self, words: Sequence[str], start: int) -> tuple[int, int] | None:
        pair = words[start : start + 2]
        if len(pair) > 1 and any(map(self._is_unknown, pair)) and len("".join(pair)) > MIN_LETTERS:
            best = process.extractOne(" ".join(pair), self._full_names, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY)
            if best is not None:
                return self._full[best[0]], start + 2
        if len(words[start]) < MIN_LETTERS or not self._is_unknown(words[start]):
            return None
        if start and self._is_other_name(words[start - 1]):
            return None
        best = process.extractOne(words[start], self._distinct, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY)
        return None if best is None else (self._surnames[best[0]], start + 1)

    def _names_films(self, words: Sequence[str], start: int) -> bool:
        """Whether the word after a name says that films are meant: "arnold flicks", "natalie dramas"."""
        after = words[start + 1 : start + 2]
        if after in WORKS:
            return True
        return start == 0 and bool(after) and len(after[0]) >= MIN_GENRE and stem(after[0]) in self._is_known

    def _is_cued_name(self, words: Sequence[str], start: int) -> bool:
        """Whether an ordinary word after one such as "with" is a surname: "with black", but not "with black humour"."""
        after, before = words[start + 1 : start + 2], words[start - 1] if start else ""
        if after and after[0].isalnum() and after not in WORKS and after[0] not in AFTER_SURNAME:
            return False
        fame = float(self._people.fame[self._namesakes[words[start]][0]])
        return before in DIRECTING or fame >= VERY_FAMOUS

    def _is_ordinary(self, given: str) -> bool:
        """Whether a given name is too frequent a word to mean a person where no other word says so."""
        return given not in read_nicknames() and self._is_word(given)

    def _is_unknown(self, word: str) -> bool:
        """Whether a word means nothing else, so that it may be a misspelled name."""
        return not (word in self._is_known or word in self._in_titles or self._is_word(word))

    def _is_other_name(self, word: str) -> bool:
        """Whether a word is no ordinary one, so that it may be the given name of somebody of whom there is no film."""
        return word.isalpha() and len(word) > 2 and word not in CUES and self._is_unknown(word)

    def _is_ambiguous(self, surname: str) -> bool:
        """Whether a surname is also an ordinary word, so that it means the person only next to a cue."""
        fame = self._people.fame[self._surnames[surname]]
        return (
            (surname in self._is_known and bool(fame < VERY_FAMOUS))
            or (bool(fame < MIN_FAME_OF_WORD) and self._is_word(surname))
            or self._is_in_other_titles(surname)
        )

    @cached_property
    def _distinct(self) -> list[str]:
        """The surnames that mean a person wherever they stand."""
        return [surname for surname in self._surnames if not self._is_ambiguous(surname)]

    def _phrase(self, number: int, words: Sequence[str], span: Span) -> FactPhrase:
        directs = self._directs(number, words, span)
        rows = self._people.directed(number) if directs else self._people.acted(number)
        name, fame = self._people.names[number], float(self._people.fame[number])
        if (career := find_career_part(words, span)) is not None:
            return self._career_phrase(name, rows, career, fame)
        before = words[span.start - 1] if span.start else ""
        span = Span(span.start, span.end + (words[span.end : span.end + 1] == ["directed"]))
        label = f"{'by' if directs else 'with'} {name}"
        return FactPhrase("person", label, self._mask(rows), widen(span, before in CUES), fame=fame)

    def _directs(self, number: int, words: Sequence[str], span: Span) -> bool:
        """Whether films are meant that a person directed, rather than acted in."""
        directed, acted = len(self._people.directed(number)), len(self._people.acted(number))
        before = words[span.start - 1] if span.start else ""
        if directed and (before in DIRECTING or words[span.end : span.end + 1] == ["directed"]):
            return True
        if before in ("with", "starring", "featuring") and acted:
            return False
        return directed >= acted

    def _mask(self, rows: IntArray) -> BoolArray:
        films = np.zeros(len(self._catalogue), dtype=np.bool_)
        films[rows] = True
        return films

    def _career_phrase(self, name: str, rows: IntArray, career: tuple[CareerPart, Span], fame: float) -> FactPhrase:
        """The phrase of the films of a person that belong to a part of the career."""
        part, span = career
        films = self._mask(select_career_part(rows, self._catalogue.years, part))
        return FactPhrase("person", f"{part} {name}", films, span, fame=fame, is_career=True)


def as_manner(phrase: FactPhrase, span: Span) -> FactPhrase:
    """The phrase that asks for films in the manner of the people of another, by its own and by others."""
    name = phrase.label.removeprefix("by or with ").removeprefix("by ").removeprefix("with ")
    return replace(phrase, label=f"like {name}", span=span, is_manner=True, unknown=~phrase.films)


def widen(span: Span, words: int) -> Span:
    """A span with some words before it."""
    return Span(span.start - words, span.end)


@lru_cache(maxsize=1)
def read_makers() -> tuple[tuple[Pattern, frozenset[str]], ...]:
    """Read ``makers.yaml``. Raises PolicyError, which names the file and the entry."""
    reader = LexiconReader(FILE)
    section = reader.section("makers").items()
    return tuple((reader.pattern([phrase], phrase), frozenset(directors)) for phrase, directors in section)


@lru_cache(maxsize=1)
def read_nicknames() -> dict[str, str]:
    """Read ``nicknames.yaml``. Raises PolicyError, which names the file and the entry."""
    reader = LexiconReader(NICKNAMES_FILE)
    return {
        short: reader.check(name, str, f"nicknames, {short}") for short, name in reader.section("nicknames").items()
    }

"""Finds the films that a prompt names, and what is said of each: liked, disliked, seen, or to be left out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from matinee.engine.catalogue.series import series_name
from matinee.engine.prompts.fact_phrases import FactPhrase
from matinee.engine.prompts.film_names import FilmNames
from matinee.engine.prompts.film_reader import (
    FAMOUS,
    KNOWN,
    MAX_TITLE_WORDS,
    RARE,
    VERY_FAMOUS,
    Attitude,
    FilmPhrase,
    FilmReader,
    FindPerson,
    FindTitle,
)
from matinee.engine.prompts.lexicon import Lexicon, LexiconReader
from matinee.engine.prompts.negation import Role, split_clauses
from matinee.engine.prompts.normalization import Token
from matinee.engine.prompts.phrase_patterns import Pattern, Span, find_spans

FILE = Path(__file__).with_name("film_cues.yaml")
CONJUNCTIONS = frozenset({"or", "and", ",", "nor", "plus", "both"})
SPEAKERS = frozenset({"i", "we", "you", "would", "they", "to", "do", "she", "he", "id", "who", "really", "also"})
"""Words before "like" which show that it is a verb."""
COMPARISONS = frozenset({"in", "set", "with", "without", "more", "less", "for", "on", "about", "from", "as", "where"})
"""Words after "but" which tell wanted films from an example."""
EXCEPTIONS = frozenset({"but", "except", "than", "besides", "excluding", "minus", "bar", "save", "apart", "aside"})
"""Words before what is excluded which show that something particular is meant, rather than a kind of film."""
MIN_SURNAME = 6
"""Letters of the shortest surname that is recognised although it is an ordinary word, since a film has it too."""
BEFORE: dict[str, Attitude] = {
    "liked": "like", "liking": "like", "disliked": "dislike", "disliking": "dislike", "seen": "seen", "joined": "like",
}  # fmt: skip
"""Section of ``film_cues.yaml`` with words before a name → what they say."""
AFTER: dict[str, Attitude] = {"liked_after": "like", "disliked_after": "dislike"}
"""The same for words after a name."""


class FilmFinder:
    """Finds the films in one prompt."""

    def __init__(
        self,
        line: str,
        tokens: Sequence[Token],
        roles: Sequence[Role],
        lexicon: Lexicon,
        find_title: FindTitle,
        names: FilmNames | None = None,
        find_person: FindPerson = lambda _words: None,
        people: Sequence[FactPhrase] = (),
        switched: frozenset[str] = frozenset(),
    ) -> None:
        """Store the prompt and what it is compared with.

        Args:
            line: the normalised prompt.
            tokens: its tokens.
            roles: of the tokens, by the patterns of the lexicon.
            lexicon: the vocabulary.
            find_title: finds the film that is named in words like "heat", also misspelled ones.
            names: the exact names of films; without them only words before a name show that it is one.
            find_person: finds the person whose name some words are.
            people: the people and places in the prompt.
            switched: names that are both a person and a film, and mean the less likely of both.
        """
        self._reader = FilmReader(line, tokens, lexicon, find_title, names, find_person, switched)
        self._words, self._whole, self._roles = self._reader.words, Span(0, len(tokens)), roles
        self._lexicon, self._names = lexicon, names
        self._people, self._find_person, self._switched = people, find_person, switched
        self._people_after_cues: list[Span] = []

    def find(self) -> list[FilmPhrase]:
        """The films in the prompt, in their order, none overlapping another."""
        found: list[FilmPhrase] = []
        sources = [self._after_cues()]
        if self._names is not None:
            sources += [self._before_turns(), self._before_cues(), self._evident(), self._switched_names()]
            sources += [phrases for run in runs_of(self._roles, Role.EXCLUDED) for phrases in [self._excluded(run)]]
        for phrase in (phrase for phrases in sources for phrase in phrases):
            if not any(phrase.span.overlaps(other.span) for other in found):
                found.append(phrase)
        examples = [phrase for phrase in found if phrase.attitude == "like"]
        if self._names is not None and examples:
            found += self._sequels(examples[0])
        return sorted(found, key=lambda phrase: phrase.span.start)

    def film_named(self, fact: FactPhrase) -> str:
        """The words of a person's name that are also a film; empty if there are none."""
        if self._names is None or fact.kind != "person":
            return ""
        starts = range(fact.span.start, fact.span.end)
        found = (start for start in starts if self._names.find(self._reader.typed(start, fact.span.end)) is not None)
        start = next(found, None)
        return "" if start is None else " ".join(self._words[start : fact.span.end])

    def people_meant(self) -> list[FactPhrase]:
        """The people whose names might mean a film, but do not: after "like", if switched, or as the film is rare."""
        spans = [*self._people_after_cues, *(span for _, span in self._switched_spans())]
        spans += [Span(place, place + 1) for place, word in enumerate(self._words) if self._is_rare_title(word)]
        found: list[FactPhrase] = []
        for span in spans:
            person = self._find_person(self._words[span.start : span.end])
            if person is not None and not any(fact.span.overlaps(span) for fact in (*self._people, *found)):
                found.append(replace(person, span=span))
        return found

    def _is_rare_title(self, word: str) -> bool:
        """Whether a word is the title of a film that hardly anybody means, so that it may be a person's name."""
        if self._names is None or len(word) < MIN_SURNAME or (movie := self._names.find(word)) is None:
            return False
        return self._names.ratings(movie) < RARE and not self._reader.describes([word]) and word not in self._switched

    def _switched_spans(self) -> Iterator[tuple[list[str], Span]]:
        for name in self._switched:
            words = name.split()
            for start in range(len(self._words) - len(words) + 1):
                if words and self._words[start : start + len(words)] == words:
                    yield words, Span(start, start + len(words))

    def _switched_names(self) -> Iterator[FilmPhrase]:
        """Yield the films whose names would mean a person if they were not switched."""
        for _, span in self._switched_spans():
            phrase = self._reader.read_whole(span, self._attitude_at(span.start), is_all=False)
            if phrase is not None and not self._reader.is_person(phrase):
                yield phrase

    def _attitude_at(self, place: int) -> Attitude:
        return "exclude" if self._roles[place] is Role.EXCLUDED else "like"

    def _spans(self, section: str) -> list[Span]:
        """Where the patterns of a section of ``film_cues.yaml`` match."""
        return find_spans(read_film_cues()[section], self._words, self._whole)

    def _after_cues(self) -> Iterator[FilmPhrase]:
        """Yield the films after words such as "like", "I hated" and "between"."""
        cues = [
            ("liking" if self._is_verb(span) else "liked", span)
            for span in find_spans(self._lexicon.example_cues, self._words, self._whole)
        ]
        if self._names is not None:
            cues += [(section, span) for section in BEFORE for span in self._spans(section)]
        end = 0
        for section, cue in sorted(cues, key=lambda entry: (entry[1].start, -entry[1].end)):
            if cue.start < end:
                continue
            is_disliked = BEFORE[section] == "like" and is_excluded(cue, self._roles)
            attitude: Attitude = "dislike" if is_disliked else BEFORE[section]
            films = list(self._read_list(cue, attitude, weak=section in ("liking", "disliking")))
            if section == "joined" and (len(films) < 2 or all(film.typed.isdecimal() for film in films)):
                continue
            yield from films
            end = films[-1].span.end if films else end

    def _is_verb(self, cue: Span) -> bool:
        """Whether "like" is a verb, as in "I like"."""
        return self._words[cue.start : cue.end] == ["like"] and bool(SPEAKERS & {*self._words[: cue.start][-1:]})

    def _read_list(self, cue: Span, attitude: Attitude, *, weak: bool) -> Iterator[FilmPhrase]:
        """Yield the films listed after a cue: "Heat", "Heat or Casino", "Heat, Casino and Ronin"."""
        start, place = cue.start, cue.end
        while (phrase := self._reader.read(place, attitude)) is not None:
            if self._reader.is_person(phrase):
                self._people_after_cues.append(phrase.name)
            if not self._reader.fits(phrase, weak=weak):
                return
            yield replace(phrase, span=Span(start, phrase.span.end))
            start = phrase.span.end
            place = self._skip_conjunctions(start, len(self._words))
            if place in (start, len(self._words)):
                return

    def _skip_conjunctions(self, place: int, limit: int) -> int:
        while place < limit and self._words[place] in CONJUNCTIONS:
            place += 1
        return place

    def _before_turns(self) -> Iterator[FilmPhrase]:
        """Yield the films in "Heat but funnier", "Heat without guns" and "Heat meets Fargo"."""
        for turn in self._spans("turns"):
            is_compared = is_comparison(self._words[turn.end : turn.end + 1])
            yield from self._before(turn, "like", KNOWN if is_compared else FAMOUS, only_name=True)
        for change in self._spans("changes"):
            yield from self._before(change, "like", VERY_FAMOUS, only_name=True)
        for middle in self._spans("meets"):
            first, second = next(self._before(middle, "like", KNOWN), None), self._reader.read(middle.end, "like")
            if first is not None and second is not None:
                yield replace(first, span=Span(first.span.start, middle.end))
                yield second

    def _before_cues(self) -> Iterator[FilmPhrase]:
        """Yield the films in "Fargo vibes" and "Heat was boring"."""
        for section, attitude in AFTER.items():
            for cue in self._spans(section):
                for phrase in self._before(cue, attitude, FAMOUS):
                    if phrase.is_certain or attitude == "like":
                        yield replace(phrase, span=Span(phrase.span.start, cue.end))

    def _before(
        self, cue: Span, attitude: Attitude, min_ratings: int, *, only_name: bool = False
    ) -> Iterator[FilmPhrase]:
        """Yield the film whose name ends where a cue begins.

        Args:
            cue: words after the name.
            attitude: what they say.
            min_ratings: ratings from which one ordinary word is the name.
            only_name: the name must be all that the line says so far.
        """
        clause = next((each for each in split_clauses(self._words) if each.start < cue.start <= each.end), None)
        if clause is None or self._names is None:
            return
        for start in range(max(clause.start, cue.start - MAX_TITLE_WORDS), cue.start):
            is_all = all(map(self._reader.is_filler, self._words[: start if only_name else clause.start]))
            if only_name and not is_all:
                return
            name = Span(start, cue.start)
            is_fact = any(fact.span.overlaps(name) for fact in self._people)
            phrase = self._reader.read_whole(name, attitude, is_all=is_all and not is_fact)
            if phrase is None or self._reader.is_person(phrase):
                continue
            words = self._words[start : cue.start]
            if self._reader.describes(words):
                min_ratings = FAMOUS if words[0] == "the" else VERY_FAMOUS
            is_known = self._names.ratings(phrase.movie) >= min_ratings
            if phrase.is_certain or (is_known and not all(map(self._reader.is_filler, words))):
                yield phrase
                return

    def _evident(self) -> Iterator[FilmPhrase]:
        """Yield the films of which nothing is said: in quotes, with their year, or with capital letters."""
        for place, word in enumerate(self._words):
            if self._reader.starts_name(place):
                phrase = self._reader.read_exactly(place, self._attitude_at(place))
                if phrase is not None and self._is_evident(phrase):
                    yield phrase
            elif word.isdecimal() and len(word) == 4:
                yield from self._before_year(place)

    def _is_evident(self, phrase: FilmPhrase) -> bool:
        if phrase.is_dated or self._reader.is_quoted(phrase.name):
            return True
        is_name = phrase.name.end - phrase.name.start > 1 and self._reader.is_capitalized(phrase.name)
        return is_name and phrase.is_certain and not self._reader.is_person(phrase)

    def _before_year(self, place: int) -> Iterator[FilmPhrase]:
        """Yield the film whose name stands before its year."""
        is_enclosed = place > 0 and self._words[place - 1] == "("
        end = place - 1 if is_enclosed else place
        for start in range(max(0, end - MAX_TITLE_WORDS), end):
            phrase = self._reader.read_exactly(start, self._attitude_at(start))
            if phrase is not None and phrase.is_dated and phrase.name.end == end:
                is_name = self._reader.is_capitalized(phrase.name) or not self._reader.describes(self._words[start:end])
                if is_enclosed or is_name:
                    yield phrase
                return

    def _excluded(self, run: Span) -> Iterator[FilmPhrase]:
        """Yield the films among words that are excluded: "no Star Wars", "tarantino but not kill bill"."""
        is_exception = bool(EXCEPTIONS & {*self._words[max(0, run.start - 3) : run.start]})
        items: list[FilmPhrase] = []
        place = run.start
        while place < run.end:
            read = self._reader.read if is_exception else self._reader.read_exactly
            phrase = read(place, "exclude")
            if phrase is not None and phrase.name.end <= run.end and self._ends(phrase.name.end, run):
                items.append(phrase)
                place = phrase.span.end
            else:
                place = next((at for at in range(place, run.end) if self._words[at] in CONJUNCTIONS), run.end)
            place = self._skip_conjunctions(place, run.end)
        is_certain = any(item.is_certain for item in items) or any(map(self._is_by_person, items))
        for item in items:
            is_filler = all(map(self._reader.is_filler, self._words[item.name.start : item.name.end]))
            if is_filler and not item.is_certain:
                continue
            if (is_certain or self._is_famous(item, is_exception=is_exception)) and not self._reader.is_person(item):
                yield item

    def _ends(self, place: int, run: Span) -> bool:
        return place >= run.end or self._reader.ends_at(place)

    def _is_famous(self, phrase: FilmPhrase, *, is_exception: bool) -> bool:
        """Whether a film is so well known that it is meant by an excluded name."""
        if self._names is None:
            return False
        several = " " in self._names.key(phrase.typed)
        describes = self._reader.describes(self._words[phrase.name.start : phrase.name.end])
        ratings = self._names.ratings(phrase.movie)
        if is_exception and ratings >= FAMOUS and (several or not describes):
            return True
        return several and ratings >= (VERY_FAMOUS if describes else KNOWN)

    def _is_by_person(self, phrase: FilmPhrase) -> bool:
        """Whether a film is by somebody named in the prompt: "ridley scott but not alien"."""
        people = [fact for fact in self._people if fact.kind == "person"]
        rows = list(self._names.series(phrase.typed)) if self._names is not None and people else []
        return any(person.films[rows].any() for person in people)

    def _sequels(self, example: FilmPhrase) -> Iterator[FilmPhrase]:
        """Yield the series of an example if "no sequels" or "not part of the trilogy" are wanted."""
        for span in self._spans("sequels"):
            if Role.EXCLUDED in self._roles[span.start : span.end]:
                yield FilmPhrase(example.movie, "exclude", span, span, series_name(example.movie.title))


def runs_of(roles: Sequence[Role], role: Role) -> Iterator[Span]:
    """Yield the runs of words with one role."""
    start = None
    for place, current in enumerate([*roles, None]):
        if current is role and start is None:
            start = place
        elif current is not role and start is not None:
            yield Span(start, place)
            start = None


def is_comparison(words: Sequence[str]) -> bool:
    """Whether words after "but" tell wanted films from an example: "funnier", "in Japan", "with dogs"."""
    return any(word in COMPARISONS or word.endswith("er") for word in words)


def is_excluded(span: Span, roles: Sequence[Role]) -> bool:
    """Whether a span as a whole is excluded: "not the 90s" and "nothing like Heat", but not "nothing before 1990"."""
    return Role.EXCLUDED in roles[span.start : span.end] and roles[span.start] is not Role.CUE


@lru_cache(maxsize=1)
def read_film_cues() -> dict[str, Pattern]:
    """Read ``film_cues.yaml``: section → pattern. Raises PolicyError, which names the file and the entry."""
    reader = LexiconReader(FILE)
    sections = (*BEFORE, *AFTER, "meets", "turns", "changes", "more_of_that", "sequels")
    return {section: reader.pattern(reader.top(section), section) for section in sections}

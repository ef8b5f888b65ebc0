"""Finds the films that a prompt names, and what is said of each: liked, disliked, seen, or to be left out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.prompts.fact_phrases import FactPhrase
from matinee.engine.prompts.film_names import FilmNames
from matinee.engine.prompts.lexicon import Lexicon, LexiconReader
from matinee.engine.prompts.negation import Role, split_clauses
from matinee.engine.prompts.normalization import PUNCTUATION, Token
from matinee.engine.prompts.phrase_patterns import Pattern, Span, find_spans
from matinee.engine.prompts.vocabulary import find_meanings

FILE = Path(__file__).with_name("film_cues.yaml")
MAX_TITLE_WORDS = 8
"""Words of the longest title that is recognised as an example."""
MAX_FUZZY_TRIES = 4
"""Runs of words that are looked up as a misspelled title at one place."""
RARE, KNOWN, WELL_KNOWN, FAMOUS, VERY_FAMOUS = 5, 10, 20, 50, 100
"""Ratings from which a film may be meant; how many it takes depends on what its name is and what stands around it."""
CONJUNCTIONS = frozenset({"or", "and", ",", "nor", "plus", "both"})
AFTER_NAME = frozenset(
    {"but", "and", "or", "nor", "plus", "except", "with", "without", "only", "set", "in", "from", "by", "for", "please",
    "instead", "though", "although", "while", "yet", "also", "too", "was", "is", "were", "are", "because", "so", "just",
    "not", "no", "than", "meets", "again", "especially", "more", "that", "which", "i", "we"}
)  # fmt: skip
"""Words that may follow a name; any other word shows that an ordinary word belongs to it: "like war movies"."""
MISSPELLED_ARTICLES = frozenset({"teh", "hte", "th", "thee"})
QUOTES = frozenset("\"'“”„‟‘’«»‹›`")
SPEAKERS = frozenset({"i", "we", "you", "would", "they", "to", "do", "she", "he", "id", "kids", "who", "really", "also"})
"""Words before "like" which show that it is a verb."""
COMPARISONS = frozenset({"in", "set", "with", "without", "more", "less", "for", "on", "about", "from", "as", "where"})
"""Words after "but" which tell wanted films from an example."""
EXCEPTIONS = frozenset({"but", "except", "than", "besides", "excluding", "minus", "bar", "save", "apart", "aside"})
"""Words before what is excluded which show that something particular is meant, rather than a kind of film."""

Attitude = Literal["like", "dislike", "seen", "exclude"]
FindTitle = Callable[[str], Movie | None]
"""The film that some words certainly mean, or None."""
FindPerson = Callable[[Sequence[str]], FactPhrase | None]
"""The person whose name some words are, or None."""
ATTITUDES: dict[str, Attitude] = {
    "liked": "like", "liking": "like", "disliked": "dislike", "disliking": "dislike", "seen": "seen", "joined": "like",
}  # fmt: skip
"""Section of ``film_cues.yaml`` with words before a name → attitude."""


@dataclass(frozen=True)
class FilmPhrase:
    """A film named in a prompt.

    Attributes:
        movie: the film; of a series the best known.
        attitude: what is said of it.
        span: where its name is, with the words that say so.
        name: where its name alone is.
        typed: its name as typed.
        is_certain: whether the name alone shows that a film is meant.
    """

    movie: Movie
    attitude: Attitude
    span: Span
    name: Span
    typed: str
    is_certain: bool = False


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
            people: the people in the prompt.
            switched: names that are both a person and a film, and mean the less likely of both.
        """
        self._line, self._tokens, self._roles, self._lexicon = line, tokens, roles, lexicon
        self._words = [token.text for token in tokens]
        self._find_title, self._names, self._find_person = find_title, names, find_person
        self._people, self._switched = people, switched

    def find(self) -> list[FilmPhrase]:
        """The films in the prompt, in their order, none overlapping another."""
        found: list[FilmPhrase] = []
        for phrase in (*self._after_cues(), *self._uncued(), *self._excluded()):
            if not any(phrase.span.overlaps(other.span) for other in found):
                found.append(phrase)
        return sorted(found, key=lambda phrase: phrase.span.start)

    def film_named(self, fact: FactPhrase) -> str:
        """The words of a person's name that are also a film; empty if there are none."""
        for start in range(fact.span.start, fact.span.end if fact.kind == "person" and self._names else 0):
            if self._names and self._names.find(self._typed(start, fact.span.end)) is not None:
                return " ".join(self._words[start : fact.span.end])
        return ""

    def people_switched_to(self, named: Sequence[FactPhrase]) -> Iterator[FactPhrase]:
        """Yield the people whose names would mean a film if they were not switched.

        Args:
            named: the people that are found anyway.
        """
        for name in self._switched:
            words = name.split()
            for start in range(len(self._words) - len(words) + 1):
                span = Span(start, start + len(words))
                is_found = any(fact.span.overlaps(span) for fact in named)
                if self._words[span.start : span.end] == words and not is_found:
                    if (person := self._find_person(words)) is not None:
                        yield replace(person, span=span)

    def is_switched(self, name: Span) -> bool:
        """Whether a name that is both a person and a film means the less likely of both."""
        return " ".join(self._words[name.start : name.end]) in self._switched

    def _after_cues(self) -> Iterator[FilmPhrase]:
        """Yield the films after words such as "like", "I hated" and "between"."""
        whole = Span(0, len(self._words))
        cues = [
            ("liking" if self._is_verb(span) else "liked", span)
            for span in find_spans(self._lexicon.example_cues, self._words, whole)
        ]
        if self._names is not None:
            patterns = read_film_cues()
            cues += [(kind, span) for kind in ATTITUDES for span in find_spans(patterns[kind], self._words, whole)]
        end = 0
        for kind, cue in sorted(cues, key=lambda entry: (entry[1].start, -entry[1].end)):
            if cue.start < end:
                continue
            attitude = ATTITUDES[kind]
            if attitude == "like" and is_excluded(cue, self._roles):
                attitude = "dislike"
            films = list(self._read_list(cue, attitude, weak=kind in ("liking", "disliking")))
            if kind == "joined" and (len(films) < 2 or all(film.typed.isdecimal() for film in films)):
                continue
            yield from films
            end = films[-1].span.end if films else end

    def _is_verb(self, cue: Span) -> bool:
        return self._words[cue.start : cue.end] == ["like"] and bool({*self._words[:cue.start][-1:]} & SPEAKERS)

    def _read_list(self, cue: Span, attitude: Attitude, *, weak: bool) -> Iterator[FilmPhrase]:
        """Yield the films listed after a cue: "Heat", "Heat or Casino", "Heat, Casino and Ronin"."""
        start, place = cue.start, cue.end
        while (phrase := self._match(place, attitude)) is not None and self._fits(phrase, weak=weak):
            yield replace(phrase, span=Span(start, phrase.span.end))
            start = place = phrase.span.end
            while place < len(self._words) and self._words[place] in CONJUNCTIONS:
                place += 1
            if place == start or place == len(self._words):
                return

    def _match(self, start: int, attitude: Attitude) -> FilmPhrase | None:
        """The film whose name begins at a position: the longest exact name, or else a misspelled title."""
        return self._match_exactly(start, attitude) or self._match_misspelled(start, attitude)

    def _match_exactly(self, start: int, attitude: Attitude) -> FilmPhrase | None:
        if self._names is None or start >= len(self._words) or self._words[start] in PUNCTUATION:
            return None
        for end in range(min(len(self._words), start + MAX_TITLE_WORDS + 3), start, -1):
            if self._words[end - 1] not in PUNCTUATION and (movie := self._names.find(self._typed(start, end))):
                return self._with_year(movie, attitude, Span(start, end))
        return None

    def _with_year(self, movie: Movie, attitude: Attitude, name: Span) -> FilmPhrase:
        """A film, or that of the same name from the year that follows: "Heat (1995)", "the thing 1982"."""
        typed = self._typed(name.start, name.end)
        rest = self._words[name.end : name.end + 3]
        is_enclosed = len(rest) == 3 and rest[0] == "(" and rest[2] == ")"
        year = rest[1] if is_enclosed else next(iter(rest), "")
        dated = self._names.find(typed, int(year)) if self._names and year.isdecimal() and len(year) == 4 else None
        if dated is not None:
            span = Span(name.start, name.end + (3 if is_enclosed else 1))
            return FilmPhrase(dated, attitude, span, name, typed, is_certain=True)
        return FilmPhrase(movie, attitude, name, name, typed, self._is_certain(movie, name))

    def _match_misspelled(self, start: int, attitude: Attitude) -> FilmPhrase | None:
        limit = next(
            (place for place in range(start, len(self._words)) if self._words[place] in PUNCTUATION), len(self._words)
        )
        ends = range(min(limit, start + MAX_TITLE_WORDS), start, -1)
        if self._names is not None:
            start += start + 1 < limit and self._words[start] in MISSPELLED_ARTICLES
            until = next((end for end in range(start + 1, limit) if self._words[end] in AFTER_NAME), limit)
            if all(map(self._is_known, self._words[start:until])):
                return None
            ends = range(min(until, start + MAX_TITLE_WORDS), start, -1)[:MAX_FUZZY_TRIES]
        for end in ends:
            if (movie := self._find_title(self._typed(start, end).casefold())) is not None:
                name = Span(start, end)
                return FilmPhrase(movie, attitude, name, name, movie.title, is_certain=True)
        return None

    def _is_known(self, word: str) -> bool:
        """Whether a word is an ordinary one, so that it is no misspelled title."""
        return word in self._lexicon.filler or (self._names is not None and self._names.is_word(word))

    def _fits(self, phrase: FilmPhrase, *, weak: bool) -> bool:
        """Whether a name after a cue means a film.

        Args:
            phrase: the film.
            weak: whether the cue is also said of kinds of films, such as "I like".
        """
        if self._names is None:
            return True
        if self._is_person(phrase):
            return False
        if phrase.is_certain:
            return True
        end = phrase.name.end
        if end < len(self._words) and self._words[end] not in PUNCTUATION | AFTER_NAME:
            return False
        ratings = self._names.ratings(phrase.movie)
        words = self._words[phrase.name.start : end]
        if weak or (words == ["nothing"] and self._words[end : end + 1] == ["else"]):
            return ratings >= FAMOUS and not self._describes(words)
        has_meaning = any(True for _ in find_meanings(words, self._lexicon))
        return ratings >= (WELL_KNOWN if has_meaning else RARE)

    def _is_person(self, phrase: FilmPhrase) -> bool:
        """Whether a name means a person who is better known than the film, or less well if it is switched."""
        if self._names is None or phrase.name != phrase.span or self._is_quoted(phrase.name):
            return False
        person = self._find_person(self._words[phrase.name.start : phrase.name.end])
        is_person = person is not None and person.fame > self._names.ratings(phrase.movie)
        return is_person ^ (person is not None and self.is_switched(phrase.name))

    def _uncued(self) -> Iterator[FilmPhrase]:
        """Yield the films that are named without such words before them."""
        if self._names is None:
            return
        patterns, whole = read_film_cues(), Span(0, len(self._words))
        for turn in find_spans(patterns["turns"], self._words, whole):
            is_compared = is_comparison(self._words[turn.end : turn.end + 1])
            yield from self._before(turn, "like", KNOWN if is_compared else FAMOUS, only_name=True)
        for change in find_spans(patterns["changes"], self._words, whole):
            yield from self._before(change, "like", VERY_FAMOUS, only_name=True)
        for middle in find_spans(patterns["meets"], self._words, whole):
            first, second = next(self._before(middle, "like", KNOWN), None), self._match(middle.end, "like")
            if first is not None and second is not None:
                yield replace(first, span=Span(first.span.start, middle.end))
                yield second
        for kind in ("liked_after", "disliked_after"):
            attitude: Attitude = "like" if kind == "liked_after" else "dislike"
            for after in find_spans(patterns[kind], self._words, whole):
                for phrase in self._before(after, attitude, FAMOUS):
                    if phrase.is_certain or kind == "liked_after":
                        yield replace(phrase, span=Span(phrase.span.start, after.end))
        for place, token in enumerate(self._tokens):
            if self._line[token.start].isupper() or self._line[token.start - 1 : token.start] in QUOTES:
                attitude = "exclude" if self._roles[place] is Role.EXCLUDED else "like"
                phrase = self._match_exactly(place, attitude)
                if phrase is not None and self._is_evident(phrase):
                    yield phrase
            elif token.text.isdecimal() and len(token.text) == 4:
                yield from self._before_year(place)
        for name in self._switched:
            words = name.split()
            for place in range(len(self._words) - len(words) + 1):
                phrase = self._match_exactly(place, "like") if self._words[place : place + len(words)] == words else None
                if phrase is not None and not self._is_person(phrase):
                    yield phrase

    def _before(
        self, cue: Span, attitude: Attitude, min_ratings: int, *, only_name: bool = False
    ) -> Iterator[FilmPhrase]:
        """Yield the film whose name ends where a cue begins.

        Args:
            cue: words after the name.
            attitude: what they say.
            min_ratings: ratings from which one ordinary word is the name.
            only_name: the name must be all that the clause says so far.
        """
        clause = next((each for each in split_clauses(self._words) if each.start < cue.start <= each.end), None)
        if clause is None or self._names is None:
            return
        for start in range(max(clause.start, cue.start - MAX_TITLE_WORDS), cue.start):
            said = [word for word in self._words[clause.start : start] if word not in self._lexicon.filler]
            if only_name and said:
                return
            name, typed = Span(start, cue.start), self._typed(start, cue.start)
            movie = self._names.find(typed)
            if movie is None and not all(map(self._is_known, self._words[start : cue.start])) and not said:
                movie = self._find_title(typed.casefold())
                typed = typed if movie is None else movie.title
            if movie is None:
                continue
            phrase = FilmPhrase(movie, attitude, name, name, typed, self._is_certain(movie, name))
            ratings, words = self._names.ratings(movie), self._words[start : cue.start]
            if self._describes(words):
                min_ratings = FAMOUS if self._line[self._tokens[start].start :].casefold().startswith("the ") else VERY_FAMOUS
            is_known = ratings >= (min_ratings if len(words) == 1 or self._describes(words) else KNOWN)
            is_filler = all(word in self._lexicon.filler for word in words)
            if (phrase.is_certain or (is_known and not is_filler)) and not self._is_person(phrase):
                yield phrase
                return

    def _before_year(self, place: int) -> Iterator[FilmPhrase]:
        """Yield the film whose name stands before its year."""
        end = place - 1 if place and self._words[place - 1] == "(" else place
        for start in range(max(0, end - MAX_TITLE_WORDS), end):
            phrase = self._match_exactly(start, "exclude" if self._roles[start] is Role.EXCLUDED else "like")
            if phrase is not None and phrase.name.end == end and phrase.span.end > end:
                if end < place or self._is_capitalized(phrase.name) or not self._describes(self._words[start:end]):
                    yield phrase
                return

    def _excluded(self) -> Iterator[FilmPhrase]:
        """Yield the films among the words that are excluded: "no Star Wars", "tarantino but not kill bill"."""
        if self._names is None:
            return
        start = 0
        for place in range(len(self._words) + 1):
            if place < len(self._words) and self._roles[place] is Role.EXCLUDED:
                continue
            if place > start:
                yield from self._excluded_in(Span(start, place))
            start = place + 1

    def _excluded_in(self, run: Span) -> Iterator[FilmPhrase]:
        is_exception = bool(EXCEPTIONS & {*self._words[max(0, run.start - 3) : run.start]})
        items: list[FilmPhrase] = []
        place = run.start
        while place < run.end:
            phrase = self._match(place, "exclude") if is_exception else self._match_exactly(place, "exclude")
            if phrase is not None and phrase.name.end <= run.end and self._ends(phrase.name.end, run):
                items.append(phrase)
                place = phrase.span.end
            else:
                place = next((at for at in range(place, run.end) if self._words[at] in CONJUNCTIONS), run.end)
            while place < run.end and self._words[place] in CONJUNCTIONS:
                place += 1
        certain = any(item.is_certain or self._is_by_person(item) for item in items)
        for item in items:
            words = self._words[item.name.start : item.name.end]
            assert self._names is not None
            described = self._describes(words)
            ratings = self._names.ratings(item.movie)
            famous = is_exception and ratings >= FAMOUS and (len(words) > 1 or not described)
            famous = famous or (len(words) > 1 and ratings >= (VERY_FAMOUS if described else KNOWN))
            filler = all(word in self._lexicon.filler for word in words) and not item.is_certain
            if (certain or famous) and not filler and not self._is_person(item):
                yield item

    def _ends(self, place: int, run: Span) -> bool:
        return place >= run.end or self._words[place] in PUNCTUATION | AFTER_NAME

    def _is_by_person(self, phrase: FilmPhrase) -> bool:
        """Whether a film is by somebody named in the prompt: "ridley scott but not alien"."""
        rows = () if self._names is None else self._names.series(phrase.typed)
        return any(person.kind == "person" and person.films[list(rows)].any() for person in self._people)

    def _is_certain(self, movie: Movie, name: Span) -> bool:
        """Whether a name alone shows that a film is meant, wherever it stands."""
        if self._names is None:
            return False
        words = self._words[name.start : name.end]
        if self._is_quoted(name):
            return True
        if self._is_capitalized(name) and not self._describes(words) and self._names.ratings(movie) >= RARE:
            return True
        if len(words) == 1:
            return len(words[0]) >= 4 and not self._describes(words) and not self._names.is_word(words[0])
        return self._names.ratings(movie) >= KNOWN and not self._describes(words)

    def _is_evident(self, phrase: FilmPhrase) -> bool:
        """Whether a film is meant although nothing is said of it: in quotes, with its year, or with capital letters."""
        if phrase.span != phrase.name or self._is_quoted(phrase.name):
            return True
        several = phrase.name.end - phrase.name.start > 1
        return several and phrase.is_certain and self._is_capitalized(phrase.name) and not self._is_person(phrase)

    def _describes(self, words: Sequence[str]) -> bool:
        """Whether all words also describe films: those of the lexicon, and filler."""
        known = {place for span, _ in find_meanings(words, self._lexicon) for place in range(span.start, span.end)}
        return all(place in known or word in self._lexicon.filler for place, word in enumerate(words))

    def _typed(self, start: int, end: int) -> str:
        return self._line[self._tokens[start].start : self._tokens[end - 1].end]

    def _is_quoted(self, name: Span) -> bool:
        first, last = self._tokens[name.start].start, self._tokens[name.end - 1].end
        return self._line[first - 1 : first] in QUOTES and self._line[last : last + 1] in QUOTES

    def _is_capitalized(self, name: Span) -> bool:
        """Whether a name has a capital letter, in a line where other words have none."""
        typed = self._typed(name.start, name.end).split()
        if not self._has_small_letters or not typed[-1][0].isupper():
            return False
        return name.start > 0 and (typed[0][0].isupper() or typed[0].casefold() in ("the", "a", "an"))

    @cached_property
    def _has_small_letters(self) -> bool:
        """Whether at least half of the words begin with a small letter, so that capital letters mean something."""
        initials = [self._line[token.start] for token in self._tokens if token.text[0].isalpha()]
        return 2 * sum(initial.islower() for initial in initials) >= len(initials)


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
    sections = (*ATTITUDES, "meets", "turns", "changes", "liked_after", "disliked_after", "more_of_that")
    return {section: reader.pattern(reader.top(section), section) for section in sections}

"""Reads the name of a film at one place of a prompt, and judges how likely a film is meant."""

from collections.abc import Sequence
from functools import cached_property

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.prompts.films.film_phrases import Attitude, FilmPhrase
from matinee.engine.prompts.films.knowledge import Knowledge
from matinee.engine.prompts.words.negation import Role
from matinee.engine.prompts.words.normalization import PUNCTUATION
from matinee.engine.prompts.words.phrase_patterns import Span
from matinee.engine.prompts.words.prompt_line import PromptLine
from matinee.engine.prompts.words.vocabulary import find_meanings

MAX_TITLE_WORDS = 8
"""Words of the longest title that is recognised as an example."""
MAX_MARKS = 3
"""Punctuation marks within an exact title: "The Good, the Bad and the Ugly"."""
MAX_FUZZY_TRIES = 4
"""Runs of words that are looked up as a misspelled title at one place."""
RARE, KNOWN, WELL_KNOWN, FAMOUS, VERY_FAMOUS = 5, 10, 20, 50, 100
"""Ratings from which a film may be meant; how many it takes depends on what its name is and what stands around it."""
MIN_LETTERS = 4
"""Letters of the shortest word that is a name wherever it stands."""
AFTER_NAME = frozenset(
    {"but", "and", "or", "nor", "plus", "except", "with", "without", "only", "set", "in", "from", "by", "for", "please",
    "instead", "though", "although", "while", "yet", "also", "too", "was", "is", "were", "are", "because", "so", "just",
    "not", "no", "than", "meets", "again", "especially", "more", "that", "which", "i", "we", "want", "wanna", "need",
    "looking", "now", "any", "anything", "something", "similar"}
)  # fmt: skip
"""Words that may follow a name; any other word shows that an ordinary word belongs to it: "like war movies"."""
MISSPELLED_ARTICLES = frozenset({"teh", "hte", "th", "thee"})
PRONOUNS = frozenset({"it", "her", "him", "them", "us", "that", "this", "me"})
"""Words that mean a film of that title only with a capital letter, in quotes or with its year."""
MIN_LEFT_OUT = 6
"""Letters of the shortest misspelled title that is left out: "no glorp" does not mean Glory."""
QUOTES = frozenset("\"'“”„‟‘’«»‹›`")


class FilmReader:
    """Reads names of films in one prompt.

    Attributes:
        words: the prompt.
        names: the exact names of films; None if only ``Knowledge.find_title`` decides.
        example_cues: the words of the lexicon that films may follow.
        find_person: finds the person whose name some words are.
        switched: names that are both a person and a film, and mean the less likely of both.
    """

    def __init__(self, line: PromptLine, knowledge: Knowledge, switched: frozenset[str]) -> None:
        """Store the prompt and what it is compared with.

        Args:
            line: the prompt.
            knowledge: the names of films and people, and the vocabulary.
            switched: names that are both a person and a film, and mean the less likely of both.
        """
        self.words, self.names, self.switched = line.words, knowledge.names, switched
        self.example_cues, self.find_person = knowledge.lexicon.example_cues, knowledge.find_person
        self._line, self._tokens, self._lexicon = line.text, line.tokens, knowledge.lexicon
        self._find_title = knowledge.find_title

    def read(self, start: int, attitude: Attitude) -> FilmPhrase | None:
        """The film whose name begins at a position: the longest exact name, or else a misspelled title."""
        return self.read_exactly(start, attitude) or self._read_misspelled(start, attitude)

    def read_exactly(self, start: int, attitude: Attitude) -> FilmPhrase | None:
        """The film of the longest exact name that begins at a position."""
        if self.names is None or start >= len(self.words) or self.words[start] in PUNCTUATION:
            return None
        for end in range(min(len(self.words), start + MAX_TITLE_WORDS + MAX_MARKS), start, -1):
            movie = None if self.words[end - 1] in PUNCTUATION else self.names.find(self.typed(start, end))
            if movie is not None:
                phrase = self._with_year(movie, attitude, Span(start, end))
                return None if self._is_pronoun(phrase) else phrase
        return None

    def _is_pronoun(self, phrase: FilmPhrase) -> bool:
        """Whether a name is a pronoun that nothing shows to be a title."""
        start, is_alone = phrase.name.start, phrase.name.end == phrase.name.start + 1
        is_name = phrase.is_dated or self.is_quoted(phrase.name) or (start > 0 and self.starts_name(start))
        return is_alone and self.words[start] in PRONOUNS and not is_name

    def read_whole(self, name: Span, attitude: Attitude, *, is_all: bool) -> FilmPhrase | None:
        """The film whose name some words are.

        Args:
            name: the words.
            attitude: what is said of it.
            is_all: whether they are all that is said, so that they may also be a misspelled title.
        """
        typed, words = self.typed(name.start, name.end), self.words[name.start : name.end]
        if self.names is None or self.names.key(typed).isdecimal():
            return None
        movie = self.names.find(typed)
        is_left_out = attitude == "exclude" and len(typed) < MIN_LEFT_OUT
        if movie is None and is_all and not is_left_out and not all(map(self._is_known, words)):
            movie = self._find_title(typed.casefold())
            typed = typed if movie is None else movie.title
        if movie is None:
            return None
        phrase = FilmPhrase(movie, attitude, name, name, typed, self._is_certain(movie, name))
        return None if self._is_pronoun(phrase) else phrase

    def _with_year(self, movie: Movie, attitude: Attitude, name: Span) -> FilmPhrase:
        """A film, or that of the same name from the year that follows: "Heat (1995)", "the thing 1982"."""
        typed, rest = self.typed(name.start, name.end), self.words[name.end : name.end + 3]
        is_enclosed = len(rest) == 3 and rest[0] == "(" and rest[2] == ")"
        year = rest[1] if is_enclosed else next(iter(rest), "")
        dated = self.names.find(typed, int(year)) if self.names and year.isdecimal() and len(year) == 4 else None
        if dated is None:
            return FilmPhrase(movie, attitude, name, name, typed, self._is_certain(movie, name))
        span = Span(name.start, name.end + (len(rest) if is_enclosed else 1))
        return FilmPhrase(dated, attitude, span, name, typed, is_certain=True, is_dated=True)

    def _read_misspelled(self, start: int, attitude: Attitude) -> FilmPhrase | None:
        words = self.words
        limit = next((place for place in range(start, len(words)) if words[place] in PUNCTUATION), len(words))
        ends = range(min(limit, start + MAX_TITLE_WORDS), start, -1)
        if self.names is not None:
            start += start + 1 < limit and words[start] in MISSPELLED_ARTICLES
            until = next((end for end in range(start + 1, limit) if words[end] in AFTER_NAME), limit)
            if all(map(self._is_known, words[start:until])):
                return None
            ends = range(min(until, start + MAX_TITLE_WORDS), start, -1)[:MAX_FUZZY_TRIES]
        for end in ends:
            if attitude == "exclude" and len(self.typed(start, end)) < MIN_LEFT_OUT:
                continue
            if (movie := self._find_title(self.typed(start, end).casefold())) is not None:
                return FilmPhrase(movie, attitude, Span(start, end), Span(start, end), movie.title, is_certain=True)
        return None

    def _is_known(self, word: str) -> bool:
        """Whether a word is an ordinary one, so that it is no misspelled title."""
        return self.is_filler(word) or (self.names is not None and self.names.is_word(word))

    def fits(self, phrase: FilmPhrase, *, weak: bool) -> bool:
        """Whether a name after words such as "like" means a film.

        Args:
            phrase: the film.
            weak: whether those words are also said of kinds of films, such as "I like".
        """
        if self.names is None:
            return True
        if self.is_person(phrase):
            return False
        if phrase.is_certain:
            return True
        end, words = phrase.name.end, self.words[phrase.name.start : phrase.name.end]
        if not self.ends_at(end):
            return False
        ratings = self.names.ratings(phrase.movie)
        if weak or self.words[end - 1 : end + 1] == ["nothing", "else"]:
            return ratings >= FAMOUS and not self.describes(words)
        has_meaning = any(True for _ in find_meanings(words, self._lexicon))
        return ratings >= (WELL_KNOWN if has_meaning else RARE)

    def ends_at(self, place: int) -> bool:
        """Whether a name may end before a position."""
        return place >= len(self.words) or self.words[place] in PUNCTUATION | AFTER_NAME

    def is_person(self, phrase: FilmPhrase) -> bool:
        """Whether a name means a person who is better known than the film, or less well if it is switched."""
        if self.names is None or phrase.is_dated or self.is_quoted(phrase.name):
            return False
        words = self.words[phrase.name.start : phrase.name.end]
        person = self.find_person(words)
        if person is None:
            return False
        ratings = self.names.ratings(phrase.movie)
        return (person.fame > ratings or ratings < RARE) ^ (" ".join(words) in self.switched)

    def _is_certain(self, movie: Movie, name: Span) -> bool:
        """Whether a name alone shows that a film is meant, wherever it stands."""
        if self.names is None or self.is_quoted(name):
            return self.names is not None
        if self.describes(self.words[name.start : name.end]):
            return False
        ratings, key = self.names.ratings(movie), self.names.key(self.typed(name.start, name.end))
        if self.is_capitalized(name) and ratings >= RARE:
            return True
        return ratings >= KNOWN if " " in key else len(key) >= MIN_LETTERS and not self.names.is_word(key)

    def describes(self, words: Sequence[str]) -> bool:
        """Whether all words also describe films: those of the lexicon, and filler."""
        known = {place for span, _ in find_meanings(words, self._lexicon) for place in range(span.start, span.end)}
        return all(place in known or self.is_filler(word) for place, word in enumerate(words))

    def is_filler(self, word: str) -> bool:
        """Whether a word has no content, or is punctuation."""
        return word in self._lexicon.filler or word in PUNCTUATION

    def typed(self, start: int, end: int) -> str:
        """Some words as they were typed."""
        return self._line[self._tokens[start].start : self._tokens[end - 1].end]

    def is_quoted(self, name: Span) -> bool:
        """Whether some words are in quotes."""
        first, last = self._tokens[name.start].start, self._tokens[name.end - 1].end
        return self._line[max(first - 1, 0) : first] in QUOTES and self._line[last : last + 1] in QUOTES

    def starts_name(self, place: int) -> bool:
        """Whether a word begins with a capital letter or a quote."""
        start = self._tokens[place].start
        return self._line[start].isupper() or self._line[max(start - 1, 0) : start] in QUOTES

    def is_capitalized(self, name: Span) -> bool:
        """Whether a name has capital letters, in a line where most words have none and not at its beginning."""
        first, *_, last = (typed := self.typed(name.start, name.end).split())[0], typed[-1]
        if not self._has_small_letters or not name.start or not last[0].isupper():
            return False
        return first[0].isupper() or first.casefold() in ("the", "a", "an")

    @cached_property
    def _has_small_letters(self) -> bool:
        """Whether at least half of the words begin with a small letter, so that capital letters mean something."""
        initials = [self._line[token.start] for token in self._tokens if token.text[0].isalpha()]
        return 2 * sum(initial.islower() for initial in initials) >= len(initials)


def attitude_at(place: int, roles: Sequence[Role]) -> Attitude:
    """What is said of a film by nothing but the role of the word at which its name begins."""
    return "exclude" if roles[place] is Role.EXCLUDED else "like"

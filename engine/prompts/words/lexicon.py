"""The vocabulary of prompts: ``cues.yaml`` (affects, exclusion), ``lexicon.yaml`` (genres, topics, moods)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from matinee.engine.prompts.words.normalization import stem_key
from matinee.engine.prompts.words.phrase_patterns import Pattern, compile_patterns
from matinee.policy.schema import PolicyError
from matinee.policy.setting_types import Phrase, SignedShare, Words, check_value

CUES_FILE = Path(__file__).with_name("cues.yaml")
LEXICON_FILE = Path(__file__).with_name("lexicon.yaml")
GENRES = (
    "Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama", "Fantasy", "Film-Noir",
    "Horror", "IMAX", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
)  # fmt: skip
"""The genres the lexicon may mention; ml-100k and ml-1m call Children "Children's"."""


@dataclass(frozen=True)
class GenreWord:
    """A word or phrase that asks for genres.

    Attributes:
        genres: genres such films usually have, the most typical first.
        essential: genres such films always have; excluding the word excludes these.
    """

    genres: tuple[str, ...]
    essential: tuple[str, ...]


@dataclass(frozen=True)
class Mood:
    """A mood, theme or occasion.

    Attributes:
        word: its headword in the lexicon.
        genres: genre → from −1 (films of this mood do not have it) to 1.
        text: a paraphrase in the words of plots and tags, for the encoder.
    """

    word: str
    genres: Mapping[str, float]
    text: str


@dataclass(frozen=True)
class Affect:
    """One of the eight affects. [S0]

    Attributes:
        anchor: the phrase whose sentence vector represents the affect.
        priors: genre → P(genre | affect).
        suppresses: genres that conflict with it.
    """

    anchor: str
    priors: Mapping[str, float]
    suppresses: tuple[str, ...]


@dataclass(frozen=True)
class NegationCues:
    """How people exclude things; ``cues.yaml`` documents each field."""

    false_cues: Pattern
    before: Pattern
    after: Pattern
    scope_ends: Pattern
    suffixes: frozenset[str]
    prefixes: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """Everything the words of a prompt are looked up in; keys are stems (``stem_key``).

    Attributes:
        affects: name → affect.
        action_words: words that raise the affect "exciting".
        cues: how people exclude things.
        example_cues: words before the name of a film that is meant as an example.
        filler: words without content.
        genre_words: key → the genres it asks for.
        topics: key → the genre it is a topic of.
        moods: key → mood.
        max_phrase_words: words of the longest key.
        spelling_targets: words that misspellings are corrected to.
        phrases: all phrases of the three tables as they are written, without duplicates.
    """

    affects: Mapping[str, Affect]
    action_words: tuple[str, ...]
    cues: NegationCues
    example_cues: Pattern
    filler: frozenset[str]
    genre_words: Mapping[str, GenreWord]
    topics: Mapping[str, str]
    moods: Mapping[str, Mood]
    max_phrase_words: int
    spelling_targets: tuple[str, ...]
    phrases: tuple[str, ...]

    def entries(self, key: str) -> Iterator[GenreWord | Mood | str]:
        """Yield everything a key means: the genres it asks for, the genre it is a topic of, its mood."""
        for table in (self.genre_words, self.topics, self.moods):
            if key in table:
                yield table[key]

    def is_genre_phrase(self, key: str) -> bool:
        """Whether a key asks for genres or is a topic of one, so that excluding it excludes a genre."""
        return key in self.genre_words or key in self.topics

    def is_known(self, key: str) -> bool:
        """Whether a key means anything."""
        return key in self.genre_words or key in self.topics or key in self.moods


@cache
def load_lexicon(cues_file: Path = CUES_FILE, lexicon_file: Path = LEXICON_FILE) -> Lexicon:
    """Read both files. Raises PolicyError, which names the file and the entry."""
    rules, listed = LexiconReader(cues_file), LexiconReader(lexicon_file)
    negation = rules.section("negation")
    genre_words = dict(read_genre_words(listed))
    topics = {
        stem_key(phrase): listed.genre(genre, "topics")
        for genre, phrases in listed.section("topics").items()
        for phrase in listed.check(phrases, Words, f"topics, {genre}")
    }
    moods = dict(read_moods(listed))
    keys = [*genre_words, *topics, *moods]
    if not keys:
        raise listed.error("the file", "a list of words")
    return Lexicon(
        affects={name: read_affect(rules, name, entry) for name, entry in rules.section("affects").items()},
        action_words=tuple(rules.check(rules.top("action_words"), Words, "action_words")),
        cues=NegationCues(
            **{
                part: rules.pattern(negation.get(part), f"negation, {part}")
                for part in ("false_cues", "before", "after", "scope_ends")
            },
            suffixes=frozenset(rules.check(negation.get("suffixes"), Words, "negation, suffixes")),
            prefixes=frozenset(rules.check(negation.get("prefixes"), Words, "negation, prefixes")),
        ),
        example_cues=rules.pattern(rules.top("example_cues"), "example_cues"),
        filler=frozenset(rules.check(rules.top("filler"), Words, "filler")),
        genre_words=genre_words,
        topics=topics,
        moods=moods,
        max_phrase_words=max(len(key.split()) for key in keys),
        spelling_targets=tuple(listed.check(listed.top("spelling_targets"), Words, "spelling_targets")),
        phrases=tuple(dict.fromkeys(iter_phrases(listed))),
    )


def iter_phrases(listed: "LexiconReader") -> Iterator[str]:
    """Yield the phrases of a file that was read before, as they are written."""
    for section in ("genre_words", "topics"):
        for phrases in listed.section(section).values():
            yield from phrases
    for word, details in listed.section("moods").items():
        yield str(word)
        yield from details.get("also", [])


def read_genre_words(listed: "LexiconReader") -> Iterator[tuple[str, GenreWord]]:
    """Yield (key, genre word); both genres of "Comedy+Romance" are essential, only the first of "Crime|Drama" is."""
    for genres, phrases in listed.section("genre_words").items():
        parts = tuple(listed.genre(genre, f"genre_words, {genres}") for genre in re.split(r"[+|]", str(genres)))
        essential = parts if "+" in genres else parts[:1]
        for phrase in listed.check(phrases, Words, f"genre_words, {genres}"):
            yield stem_key(phrase), GenreWord(parts, essential)


def read_moods(listed: "LexiconReader") -> Iterator[tuple[str, Mood]]:
    """Yield (key, mood) for the headword of each mood and for its synonyms."""
    for word, entry in listed.section("moods").items():
        where = f"moods, {word}"
        details = listed.check(entry, dict, where)
        mood = Mood(
            str(word),
            listed.shares(details.get("genres"), f"{where}, genres"),
            listed.check(details.get("text"), Phrase, f"{where}, text"),
        )
        for phrase in [str(word), *listed.check(details.get("also", []), Words, f"{where}, also")]:
            yield stem_key(phrase), mood


def read_affect(rules: "LexiconReader", name: str, entry: Any) -> Affect:
    """Read and validate one affect."""
    where = f"affects, {name}"
    details = rules.check(entry, dict, where)
    suppressed = rules.check(details.get("suppresses"), Words, f"{where}, suppresses")
    return Affect(
        rules.check(details.get("anchor"), Phrase, f"{where}, anchor"),
        rules.shares(details.get("priors"), f"{where}, priors"),
        tuple(rules.genre(genre, f"{where}, suppresses") for genre in suppressed),
    )


class LexiconReader:
    """Reads a YAML file of words and validates its entries; every method raises PolicyError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader is faster
        try:
            self._root = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
        except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            where = f"{path}, line {mark.line + 1}" if mark else str(path)
            problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
            raise PolicyError(f"{where}: this file cannot be read ({problem}); restore the shipped one.") from error

    def error(self, where: str, expected: str) -> PolicyError:
        """The exception for an invalid entry."""
        return PolicyError(f"{self.path}: '{where}' must be {expected}; restore the shipped file.")

    def top(self, name: str) -> Any:
        """The value of a top-level key."""
        return self.check(self._root, dict, "the file").get(name)

    def section(self, name: str) -> dict[str, Any]:
        """A top-level key whose value is a mapping."""
        entries: dict[str, Any] = self.check(self.top(name), dict, name)
        return entries

    def genre(self, name: str, where: str) -> str:
        """Require the name of a genre."""
        if name not in GENRES:
            raise self.error(where, f"about one of {', '.join(GENRES)}, not '{name}'")
        return name

    def shares(self, value: Any, where: str) -> dict[str, float]:
        """Require a mapping of genres to numbers from −1 to 1."""
        return {
            self.genre(genre, where): self.check(share, SignedShare, where)
            for genre, share in self.check(value, dict, where).items()
        }

    def check(self, value: Any, kind: Any, where: str) -> Any:
        """Require a value of a type."""
        return check_value(value, kind, f"{self.path}: '{where}'", "; restore the shipped file.", PolicyError)

    def pattern(self, value: Any, where: str) -> Pattern:
        """Require a list of patterns, and compile it."""
        try:
            return compile_patterns(self.check(value, Words, where))
        except re.error as error:
            raise self.error(where, f"patterns of words ({error})") from error

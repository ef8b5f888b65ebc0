"""What words mean: ``intent.yaml`` (affects, how people rule things out), ``lexicon.yaml`` (genres, topics, moods)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from matinee.engine.prompts.normalization import phrase_key
from matinee.engine.prompts.phrase_patterns import Pattern, compiled
from matinee.policy.schema import PolicyError

INTENT_FILE = Path(__file__).with_name("intent.yaml")
LEXICON_FILE = Path(__file__).with_name("lexicon.yaml")
GENRES = (
    "Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama", "Fantasy", "Film-Noir",
    "Horror", "IMAX", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
)  # fmt: skip
"""The genres the lexicon may speak of; ml-100k and ml-1m call Children "Children's"."""


@dataclass(frozen=True)
class Named:
    """A word that asks for genres.

    Attributes:
        genres: what films so called usually carry, the strongest first.
        essential: those without which a film is not so called; ruling the word out rules these out.
    """

    genres: tuple[str, ...]
    essential: tuple[str, ...]


@dataclass(frozen=True)
class Mood:
    """A mood, theme or occasion.

    Attributes:
        word: as the lexicon lists it.
        genres: genre → from −1 (films of this mood do not carry it) to 1.
        text: the same in the words of plots and tags, for the encoder.
    """

    word: str
    genres: Mapping[str, float]
    text: str


@dataclass(frozen=True)
class Affect:
    """One of the eight affects of source 000.

    Attributes:
        anchor: the phrase whose sentence vector stands for it.
        priors: genre → P(genre | affect).
        suppresses: genres that conflict with it.
    """

    anchor: str
    priors: Mapping[str, float]
    suppresses: tuple[str, ...]


@dataclass(frozen=True)
class Cues:
    """How people rule things out: see ``intent.yaml``, which holds the patterns."""

    harmless: Pattern
    before: Pattern
    after: Pattern
    turns: Pattern
    behind: frozenset[str]
    ahead: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """Everything the words of a prompt are looked up in; keys are stems (``phrase_key``)."""

    affects: Mapping[str, Affect]
    action_words: tuple[str, ...]
    cues: Cues
    likening: Pattern
    filler: frozenset[str]
    named: Mapping[str, Named]
    topics: Mapping[str, str]
    moods: Mapping[str, Mood]
    longest: int
    mended: tuple[str, ...]
    """Words that a slip of the keyboard is taken for."""

    def entries(self, key: str) -> Iterator[Named | Mood | str]:
        """What a phrase means: the genres it names, the genre whose topic it is, the mood it tells."""
        for table in (self.named, self.topics, self.moods):
            if key in table:
                yield table[key]

    def rules(self, key: str) -> bool:
        """Whether a phrase stands for a genre, so that ruling it out rules that out."""
        return key in self.named or key in self.topics

    def knows(self, key: str) -> bool:
        """Whether a phrase means anything."""
        return key in self.named or key in self.topics or key in self.moods


@cache
def load_lexicon(intent: Path = INTENT_FILE, words: Path = LEXICON_FILE) -> Lexicon:
    """Read both files. Raises PolicyError, which names the file and the entry."""
    told, listed = Checked(intent), Checked(words)
    cues = told.section("cues")
    named = dict(named_words(listed))
    topics = {
        phrase_key(phrase): listed.genre(genre, "topics")
        for genre, phrases in listed.section("topics").items()
        for phrase in listed.strings(phrases, f"topics, {genre}")
    }
    moods = dict(mood_words(listed))
    keys = [*named, *topics, *moods]
    if not keys:
        raise listed.wrong("the file", "a list of words")
    return Lexicon(
        affects={name: affect(told, name, entry) for name, entry in told.section("affects").items()},
        action_words=tuple(told.strings(told.top("action_words"), "action_words")),
        cues=Cues(
            **{
                part: told.pattern(cues.get(part), f"cues, {part}") for part in ("harmless", "before", "after", "turns")
            },
            behind=frozenset(told.strings(cues.get("behind"), "cues, behind")),
            ahead=frozenset(told.strings(cues.get("ahead"), "cues, ahead")),
        ),
        likening=told.pattern(told.top("likening"), "likening"),
        filler=frozenset(told.strings(told.top("filler"), "filler")),
        named=named,
        topics=topics,
        moods=moods,
        longest=max(len(key.split()) for key in keys),
        mended=tuple(listed.strings(listed.top("mended"), "mended")),
    )


def named_words(listed: "Checked") -> Iterator[tuple[str, Named]]:
    """Key → what it asks for; "Comedy+Romance" are both essential, of "Crime|Drama" only the first is."""
    for genres, phrases in listed.section("named").items():
        parts = tuple(listed.genre(genre, f"named, {genres}") for genre in re.split(r"[+|]", str(genres)))
        essential = parts if "+" in genres else parts[:1]
        for phrase in listed.strings(phrases, f"named, {genres}"):
            yield phrase_key(phrase), Named(parts, essential)


def mood_words(listed: "Checked") -> Iterator[tuple[str, Mood]]:
    """Key → mood, under its own word and the others that say the same."""
    for word, entry in listed.section("moods").items():
        where = f"moods, {word}"
        details = listed.mapping(entry, where)
        mood = Mood(
            str(word),
            listed.shares(details.get("genres"), f"{where}, genres"),
            listed.text(details.get("text"), f"{where}, text"),
        )
        for phrase in [str(word), *listed.strings(details.get("also", []), f"{where}, also")]:
            yield phrase_key(phrase), mood


def affect(told: "Checked", name: str, entry: Any) -> Affect:
    """One affect, checked."""
    where = f"affects, {name}"
    details = told.mapping(entry, where)
    suppressed = told.strings(details.get("suppresses"), f"{where}, suppresses")
    return Affect(
        told.text(details.get("anchor"), f"{where}, anchor"),
        told.shares(details.get("priors"), f"{where}, priors"),
        tuple(told.genre(genre, f"{where}, suppresses") for genre in suppressed),
    )


class Checked:
    """A YAML file of words whose entries are checked as they are read; raises PolicyError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the fast one where libyaml is there
        try:
            self._root = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
        except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            where = f"{path}, line {mark.line + 1}" if mark else str(path)
            problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
            raise PolicyError(f"{where}: this file cannot be read ({problem}); restore the shipped one.") from error

    def wrong(self, where: str, expected: str) -> PolicyError:
        """The sentence for an entry that cannot be used."""
        return PolicyError(f"{self.path}: '{where}' must be {expected}; restore the shipped file.")

    def top(self, name: str) -> Any:
        """What stands under a name of the file itself."""
        return self.mapping(self._root, "the file").get(name)

    def section(self, name: str) -> dict[str, Any]:
        """A mapping of the file itself."""
        return self.mapping(self.top(name), name)

    def mapping(self, value: Any, where: str) -> dict[str, Any]:
        """A mapping."""
        if not isinstance(value, dict):
            raise self.wrong(where, "a mapping")
        return value

    def strings(self, value: Any, where: str) -> list[str]:
        """A list of words."""
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise self.wrong(where, "a list of words")
        return value

    def genre(self, name: str, where: str) -> str:
        """The name of a genre."""
        if name not in GENRES:
            raise self.wrong(where, f"about one of {', '.join(GENRES)}, not '{name}'")
        return name

    def text(self, value: Any, where: str) -> str:
        """A phrase."""
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(where, "a phrase")
        return value

    def shares(self, value: Any, where: str) -> dict[str, float]:
        """Genre → number."""
        return {
            self.genre(genre, where): self.share(share, where) for genre, share in self.mapping(value, where).items()
        }

    def share(self, value: Any, where: str) -> float:
        """A number from −1 to 1."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not -1 <= value <= 1:
            raise self.wrong(where, "a number from -1 to 1")
        return float(value)

    def pattern(self, value: Any, where: str) -> Pattern:
        """Patterns as one expression."""
        try:
            return compiled(self.strings(value, where))
        except re.error as error:
            raise self.wrong(where, f"patterns of words ({error})") from error

"""Who may be watching: the words that mean each audience, and what it must not be shown (``audiences.yaml``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from matinee.engine.prompts.words.lexicon import LexiconReader
from matinee.engine.prompts.words.phrase_patterns import Pattern
from matinee.policy.setting_types import Phrase, Words

FILE = Path(__file__).with_name("audiences.yaml")
Only = Literal["", "tagged", "children", "family"]
"""Which films an audience is shown, see ``audiences.yaml``: all (""), or kinds of films that are made for children."""


@dataclass(frozen=True)
class Audience:
    """Who is watching.

    Attributes:
        label: a few words for the screen.
        mood: the mood of the lexicon that they like; empty for none.
        never: genres that they are not shown, whatever else is said.
        unless_asked: genres that they are not shown unless one of them is asked for by name.
        never_keywords: keywords of films that they are not shown, whatever else is said.
        unless_asked_keywords: keywords that go with ``unless_asked``.
        only: which films they are shown: all ("") or those that are made for children, see ``audiences.yaml``.
        not_shown: labels of single films that they are not shown.
    """

    label: str
    mood: str = ""
    never: tuple[str, ...] = ()
    unless_asked: tuple[str, ...] = ()
    never_keywords: frozenset[str] = frozenset()
    unless_asked_keywords: frozenset[str] = frozenset()
    only: Only = ""
    not_shown: frozenset[str] = frozenset()


@dataclass(frozen=True)
class AudienceTable:
    """The content of ``audiences.yaml``.

    Attributes:
        audiences: name → audience.
        patterns: name → the words that mean it.
        translated: name → the words that mean it in a line that was translated, where they are shorter.
        exceptions: words that look like an audience and are none.
        not_for_children: labels of films that are tagged as children's films and are not for children.
        also_for_children: labels of films that are for children and not tagged so.
        replacements: genre that is banned → mood of the lexicon that takes its place if it is asked for.
    """

    audiences: Mapping[str, Audience]
    patterns: Mapping[str, Pattern]
    translated: Mapping[str, Pattern]
    exceptions: Pattern
    not_for_children: frozenset[str]
    also_for_children: frozenset[str]
    replacements: Mapping[str, str]


@lru_cache(maxsize=1)
def read_audiences() -> AudienceTable:
    """Read ``audiences.yaml``. Raises PolicyError, which names the file and the entry."""
    reader = LexiconReader(FILE)
    words, entries = reader.section("words"), reader.section("audiences")

    def read_patterns(value: Any, where: str) -> Pattern:
        phrases = reader.check(value or [], Words, where)
        return reader.pattern([insert_words(phrase, words) for phrase in phrases], where)

    def read_all(part: str) -> dict[str, Pattern]:
        return {name: read_patterns(entry.get(part), f"audiences, {name}, {part}") for name, entry in entries.items()}

    return AudienceTable(
        audiences={name: read_audience(reader, name) for name in entries},
        patterns=read_all("patterns"),
        translated=read_all("translated"),
        exceptions=read_patterns(reader.top("not_audiences"), "not_audiences"),
        not_for_children=frozenset(reader.check(reader.top("not_for_children"), Words, "not_for_children")),
        also_for_children=frozenset(reader.check(reader.top("also_for_children"), Words, "also_for_children")),
        replacements={
            reader.genre(genre, "replacements"): reader.check(mood, Phrase, f"replacements, {genre}")
            for genre, mood in reader.section("replacements").items()
        },
    )


def read_audience(reader: LexiconReader, name: str) -> Audience:
    """Read and validate one audience."""
    entry, where = reader.section("audiences")[name], f"audiences, {name}"
    keywords = reader.section("keywords")

    def read_genres(part: str) -> tuple[str, ...]:
        return tuple(reader.genre(genre, f"{where}, {part}") for genre in entry.get(part, ()))

    def read_keywords(part: str) -> frozenset[str]:
        kinds = reader.check(entry.get(part, []), Words, f"{where}, {part}")
        return frozenset(
            word for kind in kinds for word in reader.check(keywords.get(kind), Words, f"keywords, {kind}")
        )

    lists = reader.check(entry.get("not_shown", []), Words, f"{where}, not_shown")
    return Audience(
        label=reader.check(entry.get("label"), Phrase, f"{where}, label"),
        mood=entry.get("mood", ""),
        never=read_genres("never"),
        unless_asked=read_genres("unless_asked"),
        never_keywords=read_keywords("never_keywords"),
        unless_asked_keywords=read_keywords("unless_asked_keywords"),
        only=reader.check(entry.get("only", ""), Only, f"{where}, only"),
        not_shown=frozenset(title for name in lists for title in reader.check(reader.top(name), Words, name)),
    )


def insert_words(phrase: str, words: Mapping[str, str]) -> str:
    """A pattern with every <name> replaced by the words of that name."""
    for name, alternatives in words.items():
        phrase = phrase.replace(f"<{name}>", alternatives)
    return phrase

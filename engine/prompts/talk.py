"""Finds what people say about films without asking for any: "have you seen it?", "I loved that one", "thanks, bye"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from matinee.engine.prompts.words.lexicon import LexiconReader
from matinee.engine.prompts.words.normalization import PUNCTUATION
from matinee.engine.prompts.words.phrase_patterns import Pattern, Span, find_spans
from matinee.policy.setting_types import Words

FILE = Path(__file__).with_name("talk.yaml")
FILM = "<film>"
"""Stands in the patterns for a film that is named."""
OTHER = "<other>"
"""Stands for words with another meaning."""

CONJUNCTIONS = frozenset({"and", "but", "so"})
REFUSALS = frozenset({"no", "nope", "nah", "absolutely", "definitely"})
SUBJECTS = frozenset({"i", "we", "it", "that"})
"""After a refusal, the beginning of an answer such as "no, I haven't"."""


@dataclass(frozen=True)
class Talk:
    """What in a line is conversation.

    Attributes:
        spans: words that say nothing about what to watch; without the films they mention.
        openers: words that only lead to what is said: "I loved" before a film.
        states_preference: whether somebody says what they like, rather than what they want now.
        makes_request: whether somebody asks another person for something.
    """

    spans: tuple[Span, ...] = ()
    openers: tuple[Span, ...] = ()
    states_preference: bool = False
    makes_request: bool = False

    @property
    def is_conversation(self) -> bool:
        """Whether the line is part of a conversation rather than a wish of a few words."""
        return bool(self.spans or self.openers or self.states_preference or self.makes_request)


@dataclass(frozen=True)
class TalkPatterns:
    """The content of ``talk.yaml``; the fields are described there."""

    segments: Pattern
    openers: Pattern
    breaks: Pattern
    preferences: Pattern
    requests: Pattern
    reactions: frozenset[str]
    laughter: frozenset[str]


def find_talk(words: Sequence[str], films: Sequence[Span] = (), others: Sequence[Span] = ()) -> Talk:
    """Find the words of a line that say nothing about what to watch.

    Args:
        words: the line, as ``token_texts`` returns it.
        films: spans of words that name films.
        others: spans of words with another meaning.
    """
    patterns = read_patterns()
    units, origins = replace_films(words, films, others)
    talk, openers = [False] * len(units), [False] * len(units)
    states_preference = False
    for segment in split_segments(units, patterns):
        start = skip_reactions(units, segment, patterns)
        rest = Span(start, segment.end)
        matched = find_spans(patterns.segments, units, rest)
        reacts = start == segment.end and not CONJUNCTIONS.issuperset(units[segment.start : segment.end])
        if matched or reacts:
            mark(talk, segment)
            continue
        if opened := find_spans(patterns.openers, units, rest):
            mark(openers, Span(segment.start, opened[0].end))
            continue
        states_preference |= bool(find_spans(patterns.preferences, units, rest))
    if len(units) == 1 and units[0] not in patterns.laughter:
        talk = [False]  # a lone "no" or "cool" is judged as a wish
    for place, unit in enumerate(units):
        talk[place] |= unit in patterns.laughter
    named = [unit in (FILM, OTHER) for unit in units]
    return Talk(
        spans=tuple(iter_runs(talk, named, origins)),
        openers=tuple(iter_runs(openers, named, origins)),
        states_preference=states_preference,
        makes_request=bool(find_spans(patterns.requests, units, Span(0, len(units)))),
    )


def mark(marks: list[bool], span: Span) -> None:
    """Set the marks of a span."""
    marks[span.start : span.end] = [True] * (span.end - span.start)


def replace_films(words: Sequence[str], films: Sequence[Span], others: Sequence[Span]) -> tuple[list[str], list[Span]]:
    """The line with one mark for the words of each span, and the words that each of its units stands for."""
    marks = {span.start: (OTHER, span) for span in others} | {span.start: (FILM, span) for span in films}
    units: list[str] = []
    origins: list[Span] = []
    place = 0
    while place < len(words):
        unit, origin = marks.get(place, (words[place], Span(place, place + 1)))
        units.append(unit)
        origins.append(origin)
        place = origin.end
    return units, origins


def split_segments(units: Sequence[str], patterns: TalkPatterns) -> Iterator[Span]:
    """Yield the parts of a line that are judged on their own."""
    begins = {span.start for span in find_spans(patterns.breaks, units, Span(0, len(units)))}
    start = 0
    for place, unit in enumerate([*units, "."]):
        if unit in PUNCTUATION or place in begins:
            if place > start:
                yield Span(start, place)
            start = place + 1 if unit in PUNCTUATION else place


def skip_reactions(units: Sequence[str], segment: Span, patterns: TalkPatterns) -> int:
    """The first position of a segment that is not a reaction such as "oh" or "yes"; "westerns, no" is none."""
    place = segment.start
    while place < segment.end and units[place] in patterns.reactions:
        if units[place] in REFUSALS and place > 0 and (place + 1 == len(units) or units[place + 1] not in SUBJECTS):
            break
        place += 1
    return place


def iter_runs(marks: Sequence[bool], named: Sequence[bool], origins: Sequence[Span]) -> Iterator[Span]:
    """Yield the runs of words that are marked; films interrupt them."""
    start = None
    for place, marked in enumerate([*(mark and not film for mark, film in zip(marks, named, strict=True)), False]):
        if marked and start is None:
            start = place
        elif not marked and start is not None:
            yield Span(origins[start].start, origins[place - 1].end)
            start = None


@lru_cache(maxsize=1)
def read_patterns() -> TalkPatterns:
    """Read ``talk.yaml``. Raises PolicyError, which names the file and the entry."""
    reader = LexiconReader(FILE)
    sets = {name: reader.check(value, str, f"sets, {name}") for name, value in reader.section("sets").items()}

    def pattern(name: str) -> Pattern:
        return reader.pattern([insert_sets(text, sets) for text in reader.check(reader.top(name), Words, name)], name)

    return TalkPatterns(
        segments=pattern("segments"),
        openers=pattern("openers"),
        breaks=pattern("breaks"),
        preferences=pattern("preferences"),
        requests=pattern("requests"),
        reactions=frozenset(reader.check(reader.top("reactions"), Words, "reactions")),
        laughter=frozenset(reader.check(reader.top("laughter"), Words, "laughter")),
    )


def insert_sets(pattern: str, sets: Mapping[str, str]) -> str:
    """A pattern with the sets it names."""
    for name, alternatives in sets.items():
        pattern = pattern.replace(f"{{{name}}}", alternatives)
    return pattern

"""Patterns over words, as the lexicon writes them: "(skip|ditch) [the] *"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Pattern = re.Pattern[str]
LEADING = re.compile(r"\[([^]]+)\] ")
"""An optional word at the beginning of an alternative."""


@dataclass(frozen=True)
class Span:
    """Word positions from ``start`` up to but not including ``end``."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether both share a word."""
        return self.start < other.end and other.start < self.end


def compile_patterns(patterns: list[str]) -> Pattern:
    """Compile patterns into one regular expression over words with a space on each side.

    (a|b) is either, [a] is optional, * is any one word; a leading ^ matches only at the beginning of a clause and a
    trailing $ only at its end. Longer patterns take precedence.

    Raises:
        re.error: a pattern is invalid.
    """
    longest_first = sorted(patterns, key=lambda pattern: -len(pattern))
    return re.compile("|".join(to_regex(pattern) for pattern in longest_first) or r"(?!)")


def to_regex(pattern: str) -> str:
    """The regular expression of one pattern; a match starts after a space and ends before one."""
    begins, ends = pattern.startswith("^"), pattern.endswith("$")
    body = re.sub(r"\s+", " ", pattern.strip("^$ "))
    body = re.sub(r"(?<=[(|])(?:\[[^]]+\] )+", lambda leading: LEADING.sub(r"(?:(?:\1) )?", leading[0]), "|" + body)[1:]
    body = re.sub(r" ?\[([^]]+)\](?=[ |)]|$)", r"(?: (?:\1))?", body)
    body = body.replace("(", "(?:").replace("(?:?:", "(?:").replace("*", r"[^ ]+")
    return ("^ " if begins else "(?<= )") + f"(?:{body.lstrip()})" + (r"(?= $)" if ends else "(?= )")


def whole_words(body: str) -> Pattern:
    """Compile a regular expression that matches whole words with a space on each side."""
    return re.compile(rf"(?<= )(?:{body})(?= )")


def find_spans(pattern: Pattern, words: Sequence[str], within: Span) -> list[Span]:
    """Find the matches of a pattern in part of a line.

    Args:
        pattern: an expression over words with a space on each side.
        words: all words of the line.
        within: the positions to search.
    """
    return [span for _, span in iter_matches(pattern, words, within)]


def iter_matches(
    pattern: Pattern, words: Sequence[str], within: Span | None = None
) -> Iterator[tuple[re.Match[str], Span]]:
    """Yield the matches of a pattern and where they are; the arguments are those of ``find_spans``."""
    start, end = (0, len(words)) if within is None else (within.start, within.end)
    text = " " + " ".join(words[start:end]) + " "
    for match in pattern.finditer(text):
        first = text[: match.start()].count(" ") - 1 + (text[match.start()] == " ")
        yield match, Span(start + first, start + text[: match.end()].count(" "))

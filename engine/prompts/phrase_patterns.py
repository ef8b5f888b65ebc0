"""Patterns of words, as the lexicon writes them: "(skip|ditch) [the] *" is either, perhaps "the", then any."""

import re

Pattern = re.Pattern[str]


def compiled(patterns: list[str]) -> Pattern:
    """One expression for all patterns, over words with a space before and behind each.

    (a|b) is either, [a] may be missing, * is any one word; ^ in front asks for the beginning of a thought and $ behind
    for its end. Raises re.error.
    """
    longest_first = sorted(patterns, key=lambda pattern: -len(pattern))
    return re.compile("|".join(expression(pattern) for pattern in longest_first) or r"(?!)")


def expression(pattern: str) -> str:
    """The expression of one pattern; it begins behind a space and ends before one."""
    begins, ends = pattern.startswith("^"), pattern.endswith("$")
    body = re.sub(r"\s+", " ", pattern.strip("^$ "))
    body = re.sub(r"(?<=[(|])\[([^]]+)\] ", r"(?:(?:\1) )?", "|" + body)[1:]
    body = re.sub(r" ?\[([^]]+)\](?=[ |)]|$)", r"(?: (?:\1))?", body)
    body = body.replace("(", "(?:").replace("(?:?:", "(?:").replace("*", r"[^ ]+")
    return ("^ " if begins else "(?<= )") + f"(?:{body.lstrip()})" + (r"(?= $)" if ends else "(?= )")

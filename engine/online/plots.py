"""Plots as they are shown: one line of plain text that ends with a sentence."""

import re

from matinee.engine.scrubbing import scrub_text

MAX_LENGTH, EXCERPT_LENGTH, EXCERPT_SENTENCES = 1500, 240, 2
SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|Jr|Sr|St|Lt|vs|No))(?<!\b(?:Mrs|Gen|Col|Sgt))"  # initials and abbreviations
    r"[.!?…][\"'”’)\]]*(?= |$)"
)


def clean_plot(text: str) -> str:
    """Scrub a plot and cut it to ``MAX_LENGTH`` characters, at the end of a sentence if there is one.

    Args:
        text: the plot as it was sent.
    """
    line = scrub_text(text)
    return line if len(line) <= MAX_LENGTH else first_sentences(line, MAX_LENGTH)


def excerpt(plot: str) -> str:
    """Return the first sentence or two of a plot.

    >>> excerpt("A reel is found. It is watched. It ends badly.")
    'A reel is found. It is watched.'
    """
    return first_sentences(plot, EXCERPT_LENGTH, EXCERPT_SENTENCES)


def first_sentences(line: str, length: int, count: int | None = None) -> str:
    """Cut a line at the end of a sentence, or of a word if its first sentence is too long.

    Args:
        line: the line.
        length: greatest length in characters.
        count: greatest number of sentences; None for any.
    """
    ends = [found.end() for found in SENTENCE_END.finditer(line, 0, length + 1) if found.end() <= length]
    if ends:
        return line[: ends[:count][-1]]
    if len(line) <= length:
        return line
    start = line[: length - 1]
    return (start.rpartition(" ")[0] or start) + "…"

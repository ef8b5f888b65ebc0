"""The form in which the words of a prompt and those of the lexicon meet: lower case, no punctuation, plain stems."""

import re
import unicodedata
from typing import NamedTuple

NOT = re.compile(r"(ca|wo|sha|ai|do|does|did|is|are|was|were|has|have|had|would|could|should|must|need|might)n['’]?t")
WHOLE = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}
"""What is left of a verb before n't where the verb itself lost letters."""
SHORTENED = re.compile(r"(i|you|he|she|it|we|they|that|who|there|what)['’](m|re|ve|ll|d|s)")
LONG = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would", "s": "is"}
WITH = {"w/o": ("without",), "w/out": ("without",), "w/": ("with",), "cannot": ("can", "not")}
TOKEN = re.compile(r"\b[wW]/(?:[oO](?:[uU][tT])?\b)?|[^\W_]+(?:['’][^\W_]+)*|[^\w\s]")
HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
PLURALS = (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"))
PUNCTUATION = frozenset(",;:.!?—–-()[]/…|")
"""Marks that end a thought. A hyphen inside a word is none: it becomes a space."""


class Word(NamedTuple):
    """A word or mark in its plain form, and where in the line it was read."""

    text: str
    start: int
    end: int


def plain_line(text: str, longest: int) -> str:
    """One line of text: compatibility forms folded, control characters and line breaks as spaces, cut to a length."""
    folded = unicodedata.normalize("NFKC", text[: longest * 4])
    kept = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in folded)
    return " ".join(kept.split())[:longest].rstrip()


def words_of(line: str) -> list[Word]:
    """The words and marks of a line, n't and 'll written out, hyphens inside words taken for spaces."""
    return [
        Word(text, found.start(), found.end())
        for found in TOKEN.finditer(HYPHEN.sub(" ", line))
        for text in written_out(word_form(found.group()), found.group().casefold())
        if text[0].isalnum() or text in PUNCTUATION or text == ">"
    ]


def tokens(line: str) -> list[str]:
    """The words and marks of a line, without their places."""
    return [word.text for word in words_of(line)]


def written_out(plain: str, typed: str) -> tuple[str, ...]:
    """The words a shortened one stands for: "don't" and "dont" are "do not", "w/o" is "without"."""
    if typed in WITH:
        return WITH[typed]
    if negated := NOT.fullmatch(typed):
        return WHOLE.get(negated[1], negated[1]), "not"
    if short := SHORTENED.fullmatch(typed):
        return short[1], LONG[short[2]]
    return (plain,)


def word_form(word: str) -> str:
    """Lower case without accents and apostrophes: "Kids'" and "kids" are one word."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter) and letter not in "'’") or word


def stem(word: str) -> str:
    """A word without the commonest endings of English, so that "ghosts", "kissing" and "funnier" meet their lemmas.

    Cruder than a real stemmer and alike on both sides, which is all that looking words up takes.
    """
    if len(word) <= 3 or not word.isascii():
        return word
    word = singular(word)
    for ending in ("iest", "ier", "ie"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word.removesuffix(ending) + "y"
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= 3 and any(vowel in root for vowel in "aeiouy"):
            doubled = len(root) > 3 and root[-1] == root[-2] and root[-1] not in "ls"
            return root[:-1] if doubled else root.removesuffix("e")
    return word.removesuffix("e") if len(word) > 4 else word


def singular(word: str) -> str:
    """A word without the ending of its plural: "comedies" → "comedy", "ghosts" → "ghost"."""
    for ending, instead in PLURALS:
        if word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word if word.endswith(("ss", "us", "is")) else word.removesuffix("s")


def phrase_key(phrase: str) -> str:
    """The stems of a phrase of the lexicon, as prompts are looked up."""
    return " ".join(stem(token) for token in tokens(phrase) if token not in PUNCTUATION)

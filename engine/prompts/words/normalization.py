"""The form in which words of a prompt and of the lexicon are compared: lower case, no punctuation, stems."""

import re
import unicodedata
from typing import NamedTuple

NOT = re.compile(r"(ca|wo|sha|ai|do|does|did|is|are|was|were|has|have|had|would|could|should|must|need|might)n['’]?t")
VERBS = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}
"""The part before n't → its verb, where they differ."""
CONTRACTION = re.compile(r"(i|you|he|she|it|we|they|that|who|there|what)['’](m|re|ve|ll|d|s)")
ENDINGS = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would", "s": "is"}
ABBREVIATIONS = {"w/o": ("without",), "w/out": ("without",), "w/": ("with",), "cannot": ("can", "not")}
SHORT_YEAR = re.compile(r"['’‘](\d\d)")
"""A year without its century: "'68"."""
OPEN = re.compile(r"((?:18|19|20)\d\d|[1-9]|1[0-7])\+")
"""A year and those after it, "1990+", or an age of children and of those who are older, "7+"."""
TOKEN = re.compile(
    r"(?<!\w)['’‘]\d\d(?![\w'’])(?!.*['’](?:\W|$))|\b(?:18|19|20)\d\d\+|(?<![\w.])(?:[1-9]|1[0-7])\+(?![\w+])"
    r"|\b[wW]/(?:[oO](?:[uU][tT])?\b)?|[^\W_]+(?:['’][^\W_]+)*|[^\w\s]"
)
HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
PLURALS = (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"))
PUNCTUATION = frozenset(",;:.!?—–-()[]/…|")
"""Marks that end a clause; a hyphen within a word is replaced by a space instead."""


class Token(NamedTuple):
    """A normalised word or punctuation mark, and its position in the line."""

    text: str
    start: int
    end: int


def clean_line(text: str, max_length: int) -> str:
    """Normalise a text to one line.

    Args:
        text: may contain anything.
        max_length: characters that are kept.

    Returns:
        The text with compatibility characters folded (NFKC), control characters and line breaks as spaces, and runs of
        spaces collapsed.
    """
    folded = unicodedata.normalize("NFKC", text[: max_length * 4])
    printable = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in folded)
    return " ".join(printable.split())[:max_length].rstrip()


def tokenize(line: str) -> list[Token]:
    """Split a line into words and punctuation; contractions are expanded and hyphens within words split them."""
    return [
        Token(text, match.start(), match.end())
        for match in TOKEN.finditer(HYPHEN.sub(" ", line))
        for text in expand_contraction(fold_word(match.group()), match.group().casefold())
        if text[0].isalnum() or text in PUNCTUATION or text == ">"
    ]


def token_texts(line: str) -> list[str]:
    """The texts of the tokens of a line.

    >>> token_texts("Sci-fi I don't know, w/o horror")
    ['sci', 'fi', 'i', 'do', 'not', 'know', ',', 'without', 'horror']
    """
    return [token.text for token in tokenize(line)]


def expand_contraction(folded: str, typed: str) -> tuple[str, ...]:
    """The words of a contraction or abbreviation: "don't" and "dont" are "do not", "w/o" is "without", "'68" is "1968".

    Args:
        folded: the word as ``fold_word`` returns it; the result for any other word.
        typed: the word in lower case, with its apostrophe.
    """
    if typed in ABBREVIATIONS or (typed.isalpha() and not typed.endswith("nt")):  # contractions are rare
        return ABBREVIATIONS.get(typed, (folded,))
    if shortened := SHORT_YEAR.fullmatch(typed):
        return (("19" if shortened[1] >= "30" else "20") + shortened[1],)
    if opened := OPEN.fullmatch(typed):
        return (opened[1], "onwards") if len(opened[1]) == len("1990") else (opened[1], "and", "up")
    if negated := NOT.fullmatch(typed):
        return VERBS.get(negated[1], negated[1]), "not"
    if contracted := CONTRACTION.fullmatch(typed):
        return contracted[1], ENDINGS[contracted[2]]
    return (folded,)


def fold_word(word: str) -> str:
    """A word in lower case, without accents and apostrophes: "Kids'" → "kids"."""
    if word.isascii():
        return word.lower().replace("'", "") or word
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter) and letter not in "'’") or word


def stem(word: str) -> str:
    """Remove the most common English endings, so that "ghosts", "kissing" and "funnier" match their base forms.

    Simpler than a linguistic stemmer: it only has to give the same result for the lexicon and for the prompt.

    >>> stem("ghosts"), stem("kissing"), stem("funnier")
    ('ghost', 'kiss', 'funny')
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
    """A word without its plural ending: "comedies" → "comedy", "ghosts" → "ghost"."""
    for ending, replacement in PLURALS:
        if word.endswith(ending):
            return word.removesuffix(ending) + replacement
    return word if word.endswith(("ss", "us", "is")) else word.removesuffix("s")


def stem_key(phrase: str) -> str:
    """The key of a phrase in the lexicon: the stems of its words, separated by spaces."""
    return " ".join(stem(text) for text in token_texts(phrase) if text not in PUNCTUATION)

"""Translates prompts in other languages to the English words of the lexicon; ``foreign_words.yaml`` lists the words.

Only what decides about films is translated: genres, moods, exclusions, audiences, periods and countries. Words without
content are left out, and unknown words, such as names, are kept.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from rapidfuzz.distance import OSA

from matinee.engine.prompts.words.foreign_words import (
    ForeignLanguage,
    ForeignWords,
    load_foreign_words,
    split_words,
    stem_foreign,
)
from matinee.engine.prompts.words.lexicon import Lexicon
from matinee.engine.prompts.words.normalization import PUNCTUATION
from matinee.engine.prompts.words.phrase_patterns import Span
from matinee.engine.prompts.words.vocabulary import MIN_CORRECTED, TWO_TYPOS, find_meanings

GERMAN_DECADE = re.compile(r"((?:19|20)?\d0)er[ns]?")
"""The eighties are "80er" or "80ern"."""
CONTENT, FUNCTION, UNKNOWN = 2, 1, 0.5
"""Evidence of a language: a word with content, a word without, and, against every language, an unknown word."""
MIN_EVIDENCE = 1.5
"""Lines with less are translated only if the language has all their words."""
DECADE, LIKE, SINCE = "decade", "like", "since"
"""Translations that affect the words next to them."""
FUNCTION_TRANSLATIONS = frozenset({"", "and", "or", "for", "with", DECADE, SINCE})
"""Translations of words without content."""
MAX_AGE = 20
"""From this number on, years are not an age."""
NEGATIONS = frozenset({"no", "not", "without", "never", "nothing", "except", "anything but"})
AUDIENCES = frozenset({"children", "family film", "adults"})
AFTER_TITLE = frozenset({"but", "without", "no", "not", "and", "or"})
"""Translations that end the title of a film after "like"."""


class Piece(NamedTuple):
    """A run of words and what they mean in a language; ``translation`` is None for unknown words."""

    span: Span
    translation: str | None


def translate(line: str, lexicon: Lexicon) -> str:
    """Translate a line that is clearly in one of the other languages; any other line is returned unchanged.

    Args:
        line: the prompt, as ``clean_line`` returns it.
        lexicon: the vocabulary; what it knows is English.
    """
    foreign = load_foreign_words()
    words = split_words(line)
    plain = frozenset(words if line.isascii() else split_words(line.encode("ascii", "ignore").decode()))
    if not any(is_foreign(word, foreign) for word in words if word not in plain & foreign.english):
        return line
    english = weigh_english(words, plain, foreign.english, lexicon)
    candidates = [(language, match_phrases(words, language)) for language in foreign.languages]
    scored = [(*weigh_evidence(pieces, words, english), language, pieces) for language, pieces in candidates]
    evidence, n_known, language, pieces = max(scored, key=lambda entry: entry[:2])
    if evidence < (FUNCTION if n_known == len(words) else MIN_EVIDENCE):
        return line
    return " ".join(filter(None, render(pieces, words, language))) or line


def is_foreign(word: str, foreign: ForeignWords) -> bool:
    """Whether a word is in one of the other languages."""
    return word in foreign.stems or any(stem_foreign(word, name) in foreign.stems for name in ("german", "french"))


def weigh_english(
    words: Sequence[str], plain: AbstractSet[str], english: AbstractSet[str], lexicon: Lexicon
) -> list[int]:
    """How much each word is evidence of English: words without content and those of the lexicon are.

    Args:
        words: a line.
        plain: its words without accents; other words are not English unless they are part of an English phrase.
        english: words without content and the like.
        lexicon: the vocabulary.
    """
    weights = [CONTENT * (word in english and word in plain) for word in words]
    for span, _ in find_meanings(words, lexicon):
        for place in range(span.start, span.end):
            if span.end - span.start > 1 or words[place] in plain:
                weights[place] = weights[place] or FUNCTION
    return weights


def match_phrases(words: Sequence[str], language: ForeignLanguage) -> list[Piece]:
    """Split a line into phrases of a language, the longest first, and unknown words."""
    stems = [stem_foreign(word, language.name) for word in words]
    pieces = []
    place = 0
    while place < len(words):
        end, translation = place + 1, None
        limit = place + max(language.lengths.get(words[place], 0), language.lengths.get(stems[place], 0))
        for longest in range(min(len(words), limit), place, -1):
            keys = (" ".join(words[place:longest]), " ".join(stems[place:longest]))
            if found := [key for key in keys if key in language.phrases]:
                end, translation = longest, language.phrases[found[0]]
                break
        if language.name == "german" and (decade := GERMAN_DECADE.fullmatch(words[place])):
            translation = f"{decade[1]}s"
        pieces.append(Piece(Span(place, end), translation))
        place = end
    return pieces


def weigh_evidence(pieces: Sequence[Piece], words: Sequence[str], english: Sequence[int]) -> tuple[float, int]:
    """How much more a line is in a language than in English, and how many of its words the language has.

    Words that both have count for neither, and neither do titles after "like".

    Args:
        pieces: the line, as ``match_phrases`` returns it.
        words: its words.
        english: how much each word is evidence of English.
    """
    score, known, in_title = 0.0, 0, False
    for span, translation in pieces:
        if translation is None:
            in_title = in_title and words[span.start] not in PUNCTUATION
            if not in_title:
                score -= english[span.start] or UNKNOWN * words[span.start].isalpha()
            continue
        in_title = translation == LIKE or (in_title and translation not in AFTER_TITLE)
        known += span.end - span.start
        if not all(english[span.start : span.end]):
            score += FUNCTION if translation in FUNCTION_TRANSLATIONS else CONTENT
    return score, known


def render(pieces: Sequence[Piece], words: Sequence[str], language: ForeignLanguage) -> Iterator[str]:
    """Yield the translated words of a line; the title of a film after "like" is not translated."""
    in_title = False
    for place, (span, translation) in enumerate(pieces):
        text = " ".join(words[span.start : span.end])
        previous, following = neighbour(pieces, place - 1), neighbour(pieces, place + 1)
        in_title = in_title and text not in PUNCTUATION and translation not in AFTER_TITLE
        if in_title:
            yield text
        elif text.isdecimal():
            yield read_number(text, previous, following)
        elif translation is None:
            yield translate_word(text, language)
        elif translation in NEGATIONS and ends_clause(words, span.end):
            yield "no thanks"
        elif translation == SINCE:
            yield SINCE if words[span.end : span.end + 1] and is_year(words[span.end]) else ""
        elif translation in AUDIENCES and starts_audience(pieces[:place]):
            yield f", {translation}"
        elif translation == "" and previous is None and following is None and 0 < place < len(pieces) - 1:
            yield text  # within a name: "Louis de Funès"
        elif translation != DECADE:
            yield translation
        in_title = in_title or translation == LIKE


def neighbour(pieces: Sequence[Piece], place: int) -> str | None:
    """The translation at a position; None for unknown words and outside the line."""
    return pieces[place].translation if 0 <= place < len(pieces) else None


def ends_clause(words: Sequence[str], place: int) -> bool:
    """Whether a clause ends before a position."""
    return place == len(words) or words[place] in PUNCTUATION


def is_year(word: str) -> bool:
    """Whether a word is a year rather than an age."""
    return word.isdecimal() and int(word) > MAX_AGE


def starts_audience(pieces: Sequence[Piece]) -> bool:
    """Whether "for children" says who is watching: in "nicht gruselig für Kinder" it is not part of the exclusion.

    Args:
        pieces: those before the audience.
    """
    translations = [piece.translation for piece in pieces if piece.translation not in ("", DECADE)]
    if not translations or translations.pop() not in ("for", "with"):
        return False
    while translations and translations[-1] == "film":
        translations.pop()
    return bool(translations) and translations[-1] not in NEGATIONS


def read_number(digits: str, previous: str | None, following: str | None) -> str:
    """A number, a decade ("anni 80" is "80s") or an age ("ab 6", "6 ans")."""
    if previous == DECADE and digits.endswith("0") and len(digits) in (2, 4):
        return f"{digits}s"
    if int(digits) <= MAX_AGE and (previous == SINCE or following == DECADE):
        return f"{digits} year old"
    return digits


def translate_word(word: str, language: ForeignLanguage) -> str:
    """Translate a misspelt word; other words are unchanged."""
    stem = stem_foreign(word, language.name)
    if len(stem) < MIN_CORRECTED:
        return word
    typos = 2 if len(stem) >= TWO_TYPOS else 1
    similar = (key for key in language.targets.get(stem[0], ()) if OSA.distance(stem, key, score_cutoff=typos) <= typos)
    target = next(similar, None)
    return word if target is None else language.phrases[target]

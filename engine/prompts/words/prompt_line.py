"""The line of a prompt: normalised, in English, its words corrected."""

from dataclasses import dataclass

from matinee.engine.prompts.words.lexicon import Lexicon
from matinee.engine.prompts.words.normalization import Token, clean_line, tokenize
from matinee.engine.prompts.words.translation import translate
from matinee.engine.prompts.words.vocabulary import split_affixes

MAX_LENGTH = 500
"""Characters of a prompt that are read."""


@dataclass(frozen=True)
class PromptLine:
    """A prompt as one line.

    Attributes:
        text: the normalised prompt, in English.
        tokens: its words and punctuation marks; their positions are those in ``text``.
        words: the texts of the tokens.
        is_translated: whether it was in another language.
    """

    text: str
    tokens: list[Token]
    words: list[str]
    is_translated: bool


def read_line(text: str, lexicon: Lexicon) -> PromptLine:
    """Normalise a prompt and split it into words.

    Args:
        text: what the user typed, in English or a language of ``translation``; only the first ``MAX_LENGTH`` characters
            are read.
        lexicon: the vocabulary, which corrects and splits words.
    """
    typed = clean_line(text, MAX_LENGTH)
    line = translate(typed, lexicon)
    tokens = [part for token in tokenize(line) for part in split_affixes(token, lexicon)]
    return PromptLine(line, tokens, [token.text for token in tokens], is_translated=line != typed)

"""Words looked up in the lexicon."""

import pytest

from matinee.engine.prompts.words.lexicon import load_lexicon
from matinee.engine.prompts.words.normalization import tokenize
from matinee.engine.prompts.words.phrase_patterns import Span
from matinee.engine.prompts.words.vocabulary import correct_spelling, find_meanings, split_affixes, strip_filler

LEXICON = load_lexicon()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("horor", "horror"),
        ("comdey", "comedy"),
        ("withuot", "without"),
        ("documantery", "documentary"),  # two errors in a long word
        ("horrrrr", "horrrrr"),  # two in a short one
        ("morror", "morror"),  # the first letter must be right
        ("war", "war"),
        ("wer", "wer"),
        ("ホラー映画", "ホラー映画"),
    ],
)
def test_misspelt_words_are_corrected(typed: str, meant: str) -> None:
    assert correct_spelling(typed, LEXICON) == meant


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("bloodless", ["blood", "wless"]),
        ("unfunny", ["unx", "funny"]),
        ("harmless", ["harmless"]),
        ("unusual", ["unusual"]),
        ("horor", ["horror"]),
        ("horror", ["horror"]),
    ],
)
def test_affixes_are_split_from_genre_words(word: str, parts: list[str]) -> None:
    (token,) = tokenize(word)
    split = split_affixes(token, LEXICON)
    assert [part.text for part in split] == parts
    assert {(part.start, part.end) for part in split} == {(0, len(word))}


def test_longer_phrases_win_and_none_overlap() -> None:
    spans = [span for span, _ in find_meanings(["a", "spaghetti", "western", "romance"], LEXICON)]
    assert spans == sorted(spans, key=lambda span: span.start)
    assert Span(1, 3) in spans
    assert Span(2, 3) not in spans
    assert Span(3, 4) in spans


def test_filler_is_stripped_at_both_ends_only() -> None:
    assert strip_filler(["some", "love", "and", "war", "please"], LEXICON) == "love and war"
    assert strip_filler(["something"], LEXICON) == "something"

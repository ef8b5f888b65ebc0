"""The normalised words of a prompt."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.engine.prompts.words.normalization import (
    Token,
    clean_line,
    fold_word,
    stem,
    stem_key,
    token_texts,
    tokenize,
)

MANY = settings(max_examples=300, deadline=None)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("don't", "do not"),
        ("don’t", "do not"),
        ("dont", "do not"),
        ("Doesn't", "does not"),
        ("can't", "can not"),
        ("cant", "can not"),
        ("cannot", "can not"),
        ("won't", "will not"),
        ("wont", "will not"),
        ("shan't", "shall not"),
        ("ain't", "is not"),
        ("isnt", "is not"),
        ("wouldn’t", "would not"),
        ("I'm", "i am"),
        ("we’d", "we would"),
        ("it's", "it is"),
        ("they've", "they have"),
        ("you'll", "you will"),
        ("that's", "that is"),
    ],
)
def test_contractions_are_expanded(typed: str, plain: str) -> None:
    assert token_texts(typed) == plain.split()


@pytest.mark.parametrize("typed", ["its", "ill", "well", "were", "want", "ant", "font"])
def test_words_that_only_look_like_contractions_stay(typed: str) -> None:
    assert token_texts(typed) == [typed]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("comedy w/o romance", "comedy without romance"),
        ("comedy w/out romance", "comedy without romance"),
        ("w/ friends", "with friends"),
        ("law/order", "law / order"),
    ],
)
def test_a_slash_after_a_w(typed: str, plain: str) -> None:
    kept = [word for word in plain.split() if word != "/" or "law" in plain]
    assert token_texts(typed) == kept


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Amélie", ["amelie"]),
        ("CRÈME brûlée", ["creme", "brulee"]),
        ("naïve", ["naive"]),
        ("Kids' films", ["kids", "films"]),
        ("rock'n'roll", ["rocknroll"]),
        ("80's", ["80s"]),
        ("sci-fi", ["sci", "fi"]),
        ("feel-good rom-com", ["feel", "good", "rom", "com"]),
        ("nice - or not", ["nice", "-", "or", "not"]),
        ("snake_case", ["snake", "case"]),
        ("100%", ["100"]),
        ("crime > horror", ["crime", ">", "horror"]),
        ("", []),
        ("🎬", []),
        ("🎬 heist 🎬", ["heist"]),
        ("七人の侍", ["七人の侍"]),
    ],
)
def test_words_are_folded(typed: str, plain: list[str]) -> None:
    assert token_texts(typed) == plain


def test_marks_that_end_a_clause_are_kept_and_others_dropped() -> None:
    assert token_texts('no horror, "funny"; really! (or not?) @home #1') == (
        ["no", "horror", ",", "funny", ";", "really", "!", "(", "or", "not", "?", ")", "home", "1"]
    )


def test_tokens_have_positions() -> None:
    line = "I don't like sci-fi, Amélie!"
    assert tokenize(line) == [
        Token("i", 0, 1),
        Token("do", 2, 7),
        Token("not", 2, 7),
        Token("like", 8, 12),
        Token("sci", 13, 16),
        Token("fi", 17, 19),
        Token(",", 19, 20),
        Token("amelie", 21, 27),
        Token("!", 27, 28),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  two\tor\nthree\r\n lines ", "two or three lines"),
        ("a\x00b\x1b[31mc\x07", "a b [31mc"),
        ("ﬁlm ＮＯＩＲ", "film NOIR"),
        ("\u202efunny\u202c", "funny"),
        ("no\u00a0horror", "no horror"),
        ("", ""),
        ("\x00\u200b ", ""),
        ("[/b]", "[/b]"),
    ],
)
def test_control_characters_and_line_breaks_are_removed(text: str, line: str) -> None:
    assert clean_line(text, 500) == line


def test_a_long_text_is_cut() -> None:
    assert clean_line("ab " * 5_000, 10) == "ab ab ab a"
    assert clean_line("ab " * 5_000, 9) == "ab ab ab"  # no space at the end
    assert len(clean_line("x" * 10_000, 500)) == 500


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ghosts", "ghost"),
        ("kissing", "kiss"),
        ("kissed", "kiss"),
        ("comedies", "comedy"),
        ("witches", "witch"),
        ("wishes", "wish"),
        ("boxes", "box"),
        ("glasses", "glass"),
        ("robbed", "rob"),
        ("running", "run"),
        ("killed", "kill"),
        ("dancing", "dance"),
        ("scared", "scare"),
        ("horses", "horse"),
        ("vampires", "vampire"),
        ("musicals", "musical"),
        ("explosions", "explosion"),
    ],
)
def test_forms_of_a_word_have_the_same_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["sing", "king", "red", "this", "bus", "is", "kiss", "dis", "七人の侍s"])
def test_words_that_only_look_inflected_stay(word: str) -> None:
    assert stem(word) == word


@pytest.mark.parametrize(("one", "other"), [("scary", "scare"), ("war", "ward"), ("funny", "fun"), ("noir", "no")])
def test_different_words_have_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_keys_of_phrases_are_stems() -> None:
    assert stem_key("Haunted Houses!") == stem_key("haunted-house") == "haunt hous"
    assert stem_key("...") == ""


@MANY
@given(st.text() | st.text("aAéİßﬀ'’/-wWoO0½ \t\x00\u202e🎬", max_size=30))
def test_any_text_can_be_tokenized(text: str) -> None:
    line = clean_line(text, 500)
    assert len(line) <= 500
    assert line == " ".join(line.split())
    assert not [letter for letter in line if unicodedata.category(letter)[0] == "C"]
    for words, source in ((tokenize(line), line), (tokenize(text), text)):
        for word in words:
            assert word.text
            assert 0 <= word.start < word.end <= len(source)
            stem(word.text)
            fold_word(word.text)
        assert [word.start for word in words] == sorted(word.start for word in words)
    assert not [word for word in token_texts(line) if " " in word]
    stem_key(text)


@MANY
@given(st.text())
def test_cleaning_is_idempotent(text: str) -> None:
    line = clean_line(text, 500)
    assert clean_line(line, 500) == line


@pytest.mark.parametrize("typed", ["W/O", "w/O", "W/OUT"])
def test_abbreviations_may_be_in_capitals(typed: str) -> None:
    assert token_texts(typed) == ["without"]

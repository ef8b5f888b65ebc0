"""The words of a prompt, in the plain form in which they are looked up."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.engine.prompts.normalization import Word, phrase_key, plain_line, stem, tokens, word_form, words_of

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
def test_contractions_are_written_out(typed: str, plain: str) -> None:
    assert tokens(typed) == plain.split()


@pytest.mark.parametrize("typed", ["its", "ill", "well", "were", "want", "ant", "font"])
def test_words_that_only_look_shortened_stay(typed: str) -> None:
    assert tokens(typed) == [typed]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("comedy w/o romance", "comedy without romance"),
        ("comedy w/out romance", "comedy without romance"),
        ("w/ friends", "with friends"),
        ("law/order", "law / order"),
    ],
)
def test_a_slash_behind_a_w(typed: str, plain: str) -> None:
    kept = [word for word in plain.split() if word != "/" or "law" in plain]
    assert tokens(typed) == kept


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
def test_words_are_plain(typed: str, plain: list[str]) -> None:
    assert tokens(typed) == plain


def test_marks_that_end_a_thought_are_kept_and_others_dropped() -> None:
    assert tokens('no horror, "funny"; really! (or not?) @home #1') == (
        ["no", "horror", ",", "funny", ";", "really", "!", "(", "or", "not", "?", ")", "home", "1"]
    )


def test_words_know_where_they_stand_in_the_line() -> None:
    line = "I don't like sci-fi, Amélie!"
    assert words_of(line) == [
        Word("i", 0, 1),
        Word("do", 2, 7),
        Word("not", 2, 7),
        Word("like", 8, 12),
        Word("sci", 13, 16),
        Word("fi", 17, 19),
        Word(",", 19, 20),
        Word("amelie", 21, 27),
        Word("!", 27, 28),
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
def test_a_line_is_one_line_without_control_characters(text: str, line: str) -> None:
    assert plain_line(text, 500) == line


def test_a_long_text_is_cut() -> None:
    assert plain_line("ab " * 5_000, 10) == "ab ab ab a"
    assert plain_line("ab " * 5_000, 9) == "ab ab ab"  # no space at the end
    assert len(plain_line("x" * 10_000, 500)) == 500


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
def test_stems_meet(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["sing", "king", "red", "this", "bus", "is", "kiss", "dis", "七人の侍s"])
def test_what_only_looks_like_an_ending_stays(word: str) -> None:
    assert stem(word) == word


@pytest.mark.parametrize(("one", "other"), [("scary", "scare"), ("war", "ward"), ("funny", "fun"), ("noir", "no")])
def test_other_words_keep_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_phrases_are_looked_up_by_their_stems() -> None:
    assert phrase_key("Haunted Houses!") == phrase_key("haunted-house") == "haunt hous"
    assert phrase_key("...") == ""


@MANY
@given(st.text() | st.text("aAéİßﬀ'’/-wWoO0½ \t\x00\u202e🎬", max_size=30))
def test_any_text_has_words(text: str) -> None:
    line = plain_line(text, 500)
    assert len(line) <= 500
    assert line == " ".join(line.split())
    assert not [letter for letter in line if unicodedata.category(letter)[0] == "C"]
    for words, source in ((words_of(line), line), (words_of(text), text)):
        for word in words:
            assert word.text
            assert 0 <= word.start < word.end <= len(source)
            stem(word.text)
            word_form(word.text)
        assert [word.start for word in words] == sorted(word.start for word in words)
    assert not [word for word in tokens(line) if " " in word]
    phrase_key(text)


@MANY
@given(st.text())
def test_a_plain_line_stays_as_it_is(text: str) -> None:
    line = plain_line(text, 500)
    assert plain_line(line, 500) == line


@pytest.mark.parametrize("typed", ["W/O", "w/O", "W/OUT"])
def test_without_is_understood_in_capitals(typed: str) -> None:
    assert tokens(typed) == ["without"]

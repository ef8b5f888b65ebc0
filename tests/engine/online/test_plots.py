"""Plots from outside: control characters are stripped, and long plots are cut at the end of a sentence."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.engine.online.plots import MAX_LENGTH, clean_plot, excerpt
from matinee.engine.scrubbing import CONTROL_CHARS, scrub_text


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[31m",
        "\x1b[38;2;1;2;3m",
        "\x1b[2J\x1b[H",
        "\x1b[?1049h",
        "\x1b]0;a new title\x07",
        "\x1b]8;;https://films.test\x1b\\",
        "\x1bP1$r0m\x1b\\",
        "\x1b_payload\x1b\\",
        "\x1b(0",
        "\x1bc",
        "\x9b31m",
        "\x9d0;a new title\x9c",
        "\u202e\u2066\u200f\u061c",
        "\u200b\u2060\ufeff",
        "\U000e0041\U000e007f",
        "\ud83d",
    ],
)
def test_what_is_removed(sequence: str) -> None:
    assert scrub_text(f"Two{sequence} reels{sequence}.") == "Two reels."


def test_what_becomes_a_space() -> None:
    assert scrub_text("  One\r\ntwo\tthree\x00four\u2028five\xa0six\x1b\n ") == "One two three four five six"


def test_an_unfinished_sequence_does_not_swallow_the_rest() -> None:
    assert scrub_text("\x1b]0;The reel is found.") == "0;The reel is found."


def test_what_is_kept() -> None:
    text = "Amélie – “naïve” [REC] 東京物語 ٣ שלום 👩‍👧 e\u0301."
    assert scrub_text(text) == text


@given(st.text(st.characters() | st.sampled_from("\x1b\x9b\x9d\x9c\x07[];m. A\u202e\ud800"), max_size=80))
def test_any_text(text: str) -> None:
    plot = clean_plot(text)
    assert clean_plot(plot) == plot
    assert not set(map(ord, plot)) & set(CONTROL_CHARS)
    assert plot.encode() is not None
    assert not any(unicodedata.bidirectional(letter) in ("RLO", "LRO", "RLE", "LRE", "RLI") for letter in plot)


@pytest.mark.parametrize(
    "text",
    ["\x1b]" * 250_000, "\x9d" * 500_000, "\x1b[" * 250_000, "\x9b0" * 250_000],
    ids=["strings", "8-bit strings", "controls", "8-bit controls"],
)
def test_hostile_texts_take_no_time(text: str) -> None:
    begin = time.perf_counter()
    scrub_text(text)
    assert time.perf_counter() - begin < 0.5


def test_a_long_plot_ends_with_a_sentence() -> None:
    sentence = "The reel turns once more, and the light goes out. "
    plot = clean_plot(sentence * 40)
    assert plot == (sentence * 30).strip()
    assert MAX_LENGTH - len(sentence) < len(plot) <= MAX_LENGTH


def test_a_plot_of_the_greatest_length() -> None:
    assert clean_plot("x" * 1499 + ".") == "x" * 1499 + "."
    assert clean_plot("A. " + "x" * 1500 + ".") != "A."


@pytest.mark.parametrize("end", ["Dr. ", "Robert J. ", "Sammy Davis Jr. ", "3.", "vs. "])
def test_abbreviations_do_not_end_a_sentence(end: str) -> None:
    assert clean_plot(f"The first ends here. Then {end}" + "x" * 1600) == "The first ends here."


@pytest.mark.parametrize("end", [".", "!", "?", ".”", '."', "…", ".)"])
def test_ends_of_sentences(end: str) -> None:
    assert clean_plot(f"It ends{end} " + "x" * 1600) == f"It ends{end}"


def test_a_long_plot_without_a_sentence() -> None:
    plot = clean_plot("word " * 400)
    assert plot.endswith("word…") and len(plot) <= MAX_LENGTH
    assert clean_plot("x" * 3000) == "x" * (MAX_LENGTH - 1) + "…"


@pytest.mark.parametrize(
    ("plot", "beginning"),
    [
        ("One. Two! Three?", "One. Two!"),
        ("One.", "One."),
        ("Mr. Orange and J. R. R. meet. They part. The end.", "Mr. Orange and J. R. R. meet. They part."),
        (f"One. {'word ' * 60}. Three.", "One."),
        ("without an end", "without an end"),
        ("word " * 60, "word " * 46 + "word…"),
        ("", ""),
    ],
)
def test_the_beginning_is_one_or_two_sentences(plot: str, beginning: str) -> None:
    assert excerpt(plot) == beginning

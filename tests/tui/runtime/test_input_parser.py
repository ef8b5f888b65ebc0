"""Limits of what is typed and pasted: the beginning is used, the rest is dropped as a whole, and the app is told."""

from collections.abc import Sequence

import pytest
from textual import events
from textual.message import Message

from matinee.tui.messages import InputCut
from matinee.tui.runtime import input_parser
from matinee.tui.runtime.input_parser import BURST, MAX_PASTE, PASTE_END, PASTE_START, LimitedParser, PasteLimiter


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(input_parser, "monotonic", clock)
    return clock


def parse(parser: LimitedParser, *pieces: str) -> list[Message]:
    return [message for piece in pieces for message in parser.feed(piece)]


def keys(messages: Sequence[Message]) -> list[str]:
    return [message.key for message in messages if isinstance(message, events.Key)]


def pieces_of(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 6, 7, 4096, 10**6])
def test_a_paste_is_cut_wherever_the_input_is_cut_into_pieces(clock: Clock, size: int) -> None:
    del clock
    text = f"{PASTE_START}{'x' * (MAX_PASTE + 5000)}\x1b[20{PASTE_END}"
    limiter = PasteLimiter()
    limited = "".join(limiter.limit(piece) for piece in pieces_of(text, size))
    assert limited == f"{PASTE_START}{'x' * MAX_PASTE}{PASTE_END}"
    assert limiter.has_cut


@pytest.mark.parametrize("size", [1, 3, 7, 10**6])
def test_short_pastes_and_keys_around_them_are_left_alone(size: int) -> None:
    text = f"ab\x1b[A\x1b{PASTE_START}one\x1b[2two{PASTE_END}cd{PASTE_START}{PASTE_END}\x1b"
    limiter = PasteLimiter()
    expected = text.replace("\x1b[2t", " [2t")
    assert "".join(limiter.limit(piece) for piece in pieces_of(text, size)) == expected
    assert not limiter.has_cut


@pytest.mark.parametrize(
    "text", ["one\ntwo \x1btail", "one\x1b\ntwo", "one\x1b[31m red\n\x1b[0mtwo", "a\x1b[200~b", "a\x1b"]
)
def test_nothing_of_a_paste_is_taken_for_keys(clock: Clock, text: str) -> None:
    del clock
    (paste,) = parse(LimitedParser(), f"{PASTE_START}{text}{PASTE_END}")
    assert isinstance(paste, events.Paste)
    assert paste.text == text.replace("\x1b", " ")


def test_five_megabytes_become_one_short_paste_and_a_message(clock: Clock) -> None:
    del clock
    messages = parse(LimitedParser(), *pieces_of(f"{PASTE_START}{'title ' * 900_000}{PASTE_END}y", 4096))
    paste, key, cut = messages
    assert isinstance(paste, events.Paste)
    assert len(paste.text) == MAX_PASTE
    assert isinstance(key, events.Key)
    assert isinstance(cut, InputCut)
    assert not cut.is_flood


@pytest.mark.parametrize("key", ["y", "\x1b[C", "\r", "\x7f"])
def test_keys_above_the_rate_are_ignored_until_there_is_a_pause(clock: Clock, key: str) -> None:
    parser = LimitedParser()
    messages = parse(parser, *pieces_of(key * 30_000, 4096 // len(key) * len(key)))
    assert len(keys(messages)) == BURST
    (cut,) = [message for message in messages if isinstance(message, InputCut)]
    assert cut.is_flood
    clock.now += 0.1
    assert keys(parse(parser, "abc\r")) == []
    clock.now += 1
    assert keys(parse(parser, "abc\r")) == ["a", "b", "c", "enter"]


def test_quitting_help_and_sizes_pass_even_then(clock: Clock) -> None:
    del clock
    parser = LimitedParser()
    parse(parser, "y" * 10_000)
    assert keys(parse(parser, "yy\x11yy\x03\x1bOPn")) == ["ctrl+q", "ctrl+c", "f1"]
    (size,) = parse(parser, "yyy\x1b[48;40;120;800;1200tyyy")
    assert isinstance(size, events.Resize)
    assert len(keys(parse(parser, "\x1bOP" * 1000))) < 10


def test_typing_is_never_too_fast(clock: Clock) -> None:
    parser = LimitedParser()
    typed = []
    for letter in "a slow-burning 90s heist, no romance " * 40:
        clock.now += 0.02
        typed += keys(parse(parser, letter))
    assert len(typed) == 37 * 40

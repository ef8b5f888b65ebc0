"""What commands print reaches a terminal as text: nothing in it acts on the terminal, whatever its encoding."""

import io
import json
import sys
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.engine.cli.output import format_json
from matinee.engine.cli.plain_text import PLAIN_ERRORS
from matinee.engine.cli.streams import GuardedStream, guard_streams, open_console
from matinee.engine.errors import OutputError
from matinee.engine.scrubbing import SCRUBBED_OUTPUT, UNSAFE, scrub_output

HOSTILE = "\x1b[31mred\x1b]0;title\x07\x9b2J\x90dcs\x9c \u202eabc\u2069 \r\x00\ud800"


class FullDevice(io.StringIO):
    """A stream that fails as /dev/full does."""

    def flush(self) -> None:
        raise OSError(28, "No space left on device")

    def fileno(self) -> int:
        with open("/dev/null", "wb") as stream:  # noqa: PTH123 - any descriptor that may be replaced
            return stream.fileno()


def guarded(inner: io.StringIO, *, required: bool = True) -> GuardedStream:
    return GuardedStream(inner, "Standard output", required=required)


def test_escape_sequences_and_invisible_characters_do_not_pass() -> None:
    inner = io.StringIO()
    stream = guarded(inner)
    assert stream.write(f"one\n\t{HOSTILE}\r\ntwo\n") == len(f"one\n\t{HOSTILE}\r\ntwo\n")
    assert inner.getvalue() == "one\n\tred abc   \ufffd\ntwo\n"


def test_an_unfinished_sequence_does_not_take_the_next_lines_along() -> None:
    assert scrub_output("a\x1b]0;b\nc\x07d\n") == "a0;b\nc d\n"


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_unsafe_is_left(text: str) -> None:
    assert UNSAFE.search(scrub_output(text)) is None


def test_the_pattern_and_the_table_agree() -> None:
    assert {code for code in range(sys.maxunicode + 1) if UNSAFE.match(chr(code))} == set(SCRUBBED_OUTPUT)


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("ascii", "Amelie Zolw > v | ??"),
        ("latin-1", "Amélie Zólw > v | ??"),
        ("cp437", "Amélie Zólw > v │ ??"),
        ("utf-8", "Amélie Żółw → ✓ │ 猫"),
    ],
)
def test_characters_that_the_encoding_cannot_hold_are_replaced(encoding: str, shown: str) -> None:
    assert "Amélie Żółw → ✓ │ 猫".encode(encoding, PLAIN_ERRORS).decode(encoding) == shown


def test_a_surrogate_is_replaced_in_any_encoding() -> None:
    assert "a\udcff".encode("utf-8", PLAIN_ERRORS) == b"a?"


def test_a_full_device_is_an_error_of_standard_output_only() -> None:
    with pytest.raises(OutputError, match="Standard output cannot be written \\(No space left on device\\)"):
        guarded(FullDevice()).flush()
    guarded(FullDevice(), required=False).flush()


def test_closed_streams_lead_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
        monkeypatch.setattr(sys, f"__{name}__", None)
    guard_streams()
    print("nothing")
    assert sys.stdin.read() == ""
    assert not sys.stdin.isatty()


def test_a_console_keeps_its_own_colours_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    inner = io.StringIO()
    stream = cast(io.TextIOBase, guarded(inner))
    open_console(cast(io.StringIO, stream), force_terminal=True, width=80).print(
        "a\x1b[2Jb", style="bold", markup=False, highlight=False
    )
    assert inner.getvalue().startswith("\x1b[1m")
    assert "\x1b[2J" not in inner.getvalue()


@pytest.mark.parametrize("term", ["dumb", "unknown", ""])
def test_no_colours_where_the_terminal_is_not_known(term: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", term)
    inner = io.StringIO()
    open_console(inner, force_terminal=True).print("plain", style="bold red")
    assert inner.getvalue() == "plain\n"


@given(st.recursive(st.text(st.characters(exclude_categories=())), st.lists))
def test_json_is_harmless_and_still_says_the_same(document: object) -> None:
    for encoding in ("utf-8", "ascii", "latin-1"):
        line = format_json(document, encoding)
        assert UNSAFE.search(line) is None
        assert line.encode(encoding)
        assert json.loads(line) == document


def test_marks_of_answers_and_columns_of_a_histogram_stay_distinct_in_ascii() -> None:
    marks, columns = "✓✗·+".encode("ascii", PLAIN_ERRORS), "▁▃▅█".encode("ascii", PLAIN_ERRORS)
    assert len(set(marks)) == 4
    assert columns == b"__=#"

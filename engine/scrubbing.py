"""Strips control characters, escape sequences and invisible formatting from texts that go to a terminal."""

import re
from unicodedata import category

BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Fillers of Hangul and the empty Braille pattern: letters and symbols that show nothing."""
CONTROL_CHARS = (*range(32), *range(127, 160))
BIDI_CHARS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
SCRUBBED = dict.fromkeys(CONTROL_CHARS, " ") | dict.fromkeys(BIDI_CHARS, "")
"""Translation table for titles: control characters become spaces, bidirectional formatting is removed."""
INVISIBLE_CHARS = (
    *[0x61C, 0x200E, 0x200F, 0x200B, *range(0x2060, 0x2070), 0xFEFF],  # marks of direction, zero-width characters
    *[*range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)],  # interlinear annotation, tags
    *range(0xD800, 0xE000),  # lone surrogates, which cannot be encoded
)
SCRUBBED_TEXT = SCRUBBED | dict.fromkeys(INVISIBLE_CHARS, "")
"""Translation table for texts from outside: that for titles, and all other invisible characters are removed."""
ESCAPE_SEQUENCES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # control sequences, such as colours and movements of the cursor
    r"|(?:\x1b[]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\n\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)"  # strings, such as titles
    r"|\x1b[ -/]*[0-~]"
)
"""Whole escape sequences of ECMA-48, in their 7-bit and 8-bit forms, within one line."""
SCRUBBED_OUTPUT = {
    code: "\ufffd" if 0xD800 <= code < 0xE000 else replacement
    for code, replacement in SCRUBBED_TEXT.items()
    if code not in (ord("\n"), ord("\t"))
}
"""Translation table for whole outputs: their lines and tabs stay, and bytes that are not text are marked."""
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
"""A character of ``SCRUBBED_OUTPUT``."""


def is_blank(text: str) -> bool:
    r"""Whether a text shows nothing: it has only spaces, control characters and other invisible ones.

    >>> is_blank(" \0\u200b\ufeff\r\udcff"), is_blank("¿"), is_blank("")
    (True, False, True)
    """
    return all(letter in BLANK_LETTERS or category(letter)[0] in "CMZ" for letter in text)


def scrub_text(text: str) -> str:
    r"""Return a text from outside as one line that a terminal shows as it is.

    Args:
        text: any text. It may still contain characters with a meaning in markup.

    >>> scrub_text("A \x1b[31mred\x1b[0m\nroom, \u202eun\u2069seen")
    'A red room, unseen'
    """
    return " ".join(ESCAPE_SEQUENCES.sub("", text).translate(SCRUBBED_TEXT).split())


def scrub_output(text: str) -> str:
    r"""Return a text of several lines as a terminal may show it: nothing in it acts on the terminal.

    >>> scrub_output("one\x1b[2J\n\ttwo \x9b31mred\r\n")
    'one\n\ttwo red\n'
    """
    if UNSAFE.search(text) is None:
        return text
    return ESCAPE_SEQUENCES.sub("", text.replace("\r\n", "\n")).translate(SCRUBBED_OUTPUT)

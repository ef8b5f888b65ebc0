"""Strips control characters, escape sequences and invisible formatting from texts that go to a terminal."""

import re

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
    r"|(?:\x1b[]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)"  # strings, such as window titles
    r"|\x1b[ -/]*[0-~]"
)
"""Whole escape sequences of ECMA-48, in their 7-bit and 8-bit forms."""


def scrub_text(text: str) -> str:
    r"""Return a text from outside as one line that a terminal shows as it is.

    Args:
        text: any text. It may still contain characters with a meaning in markup.

    >>> scrub_text("A \x1b[31mred\x1b[0m\nroom, \u202eun\u2069seen")
    'A red room, unseen'
    """
    return " ".join(ESCAPE_SEQUENCES.sub("", text).translate(SCRUBBED_TEXT).split())

"""Stand-ins for characters that the encoding of a terminal cannot hold, each as wide as the character it replaces."""

import codecs
from unicodedata import category, combining, east_asian_width, normalize

PLAIN_ERRORS = "matinee-plain"
"""Name of the error handler for ``str.encode`` and for streams."""
STAND_INS = {
    "─━═╌╍┄┅┈┉‐‑‒–—―−": "-",
    "│┃║╎╏┆┇┊┋‖": "|",
    "‘’‚′": "'",
    "“”„″": '"',
    "·…∙": ".",
    "•●★◆": "*",
    "○◦☆◇": "o",
    "→▸▶►≥": ">",
    "←◂◀◄≤": "<",
    "↑▲": "^",
    "↓▼": "v",
    "✓✔": "v",  # a plus is what is wanted
    "✗✘×": "x",
    "▁▂▃": "_",  # low columns of a histogram
    "▄▅": "=",
    **dict(zip("łŁøØđĐðÐıħþæÆœŒß", "lLoOdDdDihpaAoOs", strict=True)),  # letters that no accent is removed from
}
"""Characters that the commands and the app use → what stands for them in ASCII."""
PLAIN = {
    **dict.fromkeys(map(chr, range(0x2500, 0x2580)), "+"),  # corners and crossings of lines
    **dict.fromkeys(map(chr, (*range(0x2580, 0x25A0), *range(0x1FB00, 0x1FBB0))), "#"),  # parts of a filled cell
    **{"\u2800": " ", **dict.fromkeys(map(chr, range(0x2801, 0x2900)), ":")},  # Braille, which plots are drawn in
    **{character: stand_in for characters, stand_in in STAND_INS.items() for character in characters},
}
"""Character → what stands for it."""


def plain_character(character: str) -> str:
    """Return what stands for a character in ASCII: a letter without its accent, a line of dashes, or a question mark.

    >>> [plain_character(character) for character in "é→┌½猫"]
    ['e', '>', '+', '1', '??']
    """
    if character in PLAIN:
        return PLAIN[character]
    if combining(character) or category(character) in ("Mn", "Cf"):
        return ""
    base = normalize("NFKD", character)[0]
    if base.isascii() and base.isalnum():
        return base
    return "??" if east_asian_width(character) in "WF" else "?"


def replace_by_plain(error: UnicodeError) -> tuple[str, int]:
    """Replace what cannot be encoded; an error handler as ``codecs.register_error`` expects it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(plain_character, error.object[error.start : error.end])), error.end


codecs.register_error(PLAIN_ERRORS, replace_by_plain)

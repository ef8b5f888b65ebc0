"""Names of a film's makers, and how directors are named in a Wikipedia article ("… directed by Michael Mann …")."""

import re
from dataclasses import dataclass

CAPITAL = "A-ZÀ-ÖØ-ÞŠŽČŁ"
PARTICLE = "(?:de|da|del|della|di|van|von|der|den|la|le|du|bin|al|el|ter|zu|dos|das)"
INITIALS = rf"(?:[{CAPITAL}]\.)+(?:-[{CAPITAL}]\.)?"
WORD = rf"(?!(?:Jr|Sr)\b)(?:St\.|{INITIALS}|[{CAPITAL}][\w'’-]*)"
FULL_NAME = re.compile(rf"{WORD}(?: (?:{PARTICLE} )*{WORD})+(?:,? (?:Jr|Sr)\.)?")
"""Two words or more: a single one is more often a nationality or a place than a person."""
SIBLINGS = re.compile(rf"({WORD}) and ({WORD}) ({WORD})(?! {WORD})")
"""Two first names with one surname: "Joel and Ethan Coen"."""
BY = re.compile(r"\bdirected\b(?:[\w\s,/&-]{0,60}?)\bby\b\s+(?:and starring\s+|and co-starring\s+)?")
DIRECTED = re.compile(r"\bdirected\b,?\s+(?:and|,|co-|\w+ed\b|starring|\s)*")
LEAD_IN = re.compile(r"(?:[a-z][\w-]*,? |[\w-]+-(?:winning|nominated|born) ){0,6}")
"""Words before the name: "veteran documentary filmmaker", "Oscar-winning"."""
NEXT = re.compile(r",? and |, | & | / ")
NOT_NAMES = frozenset(
    [
        *("American", "Argentine", "Australian", "Austrian", "Belgian", "Brazilian", "British", "Canadian", "Chinese"),
        *("Czech", "Danish", "Dutch", "English", "French", "German", "Greek", "Hong", "Hungarian", "Indian", "Iranian"),
        *("Irish", "Israeli", "Italian", "Japanese", "Kong", "Korean", "Mexican", "New", "North", "Norwegian"),
        *("Polish", "Russian", "Scottish", "South", "Spanish", "Swedish", "Thai", "Turkish", "Zealand"),
        *("Academy", "Award", "Broadway", "Emmy", "Hollywood", "Oscar"),
        *("Based", "In", "It", "Of", "On", "The"),
        *("Brothers", "Columbia", "Disney", "Paramount", "Pixar", "Universal", "Wachowskis", "Walt", "Warner"),
    ]
)
"""Words that are not part of a person's name."""
MAX_LENGTH = 160
"""Characters after "directed by" in which names are looked for."""


@dataclass(frozen=True)
class NamedCredits:
    """The names of a film's directors and actors, each in the order of the source."""

    directors: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()


def parse_directors(text: str) -> tuple[str, ...]:
    """Find the directors that a text names.

    >>> parse_directors("Heat is a 1995 American film written and directed by Michael Mann, starring Al Pacino.")
    ('Michael Mann',)
    >>> parse_directors("It was directed by Academy Award-winning filmmaker Steven E. de Souza and John Smith Jr. It…")
    ('Steven E. de Souza', 'John Smith Jr.')

    Args:
        text: sentences in English.

    Returns:
        Full names in the order of the text; empty if there are none.
    """
    for start in (*BY.finditer(text), *DIRECTED.finditer(text)):
        found = names_at(text[start.end() : start.end() + MAX_LENGTH])
        if found:
            return found
    return ()


def names_at(text: str) -> tuple[str, ...]:
    """The full names at the beginning of a text, joined by commas or "and"."""
    rest = strip_lead_in(text)
    if siblings := SIBLINGS.match(rest):
        first, second, surname = siblings.groups()
        return f"{first} {surname}", f"{second} {surname}"
    names: list[str] = []
    while (match := FULL_NAME.match(rest)) is not None:
        rest = rest[match.end() :]
        if NOT_NAMES.isdisjoint(match.group().split()):
            names.append(match.group().rstrip("’'").removesuffix("'s").removesuffix("’s"))
        joint = NEXT.match(rest)
        if joint is None:
            break
        rest = rest[joint.end() :]
    return tuple(names)


def strip_lead_in(text: str) -> str:
    """Remove what stands before a name: descriptions in lower case, nationalities and awards."""
    rest = text
    while True:
        shorter = LEAD_IN.sub("", rest, count=1)
        first = re.split(r"[\s-]", shorter, maxsplit=1)
        if first[0] in NOT_NAMES and len(first) > 1:
            shorter = first[1]
        if shorter == rest:
            return rest
        rest = shorter

"""From MovieLens titles to what people call the films, and from both to the plain words that search compares."""

import re
import unicodedata
from dataclasses import dataclass

YEAR = re.compile(r"\s*\((\d{4})(?:[-–]\d{0,4})?\)\s*$")
ALSO_KNOWN = re.compile(r"^a\.?k\.?a\.?:?\s+", re.IGNORECASE)
ARTICLES = (
    "The|A|An|La|Le|Les|L'|Un|Une|El|Los|Las|Una|Der|Die|Das|Den|Det|De|Ein|Eine|Il|Lo|I|Gli|O|Os|As|En|Et|Het|Da"
)
TRAILING_ARTICLE = re.compile(rf"^(?P<rest>.+), (?P<article>{ARTICLES})(?P<tail>(?:\s*[:(-].*)?)$")
ENGLISH_ARTICLES = frozenset({"the", "a", "an"})
LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "&": " and "}
)
SHORTEST_SUBTITLE = 4
JOINERS = re.compile(r"['’`´.*·]")
SEPARATORS = re.compile(r"[^\w]+|_+")
PART = re.compile(r"\b(?:part|vol|volume|chapter|episode) (?=\d+\b)")
WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
# no x: it is the name of men and of Malcolm more often than a ten
ROMAN = "ii iii iv v vi vii viii ix _ xi xii xiii xiv xv xvi xvii xviii xix xx"
SHORT = {"dr": "doctor", "mr": "mister", "st": "saint", "vs": "versus"}
NUMBERS: dict[str, str] = (
    SHORT
    | {word: str(value) for value, word in enumerate(WORDS.split())}
    | {numeral: str(value) for value, numeral in enumerate(ROMAN.split(), start=2)}
)


@dataclass(frozen=True)
class ParsedTitle:
    """A MovieLens title taken apart: "Matrix, The (1999)" is "The Matrix", 1999."""

    title: str
    year: int | None
    alternatives: tuple[str, ...] = ()


def parse_title(raw: str) -> ParsedTitle:
    """Split a MovieLens title into the name, the year and the other names given in parentheses at its end."""
    text = raw.strip()
    year = None
    if match := YEAR.search(text):
        year, text = int(match[1]), text[: match.start()]
    alternatives: list[str] = []
    while (split := trailing_parenthesis(text)) is not None:
        text, inner = split
        alternatives.insert(0, natural_order(ALSO_KNOWN.sub("", inner).strip()))
    title = natural_order(text)
    return ParsedTitle(title, year, tuple(name for name in dict.fromkeys(alternatives) if name and name != title))


def trailing_parenthesis(text: str) -> tuple[str, str] | None:
    """(what stands before, what stands inside) of a parenthesis that ends the text; None where it is part of the name.

    A name may itself end in one: "Birdman: Or (The Unexpected Virtue of Ignorance)".
    """
    if not text.endswith(")"):
        return None
    depth = 0
    for position in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[position], 0)
        if depth == 0:
            before = text[:position].rstrip()
            if not before or before.endswith((" Or", " or", ":", " and", " the")):
                return None
            return before, text[position + 1 : -1]
    return None


def natural_order(name: str) -> str:
    """ "Godfather, The" → "The Godfather"; also before a subtitle: "Hobbit, The: An Unexpected Journey"."""
    match = TRAILING_ARTICLE.match(name.strip())
    if not match:
        return name.strip()
    article = match["article"]
    gap = "" if article.endswith("'") else " "
    return f"{article}{gap}{match['rest']}{match['tail']}"


def plain_words(text: str) -> str:
    """The form in which titles and queries are compared: lower case, no accents, no punctuation, numbers in digits.

    "M*A*S*H" → "mash", "WALL·E" → "walle", "Amélie" → "amelie", "The Godfather: Part II" → "the godfather 2",
    "Ocean's Eleven" → "oceans 11".
    """
    return PART.sub("", " ".join(NUMBERS.get(word, word) for word in folded_words(text)))


def folded_words(text: str) -> list[str]:
    """The words in lower case, without accents and punctuation."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    bare = "".join(character for character in folded if not unicodedata.combining(character))
    return SEPARATORS.sub(" ", JOINERS.sub("", bare)).split()


def joined_words(text: str) -> str:
    """Plain words run together, numbers left as they are written: "X-Men" and "xmen" are both "xmen"."""
    return "".join(folded_words(text))


def without_article(words: str) -> str:
    """Plain words less an English article at either end ("godfather, the"), unless nothing else is left."""
    first, _, rest = words.partition(" ")
    if first in ENGLISH_ARTICLES and rest:
        words = rest
    others, _, last = words.rpartition(" ")
    return others if last in ENGLISH_ARTICLES and others else words


def search_keys(title: str, alternatives: tuple[str, ...]) -> dict[str, str]:
    """Every form a film may be asked for by, in plain words and run together.

    Its names whole, and their parts before and after a colon or dash, each without its article. The first one is the
    film's own name.
    """
    keys: dict[str, str] = {}
    for name in (title, *alternatives):
        for part in (name, *subtitles(name)):
            words = without_article(plain_words(part))
            if words:
                keys.setdefault(words, joined_words(part))
    nameless = " ".join(title.casefold().split()) or "?"
    return keys or {nameless: nameless}


def subtitles(name: str) -> list[str]:
    """What stands before and after a colon or dash, where it is long enough to be asked for."""
    parts = [part for separator in (": ", " - ") for part in name.partition(separator)[::2] if separator in name]
    return [part for part in parts if len(part) >= SHORTEST_SUBTITLE]

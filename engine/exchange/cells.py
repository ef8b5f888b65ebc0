"""Parses the cells of exports: titles, years, ratings and ids."""

import re
import unicodedata

MIN_YEAR, MAX_YEAR = 1870, 2100
MAX_TITLE = 250
"""Characters of a title; the longest of films have almost as many. A ligature counts as the letters it is made of."""
MAX_WORDS = 60
"""Words of a title; the longest of films have forty."""
MAX_QUOTED = 40
"""Characters of a cell that are quoted in a message."""
NOTHING = frozenset(
    {"", "-", "--", "?", "??", "???", "????", "n/a", "na", "none", "null", "nan", "unknown", "tba", "\\n"}
)
"""What services and spreadsheets write instead of nothing."""
YEAR = re.compile(r"\(?(\d{4})(?:\.0+|[-–/].*)?\)?")
"""A year, also as "(1999)", "1999.0", "2005–2008" or at the beginning of a date."""
TITLE_WITH_YEAR = re.compile(r"(?P<title>.*\S)\s*[(\[](?P<year>(?:18|19|20)\d\d)[)\]]")
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
FRACTION = re.compile(r"(\d+(?:[.,]\d+)?)\s*/\s*(\d+)")
GLYPHS = re.compile(r"(★*)(½?)☆*")
IMDB_ID = re.compile(r"(?:tt)?(\d{1,12})", re.IGNORECASE)
IMDB_LINK = re.compile(r"(?:https?://)?(?:\w+\.)?imdb\.com/(?:[\w-]+/)?title/(tt\d{1,12})\b.*", re.IGNORECASE)
OTHER_IMDB_ID = re.compile(r"(nm|co|ev|ch|ni|ls|ur)\d+")
"""Ids of people, companies and the like."""


class CellError(ValueError):
    """A cell that cannot be read; the film is read without it."""


class RowError(ValueError):
    """A row that cannot be a film; it is left out, and the rest of the export is read."""


def clean_text(cell: str) -> str:
    """A text on one line, without control characters."""
    if cell.isprintable():
        return " ".join(cell.split())
    return " ".join("".join(letter if letter.isprintable() else " " for letter in cell).split())


def parse_title(cell: str) -> str:
    """The title on one line, without control characters. Raises RowError if it is empty or as long as a text."""
    if len(cell) > MAX_TITLE or len(unicodedata.normalize("NFKC", cell)) > MAX_TITLE:
        raise RowError(f"the title {quote(cell)} is longer than {MAX_TITLE} characters")
    title = clean_text(cell)
    if title.count(" ") >= MAX_WORDS:
        raise RowError(f"the title {quote(title)} is longer than {MAX_WORDS} words")
    if not title:
        raise RowError("the title is missing")
    return title


def split_year(title: str) -> tuple[str, int | None]:
    """Split "Heat (1995)" into title and year; the year is None if it is not given."""
    found = TITLE_WITH_YEAR.fullmatch(title)
    return (found["title"], int(found["year"])) if found else (title, None)


def parse_year(cell: str) -> int | None:
    """The year, or None for an empty cell. Raises CellError for anything else."""
    if is_nothing(cell):
        return None
    found = YEAR.fullmatch(cell) if cell.isascii() or "–" in cell else None
    if not (found and MIN_YEAR <= int(found[1]) <= MAX_YEAR):
        raise CellError(f"{quote(cell)} is not a valid year")
    return int(found[1])


def parse_number(cell: str) -> float | None:
    """The number in a cell, with a decimal point or comma; None if it is not a number."""
    if not (cell.isascii() and len(cell) <= 20 and NUMBER.fullmatch(cell)):
        return None
    return float(cell.replace(",", "."))


def parse_stars(cell: str, best: int) -> float | None:
    """The rating converted to 0.5–5 stars, or None for an empty cell.

    Args:
        cell: a number from ``best / 10`` to ``best``, a fraction such as "7/10", or stars.
        best: the highest rating of the service's scale.

    Raises:
        CellError: the cell is not a number in this range.
    """
    if is_nothing(cell):
        return None
    if found := GLYPHS.fullmatch(cell):
        value: float | None = len(found[1]) + 0.5 * len(found[2])
        best = 5
    elif len(cell) <= 20 and (found := FRACTION.fullmatch(cell)) and int(found[2]):
        value, best = parse_number(found[1]), int(found[2])
    else:
        value = parse_number(cell.removesuffix("%"))
    if value is None:
        raise CellError(f"{quote(cell)} is not a valid rating")
    stars = value * 5 / best
    if not 0.5 <= stars <= 5:
        raise CellError(f"the rating {quote(cell)} is not between {best / 10:g} and {best}")
    return stars


def parse_imdb_id(cell: str) -> int | None:
    """ "tt0111161", "0111161" or a link → 111161; None for an empty cell.

    Raises:
        RowError: the id is that of a person or a company.
        CellError: anything else.
    """
    if is_nothing(cell):
        return None
    link = IMDB_LINK.fullmatch(cell)
    found = IMDB_ID.fullmatch(link[1] if link else cell.removesuffix(".0")) if cell.isascii() else None
    if found and int(found[1]):
        return int(found[1])
    problem = f"{quote(cell)} is not the IMDb id of a film"
    raise RowError(problem) if OTHER_IMDB_ID.fullmatch(cell) else CellError(problem)


def parse_id(cell: str, service: str) -> int | None:
    """The id of a film at TMDB or MovieLens; None for an empty cell. Raises CellError."""
    if is_nothing(cell):
        return None
    digits = cell.removesuffix(".0")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9 and int(digits)):
        raise CellError(f"{quote(cell)} is not the {service} id of a film")
    return int(digits)


def is_nothing(cell: str) -> bool:
    """Whether a cell is empty, or says so."""
    return cell.casefold() in NOTHING


def quote(cell: str) -> str:
    """Quote a cell for a message: shortened, control characters escaped."""
    text = cell if len(cell) <= MAX_QUOTED else cell[:MAX_QUOTED] + "…"
    return f"'{text}'" if text.isprintable() else ascii(text)

"""Reads names of directors and actors from the Wikipedia Movie Data and from DBpedia, by page title."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from matinee.training.data.compressed_files import read_lines
from matinee.training.errors import DataError
from matinee.training.facts.credits import NamedCredits, parse_directors
from matinee.training.facts.wikidata_films import read_rows
from matinee.training.text.plots import read_all_entries

PARENTHESIS = re.compile(r"\s*\([^)]*\)?$")
RESOURCE = "http://dbpedia.org/resource/"
DIRECTORS, STARRING = "dbo_director.edgelist", "dbo_starring.edgelist"
NOT_ONE_PERSON = re.compile(r"(?i)\bbrothers\b|^the |\bstudios?\b|\bpictures\b|^imdbname:")
"""Resources that are several people or a company, or an id."""
NOT_A_NAME = re.compile(
    r"^[a-z]|\bof\b|^(?:Various|Imdb)|^[^(]*\)$|^\d{4} |:$"
    r"|\b[Bb]y$|\bwith$|^Academy Award\b|^Best (?:Supporting )?Act(?:or|ress)$"
)
"""Entries of cast lists such as "Voices of", "nominee)", "1972 Summer Olympics", "Narrated by" and "Best Actor"."""
NOT_PEOPLE = Path(__file__).with_name("not_people.csv")
"""Entries of cast lists that look like names: subjects and titles of the films."""
MIN_NAME_LENGTH = 5
"""Shorter single words in a cast list are more often remnants of a table than names."""


@dataclass(frozen=True)
class WikipediaFilms:
    """The films of Wikipedia's lists.

    Attributes:
        by_page: page title → credits.
        by_title: (title without parenthesis in lower case, year) → credits, where only one film has both.
    """

    by_page: dict[str, NamedCredits]
    by_title: dict[tuple[str, int], NamedCredits]

    def find(self, page: str, year: int) -> NamedCredits | None:
        """Find a film by its page or, since pages are renamed, by its title and year; None if it is not listed."""
        if page in self.by_page:
            return self.by_page[page]
        title = PARENTHESIS.sub("", page).casefold()
        keys = ((title, year + shift) for shift in (0, -1, 1) if year)
        return next((self.by_title[key] for key in keys if key in self.by_title), None)


def read_wikipedia(folder: Path) -> WikipediaFilms:
    """Read the Wikipedia Movie Data. Raises DataError if the folder holds no such files."""
    by_page: dict[str, NamedCredits] = {}
    by_title: dict[tuple[str, int], NamedCredits] = {}
    repeated = set()
    not_people = {row["name"] for row in read_rows(NOT_PEOPLE)}
    for entry in read_all_entries(folder):
        found = NamedCredits(
            parse_directors(entry.get("extract") or ""),
            tuple(clean_name(name) for name in entry.get("cast") or () if is_name(name) and name not in not_people),
        )
        key = (str(entry.get("title")).casefold(), int(entry.get("year") or 0))
        if key in by_title:
            repeated.add(key)
        by_title[key] = found
        if entry.get("href"):
            by_page.setdefault(page_title(entry["href"]), found)
    for key in repeated:
        del by_title[key]
    return WikipediaFilms(by_page, by_title)


def read_dbpedia(folder: Path) -> dict[str, NamedCredits]:
    """Read DBpedia's directors and actors: page title → credits. Raises DataError if a file is missing."""
    directors, cast = (read_edges(folder / name) for name in (DIRECTORS, STARRING))
    return {
        page: NamedCredits(tuple(directors.get(page, ())), tuple(cast.get(page, ()))) for page in (directors | cast)
    }


def read_edges(path: Path) -> dict[str, list[str]]:
    """Read a list of edges between resources: page title of the film → names of people."""
    edges: dict[str, list[str]] = {}
    try:
        lines = [line.decode("utf-8").rstrip("\r\n") for line in read_lines(path)]
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise DataError(f"{path} cannot be read ({reason}).") from error
    for line in lines:
        film, _, person = line.partition(" ")
        if film.startswith(RESOURCE) and person.startswith(RESOURCE) and person != film:
            name = clean_name(page_title(person.removeprefix(RESOURCE)))
            if not NOT_ONE_PERSON.search(name):
                edges.setdefault(page_title(film.removeprefix(RESOURCE)), []).append(name)
    return edges


def page_title(address: str) -> str:
    """The title of a Wikipedia page from the last part of its address.

    >>> page_title("The_Avengers_(2012_film)")
    'The Avengers (2012 film)'
    """
    return unquote(address).replace("_", " ")


def clean_name(name: str) -> str:
    """A name without the parenthesis that tells pages of the same title apart.

    >>> clean_name("Michael Mann (director)")
    'Michael Mann'
    """
    return PARENTHESIS.sub("", name).strip(" ,")


def is_name(name: object) -> bool:
    """Whether an entry of a cast list looks like a name rather than like a remnant of a sentence."""
    if not isinstance(name, str) or NOT_A_NAME.search(name.strip()):
        return False
    return " " in name.strip() or len(name.strip()) >= MIN_NAME_LENGTH

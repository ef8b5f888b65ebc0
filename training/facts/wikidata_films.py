"""Films as Wikidata describes them, and the extract of 2018: one JSON object a line, people and subjects as ids."""

import csv
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matinee.training.data import compressed_files
from matinee.training.errors import DataError

FILMS, GENRES = "wikidata-movies.json.gz", "genres.json.gz"
PLACES = Path(__file__).with_name("places.csv")
"""Countries and languages by hand, with adjectives of the countries."""
LABELS = Path(__file__).with_name("labels.csv")
"""Labels of genres, subjects, works and series by hand; empty for those that say nothing."""
MAX_MINUTES = 2_000
"""Longer works are not shown in a cinema, or their unit is wrong."""


@dataclass(frozen=True)
class WikidataFilm:
    """One film. People, keywords, subjects and the like are Wikidata ids ("Q8877").

    Attributes:
        imdb: IMDb id, without "tt" and leading zeros.
        title: English label.
        year: year of first publication; 0 if unknown.
        page: title of the English Wikipedia page; empty if there is none.
        minutes: running time; 0 if unknown.
        billed: how many of the cast stand first, in order of billing; the others are in no known order.
    """

    imdb: int
    title: str
    year: int
    page: str
    directors: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    based_on: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    minutes: int = 0
    billed: int = 0


def read_films(folder: Path) -> list[WikidataFilm]:
    """Read all films of the extract.

    Raises:
        DataError: the file is missing or damaged; the message names the line.
    """
    films = []
    for number, entry in enumerate(read_lines(folder / FILMS), 1):
        try:
            films.append(parse_film(entry))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise DataError(f"{folder / FILMS}, line {number} does not describe a film ({error!r}).") from error
    return films


def parse_film(entry: dict[str, Any]) -> WikidataFilm:
    """Parse one film of the extract. Raises KeyError, ValueError, TypeError or AttributeError if it is damaged."""
    return WikidataFilm(
        imdb=int(entry["imdb_id"].removeprefix("tt")),
        title=entry.get("label") or entry["enwiki_title"],
        year=int(entry.get("publication_date", "0")[:4]),
        page=entry["enwiki_title"],
        directors=ids_of(entry, "director"),
        cast=ids_of(entry, "cast_member"),
        countries=ids_of(entry, "country_of_origin"),
        languages=ids_of(entry, "original_language"),
        keywords=ids_of(entry, "genre"),
        subjects=ids_of(entry, "main_subject"),
        based_on=ids_of(entry, "based_on"),
        series=ids_of(entry, "series"),
    )


def ids_of(entry: dict[str, Any], name: str) -> tuple[str, ...]:
    """The ids of one property, which is a list, a single id or missing; without repetitions."""
    value = entry.get(name, [])
    return tuple(dict.fromkeys(value if isinstance(value, list) else [value]))


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the JSON values of a compressed file, one a line. Raises DataError."""
    try:
        for line in compressed_files.read_lines(path):
            yield json.loads(line)
    except (OSError, EOFError, ValueError, RecursionError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise DataError(f"{path} cannot be read ({reason}).") from error


def read_labels(folder: Path) -> dict[str, str]:
    """Read the labels of genres, and those by hand: Wikidata id → label. Raises DataError."""
    return {entry["wikidata_id"]: entry["genre_label"] for entry in read_lines(folder / GENRES)} | labels_by_hand()


def labels_by_hand() -> dict[str, str]:
    """Read the labels chosen by hand, which take precedence: Wikidata id → label, empty for what is left out."""
    return {row["qid"]: row["label"] for path in (LABELS, PLACES) for row in read_rows(path)}


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read one of the small tables of this folder, in CSV format with a heading."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))

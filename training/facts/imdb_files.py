"""Reads IMDb's non-commercial files for some films: titles, running times, directors and cast in order of billing.

The files have up to a hundred million lines, so they are read line by line, and only lines about wanted films are
split into columns.
"""

import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from matinee.engine.scrubbing import scrub_text
from matinee.training.data import compressed_files
from matinee.training.errors import DataError
from matinee.training.facts.table import SHIPPED_TABLE
from matinee.training.facts.wikidata_films import MAX_MINUTES

TERMS = "IMDb's files are for personal and non-commercial use; do not pass on what is made from them."
BASICS, CREW, PRINCIPALS, NAMES = FILES = ("title.basics", "title.crew", "title.principals", "name.basics")
CAST = {"actor", "actress", "self"}
"""Categories of title.principals that are the cast; in documentaries people appear as themselves."""
MISSING = "\\N"
OnStep = Callable[[str], None]
"""Receives the name of the next step."""


@dataclass
class ImdbFilm:
    """What IMDb says about a film; empty where a file is not there.

    Attributes:
        title, year: its title and year; 0 if unknown.
        minutes: running time; 0 if unknown.
        directors: IMDb ids of people ("nm0000184").
        cast: likewise, in order of billing.
    """

    title: str = ""
    year: int = 0
    minutes: int = 0
    directors: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()


@dataclass
class ImdbFiles:
    """What IMDb's files say about the wanted films.

    Attributes:
        films: IMDb id → the film.
        names: IMDb id → name, of their people.
    """

    films: dict[int, ImdbFilm] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def check_place(out: Path) -> None:
    """Check that a table with IMDb's facts is not written among the files that ship. Raises DataError."""
    folder = out.resolve().parent
    if folder == SHIPPED_TABLE.resolve().parent or folder.name == SHIPPED_TABLE.parent.name:
        raise DataError(f"{out} is among the files that ship with Matinee, and IMDb's facts must not; see --out.")


def find_files(folder: Path) -> dict[str, Path]:
    """Find the files that are there: name in ``FILES`` → path.

    Raises:
        DataError: there is none of them.
    """
    if not folder.is_dir():
        raise DataError(f"{folder} is not a folder; --imdb takes the folder that holds IMDb's files.")
    paths = {name: [folder / f"{name}.tsv", folder / f"{name}.tsv.gz"] for name in FILES}
    found = {name: path for name, both in paths.items() for path in both if path.is_file()}
    if not found:
        raise DataError(f"{folder} has none of IMDb's files {', '.join(f'{name}.tsv(.gz)' for name in FILES)}.")
    return found


def read_imdb(
    folder: Path, wanted: Collection[int], people: Collection[str] = (), on_step: OnStep = lambda _: None
) -> ImdbFiles:
    """Read what the files of a folder say about some films; any of the files may be missing.

    Args:
        folder: holds the files, compressed or not.
        wanted: IMDb ids of the films.
        people: IMDb ids of further people whose names are wanted.
        on_step: receives the name of each file before it is read.

    Raises:
        DataError: there are no such files, or one of them is damaged; the message names the line.
    """
    paths = find_files(folder)
    keys = {f"tt{number:07}".encode() for number in wanted}
    films = {number: ImdbFilm() for number in wanted}
    for name, read in ((BASICS, read_basics), (CREW, read_crew), (PRINCIPALS, read_principals)):
        if name in paths:
            on_step(f"reading {paths[name].name}")
            read(paths[name], keys, films)
    names: dict[str, str] = {}
    if NAMES in paths:
        on_step(f"reading {paths[NAMES].name}")
        persons = {person.encode() for film in films.values() for person in (*film.directors, *film.cast)}
        persons |= {person.encode() for person in people}
        names = {
            person: scrub_text(name) for _, person, name in read_lines(paths[NAMES], persons, ("nconst", "primaryName"))
        }
    known = {number: film for number, film in films.items() if film != ImdbFilm()}
    return ImdbFiles(known, {person: name for person, name in names.items() if name and name != MISSING})


def read_basics(path: Path, keys: Collection[bytes], films: dict[int, ImdbFilm]) -> None:
    """Read titles, years and running times into the films. Raises DataError."""
    columns = ("tconst", "primaryTitle", "startYear", "runtimeMinutes")
    for place, key, title, year, minutes in read_lines(path, keys, columns):
        film = films[int(key[2:])]
        film.title = scrub_text(title)
        film.year, length = parse_number(year, place), parse_number(minutes, place)
        film.minutes = length if length <= MAX_MINUTES else 0


def read_crew(path: Path, keys: Collection[bytes], films: dict[int, ImdbFilm]) -> None:
    """Read directors into the films. Raises DataError."""
    for _, key, directors in read_lines(path, keys, ("tconst", "directors")):
        films[int(key[2:])].directors = () if directors == MISSING else tuple(dict.fromkeys(directors.split(",")))


def read_principals(path: Path, keys: Collection[bytes], films: dict[int, ImdbFilm]) -> None:
    """Read casts into the films, and directors where they are missing. Raises DataError."""
    casts: dict[int, list[tuple[int, str]]] = {}
    directors: dict[int, list[tuple[int, str]]] = {}
    for place, key, ordering, person, category in read_lines(path, keys, ("tconst", "ordering", "nconst", "category")):
        if category in CAST or category == "director":
            role = directors if category == "director" else casts
            role.setdefault(int(key[2:]), []).append((parse_number(ordering, place), person))
    for number, film in films.items():
        film.cast = tuple(dict.fromkeys(person for _, person in sorted(casts.get(number, []))))
        listed = tuple(dict.fromkeys(person for _, person in sorted(directors.get(number, []))))
        film.directors = film.directors or listed


def read_lines(path: Path, keys: Collection[bytes], columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield some columns of the lines that begin with one of some keys.

    Args:
        path: the file, with the names of the columns in its first line.
        keys: values of the first column.
        columns: names of the columns, the first column included.

    Yields:
        The place of the line for messages, and its values in the order of ``columns``.

    Raises:
        DataError: the file cannot be read, or lacks a column.
    """
    try:
        lines = compressed_files.read_lines(path)
        header = next(lines, b"").decode("utf-8").rstrip("\r\n").split("\t")
        missing = [name for name in columns if name not in header]
        if missing or header[0] != columns[0]:
            raise DataError(f"{path}, line 1: expected the columns {', '.join(columns)}, {columns[0]} first.")
        positions = [header.index(name) for name in columns]
        for number, line in enumerate(lines, 2):
            if line[: line.find(b"\t")] in keys:
                cells = line.decode("utf-8").rstrip("\r\n").split("\t")
                if len(cells) != len(header):
                    raise DataError(f"{path}, line {number}: expected {len(header)} columns, found {len(cells)}.")
                yield (f"{path}, line {number}", *(cells[position] for position in positions))
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise DataError(f"{path} cannot be read ({reason}).") from error


def parse_number(text: str, place: str) -> int:
    """A whole number; 0 if it is missing. Raises DataError with its place."""
    if text == MISSING:
        return 0
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise DataError(f"{place}: '{scrub_text(text)[:40]}' is not a whole number.")
    return int(text)

"""Finds the tables of an export in a zip, in a folder, or in a single file."""

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from matinee.engine.errors import ExchangeError
from matinee.engine.exchange import zip_files
from matinee.engine.exchange.zip_files import ZippedFiles
from matinee.engine.scrubbing import scrub_text
from matinee.policy.bounded_files import open_regular

TABLES = ("watchlist.csv", "watched.csv", "diary.csv", "reviews.csv", "likes/films.csv", "ratings.csv")
"""Letterboxd's tables of films; ratings last, so that they win over a diary entry of the same day."""
PROFILE = "profile.csv"
OTHER_TABLE = re.compile(r".*(rating|watch|view|history|favou?rite|film|movie).*\.(csv|json)", re.IGNORECASE)
"""Names of tables in the exports of other services."""
MAX_OTHER_TABLES = 50
MAX_BYTES = 32 << 20
"""Largest file that is read; a lifetime of films and reviews takes a few million bytes."""
MAX_FOLDER_ENTRIES = 20_000
PARTS = ("likes", "lists")
"""Folders of an export that hold tables."""
WORKBOOKS = {"xl/workbook.xml": "an Excel workbook", "content.xml": "an OpenDocument file"}
EXPECTED = "give a Letterboxd export (.zip), or a CSV from Letterboxd, IMDb or another service."


@dataclass(frozen=True)
class ExportFiles:
    """The files of an export.

    Attributes:
        label: the path of the export, for messages.
        tables: the tables to read, name → path within the export.
        profile: Letterboxd's table of the profile; None if there is none.
        lists: Letterboxd's tables of lists.
        are_letterboxd: the tables have the names of Letterboxd's.
        load: reads a file by its path within the export; raises ExchangeError.
    """

    label: str
    tables: dict[str, str]
    load: Callable[[str], bytes]
    profile: str | None = None
    lists: tuple[str, ...] = ()
    are_letterboxd: bool = False


def find_tables(path: Path) -> ExportFiles:
    """Find the tables of an export.

    Args:
        path: a zip, a folder or a single table; a ``~`` at its beginning is expanded.

    Raises:
        ExchangeError: no export is there, or it is too large, encrypted or damaged.
    """
    path = expand_home(path)
    label = scrub_text(str(path))
    try:
        if path.is_dir():
            return find_in_folder(path, label)
        if not path.exists():
            raise ExchangeError(f"{label} does not exist; {EXPECTED}")
        if not path.is_file():
            raise ExchangeError(f"{label} is not a file; {EXPECTED}")
        name = scrub_text(path.name)
        content = read_limited(path, name)
        if content.startswith(zip_files.SIGNATURES):
            return find_in_zip(ZippedFiles(name, content), label)
        return ExportFiles(label, {name: name}, lambda _: content)
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        raise unreadable_error(label, error) from error


def expand_home(path: Path) -> Path:
    """The path with ``~`` or ``~user`` expanded, unless there is a file of this name. Raises ExchangeError."""
    try:
        return path if path.exists() else path.expanduser()
    except (OSError, ValueError, RuntimeError) as error:
        if isinstance(error, RuntimeError):
            raise ExchangeError(f"{scrub_text(str(path))}: there is no such home folder; {EXPECTED}") from error
        raise unreadable_error(scrub_text(str(path)), error) from error


def read_limited(path: Path, name: str) -> bytes:
    """The content of a regular file of at most ``MAX_BYTES``. Raises ExchangeError if it is larger, OSError."""
    with open_regular(path) as stream:
        content = stream.read(MAX_BYTES + 1) or b""  # nothing from a special file that would wait
    if len(content) > MAX_BYTES:
        raise zip_files.too_large_error(name, MAX_BYTES)
    return content


def find_in_folder(folder: Path, label: str) -> ExportFiles:
    """The tables of an unpacked export, in the folder or one level below. Raises ExchangeError, OSError."""

    def load(name: str) -> bytes:
        try:
            return read_limited(folder / name, scrub_text(name))
        except (OSError, ValueError) as error:
            raise unreadable_error(scrub_text(name), error) from error

    return select_files(label, list_folder(folder, label), load)


def list_folder(folder: Path, label: str) -> list[str]:
    """The files in a folder and its subfolders that can hold tables. Raises ExchangeError, OSError."""
    names: list[str] = []
    with os.scandir(folder) as entries:
        top = sorted(entries, key=lambda entry: entry.name)
    for entry in top:
        if entry.is_file():
            names.append(entry.name)
        elif entry.is_dir() and not is_clutter(entry.name):
            names += list_below(folder, entry.name, () if entry.name in PARTS else PARTS)
        if len(names) > MAX_FOLDER_ENTRIES:
            raise ExchangeError(f"{label} holds more than {MAX_FOLDER_ENTRIES:,} files; name the export in it.")
    return names


def list_below(folder: Path, name: str, deeper: Iterable[str]) -> list[str]:
    """The files in a subfolder and in some of its own; none if it cannot be read."""
    try:
        with os.scandir(folder / name) as entries:
            found = [entry for entry in entries if entry.is_file() or entry.name in deeper]
    except OSError:
        return []
    names = [f"{name}/{entry.name}" for entry in found if entry.is_file()]
    for entry in found:
        if entry.name in deeper and entry.is_dir():
            names += list_below(folder, f"{name}/{entry.name}", ())
    return sorted(names)


def find_in_zip(archive: ZippedFiles, label: str) -> ExportFiles:
    """The tables of a zipped export, in any folder of the zip. Raises ExchangeError."""
    for member, kind in WORKBOOKS.items():
        if member in archive.names:
            raise ExchangeError(f"{label} is {kind}; save the sheet with the films as CSV and give that file.")
    return select_files(label, archive.names, lambda name: archive.read(name, MAX_BYTES))


def select_files(label: str, names: Sequence[str], load: Callable[[str], bytes]) -> ExportFiles:
    """Select the tables to read: those of Letterboxd, or else those with the names of other services.

    All are from the topmost folder that has tables: Letterboxd's exports keep deleted films in a subfolder.

    Raises:
        ExchangeError: there are none.
    """
    folders: dict[tuple[str, ...], dict[str, str]] = {}
    others: dict[str, str] = {}
    for name in names:
        parts = tuple(name.split("/"))
        if any(is_clutter(part) for part in parts):
            continue
        for table in (*TABLES, PROFILE):
            length = table.count("/") + 1
            if "/".join(parts[-length:]) == table:
                folders.setdefault(parts[:-length], {})[table] = name
        if OTHER_TABLE.fullmatch(parts[-1]):
            others[scrub_text(parts[-1])] = name
    with_films = {folder: tables for folder, tables in folders.items() if tables.keys() - {PROFILE}}
    if with_films:
        top = min(with_films, key=lambda folder: (len(folder), folder))
        tables = {table: with_films[top][table] for table in TABLES if table in with_films[top]}
        lists_folder = "/".join((*top, "lists", ""))
        lists = tuple(name for name in names if name.startswith(lists_folder) and name.endswith(".csv"))
        return ExportFiles(label, tables, load, with_films[top].get(PROFILE), lists, are_letterboxd=True)
    if others and len(others) <= MAX_OTHER_TABLES:
        return ExportFiles(label, others, load)
    raise no_tables_error(label, names)


def is_clutter(part: str) -> bool:
    """Whether a file or folder is hidden, or added to zips by macOS."""
    return part == "__MACOSX" or part.startswith(".")


def no_tables_error(label: str, names: Iterable[str]) -> ExchangeError:
    """The error for a zip or folder without tables."""
    if inner := next((name for name in names if name.casefold().endswith(".zip")), None):
        return ExchangeError(f"{label} holds no tables but another zip ({scrub_text(inner)[:80]}); give that one.")
    return ExchangeError(f"{label} holds none of Letterboxd's tables ({', '.join(TABLES)}); {EXPECTED}")


def unreadable_error(label: str, error: Exception) -> ExchangeError:
    """The error for a file that the system does not let be read."""
    reason = error.strerror if isinstance(error, OSError) else None
    return ExchangeError(f"{label} cannot be read ({reason or error}); {EXPECTED}")

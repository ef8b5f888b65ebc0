"""Where the tables of an export lie: in a zip, in a folder, or one by itself."""

import zlib
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from matinee.engine.exchange.errors import ExchangeError
from matinee.engine.exchange.readers.letterboxd import TABLES

MOST_BYTES = 32 << 20
"""The most that is read of one file; a lifetime of films and reviews takes a few million bytes."""
ZIP_BEGINS = (b"PK\x03\x04", b"PK\x05\x06")
ENCRYPTED = 1
"""The bit among an entry's flags."""
EXPECTED = "give a Letterboxd export (.zip), or a CSV of Letterboxd or IMDb."


def tables_at(path: Path) -> list[tuple[str, bytes]]:
    """(name, content) of each table of an export.

    Raises:
        ExchangeError: there is nothing that could be an export, or something too large, encrypted or damaged.
    """
    try:
        if path.is_dir():
            return in_folder(path)
        if not path.exists():
            raise ExchangeError(f"{path} is not there; {EXPECTED}")
        if not path.is_file():
            raise ExchangeError(f"{path} is no file; {EXPECTED}")
        with path.open("rb") as stream:
            begins = stream.read(4)
        return in_zip(path) if begins in ZIP_BEGINS else [(path.name, whole_file(path))]
    except OSError as error:
        raise ExchangeError(f"{path} cannot be read ({error.strerror or error}); {EXPECTED}") from error


def in_folder(folder: Path) -> list[tuple[str, bytes]]:
    """The tables of an export that was unpacked, also where they lie one folder further down."""
    for place in (folder, *sorted(each for each in folder.iterdir() if each.is_dir() and not is_clutter(each.name))):
        found = [(table, whole_file(place / table)) for table in TABLES if (place / table).is_file()]
        if found:
            return found
    raise nothing_in(folder)


def whole_file(path: Path) -> bytes:
    """The content of a file of modest size. Raises ExchangeError for another, OSError."""
    with path.open("rb") as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise too_large(path.name)
    return content


def in_zip(path: Path) -> list[tuple[str, bytes]]:
    """The tables of an export as it is downloaded, also where they lie in folders. Raises ExchangeError."""
    if path.stat().st_size > MOST_BYTES:
        raise too_large(path.name)
    try:
        with ZipFile(path) as packed:
            entries = tables_among(packed.infolist())
            if not entries:
                raise nothing_in(path)
            return [(table, unpacked(packed, entry)) for table, entry in entries.items()]
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, ValueError) as error:
        raise ExchangeError(f"{path.name} is a damaged zip ({error}); download the export again.") from error


def tables_among(entries: list[ZipInfo]) -> dict[str, ZipInfo]:
    """Table → entry, all of one folder: the uppermost that has any, so that what was deleted stays deleted."""
    places: dict[PurePosixPath, dict[str, ZipInfo]] = {}
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        for table in TABLES:
            if path.match(table) and not any(is_clutter(part) for part in path.parts):
                place = path.parents[len(PurePosixPath(table).parts) - 1]
                places.setdefault(place, {})[table] = entry
    if not places:
        return {}
    uppermost = places[min(places, key=lambda place: (len(place.parts), place))]
    return {table: uppermost[table] for table in TABLES if table in uppermost}


def unpacked(packed: ZipFile, entry: ZipInfo) -> bytes:
    """The content of an entry, which is never longer than it declares. Raises ExchangeError, what zipfile raises."""
    if entry.flag_bits & ENCRYPTED:
        raise ExchangeError(f"{entry.filename} is encrypted; unpack the zip and give its folder.")
    if entry.file_size > MOST_BYTES:
        raise too_large(entry.filename)
    return packed.read(entry)


def is_clutter(part: str) -> bool:
    """Whether a folder or file is what a Mac adds to a zip, or hidden."""
    return part == "__MACOSX" or part.startswith(".")


def too_large(name: str) -> ExchangeError:
    """What to say of a file that is no export by its size alone."""
    return ExchangeError(f"{name} is larger than {MOST_BYTES >> 20} MB, which no list of films is; {EXPECTED}")


def nothing_in(path: Path) -> ExchangeError:
    """What to say of a zip or folder without a table."""
    return ExchangeError(f"{path} holds none of Letterboxd's tables ({', '.join(TABLES)}); {EXPECTED}")

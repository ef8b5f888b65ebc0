"""Finds the tables of an export in a zip, in a folder, or in a single file."""

import zlib
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from matinee.engine.errors import ExchangeError
from matinee.engine.exchange.readers.letterboxd import TABLES

MAX_BYTES = 32 << 20
"""Largest file that is read; a lifetime of films and reviews takes a few million bytes."""
ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
ENCRYPTED_FLAG = 1
"""Bit in the flags of a zip entry."""
EXPECTED = "give a Letterboxd export (.zip), or a CSV from Letterboxd or IMDb."


def find_tables(path: Path) -> list[tuple[str, bytes]]:
    """Find the tables of an export.

    Args:
        path: a zip, a folder or a single table.

    Returns:
        (name, content) of each table.

    Raises:
        ExchangeError: no export is there, or it is too large, encrypted or damaged.
    """
    try:
        if path.is_dir():
            return read_folder(path)
        if not path.exists():
            raise ExchangeError(f"{path} does not exist; {EXPECTED}")
        if not path.is_file():
            raise ExchangeError(f"{path} is not a file; {EXPECTED}")
        with path.open("rb") as stream:
            signature = stream.read(4)
        return read_zip(path) if signature in ZIP_SIGNATURES else [(path.name, read_limited(path))]
    except OSError as error:
        raise ExchangeError(f"{path} cannot be read ({error.strerror or error}); {EXPECTED}") from error


def read_folder(folder: Path) -> list[tuple[str, bytes]]:
    """The tables of an unpacked export, in the folder or one level below. Raises ExchangeError, OSError."""
    subfolders = sorted(each for each in folder.iterdir() if each.is_dir() and not is_clutter(each.name))
    for place in (folder, *subfolders):
        found = [(table, read_limited(place / table)) for table in TABLES if (place / table).is_file()]
        if found:
            return found
    raise no_tables_error(folder)


def read_limited(path: Path) -> bytes:
    """The content of a file of at most ``MAX_BYTES``. Raises ExchangeError if it is larger, OSError."""
    with path.open("rb") as stream:
        content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise too_large_error(path.name)
    return content


def read_zip(path: Path) -> list[tuple[str, bytes]]:
    """The tables of a zipped export, in any folder of the zip. Raises ExchangeError, OSError."""
    if path.stat().st_size > MAX_BYTES:
        raise too_large_error(path.name)
    try:
        with ZipFile(path) as archive:
            entries = select_entries(archive.infolist())
            if not entries:
                raise no_tables_error(path)
            return [(table, read_entry(archive, entry)) for table, entry in entries.items()]
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, ValueError) as error:
        raise ExchangeError(f"{path.name} is a damaged zip ({error}); download the export again.") from error


def select_entries(entries: list[ZipInfo]) -> dict[str, ZipInfo]:
    """Table → entry, all from the topmost folder that has tables.

    Letterboxd's exports keep deleted films in a subfolder; those stay out.
    """
    folders: dict[PurePosixPath, dict[str, ZipInfo]] = {}
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        for table in TABLES:
            if path.match(table) and not any(is_clutter(part) for part in path.parts):
                folder = path.parents[len(PurePosixPath(table).parts) - 1]
                folders.setdefault(folder, {})[table] = entry
    if not folders:
        return {}
    topmost = folders[min(folders, key=lambda folder: (len(folder.parts), folder))]
    return {table: topmost[table] for table in TABLES if table in topmost}


def read_entry(archive: ZipFile, entry: ZipInfo) -> bytes:
    """The content of an entry; zipfile never returns more than the declared size.

    Raises:
        ExchangeError: the entry is encrypted or larger than ``MAX_BYTES``.
        BadZipFile: the entry is damaged; zipfile raises other errors too.
    """
    if entry.flag_bits & ENCRYPTED_FLAG:
        raise ExchangeError(f"{entry.filename} is encrypted; unpack the zip and give its folder.")
    if entry.file_size > MAX_BYTES:
        raise too_large_error(entry.filename)
    return archive.read(entry)


def is_clutter(part: str) -> bool:
    """Whether a file or folder is hidden, or added to zips by macOS."""
    return part == "__MACOSX" or part.startswith(".")


def too_large_error(name: str) -> ExchangeError:
    """The error for a file that is too large to be an export."""
    return ExchangeError(f"{name} is larger than {MAX_BYTES >> 20} MB, too large for a list of films; {EXPECTED}")


def no_tables_error(path: Path) -> ExchangeError:
    """The error for a zip or folder without tables."""
    return ExchangeError(f"{path} holds none of Letterboxd's tables ({', '.join(TABLES)}); {EXPECTED}")

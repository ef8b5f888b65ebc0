"""Unpacking a zip archive that nobody vouches for: everything in it is looked at before anything is written."""

import os
import stat
import zlib
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from matinee.training.errors import DataError

MOST_FILES = 1000
MOST_BYTES = 4 << 30
"""The largest MovieLens, ml-25m, takes 1.2 GB."""
MOST_GROWTH = 100
"""Ratings grow about fivefold; what grows more than this was packed to fill a disk."""
CHUNK = 1 << 20


def unpack(archive: Path, folder: Path, count: Callable[[int, int | None], None]) -> None:
    """Unpack an archive into a folder that is not there yet; ``count`` takes the bytes written, and of how many.

    Raises:
        DataError: it is damaged, or holds what no data set does: paths that lead outside, links, encrypted files, far
            more bytes than it should. Nothing is written outside the folder, whatever the archive says.
        OSError: a file cannot be written.
    """
    try:
        with ZipFile(archive) as packed:
            entries = packed.infolist()
            check_sizes(entries, archive)
            for entry in entries:
                check_entry(entry, archive)
            folder.mkdir()
            write_entries(packed, entries, folder, count)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise DataError(f"{archive.name} is no readable zip archive ({error}).") from error
    except (FileExistsError, NotADirectoryError) as error:
        raise DataError(f"{archive.name} holds two things of the same name, so it was not unpacked.") from error


def check_sizes(entries: list[ZipInfo], archive: Path) -> None:
    """Refuse what would fill the disk. The sizes are binding: zipfile reads no more of a file than it declares."""
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_FILES or size > min(MOST_BYTES, MOST_GROWTH * archive.stat().st_size):
        raise DataError(
            f"{archive.name} would grow to {len(entries):,} files and {size:,} bytes, "
            "which no MovieLens data set does, so it was not unpacked."
        )


def check_entry(entry: ZipInfo, archive: Path) -> None:
    """Refuse what could be written elsewhere, or is no plain file or folder. Raises DataError."""
    path = PureWindowsPath(entry.filename)  # knows both kinds of slashes, and drives
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if not entry.filename or path.drive or path.root or ".." in path.parts or ":" in entry.filename:
        wrong = "leads outside the folder"
    elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        wrong = "is no plain file"
    elif entry.flag_bits & 1 or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        wrong = "is encrypted or packed in an unusual way"
    elif entry.header_offset < 0:
        wrong = "is cut off"
    else:
        return
    raise DataError(f"'{entry.filename}' in {archive.name} {wrong}, so the archive was not unpacked.")


def write_entries(
    packed: ZipFile, entries: list[ZipInfo], folder: Path, count: Callable[[int, int | None], None]
) -> None:
    """Write every file, down to the disk: the folder is moved into place next, and must be whole then."""
    total = sum(entry.file_size for entry in entries)
    written = 0
    for entry in entries:
        path = folder.joinpath(*PureWindowsPath(entry.filename).parts)
        if entry.is_dir():
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        with packed.open(entry) as source, path.open("xb") as stream:
            while chunk := source.read(CHUNK):
                written += stream.write(chunk)
                count(written, total)
            stream.flush()
            os.fsync(stream.fileno())

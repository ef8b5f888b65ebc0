"""Unpacks an untrusted zip archive: every entry is checked before anything is written."""

import os
import stat
import zlib
from pathlib import Path, PureWindowsPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from matinee.training.data.text_files import quote
from matinee.training.data.transfer import Progress
from matinee.training.errors import DataError

MAX_FILES = 1000
MAX_BYTES = 4 << 30
"""The largest MovieLens data set, ml-25m, takes 1.2 GB."""
MAX_DEPTH, MAX_NAME = 10, 200
"""Folders above a file, and bytes of a name: a data set has three and thirty."""
MAX_EXPANSION = 100
"""Ratings expand about fivefold; an archive that expands more than this is built to fill a disk."""
CHUNK = 1 << 20


def unpack(archive: Path, folder: Path, progress: Progress) -> None:
    """Unpack an archive into a new folder; nothing is ever written outside it.

    Args:
        archive: the zip file.
        folder: the folder to create.
        progress: receives the bytes written so far, and their total.

    Raises:
        DataError: the archive is damaged, or contains what no data set does: paths that lead outside, links,
            encrypted files, far too many bytes.
        OSError: a file cannot be written.
    """
    try:
        with ZipFile(archive) as packed:
            entries = packed.infolist()
            check_sizes(entries, archive)
            for entry in entries:
                check_entry(entry, archive)
            folder.mkdir()
            write_entries(packed, entries, folder, progress)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeError) as error:
        raise DataError(f"{archive.name} is not a readable zip archive ({error}).") from error
    except (FileExistsError, NotADirectoryError) as error:
        raise DataError(f"{archive.name} holds two entries of the same name, so it was not unpacked.") from error


def check_sizes(entries: list[ZipInfo], archive: Path) -> None:
    """Reject an archive that would fill the disk. Its sizes can be relied on: zipfile reads no more than is declared.

    Raises:
        DataError: too many files or bytes.
    """
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_FILES or size > min(MAX_BYTES, MAX_EXPANSION * archive.stat().st_size):
        raise DataError(
            f"{archive.name} would grow to {len(entries):,} files and {size:,} bytes, "
            "which no MovieLens data set does, so it was not unpacked."
        )


def check_entry(entry: ZipInfo, archive: Path) -> None:
    """Reject an entry that could be written elsewhere, or is neither a regular file nor a folder.

    Raises:
        DataError: the entry is rejected.
    """
    path = PureWindowsPath(entry.filename)  # handles both kinds of slashes, and drives
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if not entry.filename or path.drive or path.root or ".." in path.parts or ":" in entry.filename:
        problem = "leads outside the folder"
    elif len(path.parts) > MAX_DEPTH or any(len(part.encode()) > MAX_NAME for part in path.parts):
        problem = "lies too deep, or has too long a name"
    elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        problem = "is not a regular file"
    elif entry.flag_bits & 1 or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        problem = "is encrypted or packed in an unusual way"
    elif entry.header_offset < 0:
        problem = "is cut off"
    else:
        return
    raise DataError(f"'{quote(entry.filename)}' in {archive.name} {problem}, so the archive was not unpacked.")


def write_entries(packed: ZipFile, entries: list[ZipInfo], folder: Path, progress: Progress) -> None:
    """Write every entry and flush it to the disk: the folder must be complete before it is moved into place."""
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
                progress(written, total)
            stream.flush()
            os.fsync(stream.fileno())

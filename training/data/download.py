"""Downloads a data set: fetch into a part file, check with pooch, unpack in a staging folder, move into place.

At every moment the target is either a whole data set or missing. A call that fails leaves at most the part file, from
which the next call resumes; what a killed call leaves in ``.partial-NAME`` is removed by the next one.
"""

import errno
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pooch

from matinee.engine.atomic import acquire_lock, release_lock
from matinee.training.data.archive import unpack
from matinee.training.data.layouts import find_layout
from matinee.training.data.sources import archive_url
from matinee.training.data.transfer import Log, Progress, TransientError, fetch_text, resume, retry
from matinee.training.errors import DataError, DownloadError

MD5 = re.compile(r"\b[0-9a-fA-F]{32}\b")
Report = Callable[[str, int, int | None], None]
"""Receives what is being done, the bytes done so far, and their total where it is known."""


def is_downloaded(target: Path) -> bool:
    """Check whether a data set is already in place.

    Raises:
        DataError: something else is.
    """
    if not target.exists():
        return False
    if not target.is_dir():
        raise DataError(f"{target} is a file; move it away, or choose another folder with --out.")
    if find_data_set(target) is None:
        raise DataError(
            f"{target} is there but holds no whole data set; move it away, or choose another folder with --out."
        )
    return True


def find_data_set(folder: Path) -> Path | None:
    """Find the folder of a whole data set, recognised by its files; None without one."""
    try:
        return find_layout(folder).folder
    except DataError:
        return None


def download(name: str, out: Path, mirror: str, report: Report, log: Log) -> None:
    """Download a data set into a sub-folder of ``out`` that does not exist yet.

    Args:
        name: its name, one of ``DATA_SETS``.
        out: the folder that gets the sub-folder.
        mirror: address of the folder with the archive and its MD5.
        report: receives the progress.
        log: receives lines for the user.

    Raises:
        DownloadError: the archive cannot be fetched whole; the message says what is kept of it.
        DataError: the archive is not a MovieLens data set, or another process is downloading it.
        OSError: a file cannot be written.
    """
    url, part = archive_url(name, mirror), out / f"{name}.zip.part"
    try:
        checksum = fetch_checksum(url, log)
        with staging(out, name, part) as folder:
            archive = folder / f"{name}.zip"
            fetch_verified(url, checksum, archive, part, partial(report, f"fetching {name}"), log)
            unpack_data_set(archive, folder / "unpacked", partial(report, f"unpacking {name}")).rename(out / name)
            archive.unlink()
    except TransientError as error:
        raise DownloadError(f"{error}; {retry_hint(part)}") from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise DownloadError(
            f"The disk of {out} is full; free some space and run the same command again, "
            "or choose another folder with --out."
        ) from error


def fetch_checksum(url: str, log: Log) -> str:
    """Fetch the MD5 that is published beside an archive.

    Raises:
        DownloadError: it cannot be fetched.
    """
    found = MD5.search(retry(lambda: fetch_text(f"{url}.md5"), log))
    if found is None:
        raise DownloadError(f"{url}.md5 holds no MD5, so the archive could not be checked and was not fetched.")
    return found.group().lower()


def fetch_verified(url: str, checksum: str, archive: Path, part: Path, progress: Progress, log: Log) -> None:
    """Fetch an archive, check it and move it into place; an archive with another checksum is deleted.

    Raises:
        DownloadError: it cannot be fetched, or its checksum differs.
    """

    def downloader(address: str, output: str, _: pooch.Pooch | None) -> None:
        retry(lambda: resume(address, part, progress), log)
        part.replace(output)

    is_resumed = part.exists()
    pooch.get_logger().setLevel("WARNING")  # it logs every file it fetches
    try:
        pooch.retrieve(url, f"md5:{checksum}", fname=archive.name, path=archive.parent.resolve(), downloader=downloader)
    except ValueError as error:  # pooch found another checksum, and has deleted the file
        if not is_resumed:
            raise DownloadError(
                f"What arrived from {url} does not match its checksum ({checksum}) and was deleted; try again later, "
                "or another place with --mirror."
            ) from error
        log(f"The part of {url} kept earlier does not match the rest; fetching all of it again.")
        fetch_verified(url, checksum, archive, part, progress, log)


def unpack_data_set(archive: Path, folder: Path, progress: Progress) -> Path:
    """Unpack an archive and find the data set in it; an archive without one is deleted.

    Raises:
        DataError: the archive is damaged or holds no data set.
    """
    try:
        unpack(archive, folder, progress)
        place = find_data_set(folder)
        if place is None:
            raise DataError(f"{archive.name} holds no MovieLens data set, so it was not used; see --mirror.")
    except DataError:
        archive.unlink()
        raise
    return place


@contextmanager
def staging(out: Path, name: str, part: Path) -> Iterator[Path]:
    """Create a folder for unfinished files, locked against other processes and removed afterwards.

    A whole archive that is left in it becomes the part file again, so that nothing is fetched twice.

    Args:
        out: the folder it is created in.
        name: the data set.
        part: its part file.

    Raises:
        DataError: another process has locked it.
    """
    place = out / f".partial-{name}"
    place.mkdir(parents=True, exist_ok=True)
    lock = acquire_lock(place / "lock")
    if lock is None:
        raise DataError(f"Another process is fetching {name} into {out}; let it finish first.")
    try:
        folder = place / "unfinished"
        clean_up(folder, name, part)  # after a killed call
        folder.mkdir()
        try:
            yield folder
        finally:
            clean_up(folder, name, part)
            if part.exists() and part.stat().st_size == 0:
                part.unlink()
            shutil.rmtree(place)  # while the lock is held: nobody else works in it yet
    finally:
        release_lock(lock)


def clean_up(folder: Path, name: str, part: Path) -> None:
    """Remove unfinished files, but keep a whole archive for the next call."""
    archive = folder / f"{name}.zip"
    if archive.exists():
        archive.replace(part)
    if folder.exists():
        shutil.rmtree(folder)


def retry_hint(part: Path) -> str:
    """Describe what to do after a temporary failure."""
    if part.exists():
        return f"{part.stat().st_size / 1e6:.1f} MB are kept in {part}; the same command resumes from there."
    return "check the network, and try again later."

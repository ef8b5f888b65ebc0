"""Fetching a data set: the archive arrives in a part file, is checked by pooch, unpacked aside and moved into place.

At every moment the target is a whole data set or not there. A call that fails leaves at most the part file, which the
next goes on from; what a killed one leaves besides lies in ``.partial-NAME`` and is cleared away by the next.
"""

import errno
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pooch

from matinee.training.cli.progress import Report
from matinee.training.data.archive import unpack
from matinee.training.data.layouts import recognise
from matinee.training.data.sources import archive_url
from matinee.training.data.transfer import Count, PassingTrouble, Say, fetch_rest, persistently, read_start
from matinee.training.errors import DataError, DownloadError

try:
    import fcntl
except ModuleNotFoundError:  # Windows; there, nothing keeps two calls apart but the checksum
    fcntl = None

MD5 = re.compile(r"\b[0-9a-fA-F]{32}\b")


def is_there(target: Path) -> bool:
    """Whether a data set is already in place. Raises DataError if something else is."""
    if not target.exists():
        return False
    if not target.is_dir():
        raise DataError(f"{target} is a file; move it away, or choose another folder with --out.")
    if data_set_in(target) is None:
        raise DataError(
            f"{target} is there but holds no whole data set; move it away, or choose another folder with --out."
        )
    return True


def data_set_in(folder: Path) -> Path | None:
    """Where in a folder a data set lies, told by its files."""
    try:
        return recognise(folder)[0]
    except DataError:
        return None


def fetch(name: str, out: Path, mirror: str, report: Report, say: Say) -> None:
    """Fetch a data set that is not there yet into a sub-folder of ``out``.

    Raises:
        DownloadError: the archive cannot be had whole; the message says what is kept of it.
        DataError: the archive is no MovieLens data set, or another process is fetching it.
        OSError: a file cannot be written.
    """
    url, part = archive_url(name, mirror), out / f"{name}.zip.part"
    try:
        checksum = published_checksum(url, say)
        with workplace(out, name, part) as folder:
            archive = folder / f"{name}.zip"
            fetch_verified(url, checksum, archive, part, partial(report, f"fetching {name}"), say)
            unpacked(archive, folder / "unpacked", partial(report, f"unpacking {name}")).rename(out / name)
            archive.unlink()
    except PassingTrouble as trouble:
        raise DownloadError(f"{trouble}; {outlook(part)}") from trouble
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise DownloadError(
            f"There is no room left in {out}; make some and run the same command again, or choose another with --out."
        ) from error


def published_checksum(url: str, say: Say) -> str:
    """The MD5 that is published beside an archive. Raises DownloadError."""
    found = MD5.search(persistently(lambda: read_start(f"{url}.md5"), say))
    if found is None:
        raise DownloadError(f"{url}.md5 holds no MD5, so the archive could not be checked and was not fetched.")
    return found.group().lower()


def fetch_verified(url: str, checksum: str, archive: Path, part: Path, count: Count, say: Say) -> None:
    """Put an archive of the right checksum in its place; one of another is deleted. Raises DownloadError."""

    def download(address: str, output: str, _: pooch.Pooch | None) -> None:
        persistently(lambda: fetch_rest(address, part, count), say)
        part.replace(output)

    resumed = part.exists()
    pooch.get_logger().setLevel("WARNING")  # it tells of every file it fetches
    try:
        pooch.retrieve(url, f"md5:{checksum}", fname=archive.name, path=archive.parent.resolve(), downloader=download)
    except ValueError as error:  # pooch's word for another checksum; it has deleted the file
        if not resumed:
            raise DownloadError(
                f"What arrived from {url} does not match its checksum ({checksum}) and was deleted; try again later, "
                "or another place with --mirror."
            ) from error
        say(f"What was kept of {url} does not go with the rest of it; fetching it anew.")
        fetch_verified(url, checksum, archive, part, count, say)


def unpacked(archive: Path, folder: Path, count: Count) -> Path:
    """Unpack an archive and say where in the folder the data set lies; delete it if it is none. Raises DataError."""
    try:
        unpack(archive, folder, count)
        place = data_set_in(folder)
        if place is None:
            raise DataError(f"{archive.name} holds no MovieLens data set, so it was not taken; see --mirror.")
    except DataError:
        archive.unlink()
        raise
    return place


@contextmanager
def workplace(out: Path, name: str, part: Path) -> Iterator[Path]:
    """A new folder for what is unfinished, held by one process at a time, and gone afterwards.

    An archive that is left in it, whole, becomes the part file again, so that nothing is fetched twice.

    Raises:
        DataError: another process holds it.
    """
    place = out / f".partial-{name}"
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as lock:
        try:
            if fcntl:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DataError(f"Another process is fetching {name} into {out}; let it finish first.") from error
        folder = place / "unfinished"
        clear(folder, name, part)  # of what was killed
        folder.mkdir()
        try:
            yield folder
        finally:
            clear(folder, name, part)
            if part.exists() and part.stat().st_size == 0:
                part.unlink()
            shutil.rmtree(place)


def clear(folder: Path, name: str, part: Path) -> None:
    """Keep a whole archive for the next call, drop everything else."""
    archive = folder / f"{name}.zip"
    if archive.exists():
        archive.replace(part)
    if folder.exists():
        shutil.rmtree(folder)


def outlook(part: Path) -> str:
    """What can be done after a passing trouble."""
    if part.exists():
        return f"{part.stat().st_size / 1e6:.1f} MB are kept in {part}, and the same command goes on from there."
    return "check the network, and try again later."

"""The versions of a bundle: list, verify, switch and remove.

training/publish.py describes the layout of a bundle folder. Switching replaces a single file, and a version is moved
aside before it is deleted, so an interruption never leaves a version half deleted or no version in use.
"""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG

from matinee.engine.atomic import REMOVED, acquire_lock, clear_litter, release_lock, replace_file, temporary_folder
from matinee.engine.bundle.manifest import MAX_BYTES, Manifest, read_manifest
from matinee.engine.bundle.verification import find_damage
from matinee.engine.errors import BundleError
from matinee.engine.paths import MANIFEST
from matinee.policy.bounded_files import read_bounded

NAME = re.compile(r"[0-9a-f]{12}")
"""Names of version folders, which are digests made by ``content_digest``."""
MIN_PREFIX = 4
"""Minimum length of an abbreviated version name."""
LOCK = ".bundle.lock"
"""Lock file in a bundle folder while it is being changed."""
LOCK_TIMEOUT = 60.0
"""Seconds to wait for another process: after an hour of training, waiting is better than losing the result."""


@dataclass(frozen=True)
class Version:
    """One version of a bundle on disk.

    Attributes:
        name: its digest.
        folder: its folder.
        served: whether it is the version in use.
        written: when its manifest was written; None if it has none.
        size: size of all its files, in bytes.
        manifest: its manifest; None if it is damaged.
        damage: file → one sentence on what is wrong with it; empty if the version is intact.
    """

    name: str
    folder: Path
    served: bool
    written: datetime | None
    size: int
    manifest: Manifest | None
    damage: dict[str, str]


def all_versions(folder: Path) -> list[Version]:
    """Every version in a bundle folder with its files verified, newest first; damaged ones included."""
    versions = [read_version(folder, name) for name in version_names(folder)]
    return sorted(versions, key=lambda version: version.written.timestamp() if version.written else 0.0, reverse=True)


def version_names(folder: Path) -> list[str]:
    """Names of the versions in a bundle folder, sorted; includes the version in use even if its folder is missing."""
    names = {path.name for path in folder.iterdir() if NAME.fullmatch(path.name) and path.is_dir()}
    served = served_or_none(folder)
    return sorted(names | {served} if served else names)


def served_version(folder: Path) -> str:
    """Name of the version in use. Raises BundleError if the folder's manifest is damaged."""
    return read_manifest(folder).version


def manifest_damage(folder: Path) -> dict[str, str]:
    """Damage of the folder's manifest, in the form of ``Version.damage``."""
    try:
        served_version(folder)
    except BundleError as error:
        return {MANIFEST: str(error)}
    return {}


def served_or_none(folder: Path) -> str | None:
    """Name of the version in use; None if the folder's manifest is damaged."""
    return None if manifest_damage(folder) else served_version(folder)


def find_version(folder: Path, text: str) -> str:
    """Name of the only version that begins with ``text``.

    Args:
        folder: the bundle folder.
        text: beginning of a version name, at least ``MIN_PREFIX`` characters.

    Raises:
        BundleError: the text is too short, or no version or several begin with it.
    """
    names = version_names(folder)
    there = ", ".join(names) or "none"
    if len(text) < MIN_PREFIX:
        raise BundleError(f"'{text}' is too short; give at least {MIN_PREFIX} characters of a version: {there}.")
    found = [name for name in names if name.startswith(text.lower())]
    if not found:
        raise BundleError(f"There is no version '{text[:60]}' in {folder}; there is: {there}.")
    if len(found) > 1:
        raise BundleError(f"'{text}' could be {' or '.join(found)}; give more of it.")
    return found[0]


def read_version(folder: Path, name: str) -> Version:
    """Read a version and verify its files; damage is reported in the result."""
    version_folder = folder / name
    served = served_or_none(folder) == name
    size, times = measure_files(version_folder)
    written = times.get(version_folder / MANIFEST)
    try:
        manifest = read_version_manifest(version_folder)
    except BundleError as error:
        return Version(name, version_folder, served, written, size, None, {MANIFEST: str(error)})
    return Version(name, version_folder, served, written, size, manifest, find_damage(folder, manifest))


def measure_files(folder: Path) -> tuple[int, dict[Path, datetime]]:
    """The size of all files in a folder, and when each was written; those that cannot be read do not count."""
    size, times = 0, {}
    for path in folder.rglob("*"):
        with suppress(OSError):  # removed meanwhile, or damaged, which verifying reports
            found = path.stat()
            if S_ISREG(found.st_mode):
                size += found.st_size
                times[path] = datetime.fromtimestamp(found.st_mtime, UTC)
    return size, times


def read_version_manifest(folder: Path) -> Manifest:
    """Read the manifest in a version's folder. Raises BundleError if it is missing, damaged or of another version."""
    path = folder / MANIFEST
    if not path.is_file():
        raise BundleError(f"{path} is missing; rebuild this version with `matinee train`.")
    manifest = read_manifest(folder)
    if manifest.version != folder.name:
        raise BundleError(f"{path} is that of version {manifest.version}; rebuild this version.")
    return manifest


def use_version(folder: Path, text: str) -> Version:
    """Switch to a version after verifying its files.

    Args:
        folder: the bundle folder.
        text: beginning of the version's name.

    Raises:
        BundleError: there is no such version, it is damaged or of another format, or the folder is not writable.
    """
    with locked_for_change(folder):
        version = read_version(folder, find_version(folder, text))
        if len(version.damage) == 1:
            raise BundleError(f"Version {version.name} cannot be used: {next(iter(version.damage.values()))}")
        if version.damage:
            raise BundleError(
                f"Version {version.name} cannot be used, {len(version.damage)} of its files are damaged; "
                f"`matinee bundle verify {version.name}` names them."
            )
        replace_file(folder / MANIFEST, read_bounded(version.folder / MANIFEST, MAX_BYTES))
    return replace(version, served=True)


def remove_version(folder: Path, text: str) -> Version:
    """Delete a version that is not in use.

    Args:
        folder: the bundle folder.
        text: beginning of the version's name.

    Returns:
        The version that was deleted.

    Raises:
        BundleError: there is no such version, it is in use, or the folder is not writable.
    """
    with locked_for_change(folder), temporary_folder(folder, REMOVED) as trash:
        name = find_version(folder, text)
        if name == served_version(folder):
            raise BundleError(f"Version {name} is in use; switch to another one first with `matinee bundle use`.")
        version = read_version(folder, name)
        version.folder.rename(trash / name)
    return version


@contextmanager
def locked_for_change(folder: Path) -> Iterator[None]:
    """Hold the one lock for everything that changes a bundle folder; what the change relies on is checked inside.

    What an interrupted change left behind is deleted first.

    Raises:
        BundleError: another process holds the lock for longer than ``LOCK_TIMEOUT``, or the folder is not writable.
    """
    try:
        lock = acquire_lock(folder / LOCK, LOCK_TIMEOUT)
        if lock is None:
            raise BundleError(
                f"Another Matinee has been changing {folder} for {LOCK_TIMEOUT:.0f} seconds; try again when it is done."
            )
        try:
            clear_litter(folder)
            yield
        finally:
            release_lock(lock)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        raise BundleError(
            f"{folder} cannot be changed ({error.strerror}); copy it to a folder of your own and name that with "
            "--bundle or MATINEE_HOME, or with --out when training."
        ) from error

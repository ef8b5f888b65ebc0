"""The versions in a bundle folder: what is there, which one is served, going back, and throwing away.

How they lie there is told in training/publish.py. Serving another version replaces one file, and removing one moves it
out of the way first, so that whatever interrupts either leaves whole versions and one of them served. Both look at the
versions with the folder to themselves (engine/bundle_lock.py), so that none is removed while it comes to be served.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engine.bundle import BundleFiles, read_manifest
from engine.bundle_lock import changing
from engine.errors import BundleError
from engine.files import replace_file
from engine.paths import MANIFEST

NAME = re.compile(r"[0-9a-f]{12}")
"""What a version's folder is called: the digest ``version_of`` makes."""
SHORTEST = 4
"""So many characters of a version's name are enough, where no other begins like it."""
REMOVED = ".removed-"
"""How folders begin that hold what is being deleted."""


@dataclass(frozen=True)
class Version:
    """One version of a bundle, as it lies on disk.

    Attributes:
        written: when its manifest was written; None where it has none.
        size: bytes of all its files.
        manifest: what it says about itself; empty where that cannot be used.
        damage: file → what is wrong with it, in a sentence; empty when the version is whole.
    """

    name: str
    folder: Path
    served: bool
    written: datetime | None
    size: int
    manifest: dict[str, Any]
    damage: dict[str, str]


def all_versions(folder: Path) -> list[Version]:
    """Every version in a bundle folder, each file checked, the newest first; broken ones too."""
    versions = [read_version(folder, name) for name in version_names(folder)]
    return sorted(versions, key=lambda version: version.written.timestamp() if version.written else 0.0, reverse=True)


def version_names(folder: Path) -> list[str]:
    """The names of the versions in a bundle folder, and of the one served even if it is gone."""
    names = {path.name for path in folder.iterdir() if NAME.fullmatch(path.name) and path.is_dir()}
    served = served_if_known(folder)
    return sorted(names | {served} if served else names)


def served_version(folder: Path) -> str:
    """The version that is served. Raises BundleError when the manifest that says so cannot be read."""
    return str(read_manifest(folder)["version"])


def damage_above(folder: Path) -> dict[str, str]:
    """What is wrong with the manifest that says which version is served, told as ``Version.damage`` tells it."""
    try:
        served_version(folder)
    except BundleError as error:
        return {MANIFEST: str(error)}
    return {}


def served_if_known(folder: Path) -> str | None:
    """The version that is served; None where the manifest that says so is damaged."""
    return None if damage_above(folder) else served_version(folder)


def find_version(folder: Path, text: str) -> str:
    """The one version whose name begins with a text. Raises BundleError, naming those there are."""
    names = version_names(folder)
    there = ", ".join(names) or "none"
    if len(text) < SHORTEST:
        raise BundleError(f"'{text}' is too short; give at least {SHORTEST} characters of a version: {there}.")
    found = [name for name in names if name.startswith(text.lower())]
    if not found:
        raise BundleError(f"There is no version '{text[:60]}' in {folder}; there is: {there}.")
    if len(found) > 1:
        raise BundleError(f"'{text}' could be {' or '.join(found)}; give more of it.")
    return found[0]


def read_version(folder: Path, name: str) -> Version:
    """A version, every file of it checked; what is wrong with it is told in it."""
    own = folder / name
    served = served_if_known(folder) == name
    written = datetime.fromtimestamp((own / MANIFEST).stat().st_mtime, UTC) if (own / MANIFEST).is_file() else None
    size = sum(path.stat().st_size for path in own.rglob("*") if path.is_file())
    try:
        manifest = own_manifest(own)
    except BundleError as error:
        return Version(name, own, served, written, size, {}, {MANIFEST: str(error)})
    return Version(name, own, served, written, size, manifest, damaged_files(BundleFiles(folder, manifest)))


def own_manifest(own: Path) -> dict[str, Any]:
    """The manifest that a version keeps. Raises BundleError unless it is there, its own, and of the expected shape."""
    path = own / MANIFEST
    if not path.is_file():
        raise BundleError(f"{path} is missing; make this version anew with `matinee train`.")
    manifest = read_manifest(own)
    if manifest["version"] != own.name:
        raise BundleError(f"{path} is that of version {manifest['version']}; make this version anew.")
    models, *others = (manifest.get(part) for part in ("models", "dataset", "files"))
    entries = list(models.values()) if isinstance(models, dict) else [models]
    if not all(isinstance(part, dict) for part in [*entries, *others]):
        raise BundleError(f"{path} does not describe a whole bundle; make it anew with `matinee train`.")
    return manifest


def damaged_files(files: BundleFiles) -> dict[str, str]:
    """File → what is wrong with it, of those that are not as they were made."""
    damage = {}
    for name in files.names:
        try:
            files.read(name)
        except BundleError as error:
            damage[name] = str(error)
    return damage


def use_version(folder: Path, text: str) -> Version:
    """Serve a version from now on, once every file of it is found whole.

    Raises:
        BundleError: no such version, one that is damaged or of another format, or a folder that may not be changed or
            that others keep.
    """
    with changing(folder):
        version = read_version(folder, find_version(folder, text))
        if len(version.damage) == 1:
            raise BundleError(f"Version {version.name} cannot be served: {next(iter(version.damage.values()))}")
        if version.damage:
            raise BundleError(
                f"Version {version.name} cannot be served, {len(version.damage)} of its files are damaged; "
                f"`matinee bundle verify {version.name}` names them."
            )
        replace_file(folder / MANIFEST, (version.folder / MANIFEST).read_bytes())
    return replace(version, served=True)


def remove_version(folder: Path, text: str) -> Version:
    """Delete a version that is not served, and what an interrupted removal has left; returns what it was.

    Raises:
        BundleError: no such version, the one that is served, or a folder that may not be changed or that others keep.
    """
    with changing(folder), TemporaryDirectory(prefix=REMOVED, dir=folder) as away:
        for leftover in folder.glob(f"{REMOVED}*"):
            if leftover != Path(away):
                leftover.rename(Path(away) / leftover.name)
        name = find_version(folder, text)
        if name == served_version(folder):
            raise BundleError(f"Version {name} is served; use another one first with `matinee bundle use`.")
        version = read_version(folder, name)
        version.folder.rename(Path(away) / name)
    return version

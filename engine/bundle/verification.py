"""Verifies bundles: every file against its digest, and everything that is read from it against the manifest."""

from pathlib import Path

from matinee.engine.bundle.bundle import open_version
from matinee.engine.bundle.bundle_files import BundleFiles
from matinee.engine.bundle.manifest import Manifest, read_manifest
from matinee.engine.errors import BundleError
from matinee.engine.paths import MANIFEST
from matinee.policy import PolicyError, load_policy


def verify_bundle(folder: Path) -> int:
    """Verify the version of a bundle that is in use, and return the number of its files. Raises BundleError."""
    manifest = read_manifest(folder)
    for sentence in find_damage(folder, manifest).values():
        raise BundleError(sentence)
    return len(manifest.files)


def find_damage(folder: Path, manifest: Manifest) -> dict[str, str]:
    """Find what is wrong with a version of a bundle.

    Args:
        folder: the bundle folder.
        manifest: the manifest of the version.

    Returns:
        Damaged file → one sentence on what is wrong with it. If all files are unchanged but do not match each other,
        the manifest stands for them.
    """
    files = BundleFiles(folder, manifest)
    damage = {}
    for name in files.names:
        try:
            files.verify(name)
        except BundleError as error:
            damage[name] = str(error)
    if damage:
        return damage
    try:
        read_all(folder, manifest)
    except BundleError as error:
        return {MANIFEST: str(error)}
    return {}


def read_all(folder: Path, manifest: Manifest) -> None:
    """Read everything in a version of a bundle. Raises BundleError."""
    bundle = open_version(folder, manifest)
    try:
        load_policy(chosen=bundle.settings)
    except PolicyError as error:
        raise BundleError(f"The bundle's settings cannot be used: {error}") from error
    for name in bundle.trained:
        bundle.trained[name]
    if bundle.known_users is not None:
        bundle.known_users.shared_likes(len(bundle.catalogue))
    bundle.read_texts()
    bundle.read_map()
    bundle.read_facts()

"""Where Matinee looks for the bundle and for the user's own files."""

import os
from pathlib import Path

from platformdirs import user_cache_path, user_config_path, user_data_path, user_log_path

from matinee.engine.errors import BundleError

SHIPPED_BUNDLE = Path(__file__).resolve().parent.parent / "artifacts"
"""The bundle in the installed package, or beside ``engine/`` in a checkout."""
MANIFEST = "manifest.json"


def home() -> Path | None:
    """Return the folder named by MATINEE_HOME, which replaces the platform's folders; None when it is unset."""
    value = os.environ.get("MATINEE_HOME")
    return Path(value).expanduser() if value else None


def user_policy() -> Path:
    """Return the path of the user's policy, which may set only some values; it need not exist."""
    from matinee.policy.schema import SHIPPED_POLICY  # imported here, since the other paths do not need YAML

    return (home() or user_config_path("matinee")) / SHIPPED_POLICY.name


def user_config() -> Path:
    """Return the path of the app's configuration file; it need not exist."""
    return (home() or user_config_path("matinee")) / "config.yaml"


def saved_sessions() -> Path:
    """Return the folder of the saved sessions; it need not exist."""
    return (home() or user_data_path("matinee")) / "sessions"


def log_folder() -> Path:
    """Return the folder for logs; it need not exist."""
    own = home()
    return own / "logs" if own else user_log_path("matinee")


def user_cache() -> Path:
    """Return the folder for what can be fetched again; it need not exist."""
    own = home()
    return own / "cache" if own else user_cache_path("matinee")


def find_bundle(explicit: str | Path | None = None) -> Path:
    """Find the folder of the bundle to use.

    The first of these counts: ``explicit``; MATINEE_HOME, either a bundle itself or with one in ``artifacts``; the
    user's data folder; the bundle that is shipped.

    Args:
        explicit: a folder named by the user.

    Raises:
        BundleError: ``explicit`` does not contain a bundle, or no bundle is found anywhere.
    """
    if explicit is not None:
        return require_manifest(Path(explicit).expanduser(), f"{explicit} is not a bundle: it has no {MANIFEST}.")
    own = home()
    if own is not None and not own.is_dir():
        raise BundleError(f"MATINEE_HOME names {own}, which is not a folder; create it or unset the variable.")
    homes = [own] if own else [user_data_path("matinee")]
    folders = [*([own] if own else []), *(folder / "artifacts" for folder in homes), SHIPPED_BUNDLE]
    for folder in folders:
        if has_manifest(folder):
            return folder
    raise BundleError("No bundle is installed; reinstall matinee, or name one with --bundle.")


def has_manifest(folder: Path) -> bool:
    """Return whether a folder contains a bundle. Raises BundleError if the folder cannot be read."""
    try:
        return (folder / MANIFEST).is_file()
    except OSError as error:
        raise BundleError(
            f"{folder} cannot be read ({error.strerror}); check its permissions, or name another folder."
        ) from error


def require_manifest(folder: Path, problem: str) -> Path:
    """Return the folder if it contains a bundle. Raises BundleError, with ``problem`` as the first sentence."""
    if not has_manifest(folder):
        raise BundleError(f"{problem} Name another with --bundle, or create one with `matinee train`.")
    return folder

"""Where Matinee looks for things: the bundle it serves, and what is the user's own."""

import os
from pathlib import Path

from platformdirs import user_config_path, user_data_path, user_log_path

from matinee.engine.errors import BundleError

SHIPPED_BUNDLE = Path(__file__).resolve().parent.parent / "artifacts"
"""In the installed package, and in a checkout beside ``engine/``."""
MANIFEST = "manifest.json"


def home() -> Path | None:
    """The folder named by MATINEE_HOME, which replaces the platform's config and data folders; None when unset."""
    named = os.environ.get("MATINEE_HOME")
    return Path(named).expanduser() if named else None


def user_policy() -> Path:
    """Where the user's own copy of the policy is looked for, whole or of single lines; it need not exist."""
    from matinee.policy.schema import SHIPPED_POLICY  # here: who only asks for another path does not wait for YAML

    return (home() or user_config_path("matinee")) / SHIPPED_POLICY.name


def user_config() -> Path:
    """Where the app's own settings are looked for; the file need not exist."""
    return (home() or user_config_path("matinee")) / "config.yaml"


def saved_sessions() -> Path:
    """The folder of the sessions that were kept; it need not exist."""
    return (home() or user_data_path("matinee")) / "sessions"


def log_folder() -> Path:
    """The folder for logs; it need not exist."""
    own = home()
    return own / "logs" if own else user_log_path("matinee")


def find_bundle(explicit: str | Path | None = None) -> Path:
    """The folder of the bundle to serve.

    In this order: ``explicit``; MATINEE_HOME, either a bundle itself or with one in ``artifacts``; the user's data
    folder; the bundle that ships.

    Raises:
        BundleError: the folder that was named holds no bundle, or none is found anywhere.
    """
    if explicit is not None:
        return existing(Path(explicit).expanduser(), f"{explicit} holds no bundle: there is no {MANIFEST} in it.")
    own = home()
    if own is not None and not own.is_dir():
        raise BundleError(f"MATINEE_HOME names {own}, which is no folder; create it or unset the variable.")
    homes = [own] if own else [user_data_path("matinee")]
    places = [*([own] if own else []), *(place / "artifacts" for place in homes), SHIPPED_BUNDLE]
    for place in places:
        if has_manifest(place):
            return place
    raise BundleError("No bundle is installed; reinstall matinee, or name one with --bundle.")


def has_manifest(folder: Path) -> bool:
    """Whether a folder holds a bundle. Raises BundleError where that cannot be told."""
    try:
        return (folder / MANIFEST).is_file()
    except OSError as error:
        raise BundleError(f"{folder} cannot be read ({error.strerror}); allow it, or name another folder.") from error


def existing(folder: Path, sentence: str) -> Path:
    """The folder when it has a manifest. Raises BundleError with the sentence otherwise."""
    if not has_manifest(folder):
        raise BundleError(f"{sentence} Name another with --bundle, or make one with `matinee train`.")
    return folder

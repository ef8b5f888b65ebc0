"""Where Matinee looks for the bundle and for the user's own files."""

import os
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_path, user_config_path, user_data_path, user_log_path, user_state_path

from matinee.engine.errors import BundleError, MatineeError, NoHomeError

SHIPPED_BUNDLE = Path(__file__).resolve().parent.parent / "artifacts"
"""The bundle in the installed package, or beside ``engine/`` in a checkout."""
MANIFEST = "manifest.json"


def home() -> Path | None:
    """Return the folder named by MATINEE_HOME, which replaces the platform's folders; None when it is unset.

    Raises:
        MatineeError: it begins with ``~`` and names a home folder that cannot be determined.
    """
    value = os.environ.get("MATINEE_HOME", "")
    if not value.strip():
        return None
    try:
        return expand_home(value)
    except MatineeError as error:
        raise MatineeError(f"MATINEE_HOME: {error}") from error


def expand_home(path: str | Path) -> Path:
    """Replace a leading ``~`` or ``~user`` of a path by the home folder. Raises MatineeError if there is none."""
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        name = str(path).partition("/")[0]
        problem = f"there is no user '{name[1:]}'" if name != "~" else "HOME is not set"
        raise MatineeError(f"{path} cannot be found: {problem}; write the whole path.") from error


def user_policy() -> Path | None:
    """Return the path of the user's policy, which may set only some values; it need not exist.

    Returns:
        None without a home folder.
    """
    from matinee.policy.schema import SHIPPED_POLICY  # imported here, since the other paths do not need YAML

    folder = home() or platform_folder(user_config_path)
    return folder and folder / SHIPPED_POLICY.name


def user_config() -> Path | None:
    """Return the path of the app's configuration file; it need not exist.

    Returns:
        None without a home folder.
    """
    folder = home() or platform_folder(user_config_path)
    return folder and folder / "config.yaml"


def saved_sessions() -> Path:
    """Return the folder of the saved sessions; it need not exist. Raises NoHomeError."""
    return require_home(home() or platform_folder(user_data_path), "save sessions") / "sessions"


def deleted_sessions() -> Path:
    """Return the folder of the sessions that were deleted within a day; it need not exist. Raises NoHomeError."""
    return saved_sessions() / ".deleted"


def last_sessions() -> Path | None:
    """Return the folder of the copies of sessions without a name; it need not exist.

    Returns:
        None without a home folder.
    """
    own = home()
    state = own / "state" if own else platform_folder(user_state_path)
    return state and state / "last-sessions"


def log_folder() -> Path:
    """Return the folder for logs; it need not exist. Raises NoHomeError."""
    own = home()
    return own / "logs" if own else require_home(platform_folder(user_log_path), "write logs")


def user_cache() -> Path | None:
    """Return the folder for what can be fetched again; it need not exist.

    Returns:
        None without a home folder.
    """
    own = home()
    return own / "cache" if own else platform_folder(user_cache_path)


def platform_folder(find: Callable[[str], Path]) -> Path | None:
    """Return one of the platform's folders for Matinee; None without a home folder, as in some containers.

    Args:
        find: finds it, such as ``platformdirs.user_data_path``.
    """
    try:
        folder = find("matinee")
    except RuntimeError:
        return None
    return folder if folder.is_absolute() else None  # earlier versions of platformdirs return ~/… as it is


def require_home(folder: Path | None, purpose: str) -> Path:
    """Return a folder that was found. Raises NoHomeError if it was not: there is no place to ``purpose`` in."""
    if folder is None:
        raise NoHomeError(f"There is no home folder to {purpose} in; set HOME or MATINEE_HOME to a folder of your own.")
    return folder


def find_bundle(explicit: str | Path | None = None) -> Path:
    """Find the folder of the bundle to use.

    The first of these counts: ``explicit``; MATINEE_HOME, either a bundle itself or with one in ``artifacts``; the
    user's data folder; the bundle that is shipped.

    Args:
        explicit: a folder named by the user.

    Raises:
        BundleError: ``explicit`` does not contain a bundle, or no bundle is found anywhere.
        MatineeError: a path begins with ``~``, and there is no such home folder.
    """
    if explicit is not None:
        return require_manifest(expand_home(explicit), f"{explicit} is not a bundle: it has no {MANIFEST}.")
    own = home()
    if own is not None:
        check_home(own)
    base = own or platform_folder(user_data_path)
    for folder in (own, base and base / "artifacts", SHIPPED_BUNDLE):
        if folder is not None and has_manifest(folder):
            return folder
    raise BundleError("No bundle is installed; reinstall matinee, or name one with --bundle.")


def check_home(folder: Path) -> None:
    """Check the folder that MATINEE_HOME names. Raises BundleError if it is not a folder, or cannot be read."""
    try:
        is_folder = folder.is_dir()
    except OSError as error:
        raise BundleError(
            f"MATINEE_HOME names a folder that cannot be read ({error.strerror}); name another, or unset the variable."
        ) from error
    if not is_folder:
        raise BundleError(f"MATINEE_HOME names {folder}, which is not a folder; create it or unset the variable.")


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

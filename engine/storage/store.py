"""Lists, reads, renames, deletes and restores saved sessions."""

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

from matinee.engine.errors import SessionError
from matinee.engine.models.profile import Answer
from matinee.engine.paths import deleted_sessions, saved_sessions
from matinee.engine.session.state import replay
from matinee.engine.storage.lock import (
    SUFFIX,
    is_valid_name,
    locked,
    log_path,
    make_private,
    read_log,
    storage_errors,
)
from matinee.engine.storage.saved_session import SavedSession, parse_log
from matinee.engine.storage.short_lived import newest_first, remove_old


@dataclass(frozen=True)
class SessionSummary:
    """One entry in the list of saved sessions.

    Attributes:
        name: name of the session.
        changed: when the session was last written to.
        favourites: how many favourites are chosen.
        tally: answer → number of films that received it, imported films included.
        damage: why the session cannot be read, in one sentence; None if it can.
    """

    name: str
    changed: datetime
    favourites: int
    tally: Mapping[Answer, int]
    damage: str | None = None


def list_sessions() -> list[SessionSummary]:
    """List all sessions, the last changed first, including open and damaged ones. Raises SessionError."""
    summaries = []
    for name in session_names():
        try:
            summaries.append(summarise_log(name))
        except FileNotFoundError:  # deleted since the folder was read
            continue
    return sorted(summaries, key=lambda summary: summary.changed, reverse=True)


def session_names() -> list[str]:
    """Return the sorted names of all sessions. Raises SessionError if the folder cannot be read."""
    folder = saved_sessions()
    try:
        paths = list(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise SessionError(
            f"{folder} cannot be read ({error.strerror}); check its permissions, or set MATINEE_HOME."
        ) from error
    return sorted(path.stem for path in paths if path.suffix == SUFFIX and is_valid_name(path.stem))


def summarise_log(name: str) -> SessionSummary:
    """Summarise one session. Raises FileNotFoundError."""
    changed = modified_at(log_path(name))
    try:
        saved = parse_log(name, read_log(name), log_path(name))
    except SessionError as error:
        return SessionSummary(name, changed, 0, {}, str(error))
    if saved is None:
        return SessionSummary(name, changed, 0, {})
    tally = Counter(answer for _, answer in replay(saved.history.events).answers)
    return SessionSummary(name, changed, len(saved.all_favourites), tally)


def modified_at(path: Path) -> datetime:
    """Return when a file was last written to. Raises FileNotFoundError."""
    try:
        status = path.stat()
    except OSError:
        status = path.lstat()  # of a symbolic link that leads nowhere; reading it says so
    return datetime.fromtimestamp(status.st_mtime, UTC)


def read_session(name: str) -> SavedSession:
    """Read a session, whether or not it is open. Raises SessionError if it is missing, empty or damaged."""
    path = existing_log(name)
    saved = parse_log(name, read_log(name), path)
    if saved is None:
        raise SessionError(f"The session '{name}' is empty; start it with `matinee --session`, or delete it.")
    return saved


def rename_session(old: str, new: str) -> None:
    """Rename a session.

    Raises:
        SessionError: the session is missing or open, or the new name is invalid or taken.
    """
    before, after = existing_log(old), log_path(new)
    with locked(old), storage_errors(old):
        if after.exists() and after.samefile(before):  # only the case differs, on a file system that ignores case
            before.rename(after)
            return
        with locked(new):
            if after.exists():
                raise SessionError(f"A session '{new}' already exists; choose another name, or delete that one.")
            before.rename(after)


def delete_session(name: str) -> None:
    """Delete a session, damaged or not; it can be restored for a day. Raises SessionError if it is missing or open."""
    path, deleted = existing_log(name), deleted_log(name)
    remove_deleted()
    with locked(name), storage_errors(name):
        deleted.parent.mkdir(mode=0o700, exist_ok=True)
        make_private(path)
        path.replace(deleted)
        os.utime(deleted, follow_symlinks=False)  # it is kept for a day from now on


def restore_session(name: str) -> None:
    """Take back the deletion of a session.

    Raises:
        SessionError: no session of that name was deleted within a day, or another has the name now.
    """
    path, deleted = log_path(name), deleted_log(name)
    remove_deleted()
    if not os.path.lexists(deleted):
        names = ", ".join(repr(each.stem) for each in newest_first(deleted.parent))
        kept = f"still there: {names}." if names else "it is kept for a day after it was deleted."
        raise SessionError(f"There is no deleted session '{name}'; {kept}")
    with locked(name), storage_errors(name):
        if path.exists():
            raise SessionError(f"A session '{name}' already exists; rename that one first.")
        deleted.replace(path)


def deleted_log(name: str) -> Path:
    """Return the file of a deleted session; it need not exist. Raises SessionError for an invalid name."""
    return deleted_sessions() / log_path(name).name


def remove_deleted() -> None:
    """Remove the sessions that were deleted more than a day ago. Raises SessionError."""
    folder = deleted_sessions()
    try:
        remove_old(folder)
    except OSError as error:
        raise SessionError(f"{folder} cannot be cleared ({error.strerror or error}); check its permissions.") from error


def existing_log(name: str) -> Path:
    """Return the file of an existing session. Raises SessionError with similar names if there is none."""
    path = log_path(name)
    if path.exists():
        return path
    names = session_names()
    if not names:
        raise SessionError(
            f"There is no session '{name}', and no other session; start one with `matinee --session NAME`."
        )
    similar = get_close_matches(name, names, n=3)
    hint = f"did you mean {' or '.join(map(repr, similar))}?" if similar else "`matinee session list` lists them."
    raise SessionError(f"There is no session '{name}'; {hint}")

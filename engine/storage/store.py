"""Lists, reads, renames, deletes and restores saved sessions."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from itertools import chain, count
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
from matinee.engine.storage.short_lived import is_deleted_session, remove_old

NUMBERED = "~"
"""Before the number of a deleted session; no name has it."""


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
    path = existing_log(name)
    remove_deleted()
    with locked(name), storage_errors(name):
        deleted = free_path(name)
        deleted.parent.mkdir(mode=0o700, exist_ok=True)
        make_private(path)
        path.replace(deleted)
        os.utime(deleted, follow_symlinks=False)  # it is kept for a day from now on


def restore_session(name: str) -> int:
    """Take back the last deletion of a session of this name.

    Returns:
        How many other sessions of this name were deleted within a day; they can be restored after this one is renamed.

    Raises:
        SessionError: no session of that name was deleted within a day, or another has the name now.
    """
    path = log_path(name)
    remove_deleted()
    deleted = deleted_logs()
    if name not in deleted:
        names = ", ".join(map(repr, deleted))
        kept = f"still there: {names}." if names else "it is kept for a day after it was deleted."
        raise SessionError(f"There is no deleted session '{name}'; {kept}")
    with locked(name), storage_errors(name):
        if path.exists():
            raise SessionError(f"A session '{name}' already exists; rename that one first.")
        deleted[name][0].replace(path)
    return len(deleted[name]) - 1


def deleted_logs() -> dict[str, list[Path]]:
    """Return name → the files of the sessions of that name, both the last deleted first. Raises SessionError."""
    folder = deleted_sessions()
    found: dict[str, list[Path]] = {}
    with deletion_errors(folder), suppress(FileNotFoundError):
        paths = [path for path in folder.iterdir() if path.suffix == SUFFIX]
        for path in sorted(paths, key=lambda each: each.lstat().st_mtime_ns, reverse=True):
            found.setdefault(path.stem.partition(NUMBERED)[0], []).append(path)
    return found


def free_path(name: str) -> Path:
    """Return where a session goes that is deleted: with a number if others of that name were deleted."""
    numbered = (deleted_sessions() / f"{name}{NUMBERED}{number}{SUFFIX}" for number in count(2))
    paths = chain([deleted_sessions() / f"{name}{SUFFIX}"], numbered)
    return next(path for path in paths if not os.path.lexists(path))


def remove_deleted() -> None:
    """Remove the sessions that were deleted more than a day ago. Raises SessionError."""
    folder = deleted_sessions()
    with deletion_errors(folder):
        remove_old(folder, is_deleted_session)


@contextmanager
def deletion_errors(folder: Path) -> Iterator[None]:
    """Report failures to read or clear the folder of deleted sessions as SessionError."""
    try:
        yield
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

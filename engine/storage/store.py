"""All sessions that are kept: listing, reading, renaming and deleting them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

from matinee.engine.errors import SessionError
from matinee.engine.paths import saved_sessions
from matinee.engine.session.events import Answer
from matinee.engine.session.state import standing
from matinee.engine.storage.lock import SUFFIX, is_name, keeping, log_path, read_log, taken
from matinee.engine.storage.saved_session import SavedSession, saved_session


@dataclass(frozen=True)
class SessionSummary:
    """A session in a list.

    Attributes:
        name: what it is called.
        changed: when something was last written to it.
        favourites: how many are chosen.
        tally: answer → how many films got it, those from elsewhere included.
        damage: why it cannot be read, in a sentence; None where it can.
    """

    name: str
    changed: datetime
    favourites: int
    tally: Mapping[Answer, int]
    damage: str | None = None


def list_sessions() -> list[SessionSummary]:
    """Every session there is, the one changed last first; those that are open or damaged too. Raises SessionError."""
    summaries = []
    for name in session_names():
        try:
            summaries.append(summary(name))
        except FileNotFoundError:  # deleted since the folder was read
            continue
    return sorted(summaries, key=lambda each: each.changed, reverse=True)


def session_names() -> list[str]:
    """The names of all sessions, in order. Raises SessionError for a folder that cannot be read."""
    folder = saved_sessions()
    try:
        paths = list(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise SessionError(f"{folder} cannot be read ({error.strerror}); allow it, or set MATINEE_HOME.") from error
    return sorted(path.stem for path in paths if path.suffix == SUFFIX and is_name(path.stem))


def summary(name: str) -> SessionSummary:
    """One session in a few numbers. Raises FileNotFoundError."""
    changed = last_changed(log_path(name))
    try:
        saved = saved_session(name, read_log(name), log_path(name))
    except SessionError as error:
        return SessionSummary(name, changed, 0, {}, str(error))
    if saved is None:
        return SessionSummary(name, changed, 0, {})
    tally = Counter(answer for _, answer in standing(saved.history.events).answers)
    return SessionSummary(name, changed, len(saved.favourites), tally)


def last_changed(path: Path) -> datetime:
    """When a session was last written to. Raises FileNotFoundError."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def read_session(name: str) -> SavedSession:
    """A session as it stands, whether it is open or not. Raises SessionError where there is none, or a damaged one."""
    path = existing_log(name)
    saved = saved_session(name, read_log(name), path)
    if saved is None:
        raise SessionError(f"The session '{name}' is empty; begin it with `matinee --session`, or delete it.")
    return saved


def rename_session(old: str, new: str) -> None:
    """Call a session otherwise.

    Raises:
        SessionError: there is no such session, it is open, or the new name is none or is taken.
    """
    before, after = existing_log(old), log_path(new)
    with taken(old), keeping(old):
        if after.exists() and after.samefile(before):  # only the case differs, and the file system sees none
            before.rename(after)
            return
        with taken(new):
            if after.exists():
                raise SessionError(f"There is a session '{new}' already; take another name, or delete that one.")
            before.rename(after)


def delete_session(name: str) -> None:
    """Delete a session, damaged or not. Raises SessionError where there is none, or it is open."""
    path = existing_log(name)
    with taken(name), keeping(name):
        path.unlink()


def existing_log(name: str) -> Path:
    """The file of a session that is there. Raises SessionError, naming the nearest."""
    path = log_path(name)
    if path.exists():
        return path
    names = session_names()
    if not names:
        raise SessionError(f"There is no session '{name}', nor any other; begin one with `matinee --session NAME`.")
    nearest = get_close_matches(name, names, n=3, cutoff=0.0)
    raise SessionError(f"There is no session '{name}'; the nearest: {', '.join(nearest)}.")

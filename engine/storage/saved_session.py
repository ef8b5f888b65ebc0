"""Reads a saved session from the lines of its log."""

import shlex
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from matinee.engine.errors import SessionError
from matinee.engine.models.profile import FAVOURITES
from matinee.engine.session.companion import Companion
from matinee.engine.session.events import History
from matinee.engine.storage.codec import Entry, NewerFormatError, SessionDecodeError, SessionHeader, decode
from matinee.policy import Policy, PolicyError, validate_setting
from matinee.policy.schema import CHOICES, SETTINGS


@dataclass(frozen=True)
class SavedSession:
    """Everything needed to resume a session where it stopped.

    Attributes:
        name: name of the session.
        favourites: movie ids, possibly none if the session stopped while they were being chosen.
        model: name of the initial model; None for the bundle's default.
        seed: seed of the random numbers.
        bundle: version of the bundle the session began with.
        policy: setting → value when the session began; later changes are in ``history``.
        history: the events since then.
        companion: the second person of a session for two.
    """

    name: str
    favourites: tuple[int, ...]
    model: str | None
    seed: int
    bundle: str
    policy: dict[str, float | str]
    history: History
    companion: Companion | None = None

    @property
    def all_favourites(self) -> tuple[int, ...]:
        """Movie ids of the favourites, in a session for two those of both."""
        return tuple(dict.fromkeys(self.favourites + (self.companion.favourites if self.companion else ())))

    @property
    def has_begun(self) -> bool:
        """Whether films were shown, as far as can be known: with a few favourites they may still be being chosen."""
        fewest = min(len(self.favourites), FAVOURITES if self.companion is None else len(self.companion.favourites))
        return fewest >= FAVOURITES or (fewest > 0 and self.history != History())

    def policy_with_defaults(self, defaults: Policy) -> Policy:
        """Return the initial policy, with the default for each setting that is missing or no longer valid."""
        usable = {name: value for name, value in self.policy.items() if not is_stale(name, value)}
        return replace(defaults, **cast(dict[str, Any], usable))

    def notes(self, bundle: str) -> tuple[str, ...]:
        """Explain, one sentence each, why films may come in another order with this version of the bundle."""
        notes = [
            f"'{name}' was {value} in this session, which this Matinee cannot use; films may come in another order."
            for name, value in self.policy.items()
            if is_stale(name, value)
        ]
        if self.bundle != bundle:
            notes.append("This session began with other film data; films may come in another order.")
        return tuple(notes)


def is_stale(setting: str, value: float | str) -> bool:
    """Return whether the policy no longer has the setting, or no longer accepts the value."""
    if setting not in SETTINGS or isinstance(value, str) != (setting in CHOICES):
        return True
    try:
        validate_setting(setting, value)
    except PolicyError:
        return True
    return False


def complete_lines(content: bytes) -> bytes:
    """Drop the last line of a log if it is incomplete, as after a crash."""
    return content[: content.rfind(b"\n") + 1]


def parse_log(name: str, content: bytes, path: Path) -> SavedSession | None:
    """Parse the content of a log.

    Args:
        name: name of the session.
        content: the bytes of the log.
        path: its file, for messages.

    Returns:
        The session, or None if the log has no complete line.

    Raises:
        SessionError: a line cannot be read; the message names it and what to do.
    """
    header: SessionHeader | None = None
    history = History()
    for number, line in enumerate(complete_lines(content).split(b"\n")[:-1], start=1):
        where = f"{path}, line {number}"
        entry = decode_line(name, line, where)
        if isinstance(entry, SessionHeader):
            header, history = entry, History()
        elif header is None:
            raise unreadable_error(name, where, SessionDecodeError("no favourites are named before it"))
        else:
            history = history.apply(entry)
    if header is None:
        return None
    return SavedSession(
        name,
        header.favourites,
        header.model,
        header.seed,
        header.bundle,
        header.policy,
        history,
        header.companion,
    )


def decode_line(name: str, line: bytes, where: str) -> Entry:
    """Decode one line. Raises SessionError that names the session and the line."""
    try:
        return decode(line)
    except SessionDecodeError as error:
        raise unreadable_error(name, where, error) from error


def unreadable_error(name: str, where: str, error: SessionDecodeError) -> SessionError:
    """Build the error for a line that cannot be read, with what the user can do."""
    if isinstance(error, NewerFormatError):
        return SessionError(f"{where}: the session '{name}' cannot be read, {error}; update this one.")
    delete = f"`matinee session delete {shlex.quote(name)}`"
    return SessionError(
        f"{where}: the session '{name}' cannot be read, {error}; delete that line, or the session with {delete}, or "
        "choose another name."
    )

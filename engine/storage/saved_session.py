"""A session as it was saved, read from the lines of its log."""

import shlex
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from matinee.engine.errors import SessionError
from matinee.engine.session.events import History
from matinee.engine.storage.codec import BadLine, Entry, NewerLine, Start, entry_of
from matinee.policy import Policy, PolicyError, checked_value
from matinee.policy.schema import SETTINGS


@dataclass(frozen=True)
class SavedSession:
    """Everything that is needed to go on exactly where somebody stopped.

    Attributes:
        name: what it is called.
        favourites: movie ids; fewer than four where somebody stopped while choosing them.
        model: name of the model it began with; None for the bundle's default.
        seed: of its random numbers.
        bundle: version of the bundle it began on.
        policy: setting → value when it began; turned settings are in ``history``.
        history: everything that happened since.
    """

    name: str
    favourites: tuple[int, ...]
    model: str | None
    seed: int
    bundle: str
    policy: dict[str, float | str]
    history: History

    def policy_over(self, today: Policy) -> Policy:
        """The policy it began with; today's value for a setting that is missing or that cannot be used any more."""
        usable = {name: value for name, value in self.policy.items() if not unusable(name, value)}
        return replace(today, **cast(dict[str, Any], usable))

    def notes(self, bundle: str) -> tuple[str, ...]:
        """Why films may come in another order than before, on the bundle of a version; a sentence each."""
        others = [
            f"'{name}' was {value} in this session, which this Matinee cannot use; films may come in another order."
            for name, value in self.policy.items()
            if unusable(name, value)
        ]
        if self.bundle != bundle:
            others.append("This session began with other film data; films may come in another order.")
        return tuple(others)


def unusable(setting: str, value: float | str) -> bool:
    """Whether the policy has no such setting, or the setting no such value."""
    if setting not in SETTINGS or isinstance(value, str) != ("names" in SETTINGS[setting].metadata):
        return True
    try:
        checked_value(setting, value)
    except PolicyError:
        return True
    return False


def whole_lines(content: bytes) -> bytes:
    """A log without what a killed Matinee may have left half written at its end."""
    return content[: content.rfind(b"\n") + 1]


def saved_session(name: str, content: bytes, path: Path) -> SavedSession | None:
    """The session in the bytes of a log; None where nothing was written yet. Raises SessionError, naming the line."""
    start: Start | None = None
    history = History()
    for number, line in enumerate(whole_lines(content).split(b"\n")[:-1], start=1):
        entry = read_line(name, line, f"{path}, line {number}")
        if isinstance(entry, Start):
            start, history = entry, History()
        elif start is None:
            raise unreadable(name, f"{path}, line {number}", BadLine("no favourites are named before it"))
        else:
            history = history.after(entry)
    if start is None:
        return None
    return SavedSession(name, start.favourites, start.model, start.seed, start.bundle, start.policy, history)


def read_line(name: str, line: bytes, where: str) -> Entry:
    """What one line says. Raises SessionError."""
    try:
        return entry_of(line)
    except BadLine as error:
        raise unreadable(name, where, error) from error


def unreadable(name: str, where: str, error: BadLine) -> SessionError:
    """The sentence for a line that cannot be read, with the ways out."""
    if isinstance(error, NewerLine):
        return SessionError(f"{where}: the session '{name}' cannot be read, {error}; update this one.")
    delete = f"`matinee session delete {shlex.quote(name)}`"
    return SessionError(
        f"{where}: the session '{name}' cannot be read, {error}; delete that line, or the session with {delete}, or "
        "take another name."
    )

"""Encodes the steps of a session as JSON lines, and decodes them."""

import json
from typing import Any

from msgspec import Struct, ValidationError, convert, to_builtins
from msgspec.structs import replace

from matinee.engine.models.profile import Answer
from matinee.engine.session.companion import Companion
from matinee.engine.session.events import (
    Answered,
    GenreRequested,
    Imported,
    ModelChosen,
    Prompted,
    Redone,
    SettingChanged,
    SettingsChanged,
    Step,
    Undone,
    WatchlistRequested,
    Widened,
)
from matinee.policy.renamed import MODELS, SETTINGS, renamed

FORMAT = 1
"""Value of "matinee" in a header line; other layouts have other numbers."""
COMPANION = "companion"
"""Key of the second person's answer in the line of an answer."""


class SessionDecodeError(ValueError):
    """A line that is not part of a session; the message names the problem, without a full stop."""


class NewerFormatError(SessionDecodeError):
    """A line in a format of a later version of Matinee."""


class SessionHeader(
    Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="matinee", tag=FORMAT
):
    """The start of a session; a later header in a log replaces everything before it.

    Attributes:
        favourites: movie ids; possibly none while they are still being chosen.
        model: name of the initial model; None for the bundle's default.
        seed: seed of the random numbers.
        bundle: version of the bundle the session began with.
        policy: setting → value when the session began.
        companion: the second person of a session for two.
    """

    favourites: tuple[int, ...]
    model: str | None
    seed: int
    bundle: str
    policy: dict[str, int | float | str]
    companion: Companion | None = None


Entry = SessionHeader | Step
"""The content of one line."""
ENTRIES: dict[str, type[Entry]] = {
    "matinee": SessionHeader,
    "widen": Widened,
    "prompt": Prompted,
    "genre": GenreRequested,
    "watchlist_only": WatchlistRequested,
    "model": ModelChosen,
    "setting": SettingChanged,
    "settings": SettingsChanged,
    "imported": Imported,
}
"""Key → the content of the lines that have it; the first that a line has counts."""
ANSWERS = frozenset(answer.value for answer in Answer)
"""Keys of the lines of answers."""


def encode(entry: Entry) -> bytes:
    """Encode an entry as one line of JSON, newline included; pure ASCII, so that any text can be written."""
    return json.dumps(entry_fields(entry), allow_nan=False).encode() + b"\n"


def entry_fields(entry: Entry) -> Any:
    """Return the JSON object for an entry."""
    match entry:
        case Answered(movie_id, answer, companion):
            return {answer.value: movie_id} | ({} if companion is None else {COMPANION: companion.value})
        case GenreRequested(None):
            return {"genre": None}
        case Undone():
            return {"undo": True}
        case Redone():
            return {"redo": True}
        case SessionHeader():
            return to_builtins(entry)
    fields = to_builtins(entry, order="deterministic")  # sorts the parts of a prompt that are off
    if isinstance(entry, Prompted) and entry.prompt is not None and not entry.prompt.switched:
        del fields["prompt"]["switched"]  # so that the line is that of earlier versions, which refuse the key
    return fields


def decode(line: bytes) -> Entry:
    """Decode one line without its newline. Names of models and settings that have changed are updated.

    Raises:
        SessionDecodeError: the line is not a known entry.
    """
    try:
        fields = json.loads(line, parse_constant=reject_constant)
    except (ValueError, RecursionError) as error:
        raise SessionDecodeError("it is not JSON") from error
    if not isinstance(fields, dict):
        raise SessionDecodeError("it is not a JSON object")
    return decode_fields(fields)


def decode_fields(fields: dict[str, Any]) -> Entry:
    """Decode the JSON object of an entry. Names of models and settings that have changed are updated.

    Raises:
        SessionDecodeError: the object is not a known entry.
    """
    try:
        return with_current_names(parse_entry(fields))
    except ValidationError as error:
        raise SessionDecodeError(f"it has the wrong shape ({error})") from error
    except UnicodeEncodeError as error:
        raise SessionDecodeError("it has half of a character") from error


def parse_entry(fields: dict[str, Any]) -> Entry:
    """Parse the object of a line. Raises SessionDecodeError or ValidationError."""
    match fields:
        case {"matinee": int(number)} if number > FORMAT:
            raise NewerFormatError(f"a newer Matinee wrote it (format {number})")
        case {"matinee": int(number)} if number != FORMAT:
            raise SessionDecodeError(f"there is no format {number}")
        case {"undo": True, **rest} if not rest:
            return Undone()
        case {"redo": True, **rest} if not rest:
            return Redone()
    kind = next((key for key in ENTRIES if key in fields), None)
    if kind is not None:
        return convert(fields, ENTRIES[kind])
    if fields.keys().isdisjoint(ANSWERS):
        raise SessionDecodeError("it is not a step of a session")
    companion = convert(fields.get(COMPANION), Answer | None)
    own = {key: value for key, value in fields.items() if key != COMPANION}
    (answer, movie_id), *others = convert(own, dict[Answer, int]).items()
    if others:
        raise SessionDecodeError("it has more than one answer")
    return Answered(movie_id, answer, companion)


def with_current_names(entry: Entry) -> Entry:
    """The entry with the current names of models and settings."""
    match entry:
        case SessionHeader(model=model, policy=policy):
            current = {renamed(setting, SETTINGS): value for setting, value in policy.items()}
            return replace(entry, model=model and renamed(model, MODELS), policy=current)
        case ModelChosen(name):
            return ModelChosen(renamed(name, MODELS))
        case SettingChanged(setting, value):
            return SettingChanged(renamed(setting, SETTINGS), value)
        case SettingsChanged(settings):
            return SettingsChanged(tuple((renamed(setting, SETTINGS), value) for setting, value in settings))
    return entry


def reject_constant(name: str) -> None:
    """Raise ValueError for NaN and Infinity, which Python reads although JSON does not have them."""
    raise ValueError(f"JSON has no {name}")

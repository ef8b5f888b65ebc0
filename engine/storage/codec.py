"""Steps of a session as lines of JSON, and back again."""

import json
from dataclasses import dataclass
from typing import Any

from matinee.engine.session.events import (
    Answer,
    Answered,
    GenreAsked,
    Imported,
    ModelChosen,
    Prompt,
    Prompted,
    Redone,
    Step,
    Undone,
    Weighed,
    Widened,
)

FORMAT = 1
"""What a start line says after "matinee"; another number is another layout."""
TYPES = {"whole number": (int,), "number": (int, float), "text": (str,), "text or number": (str, int, float)}


class BadLine(ValueError):  # noqa: N818 - read as the thing that is bad
    """A line that is no part of a session; the message says what is wrong with it, without a full stop."""


class NewerLine(BadLine):
    """A line of a format that a later Matinee writes."""


@dataclass(frozen=True)
class Start:
    """What a session begins with; a later start in a log replaces everything before it.

    Attributes:
        favourites: movie ids; fewer than four while they are still being chosen.
        model: name of the model that chooses at first; None for the bundle's default.
        seed: of the random numbers.
        bundle: version of the bundle it began on.
        policy: setting → value, before anything was turned in the session.
    """

    favourites: tuple[int, ...]
    model: str | None
    seed: int
    bundle: str
    policy: dict[str, float | str]


Entry = Start | Step
"""What one line holds."""


def as_line(entry: Entry) -> bytes:
    """One line of JSON with its newline; pure ASCII, so that whatever can be typed can be written."""
    return json.dumps(fields_of(entry), allow_nan=False).encode() + b"\n"


def entry_of(line: bytes) -> Entry:
    """What a line without its newline says. Raises BadLine."""
    try:
        fields = json.loads(line, parse_constant=refuse_constant)
    except (ValueError, RecursionError) as error:
        raise BadLine("it is not JSON") from error
    if not isinstance(fields, dict):
        raise BadLine("it is not a JSON object")
    entry = start_of(fields) if "matinee" in fields else step_of(fields)
    unknown = sorted(fields.keys() - fields_of(entry).keys())
    if unknown:
        raise BadLine(f"it has the unknown key {unknown[0][:40]!r}")
    return entry


def fields_of(entry: Entry) -> dict[str, Any]:
    """A line as a mapping, key by key."""
    fields: dict[str, Any]
    match entry:
        case Start(favourites, model, seed, bundle, policy):
            fields = {"matinee": FORMAT, "favourites": list(favourites), "model": model, "seed": seed}
            fields |= {"bundle": bundle, "policy": policy}
        case Answered(movie_id, answer):
            fields = {answer.value: movie_id}
        case Widened(steps):
            fields = {"widen": steps}
        case Prompted(prompt):
            fields = {"prompt": None if prompt is None else prompt_fields(prompt)}
        case GenreAsked(genre, strict):
            fields = {"genre": genre} if genre is None else {"genre": genre, "strict": strict}
        case ModelChosen(name):
            fields = {"model": name}
        case Weighed(setting, value):
            fields = {"setting": setting, "value": value}
        case Imported(source, answers):
            fields = {"imported": source, "answers": [[movie, answer.value] for movie, answer in answers]}
        case Undone():
            fields = {"undo": True}
        case Redone():
            fields = {"redo": True}
    return fields


def prompt_fields(prompt: Prompt) -> dict[str, Any]:
    """A prompt as JSON."""
    return {"text": prompt.text, "off": sorted(prompt.off), "as": prompt.taken_as, "film": prompt.movie_id}


def start_of(fields: dict[str, Any]) -> Start:
    """A start line. Raises BadLine."""
    number = checked(fields["matinee"], "whole number", "matinee")
    if number > FORMAT:
        raise NewerLine(f"a newer Matinee wrote it (format {number})")
    if number != FORMAT:
        raise BadLine(f"there is no format {number}")
    missing = [key for key in ("favourites", "model", "seed", "bundle", "policy") if key not in fields]
    if missing:
        raise BadLine(f"'{missing[0]}' is missing")
    policy, model = fields["policy"], fields["model"]
    if not isinstance(policy, dict):
        raise BadLine("'policy' must be settings and their values")
    return Start(
        tuple(checked(movie, "whole number", "favourites") for movie in listed(fields["favourites"], "favourites")),
        None if model is None else checked(model, "text", "model"),
        checked(fields["seed"], "whole number", "seed"),
        checked(fields["bundle"], "text", "bundle"),
        {setting: checked(value, "text or number", setting) for setting, value in policy.items()},
    )


def step_of(fields: dict[str, Any]) -> Step:
    """A step line; keys it need not have are not looked at. Raises BadLine."""
    step: Step
    answers = [answer for answer in Answer if answer.value in fields]
    match fields:
        case {"undo": True}:
            step = Undone()
        case {"redo": True}:
            step = Redone()
        case {"widen": steps}:
            step = Widened(checked(steps, "whole number", "widen"))
        case {"prompt": prompt}:
            step = Prompted(None if prompt is None else prompt_of(prompt))
        case {"genre": None}:
            step = GenreAsked(None)
        case {"genre": str(genre), "strict": bool(strict)}:
            step = GenreAsked(genre, strict)
        case {"model": name}:
            step = ModelChosen(checked(name, "text", "model"))
        case {"setting": setting, "value": value}:
            step = Weighed(checked(setting, "text", "setting"), checked(value, "text or number", "value"))
        case {"imported": source, "answers": films}:
            step = Imported(checked(source, "text", "imported"), tuple(map(pair_of, listed(films, "answers"))))
        case _ if answers:
            step = Answered(checked(fields[answers[0].value], "whole number", answers[0].value), answers[0])
        case _:
            raise BadLine("it says nothing that can happen in a session")
    return step


def prompt_of(fields: Any) -> Prompt:
    """The prompt in a step line. Raises BadLine."""
    match fields:
        case {"text": text, "off": off, "as": "mood" | "title" | None as kind, "film": film, **rest} if not rest:
            labels = frozenset(checked(label, "text", "off") for label in listed(off, "off"))
            movie_id = None if film is None else checked(film, "whole number", "film")
            return Prompt(checked(text, "text", "text"), labels, kind, movie_id)
    raise BadLine("'prompt' must be null, or have 'text', 'off', 'as' and 'film'")


def pair_of(fields: Any) -> tuple[int, Answer]:
    """One film known from elsewhere. Raises BadLine."""
    match fields:
        case [movie_id, str(answer)] if answer in [known.value for known in Answer]:
            return checked(movie_id, "whole number", "answers"), Answer(answer)
    raise BadLine("'answers' must be films, each with an answer")


def checked(value: Any, kind: str, key: str) -> Any:
    """The value, if it is of a kind of ``TYPES``. Raises BadLine."""
    if type(value) not in TYPES[kind]:  # exactly: true is no number here
        raise BadLine(f"'{key}' must be a {kind}")
    return value


def listed(value: Any, key: str) -> list[Any]:
    """The value, if it is a list. Raises BadLine."""
    if not isinstance(value, list):
        raise BadLine(f"'{key}' must be a list")
    return value


def refuse_constant(name: str) -> None:
    """Raises ValueError for NaN and Infinity, which Python reads and JSON does not have."""
    raise ValueError(f"JSON has no {name}")

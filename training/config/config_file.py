"""Training configurations as YAML: read with every mistake named by its line, written beside what was trained."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import Field, fields, is_dataclass, replace
from difflib import get_close_matches
from math import inf
from pathlib import Path
from typing import Any

import yaml

from matinee.training.config.config import BuildConfig
from matinee.training.errors import DataError


def read_config(path: Path) -> BuildConfig:
    """The default settings with those a file names in their place.

    The file is what ``to_yaml`` writes, or any part of it: models, and under each its settings.

    Raises:
        DataError: the file cannot be read, is no YAML mapping, or has an unknown, repeated or mistyped setting.
    """
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: this configuration cannot be read ({error}).") from error
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}, line {mark.line + 1}" if mark else str(path)
        raise DataError(f"{where}: this is not YAML: {getattr(error, 'problem', None) or error}.") from error
    settings: BuildConfig = BuildConfig() if root is None else changed(BuildConfig(), root, path)
    return settings


def changed(settings: Any, node: yaml.Node, path: Path) -> Any:
    """A settings object with the values a YAML mapping names. Raises DataError."""
    if not isinstance(node, yaml.MappingNode):
        raise DataError(f"{where(path, node)}: expected lines of the form 'setting: value'.")
    known = {setting.name: setting for setting in fields(settings)}
    values: dict[str, Any] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else "a list or mapping"
        if name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f"did you mean '{close[0]}'?" if close else f"there are {', '.join(known)}."
            raise DataError(f"{where(path, key)}: unknown setting '{name}'; {hint}")
        if name in values:
            raise DataError(f"{where(path, key)}: '{name}' stands twice; keep one of them.")
        default = getattr(settings, name)
        values[name] = (
            changed(default, value, path) if is_dataclass(default) else typed(known[name], default, value, path)
        )
    return replace(settings, **values)


def typed(setting: Field[Any], default: Any, node: yaml.Node, path: Path) -> Any:
    """The value of one setting, of the type its default has. Raises DataError."""
    value = as_written(node)
    if isinstance(default, float) and isinstance(value, int | str) and not isinstance(value, bool):
        with suppress(ValueError):  # "1" and "1e-3", which YAML 1.1 takes for a string
            value = float(value)
    if isinstance(default, tuple) and isinstance(value, list):
        value = tuple(value)
    expected, fits = expectation(setting, default)
    if type(value) is not type(default) or not fits(value):
        given = list(value) if isinstance(value, tuple) else value
        raise DataError(f"{where(path, node)}: '{setting.name}' must be {expected}, not {str(given)[:40]!r}.")
    return value


def as_written(node: yaml.Node) -> Any:
    """What a node stands for; the text itself where YAML takes it for what it cannot be, as the 45th of a month."""
    try:
        return yaml.SafeLoader("").construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError):
        return str(node.value) if isinstance(node, yaml.ScalarNode) else "a list or mapping"


def expectation(setting: Field[Any], default: Any) -> tuple[str, Callable[[Any], bool]]:
    """What a value of the right type has to be, in words and as a test."""
    if isinstance(default, bool):
        return "true or false", lambda _value: True
    if isinstance(default, str):
        names = setting.metadata["names"]
        return f"one of {', '.join(names)}", lambda value: value in names
    if isinstance(default, tuple):
        return (
            f"a list of {len(default)} whole numbers from 1 on",
            lambda value: len(value) == len(default) and all(type(part) is int and part >= 1 for part in value),
        )
    if isinstance(default, int):
        return "a whole number from 0 on", lambda value: value >= 0
    if default < 0:
        return "a number up to 0", lambda value: -inf < value <= 0
    below = setting.metadata.get("below", inf)
    return f"a number from 0 {'on' if below == inf else f'to below {below:g}'}", lambda value: 0 <= value < below


def where(path: Path, node: yaml.Node) -> str:
    """ "config.yaml, line 7"."""
    return f"{path}, line {node.start_mark.line + 1}"


def to_yaml(settings: dict[str, dict[str, Any]]) -> str:
    """The settings of some models, as ``read_config`` reads them; ``settings`` is model → setting → value."""
    return yaml.safe_dump(plain(settings), sort_keys=False, allow_unicode=True)


def plain(value: Any) -> Any:
    """Tuples as lists: YAML knows no others."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return list(value) if isinstance(value, tuple) else value

"""Training configurations as YAML: read with every mistake named by its line, written beside what was trained."""

from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from training.config import BuildConfig
from training.errors import DataError


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
    known = [setting.name for setting in fields(settings)]
    values: dict[str, Any] = {}
    for key, value in node.value:
        if key.value not in known:
            close = get_close_matches(str(key.value), known, n=1)
            hint = f"did you mean '{close[0]}'?" if close else f"there are {', '.join(known)}."
            raise DataError(f"{where(path, key)}: unknown setting '{key.value}'; {hint}")
        if key.value in values:
            raise DataError(f"{where(path, key)}: '{key.value}' stands twice; keep one of them.")
        default = getattr(settings, key.value)
        values[key.value] = (
            changed(default, value, path) if is_dataclass(default) else typed(key.value, default, value, path)
        )
    return replace(settings, **values)


def typed(name: str, default: Any, node: yaml.Node, path: Path) -> Any:
    """The value of one setting, of the type its default has. Raises DataError."""
    value = yaml.SafeLoader("").construct_object(node, deep=True)
    if isinstance(default, float) and isinstance(value, int | str) and not isinstance(value, bool):
        with suppress(ValueError):  # "1" and "1e-3", which YAML 1.1 takes for a string
            value = float(value)
    if isinstance(default, tuple) and isinstance(value, list):
        value = tuple(value)
    if type(value) is not type(default) or (isinstance(value, int | float) and value < 0):
        wanted = {int: "a whole number from 0 on", float: "a number from 0 on", bool: "true or false", tuple: "a list"}
        expected = wanted.get(type(default), "a word")
        raise DataError(f"{where(path, node)}: '{name}' must be {expected}, not {str(value)[:40]!r}.")
    return value


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

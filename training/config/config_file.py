"""Training settings as YAML: reads them with an error for every mistake, and writes them beside what was trained."""

from contextlib import suppress
from dataclasses import is_dataclass, replace
from pathlib import Path
from typing import Any, get_type_hints

import yaml
from msgspec.inspect import FloatType, type_info

from matinee.policy.renamed import MODELS, TRAINING_SETTINGS, renamed
from matinee.policy.setting_types import check_value
from matinee.policy.settings import describe_place, did_you_mean, node_text, parse_mapping, read_text
from matinee.training.config.config import BuildConfig
from matinee.training.errors import DataError


def read_config(path: Path) -> BuildConfig:
    """Read settings from a file; those it leaves out have their defaults.

    Args:
        path: a file as ``to_yaml`` writes it, or any part of one: models, and under each its settings.

    Raises:
        DataError: the file cannot be read, is not a YAML mapping, or has an unknown, repeated or mistyped setting.
    """
    root = parse_mapping(read_text(path, "configuration", DataError), path, DataError)
    settings: BuildConfig = BuildConfig() if root is None else parse_settings(BuildConfig(), root, path)
    return settings


def parse_settings(defaults: Any, node: yaml.MappingNode, path: Path) -> Any:
    """Replace settings by the values of a YAML mapping.

    Args:
        defaults: a configuration, whose fields are settings or configurations.
        node: the mapping.
        path: the file, for messages.

    Returns:
        A configuration of the same type.

    Raises:
        DataError: a setting is unknown, repeated or mistyped; the message names its line.
    """
    known = get_type_hints(type(defaults), include_extras=True)
    values: dict[str, Any] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else "a list or mapping"
        name = renamed(name, MODELS if isinstance(defaults, BuildConfig) else TRAINING_SETTINGS)
        if name not in known:
            hint = did_you_mean(name, known, f"there are {', '.join(known)}.")
            raise DataError(f"{describe_place(path, key)}: unknown setting '{name}'; {hint}")
        if name in values:
            raise DataError(f"{describe_place(path, key)}: '{name}' occurs twice; keep one of them.")
        default = getattr(defaults, name)
        if not is_dataclass(default):
            values[name] = parse_value(name, known[name], value, path)
        elif isinstance(value, yaml.MappingNode):
            values[name] = parse_settings(default, value, path)
        else:
            place = describe_place(path, value)
            raise DataError(f"{place}: '{name}' holds settings: expected lines of the form 'setting: value' below it.")
    return replace(defaults, **values)


def parse_value(name: str, kind: Any, node: yaml.Node, path: Path) -> Any:
    """Parse the value of one setting.

    Args:
        name: of the setting.
        kind: its type.
        node: the value.
        path: the file, for messages.

    Raises:
        DataError: the value has another type or is out of range.
    """
    value = construct(node)
    if isinstance(type_info(kind), FloatType) and isinstance(value, int | str) and not isinstance(value, bool):
        with suppress(ValueError, OverflowError):  # "1" and "1e-3", which YAML 1.1 reads as a string
            value = float(value)
    # an integer as it was written: Python refuses to print very long ones
    shown = node_text(node) if type(value) is int else str(value)[:40]
    return check_value(value, kind, f"{describe_place(path, node)}: '{name}'", f", not {shown!r}.", DataError)


def construct(node: yaml.Node) -> Any:
    """Construct the value of a node; its text where YAML fails, as for the 45th of a month."""
    try:
        return yaml.SafeLoader("").construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, TypeError):  # the last three for odd tags
        return str(node.value) if isinstance(node, yaml.ScalarNode) else "a list or mapping"


def to_yaml(settings: dict[str, dict[str, Any]]) -> str:
    """Format settings as ``read_config`` reads them.

    >>> print(to_yaml({"neumf": {"layers": (128, 64)}}))
    neumf:
      layers:
      - 128
      - 64
    <BLANKLINE>

    Args:
        settings: model → setting → value.
    """
    return yaml.safe_dump(tuples_to_lists(settings), sort_keys=False, allow_unicode=True)


def tuples_to_lists(value: Any) -> Any:
    """Convert tuples, which YAML does not have, at any depth of a mapping."""
    if isinstance(value, dict):
        return {key: tuples_to_lists(part) for key, part in value.items()}
    return list(value) if isinstance(value, tuple) else value

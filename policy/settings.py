"""Reads files of settings: lines of the form ``setting: value``, with the line number of each for error messages.

Values are YAML nodes rather than Python values, so that ``on``, ``no`` and ``y`` remain the words the user wrote.
"""

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

import yaml

from matinee.policy.bounded_files import read_bounded
from matinee.policy.yaml_files import YamlLimitError, compose

MakeError = Callable[[str], Exception]
"""Makes an exception of a message, such as PolicyError."""
MAX_BYTES = 100_000
"""Size of a file of settings; the longest that Matinee ships has 5 kB."""


def read_text(path: Path, kind: str, make_error: MakeError) -> str:
    """Read a file of at most ``MAX_BYTES`` without changing its line ends.

    Args:
        path: the file.
        kind: what the file is, for the message, such as "policy file".
        make_error: makes the exception that is raised if the file cannot be read.
    """
    try:
        return read_bounded(path, MAX_BYTES).decode("utf-8")
    except OSError as error:
        raise make_error(f"{path}: this {kind} cannot be read ({error.strerror or error}).") from error
    except ValueError as error:  # not UTF-8, or a path that cannot exist
        raise make_error(f"{path}: this {kind} cannot be read ({error}).") from error


def parse_mapping(text: str, path: Path, make_error: MakeError) -> yaml.MappingNode | None:
    """Parse a YAML text that should be a mapping.

    Args:
        text: content of the file.
        path: the file, for the message.
        make_error: makes the exception that is raised for invalid YAML, too much of it, or another shape.

    Returns:
        The mapping; None for a text without content.
    """
    try:
        root = compose(text)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}, line {mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or "it cannot be parsed"
        verdict = "this is too much for settings" if isinstance(error, YamlLimitError) else "this is not YAML"
        raise make_error(f"{where}: {verdict}: {problem}.") from error
    if root is not None and not isinstance(root, yaml.MappingNode):
        raise make_error(f"{describe_place(path, root)}: expected lines of the form 'setting: value'.")
    return root


def iter_settings(
    mapping: yaml.MappingNode | None, path: Path, make_error: MakeError
) -> Iterator[tuple[str, yaml.Node, int]]:
    """Yield (setting, value node, line number from 1) for each entry of a mapping.

    Args:
        mapping: as ``parse_mapping`` returns it.
        path: the file, for the message.
        make_error: makes the exception that is raised for a key that is not a word, or that occurs twice.
    """
    names = set()
    for key, value in mapping.value if mapping is not None else ():
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise make_error(f"{path}, line {line}: expected the name of a setting before the colon.")
        if key.value in names:
            raise make_error(f"{path}, line {line}: the setting '{key.value}' is set twice; keep one of them.")
        names.add(key.value)
        yield key.value, value, line


def describe_place(path: Path, node: yaml.Node) -> str:
    """Format the file and line of a node, such as "config.yaml, line 7"."""
    return f"{path}, line {node.start_mark.line + 1}"


def node_text(node: yaml.Node) -> str:
    """The value as the user wrote it, short enough for a message."""
    text = node.value if isinstance(node, yaml.ScalarNode) else "a list or mapping"
    return str(text)[:40] or "empty"


def did_you_mean(name: str, names: Iterable[str], otherwise: str | None = None) -> str:
    """Suggest the most similar name, as a question.

    Args:
        name: an unknown name.
        names: the known names.
        otherwise: returned instead if none of them is similar; None suggests the closest in any case.

    >>> did_you_mean("lerning_rate", ["learning_rate", "negative_weight"])
    "did you mean 'learning_rate'?"
    """
    close = get_close_matches(name, names, n=1)
    if not close and otherwise is not None:
        return otherwise
    return f"did you mean '{closest(name, names)}'?"


def closest(name: str, names: Iterable[str]) -> str:
    """The most similar of some names."""
    return get_close_matches(name, names, n=1, cutoff=0.0)[0]
